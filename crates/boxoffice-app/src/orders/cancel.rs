//! Cancelling an order: its tickets die, its places return to sale and its money is owed back, in one transaction.
//! The buyer may while the organizer's policy lets them; the organizer may as long as nobody was let in.

use boxoffice_domain::ids::{EventId, OrderId, RefundId};
use boxoffice_domain::inventory::HoldState;
use boxoffice_domain::order::{Method, OrderState};
use boxoffice_domain::payment::PaymentState;
use boxoffice_domain::ticket::TicketState;
use boxoffice_domain::time::Time;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::end_session::EndSession;
use crate::App;
use crate::activity::Actor;
use crate::jobs::{Job, JobError};
use crate::notices::order_mail::OrderMail;
use crate::selling::batch::{Batch, Needs, Order};
use crate::selling::desk::{Deed, DeskError};

/// On whose word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelBy {
    /// The buyer, within the policy.
    Buyer,
    /// The organizer, or the cancellation of the event.
    Organizer,
}

/// An order that was cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// Refunds on their way.
    pub refunds: Vec<RefundId>,
    /// What goes back in all, in minor units of the order's currency.
    pub refund_minor: i64,
    /// False when a payment is open and its gateway is asked to end it first.
    pub done: bool,
}

/// Why an order could not be cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// There is no such order.
    #[error("there is no such order")]
    NoSuchOrder,
    /// It has ended already.
    #[error("this order has already ended")]
    Ended,
    /// The organizer allows no cancelling, or no longer.
    #[error("this order can no longer be cancelled by the buyer")]
    TooLate {
        /// Until when it could be; none: never.
        until: Option<Time>,
    },
    /// Somebody was let in with one of its tickets.
    #[error("a ticket of this order was already used")]
    Used,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl CancelError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchOrder => "no_such_order",
            Self::Ended => "order_ended",
            Self::TooLate { .. } => "too_late_to_cancel",
            Self::Used => "ticket_used",
            Self::Desk(_) => "busy",
        }
    }
}

/// Cancels an order with everything that follows.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    order: OrderId,
    by: CancelBy,
    reason: &str,
) -> Result<Cancelled, CancelError> {
    app.desk.ask(Cancel { order, by, reason: reason.to_owned(), actor: actor.clone() }).await?
}

/// Until when the buyer may cancel: the earliest over the performances; none when one of them allows it never.
/// `policies` are pairs of start and `cancel_until_s`; an undated performance sets no limit.
pub fn cancel_until(policies: impl Iterator<Item = (Option<Time>, Option<i64>)>) -> Option<Time> {
    let mut until = Time::from_micros(i64::MAX);
    for (starts_at, cancel_until_s) in policies {
        let cancel_until_s = cancel_until_s?;
        if let Some(starts_at) = starts_at {
            until = until.min(starts_at.plus_s(-cancel_until_s));
        }
    }
    Some(until)
}

struct Cancel {
    order: OrderId,
    by: CancelBy,
    reason: String,
    actor: Actor,
}

impl Deed for Cancel {
    type Answer = Cancelled;
    type Refusal = CancelError;

    fn needs(&self, needs: &mut Needs) {
        needs.order(self.order);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Cancelled, CancelError> {
        let order = batch.orders.get(&self.order).ok_or(CancelError::NoSuchOrder)?.value.clone();
        match order.state {
            OrderState::Cancelled | OrderState::Expired => Err(CancelError::Ended),
            OrderState::Pending => Ok(self.cancel_pending(batch, &order)),
            OrderState::Confirmed => {
                self.check(batch, &order)?;
                Ok(self.cancel_confirmed(batch, &order))
            }
        }
    }
}

impl Cancel {
    fn check(&self, batch: &Batch, order: &Order) -> Result<(), CancelError> {
        let used = |ticket| batch.tickets.get(&ticket).is_some_and(|kept| kept.value.checked_in.is_some());
        if batch.valid_tickets_of(order.id).into_iter().any(used) {
            return Err(CancelError::Used);
        }
        if self.by == CancelBy::Organizer {
            return Ok(());
        }
        let performances = order.lines.iter().filter_map(|line| batch.performances.get(&line.performance));
        let until = cancel_until(performances.map(|p| (p.starts_at, p.cancel_until_s)));
        match until {
            Some(until) if batch.now < until => Ok(()),
            until => Err(CancelError::TooLate { until }),
        }
    }

    /// An unpaid order. Under payment its places stay until the gateway confirms that nothing comes.
    fn cancel_pending(&self, batch: &mut Batch, order: &Order) -> Cancelled {
        let mut open = batch.payments_of(order.id);
        open.retain(|id| batch.payments.get(id).is_some_and(|kept| kept.value.state.is_unfinished()));
        let done = open.is_empty() || order.method != Method::Gateway;
        if done {
            batch.end_order(order.id, OrderState::Cancelled, &self.reason, &self.actor);
            batch.mail(order.id, OrderMail::Cancelled);
        }
        for payment in open {
            batch.enqueue(&EndSession { payment });
        }
        Cancelled { refunds: Vec::new(), refund_minor: 0, done }
    }

    fn cancel_confirmed(&self, batch: &mut Batch, order: &Order) -> Cancelled {
        let now = batch.now;
        for ticket in batch.valid_tickets_of(order.id) {
            if let Some(kept) = batch.tickets.get_mut(&ticket) {
                let ticket = kept.change();
                ticket.state = TicketState::Void;
                ticket.voided_at = Some(now);
                ticket.void_reason = Some(self.reason.clone());
            }
        }
        for id in batch.holds_of(order.id) {
            let Some(hold) = batch.holds.get_mut(&id).filter(|hold| hold.value.state == HoldState::Ordered)
            else {
                continue;
            };
            let hold = hold.change();
            hold.state = HoldState::Released;
            hold.ended_at = Some(now);
            if let Some(performance) = batch.performances.get_mut(&hold.performance) {
                performance.inventory.give_back(id, &hold.places);
            }
        }
        if let Some(kept) = batch.orders.get_mut(&order.id) {
            let order = kept.change();
            order.state = OrderState::Cancelled;
            order.ended_at = Some(now);
            order.end_reason = Some(self.reason.clone());
        }
        let refunds = self.refund(batch, order);
        let refund_minor =
            refunds.iter().filter_map(|id| batch.refunds.get(id)).map(|kept| kept.value.amount_minor).sum();
        let detail = json!({ "reason": self.reason, "refund_minor": refund_minor });
        batch.log_order(order, &self.actor, "order.cancelled", detail);
        batch.mail(order.id, OrderMail::Cancelled);
        Cancelled { refunds, refund_minor, done: true }
    }

    fn refund(&self, batch: &mut Batch, order: &Order) -> Vec<RefundId> {
        let mut captured = batch.payments_of(order.id);
        captured.retain(|id| {
            batch.payments.get(id).is_some_and(|kept| kept.value.state == PaymentState::Captured)
        });
        captured.into_iter().filter_map(|id| batch.want_refund(id, "cancelled", &self.actor)).collect()
    }
}

/// Cancels what is left of a cancelled event's orders, some at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CancelEventOrders {
    /// The event.
    pub event: EventId,
}

/// Orders read at a time.
const ORDERS_PER_RUN: u32 = 100;

impl Job for CancelEventOrders {
    const KIND: &'static str = "cancel_event_orders";

    async fn run(self, app: &App) -> Result<(), JobError> {
        let left = cancel_event_orders(app, self.event).await?;
        if left == 0 {
            Ok(())
        } else {
            Err(JobError::Later(format!("{left} orders of a cancelled event are left")))
        }
    }
}

/// Cancels live orders of an event on the organizer's word, and says how many could not be yet.
/// Orders with a used ticket stay as they are: those attendees were there.
pub async fn cancel_event_orders(app: &App, event: EventId) -> Result<usize, JobError> {
    let mut waiting = 0;
    let mut after = None;
    loop {
        let orders = {
            let mut tx = app.store.read().await?;
            tx.list_live_orders_of_event(event, after, ORDERS_PER_RUN).await?
        };
        let Some(last) = orders.last().copied() else { return Ok(waiting) };
        after = Some(last);
        for order in orders {
            match cancel(app, &Actor::system(), order, CancelBy::Organizer, "event_cancelled").await {
                Ok(Cancelled { done: true, .. }) | Err(CancelError::Used | CancelError::Ended) => {}
                Ok(_) => waiting += 1,
                Err(error) => return Err(JobError::Later(error.to_string())),
            }
        }
    }
}
