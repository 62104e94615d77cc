//! What waits, and what was put aside: for metrics, `rehearse`, the operator's page and tests.

use boxoffice_domain::ids::JobId;

use crate::App;
use crate::store::StoreError;
use crate::store::jobs::{Backlog, DeadJob};

/// Waiting and dead jobs, by kind.
pub async fn backlog(app: &App) -> Result<Vec<Backlog>, StoreError> {
    app.store.read().await?.count_jobs(app.clock.now()).await
}

/// Jobs put aside, newest first.
pub async fn dead(app: &App, limit: u32) -> Result<Vec<DeadJob>, StoreError> {
    app.store.read().await?.list_dead_jobs(limit).await
}

/// Gives a job that was put aside all its tries again. False when there is no such dead job.
pub async fn revive(app: &App, job: JobId) -> Result<bool, StoreError> {
    let mut tx = app.store.begin().await?;
    let revived = tx.revive_job(job, app.clock.now()).await?;
    tx.commit().await?;
    Ok(revived)
}
