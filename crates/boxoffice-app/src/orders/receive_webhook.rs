//! A gateway's message: checked over its raw bytes, then told to the desk, which hears each one once.
//! Whatever order messages come in and however often, the order ends the same.

use hyper::HeaderMap;

use super::capture::{CaptureOutcome, hear_capture};
use super::dispute::{DisputeOutcome, Disputed, disputed};
use super::refund::{HearError, hear_refund};
use super::{payment_failed, session_over};
use crate::App;
use crate::payments::{Told, WebhookError};
use crate::selling::desk::DeskError;
use crate::store::StoreError;

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

/// Takes a message of the gateway with that name.
pub async fn receive_webhook(
    app: &App,
    gateway: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), ReceiveError> {
    let gateway = app.gateways.find(gateway).ok_or(ReceiveError::NotHere)?;
    let event = gateway.read_webhook(headers, body, app.clock.now())?;
    let name = gateway.name();
    match event.told {
        Told::Captured(capture) => {
            let outcome = hear_capture(app, name, Some(&event.event_ref), &capture).await?;
            if matches!(outcome, CaptureOutcome::NoSuchPayment | CaptureOutcome::Mismatch) {
                tracing::error!(
                    gateway = name,
                    event = event.event_ref,
                    ?outcome,
                    "captured money without an order"
                );
            }
        }
        Told::Declined { session_ref, reason } => {
            payment_failed(app, name, &event.event_ref, &session_ref, &reason).await?;
        }
        Told::Over { session_ref } => {
            let payment = app.store.read().await?.find_payment_of_session(name, &session_ref).await?;
            if let Some(payment) = payment {
                session_over(app, payment).await?;
            }
        }
        Told::RefundUpdated { refund_ref, idempotency_key, state } => {
            hear_refund(app, name, &refund_ref, idempotency_key.as_deref(), state).await?;
        }
        Told::Disputed { dispute_ref, charge_ref, amount, state, reason } => {
            let found = app.store.read().await?.find_payment_of_charge(name, &charge_ref).await?;
            // Its capture may be on its way to us still: the gateway sends this again.
            let payment = found.ok_or(ReceiveError::TooEarly)?;
            let event_ref = event.event_ref;
            let told = Disputed { gateway: name, event_ref, payment, dispute_ref, amount, state, reason };
            let outcome = disputed(app, &told).await?;
            if outcome == DisputeOutcome::NotOurs {
                tracing::error!(gateway = name, %payment, "a dispute about money that we do not have");
            }
        }
        Told::Other(kind) => tracing::info!(gateway = name, kind, "a webhook that does not concern us"),
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
