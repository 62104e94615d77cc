//! Opening the gateway's page for a payment that checkout recorded. Its idempotency key was stored before this
//! call, so asking again, also after a crash, opens no second session.

use boxoffice_domain::ids::PaymentId;
use boxoffice_domain::money::Money;
use boxoffice_domain::payment::PaymentState;

use super::{session_opened, session_unknown};
use crate::App;
use crate::payments::{GatewayError, SessionRequest};
use crate::selling::desk::DeskError;
use crate::selling::secret::OrderSecret;
use crate::store::StoreError;
use crate::store::payments::DueSession;

/// Why a session could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenSessionError {
    /// The payment is over, or there is none.
    #[error("there is nothing to pay any more")]
    Over,
    /// The gateway refused or did not answer.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The answer could not be recorded.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// Opens the session of a payment, or finds it open, and gives the address where the buyer pays.
pub async fn open_session(app: &App, payment: PaymentId) -> Result<String, OpenSessionError> {
    let due = find_due_session(app, payment).await.map_err(DeskError::from)?.ok_or(OpenSessionError::Over)?;
    let state = PaymentState::parse(&due.state).ok_or(OpenSessionError::Over)?;
    match (state, due.checkout_url.clone()) {
        (PaymentState::Captured | PaymentState::Failed, _) => return Err(OpenSessionError::Over),
        (PaymentState::Pending, Some(url)) => return Ok(url),
        _ => {}
    }
    let gateway = app.gateways.find(&due.gateway).ok_or(OpenSessionError::Over)?;
    let request = request(app, payment, &due).map_err(DeskError::from)?;
    match gateway.open_session(&request).await {
        Ok(session) => {
            session_opened(app, payment, &session.session_ref, &session.url).await?;
            Ok(session.url)
        }
        Err(error) => {
            if matches!(error, GatewayError::Unknown(_)) {
                session_unknown(app, payment).await?;
            }
            Err(error.into())
        }
    }
}

pub(super) async fn find_due_session(
    app: &App,
    payment: PaymentId,
) -> Result<Option<DueSession>, StoreError> {
    app.store.peek().await?.find_due_session(payment).await
}

pub(super) fn request(app: &App, payment: PaymentId, due: &DueSession) -> Result<SessionRequest, StoreError> {
    let broken = |what: &str| StoreError::Broken(format!("{what} of payment {payment}"));
    let secret =
        due.secret.clone().try_into().map(OrderSecret::from_bytes).map_err(|_| broken("order secret"))?;
    let currency = due.currency.parse().map_err(|_| broken("currency"))?;
    let page = format!("{}/{}/orders/{secret}", app.settings.public_url, due.locale);
    Ok(SessionRequest {
        payment,
        order: due.order_id,
        payee: due.gateway_account_id.into(),
        idempotency_key: due.idempotency_key.clone(),
        created_at: due.created_at,
        email: due.email.clone(),
        locale: due.locale.clone(),
        amount: Money::new(due.amount_minor, currency),
        description: format!("{} · {}", due.organization_name, due.number),
        cancel_url: format!("{page}?payment=left"),
        return_url: page,
        expires_at: due.session_until,
    })
}
