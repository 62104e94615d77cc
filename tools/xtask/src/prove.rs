//! `prove NAME`: one promise again on its own, with its figure and whether it holds.
//! Each proof is a list of commands that anyone can run; their output is the evidence.

use std::process::Command;
use std::time::Instant;

use crate::cluster::SERVER_VARIABLE;
use crate::postgres::Postgres;
use crate::run;
use crate::summary::count_tests;

/// A promise that can be tried again.
struct Proof {
    name: &'static str,
    promise: &'static str,
    /// How long it took on two cores, once built.
    seconds: u32,
    /// Package and filter of the tests that prove it.
    package: &'static str,
    filter: &'static str,
    /// The test binary.
    binary: &'static str,
    release: bool,
}

const PROOFS: &[Proof] = &[
    Proof {
        name: "contract",
        promise: "seed-api holds call by call, with every error, on SQLite and on PostgreSQL",
        seconds: 17,
        package: "boxoffice-web",
        filter: "contract",
        binary: "it",
        release: false,
    },
    Proof {
        name: "race",
        promise: "500 buyers race for 100 seats and 300 standing places over HTTP: exactly 400 are sold, audit finds nothing",
        seconds: 57,
        package: "boxoffice",
        filter: "race",
        binary: "proofs",
        release: false,
    },
    Proof {
        name: "crash",
        promise: "after kill -9 in the middle of the race every acknowledged hold and order is there",
        seconds: 88,
        package: "boxoffice",
        filter: "crash",
        binary: "proofs",
        release: false,
    },
    Proof {
        name: "figures",
        promise: "holds, purchases, pages and scans per second are at least their targets on SQLite",
        seconds: 82,
        package: "boxoffice",
        filter: "figures",
        binary: "proofs",
        release: true,
    },
    Proof {
        name: "printed-ticket",
        promise: "the QR of a printed PDF scans VALID once and USED the second time",
        seconds: 2,
        package: "boxoffice",
        filter: "printed_ticket",
        binary: "it",
        release: false,
    },
    Proof {
        name: "real-input",
        promise: "6,007 real conferences import in under 30 s on both databases and are found below 20 ms at p95",
        seconds: 54,
        package: "boxoffice",
        filter: "real_input",
        binary: "proofs",
        release: true,
    },
];

/// Names all proofs.
pub(crate) fn list() {
    for proof in PROOFS {
        println!("{:15} {:4} s once built  {}", proof.name, proof.seconds, proof.promise);
    }
}

/// Runs one proof and says whether it holds.
pub(crate) fn run(name: &str) -> Result<(), String> {
    let proof = PROOFS
        .iter()
        .find(|proof| proof.name == name)
        .ok_or_else(|| format!("there is no proof named {name}; `cargo xtask prove --list` names all"))?;
    println!("{}: {}", proof.name, proof.promise);
    run::must(command(proof).arg("--no-run"))?;
    let postgres = Postgres::start()?;
    let mut command = command(proof);
    // What is long is ignored in ordinary runs; what is measured must not be disturbed by a neighbour.
    command.args(["--", "--nocapture", "--test-threads=1", "--include-ignored"]);
    println!("$ {SERVER_VARIABLE}={} {}", postgres.url, shown(&command));
    let begun = Instant::now();
    let said = run::show(command.env(SERVER_VARIABLE, &postgres.url))?;
    let count = count_tests(&said.text);
    println!("\n{} after {:.0} s:", proof.name, begun.elapsed().as_secs_f32());
    for line in said.text.lines().filter_map(|line| line.split_once("FIGURE ")).map(|(_, figure)| figure) {
        println!("  {line}");
    }
    println!("  {} checks passed, {} failed", count.passed, count.failed);
    if said.success && count.failed == 0 && count.passed > 0 {
        println!("holds: {}", proof.promise);
        return Ok(());
    }
    Err(format!("does not hold: {}", proof.promise))
}

/// Proofs are the tests under `proof_…`, which an ordinary test run leaves out because they are long.
fn command(proof: &Proof) -> Command {
    let mut command = run::cargo();
    command
        .args(["test", "--package", proof.package, "--all-features"])
        .env("BOXOFFICE_TEST_PROOF", proof.name);
    if proof.release {
        command.arg("--release");
    }
    command.args(["--test", proof.binary, proof.filter]);
    command
}

fn shown(command: &Command) -> String {
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    format!("cargo {}", words.join(" "))
}
