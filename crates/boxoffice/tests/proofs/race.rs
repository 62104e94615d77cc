//! 500 buyers race for 100 seats and 300 standing places: exactly 400 are sold, to nobody twice.

use std::cmp::Ordering;
use std::collections::HashSet;

use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use rehearse::{Door, Plan, Report, Scenario};

use crate::server::{Server, audit};
use crate::shop;

const PLACES: &str = "Stalls, rows A–J, 10 seats; Floor, standing 300";
const PLACES_COUNT: u64 = 400;
const BUYERS: usize = 500;
const ROUNDS: usize = 3;

#[test]
#[ignore = "a proof of minutes: cargo xtask prove race"]
fn race_on_sqlite() {
    for _ in 0..ROUNDS {
        run_on(Dialect::Sqlite, async |app| race(&app, 1, "SQLite").await);
    }
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove race"]
fn race_on_postgres() {
    for _ in 0..ROUNDS {
        run_on(Dialect::Postgres, async |app| race(&app, 1, "PostgreSQL").await);
    }
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove race"]
fn race_on_two_nodes() {
    for _ in 0..ROUNDS {
        run_on(Dialect::Postgres, async |app| race(&app, 2, "PostgreSQL, two nodes").await);
    }
}

async fn race(app: &TestApp, nodes: usize, name: &str) {
    let event = shop::open(app, PLACES, 1_500).await;
    let servers: Vec<Server> = (0..nodes).map(|_| Server::start(app)).collect();
    let crowds = servers.iter().map(|server| {
        let plan = Plan {
            url: server.url.clone(),
            event: event.clone(),
            scenario: Scenario::Race,
            buyers: BUYERS / nodes,
            seconds: 0,
            quantity: 2,
            door: Door::default(),
        };
        tokio::spawn(async move { rehearse::run(&plan).await })
    });
    let crowds: Vec<_> = crowds.collect();
    let mut reports = Vec::new();
    for crowd in crowds {
        reports.push(crowd.await.expect("the crowd comes back").expect("the race is run"));
    }
    judge(&reports, name);
    servers.into_iter().for_each(Server::stop);
    audit(app);
}

/// What all buyers were told must add up.
fn judge(reports: &[Report], name: &str) {
    let sold: u64 = reports.iter().map(Report::places_bought).sum();
    let refused: u64 = reports.iter().map(|report| report.refused).sum();
    println!("FIGURE race on {name}: {sold} of {PLACES_COUNT} places sold, {refused} refusals");
    for report in reports {
        println!("{report}");
    }
    assert_eq!(find_faults(reports, PLACES_COUNT), Vec::<String>::new(), "{name}");
}

/// Everything that buyers were told and that cannot be, when there are so many places.
pub(crate) fn find_faults(reports: &[Report], places: u64) -> Vec<String> {
    let sold: u64 = reports.iter().map(Report::places_bought).sum();
    let tickets: u64 = reports.iter().map(Report::tickets_seen).sum();
    let purchases = || reports.iter().flat_map(|report| &report.purchases);
    let orders: HashSet<&str> = purchases().map(|purchase| purchase.order.as_str()).collect();
    let broken: u64 = reports.iter().map(|report| report.broken).sum();
    let mut faults = Vec::new();
    match sold.cmp(&places) {
        Ordering::Greater => faults.push(format!("oversold: {sold} of {places} places")),
        Ordering::Less => faults.push(format!("only {sold} of {places} places were sold")),
        Ordering::Equal => {}
    }
    if tickets != sold {
        faults.push(format!("{sold} places were paid for and {tickets} tickets were shown"));
    }
    if orders.len() != purchases().count() {
        faults.push("somebody has two answers".to_owned());
    }
    if broken > 0 {
        faults.push(format!("{broken} connections broke"));
    }
    faults
}
