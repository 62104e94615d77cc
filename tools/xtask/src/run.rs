//! Running other programs: their output is shown as it comes and kept, so that results can be counted.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use crate::workspace;

/// What a program said, and whether it succeeded.
#[derive(Debug)]
pub(crate) struct Said {
    /// Both of its outputs, in the order of arrival.
    pub(crate) text: String,
    /// Whether it ended with success.
    pub(crate) success: bool,
}

/// Cargo as from a terminal. Build scripts look at what `cargo run` tells this program about itself, and would build
/// half the dependencies anew each time.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.current_dir(workspace::root()).env("CARGO_TERM_COLOR", "never");
    command
}

/// Runs it to its end, showing what it says.
pub(crate) fn show(command: &mut Command) -> Result<Said, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{name} cannot be run: {error}"))?;
    let (sender, lines) = channel();
    let readers = [
        child.stdout.take().map(|pipe| forward(pipe, sender.clone())),
        child.stderr.take().map(|pipe| forward(pipe, sender)),
    ];
    let mut text = String::new();
    for line in lines {
        println!("{line}");
        text.push_str(&line);
        text.push('\n');
    }
    for reader in readers.into_iter().flatten() {
        drop(reader.join());
    }
    let success = child.wait().map_err(|error| error.to_string())?.success();
    Ok(Said { text, success })
}

/// Runs it and turns failure into an error.
pub(crate) fn must(command: &mut Command) -> Result<String, String> {
    let name = format!("{command:?}");
    let said = show(command)?;
    if said.success { Ok(said.text) } else { Err(format!("failed: {name}")) }
}

/// Whether a program can be found and answers `--version` or the like.
pub(crate) fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn forward(pipe: impl Read + Send + 'static, sender: Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            if sender.send(line).is_err() {
                return;
            }
        }
    })
}
