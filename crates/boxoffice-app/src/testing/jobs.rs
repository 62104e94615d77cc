//! Running what was left for later, and insisting that nothing is left over.

use super::TestApp;
use crate::jobs;

impl TestApp {
    /// Does all periodic work once and every job that is due.
    pub async fn run_work(&self) {
        jobs::run_schedule(self).await.expect("the schedule runs");
        jobs::run_due(self).await.expect("jobs run");
    }

    /// Fails when a job waits or was put aside; a story that ends with it has finished its work.
    pub async fn expect_no_jobs(&self) {
        let left = jobs::backlog(self).await.expect("counted");
        assert!(left.is_empty(), "jobs are left over: {left:?}");
    }
}
