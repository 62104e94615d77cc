//! First figures on SQLite, buyers beside the program on the same machine. Targets are the promise.

use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use rehearse::{Plan, Report, Scenario};

use crate::server::{Server, audit};
use crate::shop;

const SECONDS: u64 = 10;

/// What is rehearsed, and how many a second it must be with 256 buyers.
const TARGETS: [(Scenario, &str, f64); 3] = [
    (Scenario::Holds, "holds", 15_000.0),
    (Scenario::Purchases, "purchases to the issued ticket", 2_000.0),
    (Scenario::Pages, "event pages", 15_000.0),
];

#[test]
#[ignore = "a measurement of minutes: cargo xtask prove figures"]
fn figures_on_sqlite() {
    run_on(Dialect::Sqlite, async |app| {
        let event = shop::open(&app, "Floor, standing 1000000", 1_500).await;
        let server = Server::start(&app);
        let mut short = Vec::new();
        for (scenario, name, target) in TARGETS {
            for buyers in [64, 256] {
                let report = rehearse(&server, &event, scenario, buyers).await;
                println!(
                    "FIGURE {name} with {buyers} buyers: {:.0}/s, p50 {:.1} ms, p99 {:.1} ms (target {target:.0}/s)",
                    report.per_s, report.p50_ms, report.p99_ms
                );
                if buyers == 256 && report.per_s < target {
                    short.push(format!("{name}: {:.0}/s of {target:.0}/s", report.per_s));
                }
            }
        }
        memory(&app);
        server.stop();
        audit(&app);
        assert!(short.is_empty(), "below target: {}", short.join(", "));
    });
}

async fn rehearse(server: &Server, event: &str, scenario: Scenario, buyers: usize) -> Report {
    let url = server.url.clone();
    let plan = Plan { url, event: event.to_owned(), scenario, buyers, seconds: SECONDS, quantity: 2 };
    rehearse::run(&plan).await.expect("the rehearsal runs")
}

/// The size of the data after all this.
fn memory(app: &TestApp) {
    let size = std::fs::metadata(app.data().join("boxoffice.db")).map_or(0, |file| file.len() / 1_048_576);
    println!("FIGURE database: {size} MiB");
}
