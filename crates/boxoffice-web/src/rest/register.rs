//! `POST /register`: one place for the account that asks. Free: at once. Priced: once it is paid.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::files::link;
use boxoffice_app::orders::{self, Registered};
use boxoffice_app::rates::Rate;
use boxoffice_app::tickets::files::link_path;
use boxoffice_domain::ids::EventId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Attendee;
use super::docs;
use super::refusals::{ErrorBody, refuse_registration};
use crate::json::Json;
use crate::problem::Problem;

/// Who wants to come, and to what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewRegistration {
    /// The event.
    #[schema(value_type = docs::Uuid)]
    event_id: EventId,
    /// Where the ticket goes.
    #[schema(example = "ada@example.org")]
    email: String,
}

/// A registration with its ticket.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegistrationMade {
    /// The registration.
    #[schema(value_type = docs::Uuid)]
    registration_id: String,
    /// The ticket.
    #[schema(value_type = docs::Uuid)]
    ticket_id: String,
    /// Downloads the ticket as PDF without further credentials for one hour; then it answers 410.
    ticket_url: String,
}

/// Registers for an event
///
/// One registration per account and event. A free event registers at once; a priced one answers 402 with
/// `checkoutUrl` until it is paid.
#[utoipa::path(
    post,
    path = "/api/v1/register",
    operation_id = "register",
    tag = "Registration",
    security(("bearer" = []), ("session" = [])),
    request_body = NewRegistration,
    responses(
        (status = 200, description = "The account was registered before", body = RegistrationMade),
        (status = 201, description = "Registered", body = RegistrationMade),
        (status = 402, description = "To be paid first, at `checkoutUrl`", body = ErrorBody),
        (status = 404, description = "There is no such event", body = ErrorBody),
        (status = 409, description = "`full`; `all_held` with `Retry-After`; or not on sale now", body = ErrorBody),
    )
)]
pub(crate) async fn register(
    State(app): State<App>,
    Attendee(account): Attendee,
    Json(new): Json<NewRegistration>,
) -> Result<Response, Problem> {
    account.limit(&app, Rate::Hold)?;
    let registered = orders::register(&app, &account.actor(), &account.principal, new.event_id, &new.email)
        .await
        .map_err(refuse_registration)?;
    let status = if registered.new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(RegistrationMade::new(&app, &registered))).into_response())
}

impl RegistrationMade {
    fn new(app: &App, registered: &Registered) -> Self {
        Self {
            registration_id: registered.registration.uuid(),
            ticket_id: registered.ticket.uuid(),
            ticket_url: link::sign_whole(app, &link_path(registered.order)),
        }
    }
}
