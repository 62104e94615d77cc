//! Real input: 6,007 conferences as they were, imported by the program, listed, filtered, paged through and found
//! over HTTP; then as many more as a busy decade has.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};

use crate::browse::Browser;
use crate::server::{self, Server};
use crate::shop;

/// The table stands beside the checkout, because its licence is not ours.
const TABLE: &str = "../shared/data/events.csv";
const IMPORT_MAX: Duration = Duration::from_secs(30);
const P95_MAX: Duration = Duration::from_millis(20);
/// What a person types, and a word of what is meant: all lower case, as found in the first cards.
const WISHES: [(&str, &str); 4] =
    [("wroclav", "wrocław"), ("nurnberg", "nürnberg"), ("ruby braz", "brazil"), ("st johns", "st. john")];
/// Searches whose time is measured: misspelt, short, common, none.
const SEARCHES: [&str; 9] =
    ["wroclav", "nurnberg", "ruby braz", "st johns", "c", "conf", "javascript", "berlin", ""];
const TURNS: usize = 40;
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
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace");
    let table = workspace.join(TABLE);
    assert!(table.is_file(), "{TABLE}, seen from the checkout, is missing: this proof needs the real events");
    table
}

async fn prove(app: &TestApp, name: &str) {
    shop::follow_the_clock(app);
    app.organizer("Conferences").await;
    let text = fs::read_to_string(table()).expect("the table is read");
    let took = import(app, &table());
    println!("FIGURE import of {} events on {name}: {:.1} s", text.lines().count() - 1, took.as_secs_f32());
    assert!(took < IMPORT_MAX, "the import took {took:?}");
    let server = Server::start(app);
    let mut browser = Browser::at(&server.url).await;
    look_around(&mut browser).await;
    measure(&mut browser, &format!("6,007 events on {name}")).await;
    server.stop();

    let more = app.data().join("more.csv");
    fs::write(&more, multiplied(&text)).expect("the longer table is written");
    let took = import(app, &more);
    println!("FIGURE import of {MANY} more events on {name}: {:.1} s", took.as_secs_f32());
    let server = Server::start(app);
    let mut browser = Browser::at(&server.url).await;
    measure(&mut browser, &format!("{} events on {name}", MANY + text.lines().count() - 1)).await;
    server.stop();
}

fn import(app: &TestApp, table: &Path) -> Duration {
    let begun = Instant::now();
    let path = table.to_str().expect("a plain path");
    let done =
        server::run(app, &["import", "events", path, "--organizer", "conferences@example.org", "--publish"]);
    let took = begun.elapsed();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    println!("{}", said.lines().last().unwrap_or_default());
    took
}

/// Lists, filters, pages, and finds what a person means.
async fn look_around(browser: &mut Browser) {
    let coming = browser.get("/en/").await;
    assert_eq!(coming.status, 200);
    let past = browser.get("/en/?past=on").await;
    assert!(!past.cards().is_empty(), "past events are listed when asked for");
    let ruby = browser.get("/en/?past=on&category=ruby").await;
    assert!(!ruby.cards().is_empty(), "a category is listed");
    let days = browser.get("/en/?from=2013-02-07&to=2013-02-09&q=rubyfuza").await;
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
        let found = browser.get(&format!("/en/?past=on&q={}", typed.replace(' ', "+"))).await.cards();
        let rank = found.iter().position(|card| card.contains(meant));
        println!("FIGURE search {typed:?}: {} found, {meant:?} first at {rank:?}", found.len());
        assert!(rank.is_some_and(|rank| rank < 3), "{typed:?} finds {meant:?} among the first: {found:?}");
    }
}

/// The time of whole answers over HTTP, page and all.
async fn measure(browser: &mut Browser, name: &str) {
    let mut all = Vec::new();
    for turn in 0..TURNS {
        for text in SEARCHES {
            let past = if turn % 2 == 0 { "&past=on" } else { "" };
            let path = format!("/en/?q={}{past}", text.replace(' ', "+"));
            let begun = Instant::now();
            let answer = browser.get(&path).await;
            all.push(begun.elapsed());
            assert_eq!(answer.status, 200, "{path}");
        }
    }
    // The first of each fills caches.
    let mut warm = all.split_off(SEARCHES.len());
    warm.sort();
    let (median, p95) = (warm[warm.len() / 2], warm[warm.len() * 95 / 100]);
    println!(
        "FIGURE search over {name}: median {:.1} ms, p95 {:.1} ms, worst {:.1} ms (whole pages over HTTP)",
        median.as_secs_f64() * 1e3,
        p95.as_secs_f64() * 1e3,
        warm[warm.len() - 1].as_secs_f64() * 1e3
    );
    assert!(p95 < P95_MAX, "p95 {p95:?} over {name}");
}

/// The same events in other years, under other names.
fn multiplied(table: &str) -> String {
    let mut lines = table.lines();
    let mut more = format!("{}\n", lines.next().unwrap_or_default());
    let lines: Vec<&str> = lines.collect();
    for (number, line) in lines.iter().cycle().take(MANY).enumerate() {
        let round = number / lines.len() + 2;
        let named = match line.strip_prefix('"') {
            Some(rest) => format!("\"Edition {round} {rest}"),
            None => format!("Edition {round} {line}"),
        };
        more.push_str(&named);
        more.push('\n');
    }
    more
}
