//! What every change of the catalogue leaves behind, in its own transaction:
//! an entry in the activity log, a domain event that others act on, and search rows that are up to date.

use boxoffice_domain::ids::EventId;
use serde_json::{Value, json};

use crate::App;
use crate::activity::{Activity, Actor};
use crate::store::events::Event;
use crate::store::{Result, Tx};
use crate::stream::DomainEvent;

/// Records the same change of one or many events.
pub(crate) async fn event_changes(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    action: &'static str,
    events: &[Event],
    detail: &Value,
) -> Result<()> {
    let at = app.clock.now();
    let entries: Vec<Activity> = events
        .iter()
        .map(|event| Activity {
            organization: Some(event.organization_id),
            at,
            actor: actor.clone(),
            action,
            subject_kind: "event",
            subject: *event.event_id.as_bytes(),
            event: Some(event.event_id),
            detail: detail.clone(),
        })
        .collect();
    tx.log(&entries).await?;
    let changed: Vec<DomainEvent> = events.iter().map(|event| changed(event.event_id, action, at)).collect();
    tx.append_events(&changed).await?;
    crate::search::index::index(app, tx, events).await
}

fn changed(event: EventId, action: &'static str, at: boxoffice_domain::time::Time) -> DomainEvent {
    DomainEvent {
        kind: "event.changed",
        event: Some(event),
        performance: None,
        payload: json!({ "event": event, "change": action }),
        at,
    }
}
