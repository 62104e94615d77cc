//! Real input: 6,007 conferences as they were, imported by the program, listed, filtered, paged through and found
//! over HTTP; then so many more that there are 100,000. What is timed is the search itself, without page and network.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use boxoffice_app::search::{EventQuery, events};
use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};

use crate::browse::Browser;
use crate::haystack::{Row, multiplied, queries, read};
use crate::server::{self, Server};
use crate::shop;

/// The table stands beside the checkout, because its licence is not ours.
const TABLE: &str = "../shared/data/events.csv";
/// Names it where it stands elsewhere.
const TABLE_VARIABLE: &str = "BOXOFFICE_PROOF_EVENTS";
const IMPORT_MAX: Duration = Duration::from_secs(30);
const P95_MAX: Duration = Duration::from_millis(20);
/// What a person types, and a word of what is meant: all lower case, as found in the first cards.
const WISHES: [(&str, &str); 4] =
    [("wroclav", "wrocław"), ("nurnberg", "nürnberg"), ("ruby braz", "brazil"), ("st johns", "st. john")];
/// Different searches that are timed, each with and without what is over.
const QUERIES: usize = 400;
const MANY: usize = 100_000;

#[test]
#[ignore = "a proof of minutes: cargo xtask prove real-input"]
fn real_input_on_sqlite() {
    run_on(Dialect::Sqlite, async |app| prove(&app, "SQLite").await);
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove real-input"]
fn real_input_on_postgres() {
    run_on(Dialect::Postgres, async |app| prove(&app, "PostgreSQL").await);
}

fn table() -> PathBuf {
    let beside = || {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace");
        workspace.join(TABLE)
    };
    let table = env::var_os(TABLE_VARIABLE).map_or_else(beside, PathBuf::from);
    assert!(
        table.is_file(),
        "the real events are missing: {} is not a file; {TABLE_VARIABLE} names it elsewhere",
        table.display()
    );
    table
}

async fn prove(app: &TestApp, name: &str) {
    shop::follow_the_clock(app);
    app.organizer("Conferences").await;
    let rows = read(&fs::read_to_string(table()).expect("the table is read"));
    let took = import(app, &table());
    println!("FIGURE import of {} events on {name}: {:.1} s", rows.len(), took.as_secs_f32());
    assert!(took < IMPORT_MAX, "the import took {took:?}");
    let server = Server::start(app);
    look_around(&mut Browser::at(&server.url).await).await;
    server.stop();
    let few = measure(app, &rows, &format!("{} events on {name}", rows.len())).await;
    let mut took = Duration::ZERO;
    for (number, more) in multiplied(&rows, MANY - rows.len()).into_iter().enumerate() {
        let file = app.data().join(format!("more-{number}.csv"));
        fs::write(&file, more).expect("a longer table is written");
        took += import(app, &file);
    }
    println!("FIGURE import of the others up to {MANY} on {name}: {:.1} s", took.as_secs_f32());
    let many = measure(app, &rows, &format!("{MANY} events on {name}")).await;
    if cfg!(debug_assertions) {
        println!("this is a debug build: its times say nothing");
        return;
    }
    assert!(few < P95_MAX && many < P95_MAX, "p95 {few:?} over the real events, {many:?} over {MANY}");
}

fn import(app: &TestApp, table: &Path) -> Duration {
    let begun = Instant::now();
    let path = table.to_str().expect("a plain path");
    let done =
        server::run(app, &["import", "events", path, "--organizer", "conferences@example.org", "--publish"]);
    let took = begun.elapsed();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.contains(" 0 were there already, 0 rows refused"), "{said}");
    println!("{}", said.lines().last().unwrap_or_default());
    took
}

/// Lists, filters, pages, and finds what a person means.
async fn look_around(browser: &mut Browser) {
    let coming = browser.get("/en").await;
    assert_eq!(coming.status, 200);
    let past = browser.get("/en?past=on").await;
    assert!(!past.cards().is_empty(), "past events are listed when asked for");
    let ruby = browser.get("/en?past=on&category=ruby").await;
    assert!(!ruby.cards().is_empty(), "a category is listed");
    let days = browser.get("/en?from=2013-02-07&to=2013-02-09&q=rubyfuza").await;
    assert!(days.cards().iter().any(|card| card.contains("rubyfuza")), "the days of Rubyfuza find it");
    let (mut page, mut pages, mut seen) = (past, 1, Vec::new());
    while let Some(next) = page.next() {
        seen.extend(page.cards());
        pages += 1;
        page = browser.get(&next).await;
        assert_eq!(page.status, 200, "{next}");
        if pages == 20 {
            break;
        }
    }
    assert_eq!(pages, 20, "pages follow each other");
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count, "no event is listed twice");
    for (typed, meant) in WISHES {
        let found = browser.get(&format!("/en?past=on&q={}", typed.replace(' ', "+"))).await.cards();
        let rank = found.iter().position(|card| card.contains(meant));
        println!("FIGURE search {typed:?}: {} found, {meant:?} first at {rank:?}", found.len());
        assert!(rank.is_some_and(|rank| rank < 3), "{typed:?} finds {meant:?} among the first: {found:?}");
    }
}

/// The time of each search, from the typed words to the events that a page shows. Gives the 95th percentile.
async fn measure(app: &TestApp, rows: &[Row], name: &str) -> Duration {
    let mut times = Vec::new();
    for text in queries(rows, QUERIES) {
        for include_past in [true, false] {
            let query = EventQuery { text: text.clone(), include_past, ..EventQuery::default() };
            let begun = Instant::now();
            let found = events(app, &query).await.expect("the search is answered");
            times.push((begun.elapsed(), found.events.len(), text.clone(), include_past));
        }
    }
    times.sort();
    let found = times.iter().filter(|(_, found, ..)| *found > 0).count();
    let at = |share: usize| times[(times.len() - 1) * share / 100].0;
    println!(
        "FIGURE search over {name}: p50 {:.1} ms, p95 {:.1} ms, worst {:.1} ms of {} searches, {found} of which found",
        at(50).as_secs_f64() * 1e3,
        at(95).as_secs_f64() * 1e3,
        at(100).as_secs_f64() * 1e3,
        times.len(),
    );
    for (time, found, text, include_past) in times.iter().rev().take(5) {
        println!("slowest: {:.1} ms, {found} found, past {include_past}, {text:?}", time.as_secs_f64() * 1e3);
    }
    at(95)
}
