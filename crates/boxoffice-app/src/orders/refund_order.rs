//! Giving an order back in part: some of its tickets, or an amount while the tickets stay. The organizer may at any
//! time, the buyer some tickets within the policy. The whole order is `cancel.rs`.

use boxoffice_domain::ids::{OrderId, RefundId, TicketId};
use boxoffice_domain::order::OrderState;
use boxoffice_domain::payment::{DisputeState, RefundKind};

use super::cancel::{CancelBy, CancelError, check_cancel};
use super::give_back::GivenBack;
use super::owe::Owed;
use crate::App;
use crate::activity::Actor;
use crate::selling::batch::{Batch, Needs, Order};
use crate::selling::desk::{Deed, DeskError};

/// What is given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Every ticket that is left, with all that is left of the money.
    Whole,
    /// These tickets.
    Tickets(Vec<TicketId>),
    /// So many minor units; the tickets stay.
    Amount(i64),
}

/// Why nothing was given back.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// There is no such order.
    #[error("there is no such order")]
    NoSuchOrder,
    /// It has no tickets: not paid yet, or ended.
    #[error("this order has no tickets to give back")]
    NoTickets,
    /// A ticket is not of this order, or is void already.
    #[error("one of these is not a valid ticket of this order")]
    NoSuchTicket,
    /// The policy, or the door, is against it.
    #[error(transparent)]
    Cancel(CancelError),
    /// The buyer's bank has the money, or asks for it.
    #[error("the buyer's bank disputes this payment; there is nothing to give back until it has decided")]
    Disputed,
    /// Less is left than was asked for.
    #[error("less is left of the payment than that")]
    TooMuch {
        /// So much.
        left_minor: i64,
    },
    /// An amount must be above zero.
    #[error("an amount must be above zero")]
    NoAmount,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl RefundError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchOrder => "no_such_order",
            Self::NoTickets => "nothing_to_give_back",
            Self::NoSuchTicket => "no_such_ticket",
            Self::Cancel(error) => error.code(),
            Self::Disputed => "payment_disputed",
            Self::TooMuch { .. } => "more_than_left",
            Self::NoAmount => "no_amount",
            Self::Desk(_) => "busy",
        }
    }
}

/// Gives part of an order, or all of it, back. `id` is the refund's where it follows from an idempotency key: the
/// same wish under the same id is done once, also when the first answer was lost.
pub async fn refund_order(
    app: &App,
    actor: &Actor,
    id: Option<RefundId>,
    order: OrderId,
    by: CancelBy,
    part: Part,
    reason: &str,
) -> Result<GivenBack, RefundError> {
    let (reason, actor) = (reason.to_owned(), actor.clone());
    app.desk.ask(RefundOrder { id, order, by, part, reason, actor }).await?
}

struct RefundOrder {
    id: Option<RefundId>,
    order: OrderId,
    by: CancelBy,
    part: Part,
    reason: String,
    actor: Actor,
}

impl Deed for RefundOrder {
    type Answer = GivenBack;
    type Refusal = RefundError;

    fn needs(&self, needs: &mut Needs) {
        needs.order(self.order);
        needs.disputes();
        if let Some(id) = self.id {
            needs.refund(id);
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<GivenBack, RefundError> {
        let order = batch.orders.get(&self.order).ok_or(RefundError::NoSuchOrder)?.value.clone();
        if let Some(given) = self.given_before(batch, &order) {
            return Ok(given);
        }
        let disputed = batch.disputes.values().map(|kept| &kept.value);
        if disputed.into_iter().any(|one| one.order == order.id && one.state != DisputeState::Won) {
            return Err(RefundError::Disputed);
        }
        match &self.part {
            Part::Amount(minor) => self.give_amount(batch, &order, *minor),
            Part::Tickets(tickets) => self.give_tickets(batch, &order, tickets),
            Part::Whole => self.give_tickets(batch, &order, &batch.live_tickets_in_order(order.id)),
        }
    }
}

impl RefundOrder {
    /// What the same wish gave back when it came first.
    fn given_before(&self, batch: &Batch, order: &Order) -> Option<GivenBack> {
        let refund = &batch.refunds.get(&self.id?)?.value;
        (refund.order == order.id).then(|| GivenBack {
            refund: Some(refund.id),
            amount_minor: refund.amount_minor,
            kept_minor: refund.kept_minor,
            is_over: order.state != OrderState::Confirmed,
        })
    }

    fn refund_id(&self, batch: &Batch) -> RefundId {
        // An id that another order's refund has is never written over.
        let own = self.id.filter(|id| !batch.refunds.contains_key(id));
        own.unwrap_or_else(|| batch.new_refund_id())
    }

    fn give_tickets(
        &self,
        batch: &mut Batch,
        order: &Order,
        tickets: &[TicketId],
    ) -> Result<GivenBack, RefundError> {
        if order.state != OrderState::Confirmed || tickets.is_empty() {
            return Err(RefundError::NoTickets);
        }
        let mut tickets = tickets.to_vec();
        tickets.sort_unstable();
        tickets.dedup();
        let valid = batch.valid_tickets_of(order.id);
        if !tickets.iter().all(|ticket| valid.contains(ticket)) {
            return Err(RefundError::NoSuchTicket);
        }
        check_cancel(batch, order, &tickets, self.by).map_err(RefundError::Cancel)?;
        let id = self.refund_id(batch);
        Ok(batch.give_back(id, order, &tickets, self.by == CancelBy::Buyer, &self.reason, &self.actor))
    }

    fn give_amount(&self, batch: &mut Batch, order: &Order, minor: i64) -> Result<GivenBack, RefundError> {
        if minor <= 0 {
            return Err(RefundError::NoAmount);
        }
        let payment = batch.sale_payment(order.id).cloned();
        let left_minor = payment.as_ref().map_or(0, |payment| batch.left_of(payment));
        let Some(payment) = payment.filter(|_| minor <= left_minor) else {
            return Err(RefundError::TooMuch { left_minor });
        };
        let owed = Owed {
            payment: payment.id,
            kind: RefundKind::Amount,
            amount_minor: minor,
            kept_minor: 0,
            extra_minor: minor,
            again_of: None,
            reason: &self.reason,
        };
        let refund = batch.owe_as(self.refund_id(batch), owed, &self.actor);
        batch.post_given_back(order, &[], 0, minor);
        let is_over = order.state != OrderState::Confirmed;
        Ok(GivenBack { refund, amount_minor: minor, kept_minor: 0, is_over })
    }
}
