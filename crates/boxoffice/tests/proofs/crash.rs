//! `kill -9` in the middle of the race: what was acknowledged is there after the restart, and what was
//! paid gets its tickets.

use std::time::Duration;

use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use rehearse::{Door, Lost, Plan, Scenario};

use crate::server::{Server, audit};
use crate::shop;

/// How far into the race each kill comes.
const KILL_AFTER_MS: [u64; 3] = [300, 700, 1_500];

#[test]
#[ignore = "a proof of minutes: cargo xtask prove crash"]
fn crash_on_sqlite() {
    for after_ms in KILL_AFTER_MS {
        run_on(Dialect::Sqlite, async |app| crash(&app, after_ms, "SQLite").await);
    }
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove crash"]
fn crash_on_postgres() {
    for after_ms in KILL_AFTER_MS {
        run_on(Dialect::Postgres, async |app| crash(&app, after_ms, "PostgreSQL").await);
    }
}

async fn crash(app: &TestApp, after_ms: u64, name: &str) {
    let event = shop::open(app, "Stalls, rows A–Z, 40 seats; Floor, standing 20000", 1_500).await;
    let server = Server::start(app);
    let (url, address) = (server.url.clone(), server.address().to_owned());
    let plan = Plan {
        url,
        event,
        scenario: Scenario::Shopping,
        buyers: 100,
        seconds: 5,
        quantity: 2,
        door: Door::default(),
    };
    let mut crowd = tokio::spawn(async move { rehearse::run(&plan).await });
    // The race goes on until the kill: this only measures how long.
    let early = tokio::time::timeout(Duration::from_millis(after_ms), &mut crowd).await;
    assert!(early.is_err(), "the race was over before the kill");
    server.kill();
    let report = crowd.await.expect("the crowd comes back").expect("the race was run");
    let server = Server::start_at(app, &address);
    let lost = rehearse::look_again(&server.url, &report).await.expect("everything is looked at again");
    println!(
        "FIGURE crash on {name} after {after_ms} ms: {} carts, {} payments and {} purchases acknowledged, {lost:?}, \
         {} connections broken",
        report.carts.len(),
        report.paid.len(),
        report.purchases.len(),
        report.broken
    );
    assert!(!report.carts.is_empty(), "nothing was acknowledged before the kill");
    assert_eq!(lost, Lost::default(), "acknowledged and gone");
    server.stop();
    audit(app);
}
