//! Work after the transaction: a job is a name and a few ids, enqueued in the transaction that causes it.
//! Every job is safe to run twice; it retries with back-off and is put aside visibly when it keeps failing.
//! `run.rs` runs them, `workers.rs` decides when, `schedule.rs` does what recurs; the lists are in `wiring.rs`.

mod backlog;
mod kinds;
pub(crate) mod measure;
mod run;
mod schedule;
pub(crate) mod sweep;
mod workers;

use boxoffice_domain::ids::JobId;
use boxoffice_domain::time::Time;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::App;
use crate::store::bulk::{Columns, Kind};
use crate::store::cell::cells;
use crate::store::{Result, StoreError, Tx};

pub use crate::store::jobs::Lane;
pub use backlog::{backlog, dead, revive};
pub use kinds::Kinds;
pub use run::{run_due, take_over};
pub use schedule::{Periodic, Where, Work, run_schedule, take_lease};
pub use workers::{Workers, start};

/// Why a job did not succeed this time.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something outside did not answer as hoped; try again later.
    #[error("{0}")]
    Later(String),
    /// Trying again cannot help; put it aside now.
    #[error("{0}")]
    Never(String),
}

/// Something to do later. The struct's fields are its payload.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its stored name, `verb_noun`.
    const KIND: &'static str;

    /// Its queue.
    const LANE: Lane = Lane::Bulk;

    /// Does it. Running it twice has the effect of once.
    fn run(self, app: &App) -> impl Future<Output = Result<(), JobError>> + Send;
}

/// A job about to be enqueued.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    pub kind: &'static str,
    /// Its queue.
    pub lane: Lane,
    /// Its fields.
    pub payload: Value,
    /// Not before.
    pub run_at: Time,
    /// Now.
    pub created_at: Time,
}

impl NewJob {
    /// A job to run as soon as a worker is free.
    pub fn now<J: Job>(app: &App, job: &J) -> Self {
        Self::at(app, job, app.clock.now())
    }

    /// A job to run not before `run_at`.
    pub fn at<J: Job>(app: &App, job: &J, run_at: Time) -> Self {
        let now = app.clock.now();
        Self {
            id: JobId::from_bytes(app.random.id(now)),
            kind: J::KIND,
            lane: J::LANE,
            payload: serde_json::to_value(job).unwrap_or(Value::Null),
            run_at,
            created_at: now,
        }
    }
}

const JOB: Columns = &[
    ("job_id", Kind::Bytes),
    ("kind", Kind::Text),
    ("lane", Kind::Text),
    ("payload", Kind::Text),
    ("state", Kind::Text),
    ("run_at", Kind::Int),
    ("attempts", Kind::Int),
    ("locked_until", Kind::Int),
    ("created_at", Kind::Int),
];

impl Tx {
    /// Enqueues jobs; they exist exactly if this transaction commits, which wakes the workers.
    pub async fn enqueue(&mut self, jobs: &[NewJob]) -> Result<()> {
        let rows = jobs
            .iter()
            .map(|job| {
                cells![
                    job.id,
                    job.kind,
                    job.lane.as_str(),
                    job.payload.to_string(),
                    "ready",
                    job.run_at,
                    0_i64,
                    0_i64,
                    job.created_at,
                ]
            })
            .collect();
        for job in jobs {
            self.note_enqueued(job.lane);
        }
        self.insert_rows("job", JOB, rows).await
    }
}
