//! The workers of a serving node: one loop per lane, one for periodic work, one for what other
//! nodes did.
//! A commit wakes them; a timer finds what is due later and what other nodes enqueued.
//! Bulk work yields: while a sale needs the machine, it runs one job at a time, with pauses.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::run::Batch;
use super::schedule::keep_schedule;
use super::{Lane, run};
use crate::{App, stream_tail};

/// How long another node's job may wait to be found.
const LOOK_AGAIN_MS: u64 = 1_000;
/// Pause after the database failed.
const FAULT_PAUSE_MS: u64 = 1_000;
/// Pause between bulk jobs while a sale needs the machine: a mail with its PDF takes some twenty milliseconds, so that
/// this leaves it a few hundredths of one core.
const YIELD_MS: u64 = 500;
/// Prompt jobs at once: they mostly wait for a gateway.
const PROMPT_AT_ONCE: usize = 8;

/// Running workers. Dropped, they stop at the next pause; [`Workers::stop`] waits for it.
#[derive(Debug)]
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// Starts the workers with so many bulk jobs at once.
pub fn start(app: &App, bulk_at_once: usize) -> Workers {
    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    for lane in Lane::ALL {
        tasks.spawn(work(app.clone(), lane, bulk_at_once.max(1), stopped.clone()));
    }
    tasks.spawn(stream_tail::follow(app.clone(), stopped.clone()));
    tasks.spawn(keep_schedule(app.clone(), stopped));
    Workers { stop, tasks }
}

impl Workers {
    /// Lets running jobs finish and be settled, starts no further ones.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn work(app: App, lane: Lane, bulk_at_once: usize, mut stopped: watch::Receiver<bool>) {
    let mut batch = Batch::new(lane);
    while !*stopped.borrow() {
        if batch.wants_more() {
            match batch.settle_and_claim(&app, true).await {
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "jobs cannot be claimed");
                    tokio::time::sleep(Duration::from_millis(FAULT_PAUSE_MS)).await;
                }
            }
        }
        batch.start(&app, at_once(&app, lane, bulk_at_once).await);
        tokio::select! {
            () = batch.finish_one(&app), if batch.is_busy() => {}
            // A slow job must not keep new ones waiting.
            () = pause(&app, lane, &mut stopped), if batch.wants_more() => {}
        }
    }
    finish(&app, batch).await;
}

/// How many jobs of the lane may run now.
async fn at_once(app: &App, lane: Lane, bulk_at_once: usize) -> usize {
    match lane {
        Lane::Prompt => PROMPT_AT_ONCE,
        Lane::Bulk if app.is_selling_hard() => {
            tokio::time::sleep(Duration::from_millis(YIELD_MS)).await;
            1
        }
        Lane::Bulk => bulk_at_once,
    }
}

async fn pause(app: &App, lane: Lane, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = app.store.job_enqueued(lane) => {}
        () = tokio::time::sleep(Duration::from_millis(LOOK_AGAIN_MS)) => {}
        _ = stopped.changed() => {}
    }
}

/// Claimed jobs that were not started come back when their lease ends, or at the next start.
async fn finish(app: &App, mut batch: run::Batch) {
    batch.give_back();
    while batch.is_busy() {
        batch.finish_one(app).await;
    }
    if let Err(error) = batch.settle_and_claim(app, false).await {
        tracing::error!(%error, "finished jobs could not be settled; they will run again");
    }
}
