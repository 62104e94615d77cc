//! `POST /webhooks/{gateway}`: a gateway's message. Its signature is over the raw bytes, so nothing reads them first.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use boxoffice_app::App;
use boxoffice_app::orders::{self, ReceiveError};
use boxoffice_domain::ids::OrganizationId;

use crate::problem::Problem;

/// Seconds after which a gateway may send again what we could not take.
const AGAIN_S: u32 = 5;

/// `POST /webhooks/{gateway}`
pub async fn receive(
    State(app): State<App>,
    Path(gateway): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    orders::receive_webhook(&app, &gateway, None, &headers, &body).await?;
    Ok(StatusCode::OK)
}

/// `POST /webhooks/{gateway}/{organization}`: of an organization's own account.
pub async fn receive_of(
    State(app): State<App>,
    Path((gateway, organization)): Path<(String, OrganizationId)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    orders::receive_webhook(&app, &gateway, Some(organization), &headers, &body).await?;
    Ok(StatusCode::OK)
}

impl From<ReceiveError> for Problem {
    fn from(error: ReceiveError) -> Self {
        match &error {
            ReceiveError::NotHere => Self::not_found(),
            ReceiveError::Refused(refusal) => Self::bad_request(refusal),
            ReceiveError::TooEarly | ReceiveError::Desk(_) | ReceiveError::Store(_) => {
                tracing::error!(%error, "a webhook could not be taken; it will be sent again");
                Self::unavailable(AGAIN_S)
            }
        }
    }
}
