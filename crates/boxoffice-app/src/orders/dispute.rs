//! A buyer's bank asks money back: the money is gone at once, comes back when the dispute is won, and takes the
//! tickets with it when it is lost. Messages may come twice and in any order.

use boxoffice_domain::ids::{DisputeId, OrderId, PaymentId};
use boxoffice_domain::ledger::Cause;
use boxoffice_domain::money::Money;
use boxoffice_domain::order::OrderState;
use boxoffice_domain::payment::{DisputeState, PaymentState, RefundKind};
use serde_json::json;

use super::owe::Owed;
use crate::App;
use crate::activity::{Activity, Actor, ActorKind};
use crate::selling::batch::{Batch, Dispute, Kept, Line, Needs, Payment};
use crate::selling::desk::{Deed, DeskError};

/// A gateway's word about a dispute.
#[derive(Clone, Debug)]
pub struct Disputed {
    /// Which gateway.
    pub gateway: &'static str,
    /// The message's own id there, by which it is heard once.
    pub event_ref: String,
    /// The payment whose charge is disputed.
    pub payment: PaymentId,
    /// The dispute's reference there.
    pub dispute_ref: String,
    /// How much is disputed.
    pub amount: Money,
    /// Where it stands.
    pub state: DisputeState,
    /// The bank's word for why.
    pub reason: String,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeOutcome {
    /// Recorded.
    Recorded(DisputeId),
    /// It was known already.
    Known,
    /// We do not have this money: not captured, or in another currency; a person must look.
    NotOurs,
}

/// Records what a gateway says about a dispute, with everything that follows.
pub async fn disputed(app: &App, told: &Disputed) -> Result<DisputeOutcome, DeskError> {
    let Ok(outcome) = app.desk.ask(Hear(told.clone())).await?;
    Ok(outcome)
}

struct Hear(Disputed);

impl Deed for Hear {
    type Answer = DisputeOutcome;
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        needs.payment(self.0.payment);
        needs.disputes();
        needs.message(self.0.gateway, &self.0.event_ref);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<DisputeOutcome, Self::Refusal> {
        let heard = (self.0.gateway.to_owned(), self.0.event_ref.clone());
        if batch.heard.contains(&heard) {
            return Ok(DisputeOutcome::Known);
        }
        let payment = batch.payments.get(&self.0.payment).map(|kept| kept.value.clone());
        let ours = payment.filter(|payment| {
            payment.state == PaymentState::Captured && payment.currency == self.0.amount.currency
        });
        let Some(payment) = ours else { return Ok(DisputeOutcome::NotOurs) };
        batch.hear(heard, "disputed");
        let id = self.find(batch).unwrap_or_else(|| self.open(batch, &payment));
        self.close(batch, id, &payment);
        Ok(DisputeOutcome::Recorded(id))
    }
}

impl Hear {
    fn actor(&self) -> Actor {
        Actor { kind: ActorKind::Gateway(self.0.gateway), address: "-".into() }
    }

    fn find(&self, batch: &Batch) -> Option<DisputeId> {
        let mut known = batch.disputes.values().map(|kept| &kept.value);
        let same = |dispute: &&Dispute| {
            dispute.gateway == self.0.gateway && dispute.dispute_ref == self.0.dispute_ref
        };
        known.find(same).map(|dispute| dispute.id)
    }

    fn open(&self, batch: &mut Batch, payment: &Payment) -> DisputeId {
        let id = DisputeId::from_bytes(batch.new_id());
        let dispute = Dispute {
            id,
            payment: payment.id,
            order: payment.order,
            gateway: self.0.gateway.to_owned(),
            dispute_ref: self.0.dispute_ref.clone(),
            state: DisputeState::Opened,
            amount_minor: self.0.amount.minor.clamp(1, payment.amount_minor),
            currency: payment.currency,
            reason: self.0.reason.clone(),
            opened_at: batch.now,
            updated_at: batch.now,
            closed_at: None,
        };
        batch.post_dispute(&dispute, Cause::DisputeOpened);
        batch.disputes.insert(id, Kept::new(dispute));
        batch.log_dispute(id, &self.actor(), "dispute.opened");
        id
    }

    fn close(&self, batch: &mut Batch, id: DisputeId, payment: &Payment) {
        let now = batch.now;
        let Some(kept) = batch.disputes.get_mut(&id) else { return };
        let to = kept.value.state.advance(self.0.state);
        if to == kept.value.state {
            return;
        }
        let dispute = kept.change();
        dispute.state = to;
        dispute.updated_at = now;
        dispute.closed_at = Some(now);
        let dispute = dispute.clone();
        match to {
            DisputeState::Won => {
                batch.post_dispute(&dispute, Cause::DisputeWon);
                batch.log_dispute(id, &self.actor(), "dispute.won");
                batch.return_won(payment, &self.actor());
            }
            DisputeState::Lost => {
                batch.post_dispute(&dispute, Cause::DisputeLost);
                batch.log_dispute(id, &self.actor(), "dispute.lost");
                batch.void_lost(dispute.order, &self.actor());
            }
            DisputeState::Opened => {}
        }
    }
}

/// Why the tickets of a lost dispute are void.
const LOST: &str = "dispute_lost";

impl Batch {
    /// The tickets of a lost dispute are worth nothing, used or not.
    fn void_lost(&mut self, order: OrderId, actor: &Actor) {
        let Some(order) = self.orders.get(&order).map(|kept| kept.value.clone()) else { return };
        if order.state != OrderState::Confirmed {
            return;
        }
        let tickets = self.live_tickets_in_order(order.id);
        let given = self.void_tickets(&order, &tickets, LOST);
        let lines: Vec<Line> = given.iter().map(|(_, line)| line.clone()).collect();
        self.post_lost_places(&order, &lines);
        self.effects.refund_lines.extend(given.iter().map(|(line_no, _)| (order.id, *line_no, None)));
        self.end_confirmed(&order, LOST, actor, json!({ "reason": LOST, "tickets": lines.len() }));
    }

    /// Money that came back for an order that has ended in the meantime is its buyer's.
    fn return_won(&mut self, payment: &Payment, actor: &Actor) {
        let Some(order) = self.orders.get(&payment.order).map(|kept| kept.value.clone()) else { return };
        let amount_minor = self.left_of(payment);
        let is_sale = self.sale_payment(order.id).is_some_and(|sale| sale.id == payment.id);
        if order.state != OrderState::Cancelled || !is_sale || amount_minor <= 0 {
            return;
        }
        let owed = Owed {
            payment: payment.id,
            kind: RefundKind::Amount,
            amount_minor,
            kept_minor: 0,
            extra_minor: amount_minor,
            again_of: None,
            reason: "dispute_won",
        };
        self.owe(owed, actor);
        self.post_given_back(&order, &[], 0, amount_minor);
    }

    fn log_dispute(&mut self, id: DisputeId, actor: &Actor, action: &'static str) {
        let Some(dispute) = self.disputes.get(&id).map(|kept| &kept.value) else { return };
        let order = self.orders.get(&dispute.order).map(|kept| &kept.value);
        self.effects.activities.push(Activity {
            organization: order.map(|order| order.organization),
            at: self.now,
            actor: actor.clone(),
            action,
            subject_kind: "order",
            subject: *dispute.order.as_bytes(),
            event: order.and_then(|order| order.lines.first()).map(|line| line.event),
            detail: json!({ "dispute": id, "payment": dispute.payment, "amount_minor": dispute.amount_minor,
                "currency": dispute.currency, "reason": dispute.reason }),
        });
    }
}
