//! The two ends of an event: cancelled, with everybody told, or deleted while nobody has anything of it.

use boxoffice_domain::catalog::state::{EventState, PerformanceState};
use boxoffice_domain::ids::EventId;
use serde_json::json;

use crate::App;
use crate::catalog::Editor;
use crate::catalog::edit::{Edit, EditError};
use crate::catalog::performances::announce;
use crate::jobs::NewJob;
use crate::orders::call_off::CancelEventOrders;

/// Calls off an event with all performances that have not been called off yet.
/// A job of the same transaction cancels the orders, which voids tickets and pays money back.
pub async fn cancel_event(app: &App, editor: &Editor, event: EventId, reason: &str) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    for mut performance in edit.tx.list_performances(event).await? {
        if performance.state == PerformanceState::Cancelled {
            continue;
        }
        performance.state = PerformanceState::Cancelled;
        edit.tx.update_performance(&performance).await?;
        announce(&mut edit, &performance, "performance.cancelled").await?;
    }
    edit.tx.enqueue(&[NewJob::now(app, &CancelEventOrders { event })]).await?;
    edit.event.state = EventState::Cancelled;
    edit.event.cancelled_at = Some(app.clock.now());
    let reason: String = reason.trim().chars().take(1_000).collect();
    edit.close("event.cancelled", &json!({ "reason": reason })).await?;
    Ok(())
}

/// Removes an event of which nothing is or was held or sold.
pub async fn delete_event(app: &App, editor: &Editor, event: EventId) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    if edit.is_sold().await? {
        return Err(EditError::Sold);
    }
    edit.event.state = EventState::Deleted;
    // Its address may be given to another event.
    edit.event.slug = format!("deleted-{}", edit.event.event_id);
    let detail = json!({ "title": edit.event.title });
    edit.close("event.deleted", &detail).await?;
    Ok(())
}
