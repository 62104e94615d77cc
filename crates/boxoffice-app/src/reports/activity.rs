//! The activity log as people read it: of their organizations, of an event, of an order.

use boxoffice_domain::ids::{EventId, OrganizationId};

use crate::App;
use crate::accounts::Principal;
use crate::orders::Order;
use crate::store::Result;
use crate::store::report_lists::{ActivityQuery, ActivityRow};

/// An order with more entries than this has a longer story than anybody reads at once.
const ORDER_ENTRIES_MAX: u32 = 500;

/// The log of the organizations that the caller manages, newest first.
pub async fn list_activity(
    app: &App,
    principal: &Principal,
    event: Option<EventId>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<ActivityRow>> {
    let ids = principal.memberships.iter().map(|(id, _)| *id);
    let organizations: Vec<OrganizationId> = ids.filter(|id| principal.may_manage(*id)).collect();
    let query = ActivityQuery { organizations, event, before, limit };
    app.store.read().await?.list_activity(&query).await
}

/// What happened to an order, its payments, refunds and tickets, oldest first.
pub async fn list_order_activity(app: &App, order: &Order) -> Result<Vec<ActivityRow>> {
    let mut subjects: Vec<&[u8]> = vec![order.id.bytes()];
    subjects.extend(order.payments.iter().map(|payment| payment.id.bytes()));
    subjects.extend(order.refunds.iter().map(|refund| refund.id.bytes()));
    subjects
        .extend(order.lines.iter().filter_map(|line| line.ticket.as_ref()).map(|ticket| ticket.id.bytes()));
    app.store.read().await?.list_activity_of(&subjects, ORDER_ENTRIES_MAX).await
}
