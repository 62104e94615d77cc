//! `GET /events/{eventId}/availability` and the free seats of an area: what a picker draws. No account needed.

use std::sync::Arc;

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::catalog::shown::find_shown_by_id;
use boxoffice_app::selling::availability::{
    AreaKind, EventAvailability, PerformanceAvailability, TypeAvailability,
};
use boxoffice_app::selling::{availability, free_seats};
use boxoffice_domain::ids::{AreaId, EventId, PerformanceId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::json::Json;
use crate::problem::Problem;
use crate::rest::docs::Id;
use crate::rest::query::Named;
use crate::rest::when::Millis;

/// What is left of an event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AvailabilityView {
    /// Grows with every change.
    version: u64,
    /// `open`, `full`, `all_held`, `not_yet`, `ended`, `cancelled` or `postponed`.
    #[schema(example = "open")]
    status: &'static str,
    /// What can be held now.
    available: i64,
    /// Its performances.
    performances: Vec<PerformanceLeft>,
}

/// What is left of a performance.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PerformanceLeft {
    /// The performance.
    #[schema(value_type = Id)]
    performance_id: String,
    /// When it begins.
    starts_at: Option<Millis>,
    /// As of the event.
    #[schema(example = "open")]
    status: &'static str,
    /// Its areas.
    areas: Vec<AreaLeft>,
    /// What is sold.
    ticket_types: Vec<TypeLeft>,
}

/// What is left of an area.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AreaLeft {
    /// The area.
    #[schema(value_type = Id)]
    area_id: String,
    /// Its name.
    name: String,
    /// `standing` or `seated`.
    #[schema(example = "standing")]
    kind: &'static str,
    /// What can be held now.
    available: i64,
}

/// What is left of a ticket type.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TypeLeft {
    /// The ticket type.
    #[schema(value_type = Id)]
    ticket_type_id: String,
    /// Its name.
    name: String,
    /// What a buyer pays for one, fees included.
    total_minor: i64,
    /// Most in one order.
    order_limit: u32,
    /// As of the event.
    #[schema(example = "open")]
    status: &'static str,
    /// What can be held now.
    available: i64,
    /// From which areas it is sold.
    #[schema(value_type = Vec<Id>)]
    area_ids: Vec<String>,
}

/// A seat.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SeatLeft {
    /// The seat.
    #[schema(value_type = Id)]
    seat_id: String,
    /// Its row.
    #[schema(example = "F")]
    row: String,
    /// Its number in the row.
    #[schema(example = "12")]
    seat: String,
    /// Whether it can be held now.
    free: bool,
}

/// Tells what is left of an event
#[utoipa::path(
    get,
    path = "/api/v1/events/{eventId}/availability",
    operation_id = "showAvailability",
    tag = "Selling",
    params(("eventId" = Id, Path)),
    responses((status = 200, description = "What is left, as of a moment ago", body = AvailabilityView))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Named(event): Named<EventId>,
) -> Result<Json<AvailabilityView>, Problem> {
    let view = find(&app, event).await?;
    Ok(Json(AvailabilityView {
        version: view.version,
        status: view.status.as_str(),
        available: view.available,
        performances: view.performances.iter().map(performance).collect(),
    }))
}

/// Lists the seats of an area
#[utoipa::path(
    get,
    path = "/api/v1/events/{eventId}/performances/{performanceId}/areas/{areaId}/seats",
    operation_id = "listSeats",
    tag = "Selling",
    params(("eventId" = Id, Path), ("performanceId" = Id, Path), ("areaId" = Id, Path)),
    responses((status = 200, description = "Every seat, row by row", body = Vec<SeatLeft>))
)]
pub(crate) async fn seats(
    State(app): State<App>,
    Named((event, performance, area)): Named<(EventId, PerformanceId, AreaId)>,
) -> Result<Json<Vec<SeatLeft>>, Problem> {
    let view = find(&app, event).await?;
    let known = view.performances.iter().find(|known| known.performance == performance);
    known
        .filter(|known| known.areas.iter().any(|known| known.area == area))
        .ok_or_else(Problem::not_found)?;
    let seats = free_seats(&app, performance, area).await?;
    let seats = seats.into_iter().map(|seat| SeatLeft {
        seat_id: seat.seat.to_string(),
        row: seat.row,
        seat: seat.label,
        free: seat.free,
    });
    Ok(Json(seats.collect()))
}

/// Drafts are not there, whatever is left of them.
async fn find(app: &App, event: EventId) -> Result<Arc<EventAvailability>, Problem> {
    find_shown_by_id(app, event).await?.ok_or_else(Problem::not_found)?;
    availability(app, event).await?.ok_or_else(Problem::not_found)
}

fn performance(left: &PerformanceAvailability) -> PerformanceLeft {
    PerformanceLeft {
        performance_id: left.performance.to_string(),
        starts_at: left.starts_at.map(Millis),
        status: left.status.as_str(),
        areas: left
            .areas
            .iter()
            .map(|area| AreaLeft {
                area_id: area.area.to_string(),
                name: area.name.clone(),
                kind: if area.kind == AreaKind::Seated { "seated" } else { "standing" },
                available: area.available,
            })
            .collect(),
        ticket_types: left.ticket_types.iter().filter(|sold| !sold.hidden).map(ticket_type).collect(),
    }
}

fn ticket_type(left: &TypeAvailability) -> TypeLeft {
    TypeLeft {
        ticket_type_id: left.ticket_type.to_string(),
        name: left.name.clone(),
        total_minor: left.price_minor.saturating_add(left.fee_minor),
        order_limit: left.order_limit,
        status: left.status.as_str(),
        available: left.available,
        area_ids: left.areas.iter().map(ToString::to_string).collect(),
    }
}
