//! `GET /tickets/{ticketId}`: where a ticket stands, for its holder and those who sell or scan it.

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::tickets::find::find_ticket;
use boxoffice_domain::ids::TicketId;
use boxoffice_domain::time::Time;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Account;
use super::docs;
use super::query::Named;
use super::when::Millis;
use crate::json::Json;
use crate::problem::Problem;

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TicketView {
    /// Its id.
    #[schema(value_type = docs::Uuid)]
    ticket_id: String,
    /// Its event.
    #[schema(value_type = docs::Uuid)]
    event_id: String,
    /// Who bought it; null for those who have no account.
    #[schema(value_type = Option<docs::Uuid>)]
    user_id: Option<String>,
    /// `VALID`, `USED` or `VOID`.
    #[schema(example = "VALID")]
    status: &'static str,
    /// When it was issued.
    issued_at: Millis,
    /// When it let somebody in.
    used_at: Option<Millis>,
}

/// Shows a ticket
#[utoipa::path(
    get,
    path = "/api/v1/tickets/{ticketId}",
    operation_id = "showTicket",
    tag = "Door",
    security(("bearer" = []), ("session" = [])),
    params(("ticketId" = docs::Uuid, Path)),
    responses((status = 200, description = "The ticket", body = TicketView))
)]
pub(crate) async fn show(
    State(app): State<App>,
    account: Account,
    Named(ticket): Named<TicketId>,
) -> Result<Json<TicketView>, Problem> {
    let principal = &account.principal;
    let ticket = find_ticket(&app, ticket).await?.filter(|ticket| {
        ticket.account_id == Some(principal.account) || principal.role_in(ticket.organization_id).is_some()
    });
    let ticket = ticket.ok_or_else(Problem::not_found)?;
    Ok(Json(TicketView {
        ticket_id: ticket.ticket_id.uuid(),
        event_id: ticket.event_id.uuid(),
        user_id: ticket.account_id.map(|account| account.uuid()),
        status: status(&ticket.state, ticket.used_at),
        issued_at: ticket.issued_at.into(),
        used_at: ticket.used_at.map(Millis),
    }))
}

/// One word for two facts: a void ticket stays void, whether it was used or not.
pub(crate) fn status(state: &str, used_at: Option<Time>) -> &'static str {
    match (state, used_at) {
        ("valid", None) => "VALID",
        ("valid", Some(_)) => "USED",
        _ => "VOID",
    }
}
