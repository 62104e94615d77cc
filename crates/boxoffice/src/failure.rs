//! What a command gives back: an exit code, or a sentence about why it could not do its work.

use std::error::Error;
use std::process::ExitCode;

/// Any error, as a sentence for the terminal.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// What a command gives back.
pub(crate) type Outcome = Result<ExitCode, Failure>;
