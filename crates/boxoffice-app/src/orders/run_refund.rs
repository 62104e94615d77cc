//! Giving money back at the gateway, once, however often the job runs: what may already have been asked is looked
//! up before it is asked again.

use boxoffice_domain::ids::RefundId;
use boxoffice_domain::money::Money;
use boxoffice_domain::payment::RefundState;
use serde::{Deserialize, Serialize};

use super::refund::hear_news;
use super::{refund_failed, refund_pending, refund_unknown};
use crate::App;
use crate::jobs::{Job, JobError, Lane};
use crate::payments::{Gateway, GatewayError, GivenBack, RefundRequest};
use crate::store::payments::DueRefund;

/// Sends a recorded refund to its gateway.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunRefund {
    /// Which.
    pub refund: RefundId,
}

impl Job for RunRefund {
    const KIND: &'static str = "run_refund";
    const LANE: Lane = Lane::Prompt;

    async fn run(self, app: &App) -> Result<(), JobError> {
        run_refund(app, self.refund).await
    }
}

pub(super) async fn run_refund(app: &App, refund: RefundId) -> Result<(), JobError> {
    let found = app.store.read().await?.find_due_refund(refund).await?;
    let due = found.ok_or_else(|| JobError::Never("there is no such refund".into()))?;
    let state = RefundState::parse(&due.state).ok_or_else(|| broken("state", refund))?;
    if matches!(state, RefundState::Done | RefundState::Failed) {
        return Ok(());
    }
    let gateway =
        app.gateways.find(&due.gateway).ok_or_else(|| GatewayError::NotHere(due.gateway.clone()))?;
    let request = request(&due, refund)?;
    if state == RefundState::Wanted {
        // Recorded first, so that a crash during the call is followed by a look, not by a second call.
        refund_pending(app, refund).await?;
    }
    match give_back(&**gateway, &request, state).await {
        Ok(given) => Ok(hear_news(app, refund, given.news, &given.refund_ref).await?),
        Err(GatewayError::Refused(reason)) => {
            tracing::error!(%refund, reason, "the gateway refuses a refund; a person must look");
            Ok(refund_failed(app, refund).await?)
        }
        Err(error) => {
            refund_unknown(app, refund).await?;
            Err(error.into())
        }
    }
}

async fn give_back(
    gateway: &dyn Gateway,
    request: &RefundRequest,
    state: RefundState,
) -> Result<GivenBack, GatewayError> {
    if state != RefundState::Wanted
        && let Some(earlier) = gateway.find_refund(request).await?
    {
        return Ok(earlier);
    }
    gateway.refund(request).await
}

fn request(due: &DueRefund, refund: RefundId) -> Result<RefundRequest, JobError> {
    let currency = due.currency.parse().map_err(|_| broken("currency", refund))?;
    Ok(RefundRequest {
        payment: due.payment_id,
        payee: due.gateway_account_id.into(),
        created_at: due.created_at,
        charge_ref: due.charge_ref.clone().ok_or_else(|| broken("charge", refund))?,
        amount: Money::new(due.amount_minor, currency),
        idempotency_key: due.idempotency_key.clone(),
    })
}

fn broken(what: &str, refund: RefundId) -> JobError {
    JobError::Never(format!("the {what} of refund {refund} cannot be read"))
}
