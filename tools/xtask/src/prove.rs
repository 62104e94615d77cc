//! `prove NAME`: one promise again on its own, with its figure and whether it holds.
//! Each proof is a list of commands that anyone can run; their output is the evidence.

use std::process::Command;
use std::time::Instant;

use crate::ci;
use crate::cluster::SERVER_VARIABLE;
use crate::postgres::Postgres;
use crate::run::{self, Said};
use crate::summary::count_tests;

/// A promise that can be tried again.
struct Proof {
    name: &'static str,
    promise: &'static str,
    /// How long it took on two cores, once built.
    seconds: u32,
    by: By,
}

/// What proves it.
enum By {
    /// The tests of a test binary that a filter finds.
    Tests {
        package: &'static str,
        /// The test binary.
        binary: &'static str,
        filter: &'static str,
        release: bool,
    },
    /// Journeys in the browser: these files, and what they find in their environment.
    Journeys { files: &'static [&'static str], with: &'static [(&'static str, &'static str)] },
}

const fn tests(package: &'static str, binary: &'static str, filter: &'static str) -> By {
    By::Tests { package, binary, filter, release: false }
}

const fn measured(package: &'static str, binary: &'static str, filter: &'static str) -> By {
    By::Tests { package, binary, filter, release: true }
}

const PROOFS: &[Proof] = &[
    Proof {
        name: "contract",
        promise: "seed-api holds call by call, with every error, on SQLite and on PostgreSQL",
        seconds: 17,
        by: tests("boxoffice-web", "it", "contract"),
    },
    Proof {
        name: "race",
        promise: "500 buyers race for 100 seats and 300 standing places over HTTP: exactly 400 are sold, audit finds nothing",
        seconds: 57,
        by: tests("boxoffice", "proofs", "race"),
    },
    Proof {
        name: "crash",
        promise: "after kill -9 in the middle of the race every acknowledged hold and order is there",
        seconds: 88,
        by: tests("boxoffice", "proofs", "crash::"),
    },
    Proof {
        name: "money-crash-points",
        promise: "dead before and after every commit, gateway call, acknowledgement and job on the way of money: within 60 s every captured payment is in tickets or back, never in both, never twice",
        seconds: 600,
        by: tests("boxoffice", "proofs", "money_crash_points"),
    },
    Proof {
        name: "money-permutations",
        promise: "whatever sequence of at most 8 gateway messages comes, doubled, disordered and with some lost, the end is the same, and ledger, Stripe's book and tickets agree to the cent",
        seconds: 120,
        by: tests("boxoffice-app", "it", "money_permutations"),
    },
    Proof {
        name: "money-races",
        promise: "of 50 refunds one moves money, of two tabs one pays, of a refund and a scan one wins and both are told, on one node and on two",
        seconds: 20,
        by: tests("boxoffice-app", "it", "money_races"),
    },
    Proof {
        name: "money-attacks",
        promise: "every attack on money and by forged messages gets its answer and leaves no trace",
        seconds: 20,
        by: tests("boxoffice-web", "it", "money_attacks"),
    },
    Proof {
        name: "money-journeys",
        promise: "in the browser: declined and paid, closed and mailed, too late and paid back, 300 orders called off with every twentieth refund failing at first",
        seconds: 120,
        by: By::Journeys {
            files: &["money.spec.js", "stripe.spec.js"],
            with: &[("BOXOFFICE_TEST_ORDERS", "300")],
        },
    },
    Proof {
        name: "figures",
        promise: "holds, purchases, pages and scans per second are at least their targets on SQLite",
        seconds: 82,
        by: measured("boxoffice", "proofs", "figures"),
    },
    Proof {
        name: "printed-ticket",
        promise: "the QR of a printed PDF scans VALID once and USED the second time",
        seconds: 2,
        by: tests("boxoffice", "it", "printed_ticket"),
    },
    Proof {
        name: "real-input",
        promise: "6,007 real conferences import in under 30 s on both databases and are found below 20 ms at p95",
        seconds: 54,
        by: measured("boxoffice", "proofs", "real_input"),
    },
];

/// Names all proofs.
pub(crate) fn list() {
    for proof in PROOFS {
        println!("{:18} {:4} s once built  {}", proof.name, proof.seconds, proof.promise);
    }
}

/// Runs one proof and says whether it holds.
pub(crate) fn run(name: &str) -> Result<(), String> {
    let proof = PROOFS
        .iter()
        .find(|proof| proof.name == name)
        .ok_or_else(|| format!("there is no proof named {name}; `cargo xtask prove --list` names all"))?;
    println!("{}: {}", proof.name, proof.promise);
    let begun = Instant::now();
    let said = match proof.by {
        By::Tests { .. } => run_tests(proof)?,
        By::Journeys { files, with } => ci::run_journeys(files, with)?,
    };
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

fn run_tests(proof: &Proof) -> Result<Said, String> {
    run::must(command(proof).arg("--no-run"))?;
    let postgres = Postgres::start()?;
    let mut command = command(proof);
    // What is long is ignored in ordinary runs; what is measured must not be disturbed by a neighbour.
    command.args(["--", "--nocapture", "--test-threads=1", "--include-ignored"]);
    println!("$ {SERVER_VARIABLE}={} {}", postgres.url, shown(&command));
    run::show(command.env(SERVER_VARIABLE, &postgres.url))
}

/// Long ones are ignored tests, which an ordinary run leaves out.
fn command(proof: &Proof) -> Command {
    let mut command = run::cargo();
    command.env("BOXOFFICE_TEST_PROOF", proof.name);
    if let By::Tests { package, binary, filter, release } = proof.by {
        command.args(["test", "--package", package, "--all-features"]);
        if release {
            command.arg("--release");
        }
        command.args(["--test", binary, filter]);
    }
    command
}

fn shown(command: &Command) -> String {
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    format!("cargo {}", words.join(" "))
}
