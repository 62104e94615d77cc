//! What tests stand on: a whole program on a throw-away database, with a clock that is moved by hand.
//! `both_databases!` runs a story on SQLite and on PostgreSQL; `two_nodes!` runs it on two nodes over one PostgreSQL.
//! Fixtures (an organizer, an event …) are methods of [`TestApp`] in files beside this one.

pub mod cluster;
pub mod fixtures;
mod jobs;
pub mod sales;
pub mod tokens;

use std::fmt::Display;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use boxoffice_domain::time::Time;
use futures_util::FutureExt;
use tempfile::TempDir;

use crate::App;
use crate::clock::Clock;
use crate::random::Random;
use crate::settings::{MasterKey, Mode, Settings};
use crate::store::{DatabaseAddress, Dialect, Store, scratch};

/// The instant at which every test begins: 2027-03-01, 10:00 UTC, a Monday.
pub const TEST_START: Time = Time::from_seconds(1_803_895_200);

/// A running program on a database of its own. Everything of it is gone after the test.
#[derive(Debug)]
pub struct TestApp {
    app: App,
    address: DatabaseAddress,
    data: TempDir,
}

impl Deref for TestApp {
    type Target = App;
    fn deref(&self) -> &App {
        &self.app
    }
}

/// What a test's body may give: nothing, or a result whose error fails the test.
pub trait Outcome {
    /// Panics with the error, if there is one.
    fn check(self);
}

impl Outcome for () {
    fn check(self) {}
}

impl<E: Display> Outcome for Result<(), E> {
    fn check(self) {
        if let Err(error) = self {
            panic!("the story ended with: {error}");
        }
    }
}

impl TestApp {
    /// Where its database is, for a second node or a real process.
    pub fn address(&self) -> &DatabaseAddress {
        &self.address
    }

    /// Moves the clock forward.
    pub fn advance_s(&self, seconds: i64) {
        self.clock.advance_s(seconds);
    }

    /// A second node over the same database, with the same clock and chance of its own.
    pub async fn another_node(&self) -> App {
        self.node_with(|_| {}).await
    }

    /// A further node whose settings differ.
    pub async fn node_with(&self, change: impl FnOnce(&mut Settings)) -> App {
        static NODE: AtomicU64 = AtomicU64::new(1_000);
        let store = Store::open(&self.address).await.expect("a second node opens the database");
        let random = Random::seeded(NODE.fetch_add(1, Ordering::Relaxed));
        let mut settings = self.settings.clone();
        change(&mut settings);
        App::start(store, self.clock.clone(), random, settings).await.expect("a second node starts")
    }

    async fn start(address: DatabaseAddress, data: TempDir) -> Self {
        let store = Store::open(&address).await.expect("the test database opens");
        if matches!(address, DatabaseAddress::File(_)) {
            store.migrate().await.expect("the test database is migrated");
        }
        let settings = test_settings(&data);
        let app = App::start(store, Clock::manual(TEST_START), Random::seeded(1), settings)
            .await
            .expect("the program starts");
        Self { app, address, data }
    }

    /// Folder of files and keys.
    pub fn data(&self) -> &std::path::Path {
        self.data.path()
    }
}

/// Test mode on a loopback address, no mail server, everything in a temporary folder.
fn test_settings(data: &TempDir) -> Settings {
    Settings {
        mode: Mode::Test,
        public_url: "http://127.0.0.1:8080".into(),
        // Nobody listens, so webhooks wait in the book until a test delivers them.
        local_url: String::new(),
        data: data.path().to_owned(),
        default_price_minor: 0,
        default_currency: "EUR".into(),
        default_time_zone: "Europe/Berlin".into(),
        organizers_may_buy: false,
        cors_origins: vec!["https://elsewhere.example".into()],
        lift_person_limits: false,
        availability_age_ms: 0,
        guard: boxoffice_domain::inventory::Guard::On,
        hold_ttl_s_min: 5,
        hold_ttl_s: 600,
        insecure_http: false,
        trusted_proxies: Vec::new(),
        smtp: None,
        stripe: crate::settings::StripeSettings::default(),
        mail_from: "Boxoffice <tickets@boxoffice.example>".into(),
        master_key: MasterKey([7; 32]),
    }
}

/// Runs a story on a throw-away database and cleans up, also when it fails.
pub fn run_on<F, Story, O>(dialect: Dialect, story: Story)
where
    Story: FnOnce(TestApp) -> F,
    F: Future<Output = O>,
    O: Outcome,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts");
    runtime.block_on(async {
        let data = tempfile::tempdir().expect("a temporary folder");
        match dialect {
            Dialect::Sqlite => {
                let address = DatabaseAddress::File(data.path().join("boxoffice.db"));
                story(TestApp::start(address, data).await).await.check();
            }
            Dialect::Postgres => on_postgres(data, story).await,
        }
    });
    runtime.shutdown_background();
}

async fn on_postgres<F, Story, O>(data: TempDir, story: Story)
where
    Story: FnOnce(TestApp) -> F,
    F: Future<Output = O>,
    O: Outcome,
{
    let server = cluster::server().unwrap_or_else(|missing| panic!("{missing}"));
    let template = migrated_template(&server).await;
    let name = fresh_name();
    scratch::create_database(&server, &name, Some(&template)).await.expect("the test database is made");
    let app = TestApp::start(DatabaseAddress::Postgres(scratch::database_url(&server, &name)), data).await;
    let told = AssertUnwindSafe(story(app)).catch_unwind().await;
    scratch::drop_database(&server, &name).await.expect("the test database is dropped");
    match told {
        Ok(outcome) => outcome.check(),
        Err(panic) => resume_unwind(panic),
    }
}

async fn migrated_template(server: &str) -> String {
    let _lock = cluster::machine_lock().unwrap_or_else(|error| panic!("{error}"));
    scratch::prepare_template(server).await.expect("the template database is made")
}

/// A database name that no other test, process or earlier run uses.
pub fn fresh_name() -> String {
    let chance: [u8; 10] = Random::system().bytes();
    format!("test_{}", data_encoding::HEXLOWER.encode(&chance))
}

/// Runs each story on both databases, as the tests `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: TestApp) $(-> $output:ty)? $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing of its module")]
            use super::*;

            async fn story($app: $crate::testing::TestApp) $(-> $output)? $body

            $(#[$meta])*
            #[test]
            fn sqlite() {
                $crate::testing::run_on($crate::store::Dialect::Sqlite, story);
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                $crate::testing::run_on($crate::store::Dialect::Postgres, story);
            }
        }
    )+};
}

/// Runs each story on two nodes over one PostgreSQL, as the test `name::two_nodes`.
#[macro_export]
macro_rules! two_nodes {
    ($($(#[$meta:meta])* async fn $name:ident($one:ident: TestApp, $two:ident: App) $(-> $output:ty)? $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing of its module")]
            use super::*;

            async fn story($one: $crate::testing::TestApp) $(-> $output)? {
                let $two = $one.another_node().await;
                $body
            }

            $(#[$meta])*
            #[test]
            fn two_nodes() {
                $crate::testing::run_on($crate::store::Dialect::Postgres, story);
            }
        }
    )+};
}
