//! Figures for the metrics listener: how much work waits, and how old the oldest of it is.

use metrics::gauge;

use super::backlog;
use super::schedule::Work;
use crate::App;

/// Sets the gauges anew, also those of kinds that have nothing waiting any more.
pub(crate) fn measure(app: App) -> Work {
    Box::pin(async move {
        let now = app.clock.now();
        let backlog = backlog(&app).await?;
        for kind in app.jobs.kinds.names() {
            let waiting = backlog.iter().find(|waiting| waiting.kind == kind);
            let oldest_at = waiting.and_then(|waiting| waiting.oldest_at);
            gauge!("boxoffice_jobs_ready", "kind" => kind)
                .set(waiting.map_or(0, |waiting| waiting.ready) as f64);
            gauge!("boxoffice_jobs_dead", "kind" => kind)
                .set(waiting.map_or(0, |waiting| waiting.dead) as f64);
            gauge!("boxoffice_jobs_oldest_s", "kind" => kind)
                .set(oldest_at.map_or(0, |at| now.since_s(at)) as f64);
        }
        Ok(())
    })
}
