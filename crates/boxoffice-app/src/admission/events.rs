//! The events that somebody scans for: those of the organizations they work for, and no others.

use boxoffice_domain::ids::{EventId, OrganizationId};

use super::ScanError;
use crate::App;
use crate::accounts::Principal;
use crate::store::StoreError;
use crate::store::door::{DoorCounts, DoorEvent};

/// An event is offered for scanning until so long after its end: late doors and midnight shows.
const AFTER_END_S: i64 = 86_400;
/// Events that one list offers.
const EVENTS_MAX: u32 = 100;

/// The events that `principal` may scan for now, soonest first.
pub async fn list_door_events(app: &App, principal: &Principal) -> Result<Vec<DoorEvent>, StoreError> {
    let organizations: Vec<OrganizationId> = principal.memberships.iter().map(|(id, _)| *id).collect();
    let since = app.clock.now().plus_s(-AFTER_END_S);
    app.store.read().await?.list_door_events(&organizations, since, EVENTS_MAX).await
}

/// An event that `principal` may scan for, and how full it is.
pub async fn find_door_event(
    app: &App,
    principal: &Principal,
    event: EventId,
) -> Result<(DoorEvent, DoorCounts), ScanError> {
    let mut tx = app.store.read().await?;
    let found = tx.find_door_event(event).await?.filter(|event| principal.may_scan(event.organization_id));
    let event = found.ok_or(ScanError::NotYours)?;
    let counts = tx.find_door_counts(event.event_id).await?;
    Ok((event, counts))
}
