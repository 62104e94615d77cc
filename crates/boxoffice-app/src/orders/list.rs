//! Lists of orders and registrations: a buyer's own, and an event's for its organizer.

use boxoffice_domain::ids::{AccountId, EventId, OrderId, OrderLineId, TicketId};
use boxoffice_domain::order::OrderState;
use boxoffice_domain::time::Time;

use crate::App;
use crate::selling::secret::OrderSecret;
use crate::store::StoreError;

/// An order in a list.
#[derive(Clone, Debug)]
pub struct OrderSummary {
    /// Its id.
    pub id: OrderId,
    /// The secret of its page.
    pub secret: OrderSecret,
    /// Its number for people.
    pub number: String,
    /// Where it stands.
    pub state: OrderState,
    /// When it was placed.
    pub created_at: Time,
    /// What it costs, in minor units.
    pub total_minor: i64,
    /// In which currency.
    pub currency: String,
    /// Its first event's title.
    pub event_title: String,
    /// Its first event's address part.
    pub event_slug: String,
    /// When its first performance starts.
    pub starts_at: Option<Time>,
    /// On which clocks.
    pub time_zone: String,
    /// How many places.
    pub places: i64,
}

/// A registration: one issued ticket of an event.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The order line's id.
    pub registration: OrderLineId,
    /// The event.
    pub event: EventId,
    /// The ticket.
    pub ticket: TicketId,
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub order_number: String,
    /// The buyer's account.
    pub account: Option<AccountId>,
    /// Who holds the ticket.
    pub holder_name: String,
    /// Where it went.
    pub email: String,
    /// `valid` or `void`.
    pub state: String,
    /// When it was issued.
    pub created_at: Time,
    /// When it was used.
    pub used_at: Option<Time>,
}

/// The newest orders that an account placed.
pub async fn list_orders_of(
    app: &App,
    account: AccountId,
    limit: u32,
) -> Result<Vec<OrderSummary>, StoreError> {
    let mut tx = app.store.read().await?;
    let rows = tx.list_orders_of(account, limit).await?;
    rows.into_iter()
        .map(|row| {
            Ok(OrderSummary {
                id: row.order_id,
                secret: row
                    .secret
                    .try_into()
                    .map(OrderSecret::from_bytes)
                    .map_err(|_| StoreError::Broken("a secret is not 16 bytes long".into()))?,
                state: OrderState::parse(&row.state)
                    .ok_or_else(|| StoreError::Broken(format!("order state {:?}", row.state)))?,
                number: row.number,
                created_at: row.created_at,
                total_minor: row.total_minor,
                currency: row.currency,
                event_title: row.event_title,
                event_slug: row.event_slug,
                starts_at: row.starts_at,
                time_zone: row.time_zone,
                places: row.places,
            })
        })
        .collect()
}

/// An event's registrations, oldest first, after the one that a cursor names.
pub async fn list_registrations(
    app: &App,
    event: EventId,
    after: Option<TicketId>,
    limit: u32,
) -> Result<Vec<Registration>, StoreError> {
    let mut tx = app.store.read().await?;
    let rows = tx.list_registrations(event, after, limit).await?;
    Ok(rows
        .into_iter()
        .map(|row| Registration {
            registration: row.order_line_id,
            event: row.event_id,
            ticket: row.ticket_id,
            order: row.order_id,
            order_number: row.number,
            account: row.account_id,
            holder_name: row.holder_name,
            email: row.holder_email,
            state: row.state,
            created_at: row.issued_at,
            used_at: row.used_at,
        })
        .collect())
}
