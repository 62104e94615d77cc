//! The built program, from outside: over HTTP, as its users reach it.

mod keys;
mod printed_ticket;
mod program;
