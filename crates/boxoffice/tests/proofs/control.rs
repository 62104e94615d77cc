//! The control of the race: with the guard switched off the judge must find the oversell, or it judges nothing.
//! The program as it is shipped has no such switch, so this serves in process.

use std::net::SocketAddr;

use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use boxoffice_domain::inventory::Guard;
use rehearse::{Door, Plan, Scenario};
use tokio::net::TcpListener;

use crate::race::find_faults;
use crate::server;
use crate::shop;

const PLACES: &str = "Floor, standing 40";
const PLACES_COUNT: u64 = 40;

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
    app.store.run("drop index ticket_one_per_seat").await.expect("the last wall is taken down");
    let event = shop::open(app, PLACES, 1_500).await;
    let url = serve_unguarded(app).await;
    let plan = Plan {
        url,
        event,
        scenario: Scenario::Shopping,
        buyers: 50,
        seconds: 4,
        quantity: 2,
        door: Door::default(),
    };
    let report = rehearse::run(&plan).await.expect("the crowd comes back");
    let faults = find_faults(&[report], PLACES_COUNT);
    println!("FIGURE control on {name}, guard off: {}", faults.join("; "));
    assert!(faults.iter().any(|fault| fault.starts_with("oversold")), "the judge is blind: {faults:?}");
    let audit = server::run(app, &["audit"]);
    println!("FIGURE audit of the control: {}", String::from_utf8_lossy(&audit.stdout).trim());
    assert!(!audit.status.success(), "the audit is blind");
}

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
