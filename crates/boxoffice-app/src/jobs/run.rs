//! Running jobs: claim a batch under a lease, run them side by side, settle the batch in one transaction.
//! Settling and claiming share that transaction, so that draining costs two writes per batch, not per job.

use std::collections::VecDeque;

use boxoffice_domain::ids::JobId;
use boxoffice_domain::limits::JOB_ATTEMPTS_MAX;
use boxoffice_domain::time::Time;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::task::JoinHandle;

use super::{JobError, Lane};
use crate::App;
use crate::mishap;
use crate::store::StoreError;
use crate::store::jobs::{ClaimedJob, JobFailure};

/// Jobs claimed in one transaction: few enough that a lease covers them, many enough to be cheap.
const fn claim_max(lane: Lane) -> u32 {
    match lane {
        // What somebody waits for is claimed as it is run: nothing that a dying node has not begun waits for its lease.
        Lane::Prompt => 8,
        Lane::Bulk => 64,
    }
}

/// After this a job whose node died is given to another. A gateway's slowest answers may take longer than a prompt
/// job's lease: it then runs twice, which its key makes one. Mail is better late than twice.
const fn lease_s(lane: Lane) -> i64 {
    match lane {
        Lane::Prompt => 45,
        Lane::Bulk => 180,
    }
}

/// The longest pause between two tries.
const BACK_OFF_S_MAX: i64 = 3_600;
/// Errors are kept for people, not for ever.
const ERROR_CHARS_MAX: usize = 500;

/// One lane's jobs in the hands of this process.
#[derive(Debug)]
pub(super) struct Batch {
    lane: Lane,
    claimed: VecDeque<ClaimedJob>,
    running: FuturesUnordered<JoinHandle<Outcome>>,
    done: Vec<JobId>,
    failed: Vec<JobFailure>,
    given_back: Vec<JobId>,
}

#[derive(Debug)]
struct Outcome {
    job: ClaimedJob,
    result: Result<(), JobError>,
}

impl Batch {
    pub(super) fn new(lane: Lane) -> Self {
        Self {
            lane,
            claimed: VecDeque::new(),
            running: FuturesUnordered::new(),
            done: Vec::new(),
            failed: Vec::new(),
            given_back: Vec::new(),
        }
    }

    /// True while something of it is still to be run.
    pub(super) fn is_busy(&self) -> bool {
        !self.claimed.is_empty() || !self.running.is_empty()
    }

    /// True when nothing waits to be started, so that more may be claimed.
    pub(super) fn wants_more(&self) -> bool {
        self.claimed.is_empty()
    }

    /// Writes what came of the finished jobs and claims due ones. Says how many it claimed.
    pub(super) async fn settle_and_claim(&mut self, app: &App, claim: bool) -> Result<usize, StoreError> {
        let now = app.clock.now();
        let settled = self.done.is_empty() && self.failed.is_empty() && self.given_back.is_empty();
        if settled && !(claim && is_due(app, self.lane, now).await?) {
            return Ok(0);
        }
        let mut tx = app.store.begin().await?;
        tx.delete_jobs(&self.done).await?;
        tx.fail_jobs(&self.failed).await?;
        tx.give_back_jobs(&self.given_back, now).await?;
        let claimed = if claim {
            tx.claim_jobs(self.lane, now, now.plus_s(lease_s(self.lane)), claim_max(self.lane)).await?
        } else {
            Vec::new()
        };
        tx.commit().await?;
        self.done.clear();
        self.failed.clear();
        self.given_back.clear();
        let count = claimed.len();
        self.claimed.extend(claimed);
        Ok(count)
    }

    /// Lets go of claimed jobs that were not started.
    pub(super) fn give_back(&mut self) {
        self.given_back.extend(self.claimed.drain(..).map(|job| job.job_id));
    }

    /// Starts claimed jobs until `at_once` are running.
    pub(super) fn start(&mut self, app: &App, at_once: usize) {
        while self.running.len() < at_once {
            let Some(job) = self.claimed.pop_front() else { return };
            let app = app.clone();
            self.running.push(tokio::spawn(async move {
                mishap::pass(|| format!("job {}, before it runs", job.kind));
                let work = app.jobs.kinds.work(&app, &job.kind, &job.payload);
                // A task of its own, so that a panic is one failed job and not a dead runner.
                let result = match tokio::spawn(work).await {
                    Ok(result) => result,
                    Err(error) => Err(JobError::Later(format!("it panicked: {error}"))),
                };
                mishap::pass(|| format!("job {}, before it is settled", job.kind));
                Outcome { job, result }
            }));
        }
    }

    /// Waits for one running job to end.
    pub(super) async fn finish_one(&mut self, app: &App) {
        let Some(Ok(outcome)) = self.running.next().await else { return };
        match outcome.result {
            Ok(()) => self.done.push(outcome.job.job_id),
            Err(error) => self.failed.push(failure(app.clock.now(), &outcome.job, &error)),
        }
    }
}

/// Runs everything that is due now, and what that makes due, until nothing is; for tests and commands.
/// Says how many runs that took.
pub async fn run_due(app: &App) -> Result<usize, StoreError> {
    let mut runs = 0;
    loop {
        let before = runs;
        for lane in Lane::ALL {
            let mut batch = Batch::new(lane);
            while batch.settle_and_claim(app, true).await? > 0 {
                while batch.is_busy() {
                    batch.start(app, 1);
                    batch.finish_one(app).await;
                    runs += 1;
                }
            }
        }
        if runs == before {
            return Ok(runs);
        }
    }
}

/// Lets go of every job and every request that somebody had begun. Only for a process that knows itself to be the
/// only one over its database: what another held, it held until it died.
pub async fn take_over(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    tx.release_jobs(now).await?;
    tx.release_all_idempotency(now).await?;
    tx.commit().await
}

/// A cheap look before the write transaction that claims.
async fn is_due(app: &App, lane: Lane, now: Time) -> Result<bool, StoreError> {
    Ok(app.store.read().await?.find_next_job(lane).await?.is_some_and(|at| at <= now))
}

fn failure(now: Time, job: &ClaimedJob, error: &JobError) -> JobFailure {
    let hopeless = matches!(error, JobError::Never(_)) || job.attempts >= JOB_ATTEMPTS_MAX;
    if hopeless {
        tracing::error!(job = %job.job_id, kind = %job.kind, tries = job.attempts, %error, "job put aside");
    } else {
        tracing::warn!(job = %job.job_id, kind = %job.kind, tries = job.attempts, %error, "job will be tried again");
    }
    JobFailure {
        job: job.job_id,
        attempts: job.attempts,
        again_at: (!hopeless).then(|| now.plus_s(back_off_s(job.attempts))),
        error: error.to_string().chars().take(ERROR_CHARS_MAX).collect(),
    }
}

/// 1, 2, 4 … seconds, up to an hour.
fn back_off_s(attempts: i64) -> i64 {
    let doublings = attempts.saturating_sub(1).clamp(0, 12) as u32;
    (1_i64 << doublings).min(BACK_OFF_S_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        assert_eq!([1, 2, 3, 12, 13, 99].map(back_off_s), [1, 2, 4, 2_048, 3_600, 3_600]);
    }
}
