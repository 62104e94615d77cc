//! An event as those see it who work on it: with everything that is sold and what is missing to publish it.

use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::EventId;

use crate::App;
use crate::accounts::Principal;
use crate::catalog::publish::{PublishError, checklist};
use crate::catalog::quotas::{OfficeQuota, list_office_quotas};
use crate::store::Result;
use crate::store::events::Event;
use crate::store::performances::{Area, Performance};
use crate::store::ticket_types::TicketType;

/// An event under work.
#[derive(Clone, Debug)]
pub struct OfficeEvent {
    /// The event.
    pub event: Event,
    /// The venue's name, or empty.
    pub venue: String,
    /// Its performances.
    pub performances: Vec<Performance>,
    /// The areas of all performances, with their figures.
    pub areas: Vec<Area>,
    /// What is sold.
    pub ticket_types: Vec<TicketType>,
    /// Caps over ticket types.
    pub quotas: Vec<OfficeQuota>,
    /// What keeps a draft from being published.
    pub missing: Vec<PublishError>,
}

/// The event, if the account manages it.
pub async fn find_office_event(
    app: &App,
    principal: &Principal,
    event: EventId,
) -> Result<Option<OfficeEvent>> {
    let mut tx = app.store.read().await?;
    let found = tx.find_event(event).await?;
    let own =
        |event: &Event| principal.may_manage(event.organization_id) && event.state != EventState::Deleted;
    let Some(event) = found.filter(own) else { return Ok(None) };
    let venue = match event.venue_id {
        Some(venue) => tx.find_venue(venue).await?.map(|venue| venue.name).unwrap_or_default(),
        None => String::new(),
    };
    let performances = tx.list_performances(event.event_id).await?;
    let areas = tx.list_areas_of_event(event.event_id).await?;
    let ticket_types = tx.list_ticket_types(event.event_id).await?;
    let quotas = list_office_quotas(&mut tx, event.event_id).await?;
    drop(tx);
    let missing =
        if event.state == EventState::Draft { checklist(app, event.event_id).await? } else { Vec::new() };
    Ok(Some(OfficeEvent { event, venue, performances, areas, ticket_types, quotas, missing }))
}
