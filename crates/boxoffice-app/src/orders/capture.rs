//! The money is here: what a gateway's capture means for the order.
//! Heard twice it has one effect; too late it takes the same places again or gives the money back, in one
//! transaction, never both and never neither.

use boxoffice_domain::ids::{EventId, HoldId, OrderId, PaymentId, PerformanceId, RefundId};
use boxoffice_domain::inventory::{HoldRefusal, HoldState, Place};
use boxoffice_domain::ledger::Account;
use boxoffice_domain::money::Money;
use boxoffice_domain::order::OrderState;
use boxoffice_domain::payment::PaymentState;
use boxoffice_domain::time::Time;
use serde_json::json;

use super::session::end_unpaid;
use crate::App;
use crate::activity::{Activity, Actor, ActorKind};
use crate::notices::order_mail::OrderMail;
use crate::payments::{self, Payee};
use crate::selling::batch::{Batch, Needs};
use crate::selling::desk::{Deed, DeskError};
use crate::store::stray_money::StrayMoney;
use crate::stream::DomainEvent;

/// A gateway's word that it has taken money.
#[derive(Clone, Debug)]
pub struct Captured {
    /// Which gateway.
    pub gateway: &'static str,
    /// Whose account there took it.
    pub payee: Payee,
    /// The message's own id there, by which it is heard once.
    pub event_ref: String,
    /// The session that was paid.
    pub session_ref: String,
    /// The charge.
    pub charge_ref: String,
    /// How much.
    pub amount: Money,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptureOutcome {
    /// Tickets exist now.
    Confirmed(OrderId),
    /// It came after the places were given back, and they could be taken again.
    Retaken(OrderId),
    /// It came too late or twice; the money goes back in full.
    Refunding(OrderId),
    /// It was known already.
    Known,
    /// No payment of ours has this session.
    NoSuchPayment,
    /// Amount, currency or account are not what was asked for; a person must look.
    Mismatch,
}

/// Records that money was captured, with everything that follows from it.
pub async fn captured(app: &App, captured: &Captured) -> Result<CaptureOutcome, DeskError> {
    let Ok(outcome) = app.desk.ask(Capture(captured.clone())).await?;
    Ok(outcome)
}

/// Tells the desk of a capture that a gateway reported, by message (`event_ref`) or when asked (none).
pub(super) async fn hear_capture(
    app: &App,
    gateway: &'static str,
    payee: Payee,
    event_ref: Option<&str>,
    capture: &payments::Capture,
) -> Result<CaptureOutcome, DeskError> {
    let told = Captured {
        gateway,
        payee,
        event_ref: event_ref.map_or_else(|| format!("asked:{}", capture.charge_ref), str::to_owned),
        session_ref: capture.session_ref.clone(),
        charge_ref: capture.charge_ref.clone(),
        amount: capture.amount,
    };
    let mut outcome = captured(app, &told).await?;
    if let (CaptureOutcome::NoSuchPayment, Some(payment)) = (outcome, capture.payment)
        && is_of(app, payment, gateway, payee).await?
    {
        // The buyer was faster than our own note of the session, or that note was lost: make it now.
        super::session_opened(app, payment, &capture.session_ref, "").await?;
        outcome = captured(app, &told).await?;
    }
    if outcome == CaptureOutcome::NoSuchPayment {
        let stray = told.stray("unknown", capture.payment, app.clock.now());
        let mut tx = app.store.begin().await?;
        tx.insert_stray_money(&[stray]).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

/// Whether a payment is under way at that gateway through that account.
async fn is_of(app: &App, payment: PaymentId, gateway: &str, payee: Payee) -> Result<bool, DeskError> {
    let due = super::open_session::find_due_session(app, payment).await?;
    Ok(due.is_some_and(|due| due.gateway == gateway && due.gateway_account_id == payee.id()))
}

impl Captured {
    /// Money for a person to look at.
    fn stray(&self, reason: &'static str, payment: Option<PaymentId>, now: Time) -> StrayMoney {
        StrayMoney {
            gateway: self.gateway.to_owned(),
            event_ref: self.event_ref.clone(),
            reason: reason.to_owned(),
            session_ref: self.session_ref.clone(),
            charge_ref: self.charge_ref.clone(),
            amount_minor: self.amount.minor,
            currency: self.amount.currency.code().to_owned(),
            payment_id: payment,
            received_at: now,
            settled_at: None,
        }
    }
}

struct Capture(Captured);

impl Deed for Capture {
    type Answer = CaptureOutcome;
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        needs.session(self.0.gateway, &self.0.session_ref);
        needs.message(self.0.gateway, &self.0.event_ref);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<CaptureOutcome, Self::Refusal> {
        let heard = (self.0.gateway.to_owned(), self.0.event_ref.clone());
        if batch.heard.contains(&heard) {
            return Ok(CaptureOutcome::Known);
        }
        let Some(payment) = batch.payment_of_session(self.0.gateway, &self.0.session_ref) else {
            return Ok(CaptureOutcome::NoSuchPayment);
        };
        batch.hear(heard, "captured");
        Ok(self.settle(batch, payment))
    }
}

impl Capture {
    fn settle(&self, batch: &mut Batch, id: PaymentId) -> CaptureOutcome {
        let now = batch.now;
        let Some(payment) = batch.payments.get_mut(&id) else { return CaptureOutcome::NoSuchPayment };
        if payment.value.state == PaymentState::Captured {
            return CaptureOutcome::Known;
        }
        let owed = Money::new(payment.value.amount_minor, payment.value.currency);
        let order = payment.value.order;
        let actor = Actor { kind: ActorKind::Gateway(self.0.gateway), address: "-".into() };
        if payment.value.payee != self.0.payee {
            // Somebody else's account: what it says changes nothing here.
            batch.effects.stray_money.push(self.0.stray("account", Some(id), now));
            return CaptureOutcome::Mismatch;
        }
        if owed != self.0.amount {
            let payment = payment.change();
            payment.state = PaymentState::Failed;
            payment.failure = Some("mismatched".to_owned());
            payment.updated_at = now;
            batch.effects.stray_money.push(self.0.stray("amount", Some(id), now));
            batch.log_payment(id, &actor, "payment.mismatched");
            end_unpaid(batch, order, false);
            return CaptureOutcome::Mismatch;
        }
        let payment = payment.change();
        payment.state = PaymentState::Captured;
        payment.charge_ref = Some(self.0.charge_ref.clone());
        payment.failure = None;
        payment.captured_at = Some(now);
        payment.updated_at = now;
        batch.log_payment(id, &actor, "payment.captured");
        batch.settle_order(order, id, &actor)
    }
}

impl Batch {
    /// The payment that a gateway knows by this session.
    pub(crate) fn payment_of_session(&self, gateway: &str, session_ref: &str) -> Option<PaymentId> {
        self.payments
            .values()
            .map(|payment| &payment.value)
            .find(|payment| payment.gateway == gateway && payment.session_ref.as_deref() == Some(session_ref))
            .map(|payment| payment.id)
    }

    /// Remembers a gateway's message, so that it is heard once.
    pub(crate) fn hear(&mut self, (gateway, event_ref): (String, String), kind: &'static str) {
        self.heard.insert((gateway.clone(), event_ref.clone()));
        self.effects.gateway_events.push((gateway, event_ref, kind));
    }

    /// What a captured payment means for its order.
    pub(crate) fn settle_order(
        &mut self,
        order: OrderId,
        payment: PaymentId,
        actor: &Actor,
    ) -> CaptureOutcome {
        let gateway = self.payments.get(&payment).map(|kept| kept.value.gateway.as_str());
        let cash = gateway.map_or(Account::Gateway, Account::of_gateway);
        match self.orders.get(&order).map(|order| order.value.state) {
            Some(OrderState::Pending) => {
                self.confirm(order, actor);
                self.post_sale(order, cash);
                CaptureOutcome::Confirmed(order)
            }
            Some(OrderState::Expired) if self.may_use_again(order) && self.retake(order, actor).is_ok() => {
                self.confirm(order, actor);
                self.post_sale(order, cash);
                CaptureOutcome::Retaken(order)
            }
            Some(OrderState::Expired | OrderState::Cancelled) => {
                self.return_surplus(payment, "late", actor);
                self.mail(order, OrderMail::LateRefund);
                CaptureOutcome::Refunding(order)
            }
            // Somebody paid in two windows: one payment buys, the other goes back.
            Some(OrderState::Confirmed) | None => {
                self.return_surplus(payment, "paid_twice", actor);
                CaptureOutcome::Refunding(order)
            }
        }
    }

    /// Money that buys nothing goes back.
    pub(crate) fn return_surplus(&mut self, payment: PaymentId, reason: &str, actor: &Actor) {
        if let Some(value) = self.payments.get(&payment).map(|kept| kept.value.clone()) {
            self.post_surplus(&value);
        }
        self.owe_surplus(payment, reason, actor);
    }

    /// Whether the codes that an expired order was priced with have a use left for it.
    fn may_use_again(&self, order: OrderId) -> bool {
        let Some(email) = self.orders.get(&order).map(|kept| &kept.value.email) else { return false };
        self.codes_of(&self.holds_of(order)).into_iter().all(|code| self.check_code_use(code, email).is_ok())
    }

    /// Takes an expired order's places again, all or none, and the uses of its codes.
    fn retake(&mut self, order: OrderId, actor: &Actor) -> Result<(), HoldRefusal> {
        let holds = self.holds_of(order);
        let mut done: Vec<(HoldId, PerformanceId, Vec<Place>)> = Vec::new();
        for id in &holds {
            let Some(hold) = self.holds.get(id).map(|kept| kept.value.clone()) else { continue };
            let guard = self.guard;
            let Some(performance) = self.performances.get_mut(&hold.performance) else { continue };
            if let Err(refusal) = performance.inventory.reclaim(*id, &hold.places, guard) {
                for (id, performance, places) in done {
                    if let Some(performance) = self.performances.get_mut(&performance) {
                        performance.inventory.release(id, &places);
                    }
                }
                return Err(refusal);
            }
            done.push((*id, hold.performance, hold.places));
        }
        for code in self.codes_of(&holds) {
            let email = self.orders.get(&order).map(|kept| kept.value.email.clone());
            self.use_code(code, order, &email.unwrap_or_default());
        }
        for id in holds {
            if let Some(hold) = self.holds.get_mut(&id) {
                hold.change().state = HoldState::Paying;
            }
        }
        if let Some(order) = self.orders.get(&order).map(|kept| kept.value.clone()) {
            self.log_order(&order, actor, "order.retaken", json!({}));
        }
        Ok(())
    }

    /// Writes what happened to a payment into the activity log.
    pub(crate) fn log_payment(&mut self, id: PaymentId, actor: &Actor, action: &'static str) {
        let Some(payment) = self.payments.get(&id).map(|kept| &kept.value) else { return };
        let detail =
            json!({ "payment": id, "amount_minor": payment.amount_minor, "currency": payment.currency });
        self.log_money(payment.order, actor, action, detail);
    }

    /// Writes what happened to an order's money into the activity log, and says which event the order is for.
    pub(crate) fn log_money(
        &mut self,
        id: OrderId,
        actor: &Actor,
        action: &'static str,
        detail: serde_json::Value,
    ) -> Option<EventId> {
        let order = self.orders.get(&id).map(|kept| &kept.value);
        let event = order.and_then(|order| order.lines.first()).map(|line| line.event);
        self.effects.activities.push(Activity {
            organization: order.map(|order| order.organization),
            at: self.now,
            actor: actor.clone(),
            action,
            subject_kind: "order",
            subject: *id.as_bytes(),
            event,
            detail,
        });
        event
    }

    /// Writes what happened to a refund into the activity log and the stream.
    pub(crate) fn log_refund(&mut self, id: RefundId, actor: &Actor, action: &'static str) {
        let Some(refund) = self.refunds.get(&id).map(|kept| &kept.value) else { return };
        let detail = json!({ "refund": id, "payment": refund.payment, "amount_minor": refund.amount_minor,
            "currency": refund.currency, "kind": refund.kind.as_str(), "reason": refund.reason });
        let payload = json!({ "order": refund.order, "refund": id, "amount_minor": refund.amount_minor,
            "currency": refund.currency });
        let event = self.log_money(refund.order, actor, action, detail);
        let told = DomainEvent { kind: action, event, performance: None, payload, at: self.now };
        self.effects.events.push(told);
    }
}
