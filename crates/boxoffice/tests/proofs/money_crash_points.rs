//! The program dies before and after every commit, gateway call, acknowledgement and job on the way of money, one
//! after the other, and is started again. Within a minute every captured payment is in tickets or has gone back, none
//! in both, none twice. Where it can die is found by running the way once (`boxoffice_app::mishap`).

use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};

use crate::money_shop::{Mishap, Shop};

/// How often the same place is tried: at its first, second and third turn.
const TURNS_MAX: usize = 3;
/// Shops that die beside each other.
const LANES: usize = 3;
/// On PostgreSQL they mostly wait for what the dead one had claimed.
const POSTGRES_LANES: usize = 6;
/// Where a crash has been dearest elsewhere, for every run of the tests.
const DEAREST: [&str; 4] = [
    "1 desk capture::Capture, after the commit",
    "1 gateway POST refunds, after the call",
    "1 desk refund_order::RefundOrder, after the commit",
    "1 message of a capture, before it is acknowledged",
];
/// Where a shop that forgets gives money back a second time.
const FORGETFUL: &str = "1 gateway POST refunds, after the call";

#[test]
fn money_crash_points_that_are_dearest() {
    let places = DEAREST.map(str::to_owned).to_vec();
    let told = die_at_all(Dialect::Sqlite, &places, 2);
    told.judge("SQLite, the dearest");
    assert_eq!(told.died.len(), DEAREST.len(), "a place is called otherwise now: {:?}", told.missed);
}

#[test]
fn money_crash_points_control() {
    run_on(Dialect::Sqlite, async |app| {
        let mut shop = Shop::open(&app, true).await;
        shop.start(&Mishap { die_at: Some(FORGETFUL.to_owned()), forgets: true, places: None });
        shop.run().await;
        let faults = shop.wait_for_fault("has both").await;
        println!("FIGURE control, nothing remembered, the judge says: {}", faults.join("; "));
        let sees = faults.iter().any(|fault| fault.contains("has both"));
        assert!(sees, "the judge does not see money given back twice: {faults:?}");
    });
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove money-crash-points"]
fn money_crash_points_on_sqlite() {
    let places = find_places(Dialect::Sqlite, TURNS_MAX);
    let told = die_at_all(Dialect::Sqlite, &places, LANES);
    told.judge("SQLite");
    told.insist_on(&places);
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove money-crash-points"]
fn money_crash_points_on_postgres() {
    let places = find_places(Dialect::Postgres, 1);
    let told = die_at_all(Dialect::Postgres, &places, POSTGRES_LANES);
    told.judge("PostgreSQL");
    told.insist_on(&places);
}

/// Every place on the way, each as often as it is passed.
fn find_places(dialect: Dialect, turns_max: usize) -> Vec<String> {
    let found = Mutex::new(Vec::new());
    run_on(dialect, async |app: TestApp| {
        let file = app.data().join("places");
        let mut shop = Shop::open(&app, false).await;
        shop.start(&Mishap { places: Some(file.display().to_string()), ..Mishap::default() });
        shop.run().await;
        shop.settle().await.expect("it settles when nothing happens");
        shop.stop();
        let passed = fs::read_to_string(file).expect("the places");
        *found.lock().expect("one by one") = turns(&passed, turns_max);
    });
    found.into_inner().expect("one by one")
}

fn turns(passed: &str, turns_max: usize) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = passed.lines().filter(|name| seen.insert(*name));
    let count = |name: &str| passed.lines().filter(|line| *line == name).count().min(turns_max);
    names.flat_map(|name| (1..=count(name)).map(move |turn| format!("{turn} {name}"))).collect()
}

/// What came of dying.
#[derive(Debug, Default)]
struct Told {
    died: Vec<(String, Duration)>,
    /// Places that were not passed that time.
    missed: Vec<String>,
    faults: Vec<String>,
}

fn die_at_all(dialect: Dialect, places: &[String], lanes: usize) -> Told {
    let told = Mutex::new(Told::default());
    thread::scope(|scope| {
        for lane in 0..lanes {
            let (told, places) = (&told, places.iter().skip(lane).step_by(lanes));
            scope.spawn(move || run_on(dialect, async |app: TestApp| die_in_turn(&app, places, told).await));
        }
    });
    told.into_inner().expect("every lane came to its end")
}

/// One shop dies again and again; what it sold before counts to the end.
async fn die_in_turn(app: &TestApp, places: impl Iterator<Item = &String>, told: &Mutex<Told>) {
    let mut shop = Shop::open(app, false).await;
    for place in places {
        shop.start(&Mishap { die_at: Some(place.clone()), ..Mishap::default() });
        shop.run().await;
        let settled = shop.settle().await;
        let died = shop.restarted.is_some();
        let mut told = told.lock().expect("one by one");
        match settled {
            Ok(after) if died => {
                println!("died at {place}: settled after {:.1} s", after.as_secs_f32());
                told.died.push((place.clone(), after));
            }
            Ok(_) => told.missed.push(place.clone()),
            Err(faults) => {
                told.faults.push(format!("{place}: {}", faults.join("; ")));
                return;
            }
        }
    }
    let faults = shop.find_all_faults().await;
    told.lock().expect("one by one").faults.extend(faults);
}

impl Told {
    fn judge(&self, name: &str) {
        let slowest = self.died.iter().max_by_key(|(_, after)| *after);
        let (place, after) = slowest.cloned().unwrap_or_default();
        println!(
            "FIGURE crash points on {name}: died {} times, all settled at most {:.1} s after the restart ({place}); \
             {} not passed that time; faults: {}",
            self.died.len(),
            after.as_secs_f32(),
            self.missed.len(),
            self.faults.len()
        );
        assert_eq!(self.faults, Vec::<String>::new(), "{name}");
    }

    /// Everything but what goes on by itself in the background was hit at least once.
    fn insist_on(&self, places: &[String]) {
        let name = |place: &str| place.split_once(' ').map_or("", |(_, name)| name).to_owned();
        let hit: BTreeSet<String> = self.died.iter().map(|(place, _)| name(place)).collect();
        let all: BTreeSet<String> = places.iter().map(|place| name(place)).collect();
        let missed: Vec<_> = all.difference(&hit).filter(|name| !name.starts_with("commit at ")).collect();
        println!("FIGURE places: {} of {} were died at", hit.len(), all.len());
        assert!(missed.is_empty(), "never died at: {missed:?}");
        assert!(hit.len() > 40, "the way of money has lost its places: {hit:?}");
    }
}
