//! `cargo xtask`: what a developer and CI run, the same on a laptop and on a server.
//! `ci` is everything, `tidy` the walls of ARCHITECTURE.md, `prove` one promise on its own with its figure.

mod bless;
mod ci;
mod dev;
mod postgres;
mod prove;
mod run;
mod summary;
mod tidy;
mod tools;
mod workspace;

// The same text that the tests use, so that both start the same PostgreSQL.
#[path = "../../../crates/boxoffice-app/src/testing/cluster.rs"]
#[expect(dead_code, unreachable_pub, reason = "there it is a public module with more callers")]
mod cluster;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND
  ci              everything that must hold before a change lands
  dev             the demo shop from a debug build
  tidy            the walls of ARCHITECTURE.md, in a second
  bless           accept changed snapshots and a smaller ratchet
  prove NAME      run one promise again and print its figure; `prove --list` names them";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["ci"] => ci::run(),
        ["dev", rest @ ..] => dev::run(rest),
        ["tidy"] => tidy::run(),
        ["bless"] => bless::run(),
        ["prove", "--list"] => {
            prove::list();
            Ok(())
        }
        ["prove", name] => prove::run(name),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
