//! The control of the race: with every wall taken down the same judge must find the oversell, or it judges nothing.
//! The program as it is shipped has no such switch, so this serves in process.

use std::net::SocketAddr;

use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use boxoffice_domain::inventory::Guard;
use rehearse::Scenario;
use tokio::net::TcpListener;

use crate::race::{buy_at_all, find_faults, in_short};
use crate::server;
use crate::shop;

const PLACES: &str = "Stalls, rows A–B, 10 seats; Floor, standing 60";
const PLACES_COUNT: u64 = 80;
/// Each buys two places.
const BUYERS: usize = 100;

#[test]
#[ignore = "a proof of minutes: cargo xtask prove race"]
fn race_control_on_sqlite() {
    run_on(Dialect::Sqlite, async |app| control(&app, "SQLite").await);
}

#[test]
#[ignore = "a proof of minutes: cargo xtask prove race"]
fn race_control_on_postgres() {
    run_on(Dialect::Postgres, async |app| control(&app, "PostgreSQL").await);
}

async fn control(app: &TestApp, name: &str) {
    take_walls_down(app).await;
    let event = shop::open(app, PLACES, 1_500).await;
    let url = serve_unguarded(app).await;
    let reports = buy_at_all(&[url], &event, Scenario::Once, BUYERS).await;
    let faults = find_faults(&reports, PLACES_COUNT);
    println!("FIGURE control on {name}, guard off: {}", in_short(&reports, PLACES_COUNT));
    println!("FIGURE the judge says: {}", faults.join("; "));
    let has = |kind: &str| faults.iter().any(|fault| fault.contains(kind));
    assert!(has("oversold"), "the judge does not see too many sales: {faults:?}");
    assert!(has("was sold twice"), "the judge does not see a seat sold twice: {faults:?}");
    let audit = server::run(app, &["audit"]);
    let said = String::from_utf8_lossy(&audit.stdout).into_owned();
    assert!(!audit.status.success(), "the audit is blind: {said}");
    let found: Vec<&str> = CHECKS.into_iter().filter(|check| said.contains(check)).collect();
    assert_eq!(found, CHECKS, "the audit overlooks some: {said}");
    println!("FIGURE the audit finds: {}", found.join(", "));
}

/// What the audit must find: seats sold twice, and more holders than places.
const CHECKS: [&str; 3] = ["seat-exclusive", "hold-seat", "area-capacity"];

/// Behind the engine stand an index and a CHECK of the database. Without them it takes everything.
async fn take_walls_down(app: &TestApp) {
    let rest: &[&str] = match app.store.dialect() {
        Dialect::Sqlite => &[
            "pragma writable_schema = on",
            "update sqlite_schema set sql = replace(sql, 'and held + sold <= capacity', '') where name = 'area'",
            "pragma writable_schema = off",
        ],
        Dialect::Postgres => &["alter table area drop constraint area_within_capacity"],
    };
    for sql in ["drop index ticket_one_per_seat"].iter().chain(rest) {
        app.store.run(sql).await.expect("a wall is taken down");
    }
}

/// A node that opens the database after its walls are down, so that it knows of none.
async fn serve_unguarded(app: &TestApp) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let node = app
        .node_with(|settings| {
            settings.guard = Guard::Off;
            settings.lift_person_limits = true;
            settings.public_url.clone_from(&url);
            settings.local_url.clone_from(&url);
        })
        .await;
    let service = boxoffice_web::router::router(node).into_make_service_with_connect_info::<SocketAddr>();
    // It ends with the test's runtime.
    tokio::spawn(async move { axum::serve(listener, service).await });
    url
}
