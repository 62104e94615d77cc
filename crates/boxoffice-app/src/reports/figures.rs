//! The figures of events: places, what was sold, who came, what it earned.

use std::collections::HashMap;

use boxoffice_domain::ids::{EventId, TicketTypeId};

use crate::App;
use crate::store::reports::EventNumber;
use crate::store::{Result, Tx};

/// The figures of one event, over all its performances. Money is in the event's currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EventFigures {
    /// Places in all.
    pub capacity: i64,
    /// In carts and unpaid orders.
    pub held: i64,
    /// Sold.
    pub sold: i64,
    /// Let in and not gone again.
    pub checked_in: i64,
    /// What was captured less what goes or went back, in minor units.
    pub revenue_minor: i64,
}

impl EventFigures {
    /// Places that are not sold, held ones included: holds end by themselves. REST says the same.
    pub fn remaining(&self) -> i64 {
        self.capacity - self.sold
    }
}

/// What one ticket type sold.
#[derive(Clone, Debug)]
pub struct TypeFigures {
    /// Which.
    pub ticket_type: TicketTypeId,
    /// Its name.
    pub name: String,
    /// What one costs now, fees included.
    pub price_minor: i64,
    /// Valid tickets.
    pub sold: i64,
    /// What those cost.
    pub revenue_minor: i64,
    /// How many of them were let in.
    pub checked_in: i64,
}

/// The figures of events, in three questions for any number of them.
pub async fn list_figures(app: &App, events: &[EventId]) -> Result<HashMap<EventId, EventFigures>> {
    read(&mut app.store.read().await?, events).await
}

/// What an event's ticket types sold.
pub async fn list_type_figures(app: &App, event: EventId) -> Result<Vec<TypeFigures>> {
    let rows = app.store.read().await?.list_sold_types(event).await?;
    let figures = rows.into_iter().map(|row| TypeFigures {
        ticket_type: row.ticket_type_id,
        name: row.name,
        price_minor: row.price_minor + row.fee_minor,
        sold: row.sold,
        revenue_minor: row.revenue_minor,
        checked_in: row.checked_in,
    });
    Ok(figures.collect())
}

pub(super) async fn read(tx: &mut Tx, events: &[EventId]) -> Result<HashMap<EventId, EventFigures>> {
    let mut figures: HashMap<EventId, EventFigures> =
        events.iter().map(|event| (*event, EventFigures::default())).collect();
    for row in tx.list_event_places(events).await? {
        if let Some(known) = figures.get_mut(&row.event_id) {
            *known = EventFigures { capacity: row.capacity, held: row.held, sold: row.sold, ..*known };
        }
    }
    for EventNumber { event_id, number } in tx.list_event_revenues(events).await? {
        figures.entry(event_id).and_modify(|known| known.revenue_minor = number);
    }
    for EventNumber { event_id, number } in tx.list_event_check_ins(events).await? {
        figures.entry(event_id).and_modify(|known| known.checked_in = number);
    }
    Ok(figures)
}
