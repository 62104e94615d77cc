//! `config show` and `config defaults`.

use std::process::ExitCode;

use crate::config::{Config, DEFAULT_FILE};
use crate::failure::Outcome;

/// Prints what counts in the end, with secrets hidden.
#[expect(clippy::unnecessary_wraps, reason = "every command gives an outcome")]
pub(super) fn show(config: &Config) -> Outcome {
    print!("{}", config.redacted());
    Ok(ExitCode::SUCCESS)
}

/// Prints the commented file with every key and its default.
#[expect(clippy::unnecessary_wraps, reason = "every command gives an outcome")]
pub(super) fn defaults() -> Outcome {
    print!("{DEFAULT_FILE}");
    Ok(ExitCode::SUCCESS)
}
