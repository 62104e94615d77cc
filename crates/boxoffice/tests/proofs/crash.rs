//! `kill -9` in the middle of the race: what was acknowledged is there after the restart, and what was
//! paid gets its tickets.

use std::time::Instant;

use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use rehearse::{Acknowledged, Door, Lost, Plan, Progress, Scenario};

use crate::server::{Server, audit};
use crate::shop;

/// How far the race is when each kill comes: at the first holds, amid the first payments, amid the sale.
const KILL_AT: [Acknowledged; 3] = [
    Acknowledged { carts: 20, paid: 0, purchases: 0 },
    Acknowledged { carts: 0, paid: 20, purchases: 0 },
    Acknowledged { carts: 0, paid: 0, purchases: 120 },
];
/// Far longer than it takes to get there.
const SECONDS: u64 = 120;

#[test]
#[ignore = "a proof of minutes: cargo xtask prove crash"]
fn crash_on_sqlite() {
    for moment in KILL_AT {
        run_on(Dialect::Sqlite, async |app| crash(&app, moment, "SQLite").await);
    }
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove crash"]
fn crash_on_postgres() {
    for moment in KILL_AT {
        run_on(Dialect::Postgres, async |app| crash(&app, moment, "PostgreSQL").await);
    }
}

async fn crash(app: &TestApp, moment: Acknowledged, name: &str) {
    let event = shop::open(app, "Stalls, rows A–Z, 40 seats; Floor, standing 20000", 1_500).await;
    let server = Server::start(app);
    let (url, address) = (server.url.clone(), server.address().to_owned());
    let plan = Plan {
        url,
        event,
        scenario: Scenario::Shopping,
        buyers: 100,
        seconds: SECONDS,
        quantity: 2,
        door: Door::default(),
    };
    let progress = Progress::default();
    let watched = progress.clone();
    let mut crowd = tokio::spawn(async move { rehearse::run_watched(&plan, watched).await });
    tokio::select! {
        () = progress.reach(moment) => {}
        over = &mut crowd => panic!("the race was over before the kill: {over:?}"),
    }
    server.kill();
    let report = crowd.await.expect("the crowd comes back").expect("the race was run");
    let restarted = Instant::now();
    let server = Server::start_at(app, &address);
    let ready = restarted.elapsed();
    let lost = rehearse::look_again(&server.url, &report).await.expect("everything is looked at again");
    println!(
        "FIGURE crash on {name}: {} carts, {} payments and {} purchases acknowledged, {lost:?}; \
         ready again after {} ms, everything seen again after {:.1} s",
        report.carts.len(),
        report.paid.len(),
        report.purchases.len(),
        ready.as_millis(),
        restarted.elapsed().as_secs_f32(),
    );
    assert!(!report.carts.is_empty(), "nothing was acknowledged before the kill");
    assert_eq!(lost, Lost::default(), "acknowledged and gone");
    server.stop();
    audit(app);
}
