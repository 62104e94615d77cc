//! What a gateway says about money on its way back. Done and failed are final; older news changes nothing.

use boxoffice_domain::ids::RefundId;
use boxoffice_domain::payment::RefundState;

use crate::App;
use crate::activity::Actor;
use crate::notices::order_mail::OrderMail;
use crate::selling::batch::{Batch, Needs};
use crate::selling::desk::{Deed, DeskError};

/// The gateway has the refund and works on it.
pub async fn refund_pending(app: &App, refund: RefundId) -> Result<(), DeskError> {
    report(app, refund, RefundState::Pending, None).await
}

/// The gateway was asked and did not answer.
pub async fn refund_unknown(app: &App, refund: RefundId) -> Result<(), DeskError> {
    report(app, refund, RefundState::Unknown, None).await
}

/// The buyer has the money; `gateway_ref` is its name at the gateway.
pub async fn refund_done(app: &App, refund: RefundId, gateway_ref: &str) -> Result<(), DeskError> {
    report(app, refund, RefundState::Done, Some(gateway_ref.to_owned())).await
}

/// The gateway refuses; a person must look.
pub async fn refund_failed(app: &App, refund: RefundId) -> Result<(), DeskError> {
    report(app, refund, RefundState::Failed, None).await
}

async fn report(
    app: &App,
    refund: RefundId,
    state: RefundState,
    gateway_ref: Option<String>,
) -> Result<(), DeskError> {
    let Ok(()) = app.desk.ask(Report { refund, state, gateway_ref }).await?;
    Ok(())
}

struct Report {
    refund: RefundId,
    state: RefundState,
    gateway_ref: Option<String>,
}

impl Deed for Report {
    type Answer = ();
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        needs.refund(self.refund);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), Self::Refusal> {
        let now = batch.now;
        let Some(kept) = batch.refunds.get_mut(&self.refund) else { return Ok(()) };
        let to = kept.value.state.advance(self.state);
        if to == kept.value.state {
            return Ok(());
        }
        let refund = kept.change();
        refund.state = to;
        refund.updated_at = now;
        if let Some(gateway_ref) = &self.gateway_ref {
            refund.gateway_ref = Some(gateway_ref.clone());
        }
        if to == RefundState::Done {
            refund.done_at = Some(now);
        }
        let (payment, order) = (refund.payment, refund.order);
        let action = match to {
            RefundState::Done => "refund.done",
            RefundState::Failed => "refund.failed",
            _ => return Ok(()),
        };
        batch.log_payment(payment, &Actor::system(), action);
        if to == RefundState::Done {
            batch.mail(order, OrderMail::Refunded);
        }
        Ok(())
    }
}
