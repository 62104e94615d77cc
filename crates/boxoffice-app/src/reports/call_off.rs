//! Calling off an event or a performance, in figures: what it would undo, what was undone, what could not be.

use boxoffice_domain::ids::{EventId, PerformanceId};

use crate::App;
use crate::jobs::NewJob;
use crate::orders::call_off::TryRefundsAgain;
use crate::store::Result;
use crate::store::call_off::{CallOffPlan, CallOffProgress, FailedRefund};

/// Failed refunds that a page lists.
const FAILED_MAX: u32 = 100;

/// What there is to tell.
#[derive(Clone, Debug, Default)]
pub struct CallOffFigures {
    /// What is left to undo.
    pub plan: CallOffPlan,
    /// What was undone.
    pub progress: CallOffProgress,
    /// Refunds that the gateway refused.
    pub failed: Vec<FailedRefund>,
}

/// The figures of an event, or of one performance of it.
pub async fn find_call_off(
    app: &App,
    event: EventId,
    performance: Option<PerformanceId>,
) -> Result<CallOffFigures> {
    let mut tx = app.store.read().await?;
    Ok(CallOffFigures {
        plan: tx.find_call_off_plan(event, performance).await?,
        progress: tx.find_call_off_progress(event, performance).await?,
        failed: tx.list_failed_refunds(event, performance, FAILED_MAX).await?,
    })
}

/// Has every refused refund of a called-off event tried again.
pub async fn try_refunds_again(app: &App, event: EventId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    tx.enqueue(&[NewJob::now(app, &TryRefundsAgain { event })]).await?;
    tx.commit().await
}
