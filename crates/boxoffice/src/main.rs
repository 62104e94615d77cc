//! `boxoffice`: one program that sells tickets and admits people.
//! This crate wires: configuration, data folder, listener, and one file per command under `commands/`.

mod command_line;
mod commands;
mod config;
mod demo;
mod failure;
mod folder;
mod listener;
mod logging;
mod metrics;
mod open;

use std::process::ExitCode;

use clap::Parser;

use command_line::CommandLine;

// Fewer cycles per request than the system's allocator, and memory that goes back after a rush.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match commands::run(CommandLine::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("boxoffice: {failure}");
            ExitCode::FAILURE
        }
    }
}
