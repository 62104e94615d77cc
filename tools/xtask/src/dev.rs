//! `dev`: the demo shop from a debug build. What follows goes to `boxoffice demo`.

use std::process::Command;

use crate::workspace;

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(workspace::root()).args(["run", "-p", "boxoffice", "--", "demo"]).args(arguments);
    let status = cargo.status().map_err(|error| format!("cargo cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err("the demo shop ended with an error".to_owned()) }
}
