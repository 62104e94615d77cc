//! Looking events up for programs: one with everything that is sold, an organizer's own, a list with capacities.
//! Who may see a draft is decided here; what is left of an event is `selling/availability.rs`'s answer.

use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::EventId;

use crate::App;
use crate::accounts::Principal;
use crate::store::events::Event;
use crate::store::own_events::OwnEvents;
use crate::store::performances::Performance;
use crate::store::pricing::{price_tag, read_currency, read_rules};
use crate::store::ticket_types::TicketType;
use crate::store::venues::Venue;
use crate::store::{Result, Tx};

/// An event in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The event.
    pub event: Event,
    /// The places of all its performances.
    pub capacity: i64,
}

/// An event with everything that is sold.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The event.
    pub event: Event,
    /// The places of all its performances.
    pub capacity: i64,
    /// Where, when it is a known place.
    pub venue: Option<Venue>,
    /// When.
    pub performances: Vec<Performance>,
    /// What is sold, hidden ones included.
    pub ticket_types: Vec<TicketType>,
}

/// The event, if this account may see it: in the shop, or of an organization that it works for.
pub async fn find_event_for(app: &App, principal: &Principal, event: EventId) -> Result<Option<Event>> {
    let event = app.store.read().await?.find_event(event).await?;
    Ok(event.filter(|event| may_see(principal, event)))
}

/// The same with everything that is sold.
pub async fn look_at_event(app: &App, principal: &Principal, event: EventId) -> Result<Option<Looked>> {
    let mut tx = app.store.read().await?;
    let Some(event) = tx.find_event(event).await?.filter(|event| may_see(principal, event)) else {
        return Ok(None);
    };
    let venue = match event.venue_id {
        Some(venue) => tx.find_venue(venue).await?,
        None => None,
    };
    let performances = tx.list_performances(event.event_id).await?;
    let mut ticket_types = tx.list_ticket_types(event.event_id).await?;
    price_types(&mut tx, &event, &mut ticket_types).await?;
    let capacity = tx.list_capacities(&[event.event_id]).await?.remove(&event.event_id).unwrap_or(0);
    Ok(Some(Looked { event, capacity, venue, performances, ticket_types }))
}

/// Prices and fees as buyers pay them: under the event's rules, taxes included.
async fn price_types(tx: &mut Tx, event: &Event, ticket_types: &mut [TicketType]) -> Result<()> {
    let Some(stored) = tx.find_event_pricing(event.event_id).await? else { return Ok(()) };
    let rules = read_rules(stored.pricing.as_deref(), stored.event_pricing.as_deref(), &stored.country)?;
    if rules.is_plain() {
        return Ok(());
    }
    let currency = read_currency(&stored.currency)?;
    for kind in tx.list_type_pricing(event.event_id).await? {
        let tag = price_tag(&rules, currency, kind.price_minor, kind.fee_minor, kind.tax_class);
        for shown in ticket_types.iter_mut().filter(|shown| shown.ticket_type_id == kind.ticket_type_id) {
            (shown.price_minor, shown.fee_minor) = (tag.price_minor, tag.fee_minor);
        }
    }
    Ok(())
}

fn may_see(principal: &Principal, event: &Event) -> bool {
    match event.state {
        EventState::Published | EventState::Cancelled => true,
        EventState::Draft => principal.role_in(event.organization_id).is_some(),
        EventState::Deleted => false,
    }
}

/// Events of organizations, drafts included, newest first.
pub async fn list_own_events(app: &App, which: &OwnEvents) -> Result<Vec<Listed>> {
    let mut tx = app.store.read().await?;
    let events = tx.list_own_events(which).await?;
    with_capacities(&mut tx, events).await
}

/// Events by their ids, in that order.
pub async fn list_events(app: &App, ids: &[EventId]) -> Result<Vec<Listed>> {
    let mut tx = app.store.read().await?;
    let mut events = tx.list_events_by_id(ids).await?;
    events.sort_by_key(|event| ids.iter().position(|id| *id == event.event_id));
    with_capacities(&mut tx, events).await
}

async fn with_capacities(tx: &mut Tx, events: Vec<Event>) -> Result<Vec<Listed>> {
    let ids: Vec<EventId> = events.iter().map(|event| event.event_id).collect();
    let capacities = tx.list_capacities(&ids).await?;
    let listed = events.into_iter().map(|event| {
        let capacity = capacities.get(&event.event_id).copied().unwrap_or(0);
        Listed { event, capacity }
    });
    Ok(listed.collect())
}
