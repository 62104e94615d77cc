//! Asking gateways about payments that nothing was heard of: a message, or the answer to our own call, may have
//! been lost. What the gateway says is told to the desk as if it had come by message.

use boxoffice_domain::ids::PaymentId;

use super::capture::hear_capture;
use super::open_session::find_due_session;
use super::{session_opened, session_over};
use crate::App;
use crate::jobs::{JobError, Periodic, Where};
use crate::payments::{GatewayError, SessionState};

/// After so long without a word we ask: the buyer may be typing, so not at once.
const QUIET_S: i64 = 120;
/// A call without an answer is looked into sooner.
const UNKNOWN_S: i64 = 10;
/// Payments that one round asks about.
const PAYMENTS_PER_ROUND: u32 = 100;

/// Asks about quiet payments, twice a minute.
pub(crate) const CHECK: Periodic = Periodic {
    name: "ask gateways about quiet payments",
    every_s: 30,
    on: Where::OneNode,
    work: |app| Box::pin(async move { check_quiet_payments(&app).await }),
};

async fn check_quiet_payments(app: &App) -> Result<(), JobError> {
    let now = app.clock.now();
    let quiet = {
        let mut tx = app.store.read().await?;
        tx.list_quiet_payments(now.plus_s(-QUIET_S), now.plus_s(-UNKNOWN_S), PAYMENTS_PER_ROUND).await?
    };
    for payment in quiet {
        if let Err(error) = check_session(app, payment).await {
            tracing::warn!(%payment, %error, "a payment could not be checked; the next round asks again");
        }
    }
    Ok(())
}

/// Asks the gateway what became of a payment's session and records it.
pub async fn check_session(app: &App, payment: PaymentId) -> Result<(), JobError> {
    let Some(due) = find_due_session(app, payment).await? else { return Ok(()) };
    let gateway =
        app.gateways.find(&due.gateway).ok_or_else(|| GatewayError::NotHere(due.gateway.clone()))?;
    let Some((session, state)) = gateway.find_session(&due.idempotency_key).await? else { return Ok(()) };
    if due.session_ref.is_none() {
        session_opened(app, payment, &session.session_ref, &session.url).await?;
    }
    match state {
        SessionState::Open => Ok(()),
        SessionState::Complete(capture) => {
            hear_capture(app, gateway.name(), None, &capture).await?;
            Ok(())
        }
        SessionState::Expired => Ok(session_over(app, payment).await?),
    }
}
