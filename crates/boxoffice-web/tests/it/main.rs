//! Faces of Boxoffice, in process: one module per story.

mod access;
mod asking;
mod budgets;
mod headers;
mod problems;
mod samples;
mod sources;
mod strings;
