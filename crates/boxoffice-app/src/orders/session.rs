//! What a gateway says about a session before money moves: it is open, it did not answer, a try failed, it is over.
//! Older news never moves a payment back.

use boxoffice_domain::ids::PaymentId;
use boxoffice_domain::order::OrderState;
use boxoffice_domain::payment::PaymentState;

use super::reopen::LEFT;
use crate::App;
use crate::activity::{Actor, ActorKind};
use crate::selling::batch::{Batch, Needs, Payment};
use crate::selling::desk::{Deed, DeskError};

/// The gateway opened a session: its name there, and where the buyer pays.
pub async fn session_opened(
    app: &App,
    payment: PaymentId,
    session_ref: &str,
    url: &str,
) -> Result<(), DeskError> {
    tell(app, payment, News::Opened { session_ref: session_ref.to_owned(), url: url.to_owned() }).await
}

/// The gateway was asked to open a session and did not answer.
pub async fn session_unknown(app: &App, payment: PaymentId) -> Result<(), DeskError> {
    tell(app, payment, News::Unknown).await
}

/// The buyer tried and the gateway declined; the session stays open. `event_ref` is the message's id there.
pub async fn payment_failed(
    app: &App,
    gateway: &'static str,
    event_ref: &str,
    session_ref: &str,
    reason: &str,
) -> Result<(), DeskError> {
    let deed = Declined {
        gateway,
        event_ref: event_ref.to_owned(),
        session_ref: session_ref.to_owned(),
        reason: reason.to_owned(),
    };
    let Ok(()) = app.desk.ask(deed).await?;
    Ok(())
}

/// The gateway confirms that nothing will be captured in this session any more: its order expires.
pub async fn session_over(app: &App, payment: PaymentId) -> Result<(), DeskError> {
    tell(app, payment, News::Over).await
}

async fn tell(app: &App, payment: PaymentId, news: News) -> Result<(), DeskError> {
    let Ok(()) = app.desk.ask(Session { payment, news }).await?;
    Ok(())
}

enum News {
    Opened { session_ref: String, url: String },
    Unknown,
    Over,
}

struct Session {
    payment: PaymentId,
    news: News,
}

impl Deed for Session {
    type Answer = ();
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        match self.news {
            News::Over => needs.payment(self.payment),
            News::Opened { .. } | News::Unknown => needs.lone_payment(self.payment),
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), Self::Refusal> {
        let now = batch.now;
        let Some(kept) =
            batch.payments.get_mut(&self.payment).filter(|kept| kept.value.state.is_unfinished())
        else {
            return Ok(());
        };
        let payment: &mut Payment = kept.change();
        payment.updated_at = now;
        match &self.news {
            News::Opened { session_ref, url } => {
                payment.state = PaymentState::Pending;
                payment.session_ref = Some(session_ref.clone());
                payment.checkout_url = Some(url.clone());
            }
            News::Unknown => payment.state = PaymentState::Unknown,
            News::Over => {
                payment.state = PaymentState::Failed;
                let failure = payment.failure.get_or_insert_with(|| "session_over".to_owned());
                let (order, is_left) = (payment.order, failure == LEFT);
                end_unpaid(batch, order, is_left);
            }
        }
        Ok(())
    }
}

/// Ends a pending order that no open payment can save: it becomes a cart again where its buyer asked for that in
/// time, else it expires.
pub(super) fn end_unpaid(batch: &mut Batch, order: boxoffice_domain::ids::OrderId, is_left: bool) {
    let is_pending = batch.orders.get(&order).is_some_and(|kept| kept.value.state == OrderState::Pending);
    let unfinished =
        |id: &PaymentId| batch.payments.get(id).is_some_and(|kept| kept.value.state.is_unfinished());
    if !is_pending || batch.payments_of(order).iter().any(unfinished) {
        return;
    }
    if !(is_left && batch.reopen_order(order)) {
        batch.end_order(order, OrderState::Expired, "not_paid", &Actor::system());
    }
}

struct Declined {
    gateway: &'static str,
    event_ref: String,
    session_ref: String,
    reason: String,
}

impl Deed for Declined {
    type Answer = ();
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        needs.session(self.gateway, &self.session_ref);
        needs.message(self.gateway, &self.event_ref);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), Self::Refusal> {
        let heard = (self.gateway.to_owned(), self.event_ref.clone());
        let Some(id) = batch.payment_of_session(self.gateway, &self.session_ref) else { return Ok(()) };
        if batch.heard.contains(&heard) {
            return Ok(());
        }
        batch.hear(heard, "failed");
        let now = batch.now;
        if let Some(kept) = batch.payments.get_mut(&id).filter(|kept| kept.value.state.is_unfinished()) {
            let payment = kept.change();
            payment.failure = Some(self.reason.clone());
            payment.updated_at = now;
            let actor = Actor { kind: ActorKind::Gateway(self.gateway), address: "-".into() };
            batch.log_payment(id, &actor, "payment.declined");
        }
        Ok(())
    }
}
