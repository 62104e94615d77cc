//! `GET /events/{eventId}/registrations`: who comes, for those who sell.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::catalog::look::find_event_for;
use boxoffice_app::orders::{Registration, list_registrations};
use boxoffice_domain::ids::{EventId, TicketId};
use boxoffice_domain::limits;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::json::{Json, invalid};
use crate::problem::Problem;
use crate::rest::caller::Staff;
use crate::rest::docs;
use crate::rest::query::{Named, Params};
use crate::rest::when::Millis;

/// Which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageWanted {
    /// Where the page before ended: from the `Link` header.
    cursor: Option<String>,
    /// Most registrations of the page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Somebody who comes.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegistrationView {
    /// Its id.
    #[schema(value_type = docs::Uuid)]
    registration_id: String,
    /// The event.
    #[schema(value_type = docs::Uuid)]
    event_id: String,
    /// The account; null for those who bought without one.
    #[schema(value_type = Option<docs::Uuid>)]
    user_id: Option<String>,
    /// Where the ticket went.
    #[schema(example = "ada@example.org")]
    email: String,
    /// The ticket.
    #[schema(value_type = docs::Uuid)]
    ticket_id: String,
    /// When the ticket was issued.
    created_at: Millis,
    /// Who it admits.
    holder_name: String,
    /// `VALID`, `USED` or `VOID`.
    #[schema(example = "VALID")]
    status: &'static str,
}

/// Lists registrations
///
/// For those who sell for the event's organization, oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/events/{eventId}/registrations",
    operation_id = "listRegistrations",
    tag = "Events",
    security(("bearer" = []), ("session" = [])),
    params(("eventId" = docs::Uuid, Path), PageWanted),
    responses((
        status = 200,
        description = "A page of registrations",
        body = Vec<RegistrationView>,
        headers(("Link" = String, description = "`<address>; rel=\"next\"`, where there is a next page")),
    ))
)]
pub(crate) async fn registrations(
    State(app): State<App>,
    Staff(account): Staff,
    Named(event): Named<EventId>,
    Params(wanted): Params<PageWanted>,
) -> Result<Response, Problem> {
    let principal = &account.principal;
    let event = find_event_for(&app, principal, event).await?;
    let event = event.filter(|event| principal.role_in(event.organization_id).is_some());
    let event = event.ok_or_else(Problem::not_found)?;
    if !principal.may_sell(event.organization_id) {
        return Err(Problem::forbidden());
    }
    let limit = wanted.limit.unwrap_or(limits::PAGE_LIMIT);
    if !(1..=limits::PAGE_LIMIT_MAX).contains(&limit) {
        return Err(invalid(
            "limit",
            &format!("limit is a whole number from 1 to {}", limits::PAGE_LIMIT_MAX),
        ));
    }
    let after = wanted.cursor.as_deref().map(str::parse::<TicketId>).transpose();
    let after = after.map_err(|_| invalid("cursor", "cursor is not a page of this list"))?;
    let mut page = list_registrations(&app, event.event_id, after, limit + 1).await?;
    let more = page.len() > limit as usize;
    page.truncate(limit as usize);
    let views: Vec<RegistrationView> = page.iter().map(view).collect();
    let mut response = Json(views).into_response();
    if let Some(last) = page.last().filter(|_| more) {
        let path =
            format!("{}/api/v1/events/{}/registrations", app.settings.public_url, event.event_id.uuid());
        let link = format!("<{path}?cursor={}&limit={limit}>; rel=\"next\"", last.ticket.uuid());
        if let Ok(link) = link.parse() {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

fn view(registration: &Registration) -> RegistrationView {
    RegistrationView {
        registration_id: registration.registration.uuid(),
        event_id: registration.event.uuid(),
        user_id: registration.account.map(|account| account.uuid()),
        email: registration.email.clone(),
        ticket_id: registration.ticket.uuid(),
        created_at: registration.created_at.into(),
        holder_name: registration.holder_name.clone(),
        status: super::super::tickets::status(&registration.state, registration.used_at),
    }
}
