//! The orders of an event, and one order as staff see it.

use boxoffice_domain::ids::{EventId, OrderId};
use boxoffice_domain::time::Time;

use super::Words;
use crate::App;
use crate::accounts::Principal;
use crate::orders::{Order, OrderKey, find_order};
use crate::store::Result;
use crate::store::report_lists::FoundOrder;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct OrdersQuestion {
    /// Part of a name, an address or an order's number.
    pub words: String,
    /// In this state only; `box_office` and `bank_transfer`: those that wait to be paid so.
    pub state: Option<&'static str>,
    /// The last one of the page before.
    pub before: Option<(Time, OrderId)>,
}

/// Up to `limit` orders with places at an event, newest first.
pub async fn list_event_orders(
    app: &App,
    event: EventId,
    question: &OrdersQuestion,
    limit: u32,
) -> Result<Vec<FoundOrder>> {
    let words = Words::of(&question.words);
    let pattern = words.pattern();
    let mut tx = app.store.read().await?;
    let (mut found, mut before) = (Vec::new(), question.before);
    loop {
        let page = tx.find_event_orders(event, pattern.as_deref(), question.state, before, limit).await?;
        let is_last = page.len() < limit as usize;
        before = page.last().map(|last| (last.created_at, last.order_id));
        found.extend(page.into_iter().filter(|row| words.are_in(&[&row.name, &row.email, &row.number])));
        if is_last || found.len() >= limit as usize {
            found.truncate(limit as usize);
            return Ok(found);
        }
    }
}

/// An order, if the caller may see and correct orders of its organization.
pub async fn find_staff_order(app: &App, principal: &Principal, order: OrderId) -> Result<Option<Order>> {
    let found = find_order(app, OrderKey::Id(order)).await?;
    Ok(found.filter(|order| principal.may_sell(order.organization)))
}
