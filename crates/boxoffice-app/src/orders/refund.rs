//! What a gateway says about money on its way back. Older news changes nothing; what is done can only still fail,
//! when the buyer's bank sends it back.

use boxoffice_domain::ids::RefundId;
use boxoffice_domain::payment::RefundState;

use crate::App;
use crate::activity::Actor;
use crate::notices::order_mail::OrderMail;
use crate::payments::{Payee, RefundNews};
use crate::selling::batch::{Batch, Needs};
use crate::selling::desk::{Deed, DeskError};
use crate::store::StoreError;

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

/// A gateway's message about a refund. One that is not of ours moves nothing; a person must look.
pub(super) async fn hear_refund(
    app: &App,
    gateway: &'static str,
    payee: Payee,
    refund_ref: &str,
    idempotency_key: Option<&str>,
    news: RefundNews,
) -> Result<(), HearError> {
    let found = app.store.read().await?.find_refund_at_gateway(gateway, refund_ref, idempotency_key).await?;
    let Some(refund) = found else {
        tracing::error!(gateway, refund_ref, ?news, "the gateway tells of a refund that we did not ask for");
        return Ok(());
    };
    let due = app.store.read().await?.find_due_refund(refund).await?;
    if due.is_none_or(|due| due.gateway_account_id != payee.id()) {
        tracing::warn!(gateway, %refund, "a message about a refund of another account was ignored");
        return Ok(());
    }
    hear_news(app, refund, news, refund_ref).await?;
    Ok(())
}

/// How far a refund of ours is at its gateway, by message or when asked.
pub(super) async fn hear_news(
    app: &App,
    refund: RefundId,
    news: RefundNews,
    refund_ref: &str,
) -> Result<(), DeskError> {
    let state = match news {
        RefundNews::Pending => RefundState::Pending,
        RefundNews::Done => RefundState::Done,
        RefundNews::Failed => RefundState::Failed,
    };
    report(app, refund, state, Some(refund_ref.to_owned())).await
}

/// Why a message could not be taken now.
#[derive(Debug, thiserror::Error)]
pub(super) enum HearError {
    /// The desk could not.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Our own database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
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
        batch.report_refund(self.refund, self.state, self.gateway_ref.as_deref(), &Actor::system());
        Ok(())
    }
}

impl Batch {
    /// Moves a refund on, unless it is there or further already, with everything that follows.
    pub(crate) fn report_refund(
        &mut self,
        id: RefundId,
        state: RefundState,
        gateway_ref: Option<&str>,
        actor: &Actor,
    ) {
        let now = self.now;
        let Some(kept) = self.refunds.get_mut(&id) else { return };
        let was = kept.value.state;
        let to = was.advance(state);
        if let Some(gateway_ref) = gateway_ref.filter(|_| kept.value.gateway_ref.is_none()) {
            kept.change().gateway_ref = Some(gateway_ref.to_owned());
        }
        if to == was {
            return;
        }
        let refund = kept.change();
        refund.state = to;
        refund.updated_at = now;
        refund.done_at = (to == RefundState::Done).then_some(now);
        let refund = refund.clone();
        match to {
            RefundState::Done => {
                self.post_refund_done(&refund);
                self.log_refund(id, actor, "refund.done");
                self.mail(refund.order, OrderMail::Refunded);
            }
            RefundState::Failed => {
                self.post_refund_failed(&refund, was == RefundState::Done);
                self.log_refund(id, actor, "refund.failed");
            }
            RefundState::Wanted | RefundState::Pending | RefundState::Unknown => {}
        }
    }
}
