//! An event, if the caller may see this much of it.

use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::EventId;

use crate::App;
use crate::accounts::Principal;
use crate::store::Result;
use crate::store::events::Event;
use crate::store::performances::Performance;

/// How much of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sight {
    /// Its orders and registrations.
    People,
    /// Its money too.
    Money,
}

/// The event, if the caller works for its organization in a role that may see it.
pub async fn find_event(
    app: &App,
    principal: &Principal,
    event: EventId,
    sight: Sight,
) -> Result<Option<Event>> {
    let found = app.store.read().await?.find_event(event).await?;
    Ok(found.filter(|event| {
        let may = match sight {
            Sight::People => principal.may_sell(event.organization_id),
            Sight::Money => principal.may_manage(event.organization_id),
        };
        may && event.state != EventState::Deleted
    }))
}

/// The performances of an event that the caller may see.
pub async fn list_performances_of(app: &App, event: EventId) -> Result<Vec<Performance>> {
    app.store.read().await?.list_performances(event).await
}
