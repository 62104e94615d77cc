//! Cancelling an order: its tickets die, its places return to sale and its money is owed back, in one transaction.
//! The buyer may while the organizer's policy lets them; the organizer may as long as nobody was let in.

use boxoffice_domain::ids::{OrderId, RefundId, TicketId};
use boxoffice_domain::order::{Method, OrderState};
use boxoffice_domain::time::Time;

use super::end_session::EndSession;
use crate::App;
use crate::activity::Actor;
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
    /// The refund on its way, where money goes back.
    pub refund: Option<RefundId>,
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
        needs.disputes();
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Cancelled, CancelError> {
        let order = batch.orders.get(&self.order).ok_or(CancelError::NoSuchOrder)?.value.clone();
        match order.state {
            OrderState::Cancelled | OrderState::Expired => Err(CancelError::Ended),
            OrderState::Pending => Ok(cancel_pending(batch, &order, &self.reason, &self.actor)),
            OrderState::Confirmed => {
                check_cancel(batch, &order, &batch.valid_tickets_of(order.id), self.by)?;
                Ok(self.cancel_confirmed(batch, &order))
            }
        }
    }
}

impl Cancel {
    fn cancel_confirmed(&self, batch: &mut Batch, order: &Order) -> Cancelled {
        let tickets = batch.live_tickets_in_order(order.id);
        let with_fee = self.by == CancelBy::Buyer;
        let given =
            batch.give_back(batch.new_refund_id(), order, &tickets, with_fee, &self.reason, &self.actor);
        Cancelled { refund: given.refund, refund_minor: given.amount_minor, done: true }
    }
}

/// Cancels an unpaid order. Under payment its places stay until the gateway confirms that nothing comes.
pub(crate) fn cancel_pending(batch: &mut Batch, order: &Order, reason: &str, actor: &Actor) -> Cancelled {
    let mut open = batch.payments_of(order.id);
    open.retain(|id| batch.payments.get(id).is_some_and(|kept| kept.value.state.is_unfinished()));
    let done = open.is_empty() || order.method != Method::Gateway;
    if done {
        batch.end_order(order.id, OrderState::Cancelled, reason, actor);
        batch.mail(order.id, OrderMail::Cancelled);
    }
    for payment in open {
        batch.enqueue(&EndSession { payment });
    }
    Cancelled { refund: None, refund_minor: 0, done }
}

/// Whether a ticket of the order was used, or the buyer's time to cancel is over.
pub(crate) fn check_cancel(
    batch: &Batch,
    order: &Order,
    tickets: &[TicketId],
    by: CancelBy,
) -> Result<(), CancelError> {
    let used =
        |ticket: &TicketId| batch.tickets.get(ticket).is_some_and(|kept| kept.value.checked_in.is_some());
    if tickets.iter().any(used) {
        return Err(CancelError::Used);
    }
    if by == CancelBy::Organizer {
        return Ok(());
    }
    let performances = order.lines.iter().filter_map(|line| batch.performances.get(&line.performance));
    let until = cancel_until(performances.map(|p| (p.starts_at, p.cancel_until_s)));
    match until {
        Some(until) if batch.now < until => Ok(()),
        until => Err(CancelError::TooLate { until }),
    }
}
