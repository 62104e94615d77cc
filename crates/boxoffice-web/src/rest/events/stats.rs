//! `GET /events/{eventId}/stats`: how full it is.

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::catalog::look::find_event_for;
use boxoffice_app::selling::{SaleStatus, availability_now};
use boxoffice_domain::ids::EventId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::json::Json;
use crate::problem::Problem;
use crate::rest::caller::Account;
use crate::rest::docs;
use crate::rest::query::Named;

/// How full an event is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stats {
    /// Places of all performances.
    #[schema(example = 500)]
    capacity: i64,
    /// Tickets issued.
    #[schema(example = 347)]
    registered: i64,
    /// Capacity less registered.
    #[schema(example = 153)]
    remaining: i64,
    /// `OPEN`, or `FULL` once nothing remains.
    #[schema(example = "OPEN")]
    status: &'static str,
    /// What can be held now: what remains less what others hold; nothing while nothing is on sale.
    #[schema(example = 140)]
    available: i64,
}

/// Tells how full an event is
#[utoipa::path(
    get,
    path = "/api/v1/events/{eventId}/stats",
    operation_id = "showEventStats",
    tag = "Events",
    security(("bearer" = []), ("session" = [])),
    params(("eventId" = docs::Uuid, Path)),
    responses((status = 200, description = "The figures, as of now", body = Stats))
)]
pub(crate) async fn stats(
    State(app): State<App>,
    account: Account,
    Named(event): Named<EventId>,
) -> Result<Json<Stats>, Problem> {
    let event = find_event_for(&app, &account.principal, event).await?.ok_or_else(Problem::not_found)?;
    // Whoever registers and then asks must find it counted, so the cached view is not enough.
    let view = availability_now(&app, event.event_id).await?.ok_or_else(Problem::not_found)?;
    let remaining = (view.capacity - view.sold).max(0);
    Ok(Json(Stats {
        capacity: view.capacity,
        registered: view.sold,
        remaining,
        status: if remaining == 0 { "FULL" } else { "OPEN" },
        available: if is_on_sale(view.status) { view.available } else { 0 },
    }))
}

fn is_on_sale(status: SaleStatus) -> bool {
    matches!(status, SaleStatus::Open | SaleStatus::AllHeld | SaleStatus::Full)
}
