//! `bless`: accepts changed snapshots, and writes the ratchet as the code now is.

use std::process::Command;

use crate::{run, tidy, workspace};

pub(crate) fn run() -> Result<(), String> {
    tidy::ratchet::write()?;
    run::must(
        Command::new("cargo")
            .current_dir(workspace::root())
            .args(["test", "--workspace", "--all-features", "--no-fail-fast"])
            .env("INSTA_UPDATE", "always"),
    )?;
    Ok(())
}
