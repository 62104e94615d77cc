//! Proofs: one promise each, tried on the built program over HTTP, with its figure. They take minutes, so an ordinary
//! test run leaves them out; `cargo xtask prove NAME` runs them.

mod browse;
mod control;
mod crash;
mod figures;
mod haystack;
mod http;
mod money_crash_points;
mod money_judge;
mod money_shop;
mod race;
mod real_input;
mod server;
mod shop;
mod yardstick;
