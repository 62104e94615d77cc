//! `ci`: every step in order with its time, all of them even when one fails, and one plain line at the end.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::cluster::SERVER_VARIABLE;
use crate::postgres::Postgres;
use crate::run::{self, Said};
use crate::summary::{Count, count_tests};
use crate::{prove, tidy, tools, workspace};

/// Proofs that every run repeats on the built program. Those named contract and printed-ticket are among the
/// tests above already; the others take minutes each and are run by name.
const QUICK_PROOFS: &[&str] = &[];

/// The steps so far.
#[derive(Default)]
struct Report {
    count: Count,
    lines: Vec<String>,
}

impl Report {
    /// Runs a step, shows its time, and goes on whatever it gives.
    fn step(&mut self, name: &str, step: impl FnOnce() -> Result<Count, String>) {
        println!("\n── {name}");
        let begun = Instant::now();
        let result = step();
        let seconds = begun.elapsed().as_secs_f32();
        let (count, word) = match result {
            Ok(count) if count.failed == 0 => (count, "passed".to_owned()),
            Ok(count) => (count, format!("FAILED ({} of {})", count.failed, count.failed + count.passed)),
            Err(sentence) => {
                println!("{sentence}");
                (Count::one(false), format!("FAILED: {}", sentence.lines().next().unwrap_or_default()))
            }
        };
        self.count.add(count);
        self.lines.push(format!("{seconds:7.1} s  {name}: {word}"));
    }

    fn end(self) -> Result<(), String> {
        println!("\n{}", self.lines.join("\n"));
        println!("{} passed, {} failed", self.count.passed, self.count.failed);
        if self.count.failed == 0 { Ok(()) } else { Err("ci failed".to_owned()) }
    }
}

pub(crate) fn run() -> Result<(), String> {
    let mut report = Report::default();
    report.step("tools", || tools::provide().map(|()| Count::one(true)));
    report.step("format", || checked(cargo(&["fmt", "--all", "--", "--check"])));
    report.step("tidy", || tidy::run().map(|()| Count::one(true)));
    report.step("clippy", || checked(cargo(&CLIPPY)));
    report.step("documentation", || checked(cargo(&DOCUMENTATION).env("RUSTDOCFLAGS", "-D warnings")));
    report.step("tests on both databases", tests);
    report.step("licences, bans and sources", || if_installed("cargo-deny", &DENY));
    report.step("spelling", || if_installed("typos", &["typos"]));
    report.step("Stripe's library against its emulator", contract);
    report.step("browser journeys", journeys);
    for name in QUICK_PROOFS {
        report.step(&format!("proof {name}"), || prove::run(name).map(|()| Count::one(true)));
    }
    report.end()
}

const CLIPPY: [&str; 7] =
    ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
const DOCUMENTATION: [&str; 4] = ["doc", "--workspace", "--no-deps", "--all-features"];
const DENY: [&str; 6] = ["cargo", "deny", "check", "bans", "licenses", "sources"];

fn cargo(arguments: &[&str]) -> Command {
    let mut command = run::cargo();
    command.args(arguments);
    command
}

fn checked(mut command: impl std::borrow::BorrowMut<Command>) -> Result<Count, String> {
    run::show(command.borrow_mut()).map(|said| Count::one(said.success))
}

fn tests() -> Result<Count, String> {
    let postgres = Postgres::start()?;
    let nextest = run::answers("cargo", &["nextest", "--version"]);
    let mut command = if nextest {
        cargo(&["nextest", "run", "--workspace", "--all-features", "--no-fail-fast"])
    } else {
        println!("cargo-nextest is not installed; cargo test does the same, more slowly");
        cargo(&["test", "--workspace", "--all-features", "--no-fail-fast"])
    };
    // A page that changed is reviewed and blessed first; here nothing is written.
    command.env("INSTA_UPDATE", "no").env(SERVER_VARIABLE, &postgres.url);
    counted(&run::show(&mut command)?)
}

/// A program that failed without counting a failed test failed itself.
fn counted(said: &Said) -> Result<Count, String> {
    let mut count = count_tests(&said.text);
    if !said.success && count.failed == 0 {
        count.failed = 1;
    }
    if count == Count::default() {
        return Err("no test ran".to_owned());
    }
    Ok(count)
}

/// Tools that CI does not build from source: what could not run is said.
fn if_installed(program: &str, command: &[&str]) -> Result<Count, String> {
    if !tools::on_path(program) && !cargo_home_has(program) {
        println!("NOT RUN: {program} is not installed (cargo install {program})");
        return Ok(Count::default());
    }
    checked(Command::new(command[0]).current_dir(workspace::root()).args(&command[1..]))
}

fn cargo_home_has(program: &str) -> bool {
    env::var_os("HOME").is_some_and(|home| PathBuf::from(home).join(".cargo/bin").join(program).exists())
}

/// Browser journeys against the built program.
fn journeys() -> Result<Count, String> {
    counted(&run_journeys(&[], &[])?)
}

/// The same of these files only (none: all), with more in their environment.
pub(crate) fn run_journeys(files: &[&str], with: &[(&str, &str)]) -> Result<Said, String> {
    run::must(&mut cargo(&["build", "--package", "boxoffice", "--package", "stripe-emulator"]))?;
    let mut command = Node::ready()?.run("npx");
    command.args(["playwright", "test", "--reporter=line"]).args(files).envs(with.iter().copied());
    run::show(&mut command)
}

/// The emulator of Stripe, driven by Stripe's own library.
fn contract() -> Result<Count, String> {
    run::must(&mut cargo(&["build", "--package", "stripe-emulator"]))?;
    checked(Node::ready()?.run("npm").args(["run", "contract"]))
}

/// Whatever Node is new enough, with what the tests in `e2e/` need.
struct Node {
    path: String,
}

impl Node {
    fn ready() -> Result<Self, String> {
        let mut path = env::var("PATH").unwrap_or_default();
        if let Some(newer) = tools::newer_node(&workspace::target().join("e2e"))? {
            path = format!("{}:{path}", newer.display());
        }
        let node = Self { path };
        run::must(node.run("npm").args(["ci", "--no-audit", "--no-fund"]))?;
        Ok(node)
    }

    fn run(&self, program: &str) -> Command {
        let built = workspace::target().join("debug");
        let mut command = Command::new(program);
        command
            .current_dir(workspace::root().join("e2e"))
            .env("PATH", &self.path)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .env("BOXOFFICE_TEST_BINARY", built.join("boxoffice"))
            .env("BOXOFFICE_TEST_EMULATOR", built.join("stripe-emulator"))
            .env("CI", "1");
        command
    }
}
