//! 500 buyers race for 100 seats and 300 standing places: exactly 400 are sold, to nobody twice.
//! What the judge is worth is shown in `control.rs`.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

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
    let urls: Vec<String> = servers.iter().map(|server| server.url.clone()).collect();
    let reports = buy_at_all(&urls, &event, Scenario::Race, BUYERS).await;
    println!("FIGURE race on {name}: {}", in_short(&reports, PLACES_COUNT));
    for report in &reports {
        println!("{report}");
    }
    assert_eq!(find_faults(&reports, PLACES_COUNT), Vec::<String>::new(), "{name}");
    servers.into_iter().for_each(Server::stop);
    audit(app);
}

/// So many buyers, spread over the nodes, want two places at a time, all at once.
pub(crate) async fn buy_at_all(
    urls: &[String],
    event: &str,
    scenario: Scenario,
    buyers: usize,
) -> Vec<Report> {
    let crowds = urls.iter().map(|url| {
        let plan = Plan {
            url: url.clone(),
            event: event.to_owned(),
            scenario,
            buyers: buyers / urls.len(),
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
    reports
}

/// What was sold, in a line.
pub(crate) fn in_short(reports: &[Report], places: u64) -> String {
    let sold: u64 = reports.iter().map(Report::places_bought).sum();
    let seats: usize = reports.iter().flat_map(|report| &report.purchases).map(|one| one.seats.len()).sum();
    let refused: u64 = reports.iter().map(|report| report.refused).sum();
    format!("{sold} of {places} places sold, {seats} of them seats, {refused} refusals")
}

/// Everything that buyers were told and that cannot be, when there are so many places.
pub(crate) fn find_faults(reports: &[Report], places: u64) -> Vec<String> {
    let sold: u64 = reports.iter().map(Report::places_bought).sum();
    let tickets: u64 = reports.iter().map(Report::tickets_seen).sum();
    let purchases = || reports.iter().flat_map(|report| &report.purchases);
    let broken: u64 = reports.iter().map(|report| report.broken).sum();
    let mut faults = Vec::new();
    match sold.cmp(&places) {
        Ordering::Greater => faults.push(format!("oversold: {sold} of {places} places")),
        Ordering::Less => faults.push(format!("only {sold} of {places} places were sold")),
        Ordering::Equal => {}
    }
    if let Some(seat) = find_twice(purchases().flat_map(|purchase| &purchase.seats)) {
        faults.push(format!("seat {seat} was sold twice"));
    }
    if tickets != sold {
        faults.push(format!("{sold} places were paid for and {tickets} tickets were shown"));
    }
    if let Some(order) = find_twice(purchases().map(|purchase| &purchase.order)) {
        faults.push(format!("two buyers were sent to {order}"));
    }
    if broken > 0 {
        faults.push(format!("{broken} connections broke"));
    }
    faults
}

fn find_twice<T: Eq + Hash + Display>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let mut seen = HashSet::new();
    all.find_map(|one| seen.replace(one))
}
