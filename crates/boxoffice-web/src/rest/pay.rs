//! `POST /pay`: holds one place of a priced event and says where to pay for it.

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::orders;
use boxoffice_app::rates::Rate;
use boxoffice_domain::ids::EventId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Attendee;
use super::docs;
use super::refusals::{ErrorBody, refuse_registration};
use crate::json::Json;
use crate::problem::Problem;

/// What is to be paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewPayment {
    /// The event.
    #[schema(value_type = docs::Uuid)]
    event_id: EventId,
    /// The caller's clock; taken, and not trusted.
    #[serde(rename = "timestamp", default)]
    #[schema(example = 1_704_384_000_000_i64)]
    _timestamp: Option<i64>,
}

/// An open payment session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaymentSession {
    /// Where the buyer pays.
    checkout_url: String,
    /// The gateway's name of the session.
    session_id: String,
    /// The event.
    #[schema(value_type = docs::Uuid)]
    event_id: String,
}

/// Opens a payment session
///
/// Called again, it answers with the same open session.
#[utoipa::path(
    post,
    path = "/api/v1/pay",
    operation_id = "pay",
    tag = "Registration",
    security(("bearer" = []), ("session" = [])),
    request_body = NewPayment,
    responses(
        (status = 200, description = "Where to pay", body = PaymentSession),
        (status = 404, description = "There is no such event", body = ErrorBody),
        (status = 409, description = "`free`, `already_registered`, `full`, `all_held`", body = ErrorBody),
    )
)]
pub(crate) async fn pay(
    State(app): State<App>,
    Attendee(account): Attendee,
    Json(new): Json<NewPayment>,
) -> Result<Json<PaymentSession>, Problem> {
    account.limit(&app, Rate::Hold)?;
    let session = orders::start_payment(&app, &account.actor(), &account.principal, new.event_id)
        .await
        .map_err(refuse_registration)?;
    Ok(Json(PaymentSession {
        checkout_url: session.url,
        session_id: session.session_ref,
        event_id: new.event_id.uuid(),
    }))
}
