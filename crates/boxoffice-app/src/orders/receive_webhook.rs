//! A gateway's message: checked over its raw bytes, then told to the desk, which hears each one once.
//! Whatever order messages come in and however often, the order ends the same.

use boxoffice_domain::ids::{OrganizationId, PaymentId};
use hyper::HeaderMap;

use super::capture::{CaptureOutcome, hear_capture};
use super::dispute::{DisputeOutcome, Disputed, disputed};
use super::open_session::find_due_session;
use super::refund::{HearError, hear_refund};
use super::{payment_failed, session_over};
use crate::App;
use crate::mishap;
use crate::payments::{Gateway, GatewayEvent, Payee, Told, WebhookError};
use crate::selling::desk::DeskError;
use crate::store::StoreError;

/// A charge that is not known so long after its dispute is none of ours: captures are found within minutes.
const UNKNOWN_CHARGE_S: i64 = 3_600;

/// Why a message was not taken. Only the last three are worth sending it again.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// No gateway of that name works here.
    #[error("there is no such gateway here")]
    NotHere,
    /// Not signed by the gateway, or not readable. It had no effect.
    #[error(transparent)]
    Refused(#[from] WebhookError),
    /// It is about money that we have not heard of yet.
    #[error("this charge is not known here yet")]
    TooEarly,
    /// The desk could not take it now.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Our own database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a message of the gateway with that name, sent to the installation's address or to an organization's.
pub async fn receive_webhook(
    app: &App,
    gateway: &str,
    organization: Option<OrganizationId>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), ReceiveError> {
    let gateway = app.gateways.find(gateway).ok_or(ReceiveError::NotHere)?;
    let event = gateway.read_webhook(organization, headers, body, app.clock.now())?;
    let kind = event.told.kind();
    hear(app, &**gateway, event).await?;
    mishap::pass(|| format!("message of {kind}, before it is acknowledged"));
    mishap::pass_soon(|| format!("message of {kind}, after it is acknowledged"));
    Ok(())
}

/// Tells the desk what a message says.
pub(super) async fn hear(app: &App, gateway: &dyn Gateway, event: GatewayEvent) -> Result<(), ReceiveError> {
    let name = gateway.name();
    match event.told {
        Told::Captured(capture) => {
            let outcome = hear_capture(app, name, event.payee, Some(&event.event_ref), &capture).await?;
            if matches!(outcome, CaptureOutcome::NoSuchPayment | CaptureOutcome::Mismatch) {
                tracing::error!(
                    gateway = name,
                    event = event.event_ref,
                    ?outcome,
                    "captured money without an order"
                );
            }
        }
        Told::Declined { session_ref, payment, reason } => {
            let session_ref = match (session_ref, payment) {
                (None, Some(payment)) => {
                    find_due_session(app, payment).await?.and_then(|due| due.session_ref)
                }
                (known, _) => known,
            };
            let Some(session_ref) = session_ref else { return Ok(()) };
            if find_own_payment(app, name, event.payee, &session_ref).await?.is_some() {
                payment_failed(app, name, &event.event_ref, &session_ref, &reason).await?;
            }
        }
        Told::Over { session_ref } => {
            if let Some(payment) = find_own_payment(app, name, event.payee, &session_ref).await? {
                session_over(app, payment).await?;
            }
        }
        Told::RefundUpdated { refund_ref, idempotency_key, state } => {
            hear_refund(app, name, event.payee, &refund_ref, idempotency_key.as_deref(), state).await?;
        }
        Told::Disputed { dispute_ref, charge_ref, amount, state, reason } => {
            let found = app.store.read().await?.find_payment_of_charge(name, &charge_ref).await?;
            let Some(payment) = found else {
                // Its capture may be on its way to us still: the gateway sends this again. What is unknown after
                // that was sold elsewhere, through the same account.
                let is_early = app.clock.now().since_s(event.at) < UNKNOWN_CHARGE_S;
                return if is_early { Err(ReceiveError::TooEarly) } else { Ok(()) };
            };
            let event_ref = event.event_ref;
            let told = Disputed { gateway: name, event_ref, payment, dispute_ref, amount, state, reason };
            hear_dispute(app, gateway, event.payee, &told).await?;
        }
        Told::Other(kind) => tracing::info!(gateway = name, kind, "a webhook that does not concern us"),
    }
    Ok(())
}

/// Takes what an account says of a dispute about its own money.
async fn hear_dispute(
    app: &App,
    gateway: &dyn Gateway,
    speaker: Payee,
    told: &Disputed,
) -> Result<(), ReceiveError> {
    let due = find_due_session(app, told.payment).await?;
    if !due.is_some_and(|due| gateway.speaks_for(speaker, due.gateway_account_id.into())) {
        tracing::warn!(gateway = told.gateway, payment = %told.payment, "a dispute told by another account was ignored");
        return Ok(());
    }
    if disputed(app, told).await? == DisputeOutcome::NotOurs {
        tracing::error!(gateway = told.gateway, payment = %told.payment, "a dispute about money that we do not have");
    }
    Ok(())
}

impl From<HearError> for ReceiveError {
    fn from(error: HearError) -> Self {
        match error {
            HearError::Desk(error) => Self::Desk(error),
            HearError::Store(error) => Self::Store(error),
        }
    }
}

/// The payment of a session, if the account that speaks of it is the one that takes its money.
async fn find_own_payment(
    app: &App,
    gateway: &str,
    payee: Payee,
    session_ref: &str,
) -> Result<Option<PaymentId>, StoreError> {
    let payment = app.store.read().await?.find_payment_of_session(gateway, session_ref).await?;
    let Some(payment) = payment else { return Ok(None) };
    let due = find_due_session(app, payment).await?;
    if due.is_some_and(|due| due.gateway_account_id == payee.id()) {
        return Ok(Some(payment));
    }
    tracing::warn!(gateway, %payment, "a message about a payment of another account was ignored");
    Ok(None)
}
