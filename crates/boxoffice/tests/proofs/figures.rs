//! First figures on SQLite, buyers beside the program on the same machine, all from one address: the limits that
//! count persons are lifted (`BOXOFFICE_LIFT_PERSON_LIMITS`). Targets are the promise: on a machine that is as fast as
//! the one they were set on, and in proportion on one that is slower (`yardstick.rs`).

use std::fs;
use std::time::{Duration, Instant};

use boxoffice_app::accounts::Role;
use boxoffice_app::jobs;
use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use rehearse::{Door, Plan, Report, Scenario};

use crate::server::{Server, audit};
use crate::{shop, yardstick};

const SECONDS: u64 = 10;
const GATES: usize = 256;
/// How long the backlog's drain is watched.
const DRAIN: Duration = Duration::from_secs(10);

/// What is rehearsed, and how many a second it must be with the better crowd. Purchases come before holds, which
/// leave hundreds of thousands of open carts behind.
const TARGETS: [(Scenario, &str, f64); 3] = [
    (Scenario::Pages, "event pages", 15_000.0),
    (Scenario::Purchases, "purchases to the issued ticket", 2_000.0),
    (Scenario::Holds, "holds", 15_000.0),
];

#[test]
#[ignore = "a measurement of minutes: cargo xtask prove figures"]
fn figures_on_sqlite() {
    run_on(Dialect::Sqlite, async |app| figures(&app).await);
}

async fn figures(app: &TestApp) {
    println!("limits that count persons are lifted: all buyers come from one address");
    let echoes = yardstick::measure().await;
    let (organizer, event) = shop::open_big(app).await;
    let begun = Instant::now();
    let server = Server::start(app);
    println!("FIGURE ready {} ms after the start", begun.elapsed().as_millis());
    let binary = fs::metadata(env!("CARGO_BIN_EXE_boxoffice")).map_or(0, |file| file.len());
    println!("FIGURE binary: {:.1} MiB", binary as f64 / 1_048_576.0);
    println!("FIGURE memory when idle: {} MiB", memory_mib(&server));
    let (mut rates, mut barcodes) = (Vec::new(), Vec::new());
    for (scenario, name, target) in TARGETS {
        let mut best: f64 = 0.0;
        for buyers in [64, 256] {
            let report = rehearse(&server, &event, scenario, buyers, Door::default()).await;
            println!(
                "FIGURE {name} with {buyers} buyers: {:.0}/s, p50 {:.1} ms, p99 {:.1} ms (target {target:.0}/s)",
                report.per_s, report.p50_ms, report.p99_ms
            );
            println!("{report}FIGURE memory after that: {} MiB", memory_mib(&server));
            best = best.max(report.per_s);
            barcodes.extend(report.barcodes);
        }
        rates.push((name, best, target));
        if scenario == Scenario::Purchases {
            drain(app).await;
        }
    }
    let node = app.node_with(|settings| settings.public_url.clone_from(&server.url)).await;
    let mut tokens = Vec::new();
    for gate in 0..GATES {
        let staff = app.attendee(&format!("gate-{gate}@example.org")).await;
        app.add_member(organizer.organization, &staff, Role::Door).await;
        tokens.push(app.token_at(&node, &staff).await);
    }
    let report = rehearse(&server, &event, Scenario::Scans, GATES, Door { tokens, barcodes }).await;
    println!(
        "FIGURE scans at {GATES} gates: {:.0}/s, p50 {:.1} ms, p99 {:.1} ms (each gate may scan 20 times a second)",
        report.per_s, report.p50_ms, report.p99_ms
    );
    let size = fs::metadata(app.data().join("boxoffice.db")).map_or(0, |file| file.len() / 1_048_576);
    println!("FIGURE database: {size} MiB");
    server.stop();
    audit(app);
    assert!(report.per_s > 0.0, "nobody could be let in");
    // The faster of two, so that a machine which others slowed for a moment at either end makes nothing easier.
    judge(&rates, echoes.max(yardstick::measure().await));
}

/// Each rate is at least its target, or that part of it which the machine is of the reference.
fn judge(rates: &[(&str, f64, f64)], echoes: f64) {
    let part = (echoes / yardstick::REFERENCE).min(1.0);
    println!(
        "FIGURE this machine answers {echoes:.0} echoes/s, {:.0} % of the reference: so much is asked of it",
        part * 100.0
    );
    let short: Vec<_> = rates
        .iter()
        .filter(|(_, rate, target)| *rate < target * part)
        .map(|(name, rate, target)| format!("{name}: {rate:.0}/s of {:.0}/s", target * part))
        .collect();
    assert!(short.is_empty(), "below target: {}", short.join(", "));
}

async fn rehearse(server: &Server, event: &str, scenario: Scenario, buyers: usize, door: Door) -> Report {
    let url = server.url.clone();
    // Standing places are held by count, so one costs what two cost; and a million are enough for all.
    let quantity = if scenario == Scenario::Holds { 1 } else { 2 };
    let plan = Plan { url, event: event.to_owned(), scenario, buyers, seconds: SECONDS, quantity, door };
    rehearse::run(&plan).await.expect("the rehearsal runs")
}

/// Mails and PDFs follow the sale: how many wait, and how fast they are done once it is calm.
async fn drain(app: &TestApp) {
    let before = waiting(app).await;
    let begun = Instant::now();
    let mut after = before;
    while after > 0 && begun.elapsed() < DRAIN {
        after = waiting(app).await;
    }
    let rate = (before - after) as f64 / begun.elapsed().as_secs_f64();
    println!(
        "FIGURE mails with their PDFs waiting after the sales: {before}, done at {rate:.0}/s afterwards"
    );
}

async fn waiting(app: &TestApp) -> i64 {
    jobs::backlog(app).await.expect("the backlog").iter().map(|kind| kind.ready).sum()
}

/// What the process keeps in memory.
fn memory_mib(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib =
        resident.and_then(|rest| rest.split_whitespace().next()).and_then(|kib| kib.parse::<u64>().ok());
    kib.unwrap_or(0) / 1_024
}
