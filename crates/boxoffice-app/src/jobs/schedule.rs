//! Work that recurs: sweeping, cleaning, watching the clock. The list is in `wiring.rs`.
//! One node at a time does it, by a lease; what concerns each node itself, every node does.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use boxoffice_domain::time::Time;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::JobError;
use crate::App;
use crate::store::StoreError;

/// Periodic work under way.
pub type Work = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;

/// How often the schedule is looked at.
const TICK_MS: u64 = 500;
/// A node that died is replaced after this.
const LEASE_S: i64 = 20;
/// The lease is renewed this long before it ends.
const RENEW_S: i64 = 10;
const LEASE: &str = "schedule";

/// On which nodes periodic work is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Where {
    /// One node at a time.
    OneNode,
    /// Every node for itself.
    EveryNode,
}

/// One kind of periodic work.
#[derive(Clone, Copy)]
pub struct Periodic {
    /// Its name, for logs.
    pub name: &'static str,
    /// Seconds between two runs.
    pub every_s: i64,
    /// On which nodes.
    pub on: Where,
    /// The work.
    pub work: fn(App) -> Work,
}

impl fmt::Debug for Periodic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} every {} s", self.name, self.every_s)
    }
}

/// Does all periodic work once, now; for tests and commands.
pub async fn run_schedule(app: &App) -> Result<(), JobError> {
    for periodic in &app.jobs.schedule {
        (periodic.work)(app.clone()).await?;
    }
    Ok(())
}

/// Does periodic work when its time comes, until told to stop.
pub(super) async fn keep_schedule(app: App, mut stopped: watch::Receiver<bool>) {
    let holder = app.random.id(app.clock.now());
    let mut held_until = Time::from_micros(0);
    let mut works: Vec<_> =
        app.jobs.schedule.iter().map(|periodic| Turn::new(*periodic, app.clock.now())).collect();
    while !*stopped.borrow() {
        let now = app.clock.now();
        if held_until.since_s(now) < RENEW_S {
            match take_lease(&app, &holder, now).await {
                Ok(true) => held_until = now.plus_s(LEASE_S),
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "the lease of the schedule cannot be taken"),
            }
        }
        for work in &mut works {
            if work.periodic.on == Where::EveryNode || now < held_until {
                work.start_if_due(&app, now);
            }
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(TICK_MS)) => {}
            _ = stopped.changed() => {}
        }
    }
    for running in works.into_iter().filter_map(|work| work.running) {
        // What went wrong was logged by the task itself.
        let _ = running.await;
    }
}

/// One work's place in the schedule. Each runs in a task of its own, so that a slow one delays no other and a
/// panic ends nothing else; never twice at once.
struct Turn {
    periodic: Periodic,
    due_at: Time,
    running: Option<JoinHandle<()>>,
}

impl Turn {
    fn new(periodic: Periodic, due_at: Time) -> Self {
        Self { periodic, due_at, running: None }
    }

    fn start_if_due(&mut self, app: &App, now: Time) {
        let is_running = self.running.as_ref().is_some_and(|running| !running.is_finished());
        if is_running || now < self.due_at {
            return;
        }
        self.due_at = now.plus_s(self.periodic.every_s);
        self.running = Some(tokio::spawn(run(app.clone(), self.periodic)));
    }
}

/// Takes or renews the lease of the schedule; true while `holder` has it.
pub async fn take_lease(app: &App, holder: &[u8; 16], now: Time) -> Result<bool, StoreError> {
    let mut tx = app.store.begin().await?;
    let taken = tx.take_lease(LEASE, holder, now, now.plus_s(LEASE_S)).await?;
    tx.commit().await?;
    Ok(taken)
}

async fn run(app: App, periodic: Periodic) {
    if let Err(error) = (periodic.work)(app).await {
        tracing::warn!(work = periodic.name, %error, "periodic work failed");
    }
}
