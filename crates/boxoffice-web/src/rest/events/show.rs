//! `GET /events/{eventId}`: an event with what is sold.

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::catalog::look::{Looked, look_at_event};
use boxoffice_app::store::performances::Performance;
use boxoffice_app::store::ticket_types::TicketType;
use boxoffice_domain::ids::EventId;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::EventView;
use crate::json::Json;
use crate::problem::Problem;
use crate::rest::caller::Account;
use crate::rest::docs;
use crate::rest::query::Named;
use crate::rest::when::Millis;

/// An event with what is sold.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventDetail {
    #[serde(flatten)]
    event: EventView,
    /// Markdown.
    description: String,
    /// Where; null: not known, or online.
    venue: Option<VenueView>,
    /// When.
    performances: Vec<PerformanceView>,
    /// What is sold.
    ticket_types: Vec<TicketTypeView>,
}

/// A place.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VenueView {
    /// Its name.
    name: String,
    /// Street and number.
    street: String,
    /// City.
    city: String,
    /// Country.
    country: String,
}

/// One dated occurrence.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PerformanceView {
    /// Its id.
    #[schema(value_type = docs::Uuid)]
    performance_id: String,
    /// When it begins; null: to be announced.
    starts_at: Option<Millis>,
    /// When it ends.
    ends_at: Option<Millis>,
    /// When doors open.
    doors_at: Option<Millis>,
    /// `scheduled`, `postponed` or `cancelled`.
    #[schema(example = "scheduled")]
    state: &'static str,
}

/// What is sold.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TicketTypeView {
    /// Its id.
    #[schema(value_type = docs::Uuid)]
    ticket_type_id: String,
    /// Its name.
    #[schema(example = "Adult")]
    name: String,
    /// What it includes.
    description: String,
    /// Price of one.
    price_minor: i64,
    /// Fee of one, on top.
    fee_minor: i64,
    /// What a buyer pays for one.
    total_minor: i64,
    /// Most in one order.
    order_limit: i64,
    /// When its sale opens; null: at once.
    sale_opens_at: Option<Millis>,
    /// When its sale closes; null: when the performance is over.
    sale_closes_at: Option<Millis>,
}

/// Shows an event
#[utoipa::path(
    get,
    path = "/api/v1/events/{eventId}",
    operation_id = "showEvent",
    tag = "Events",
    security(("bearer" = []), ("session" = [])),
    params(("eventId" = docs::Uuid, Path)),
    responses((status = 200, description = "The event", body = EventDetail))
)]
pub(crate) async fn show(
    State(app): State<App>,
    account: Account,
    Named(event): Named<EventId>,
) -> Result<Json<EventDetail>, Problem> {
    let looked = look_at_event(&app, &account.principal, event).await?.ok_or_else(Problem::not_found)?;
    let is_staff = account.principal.role_in(looked.event.organization_id).is_some();
    Ok(Json(EventDetail::new(looked, is_staff, &app.settings.public_url)))
}

impl EventDetail {
    /// Hidden ticket types are for those who sell them.
    fn new(looked: Looked, is_staff: bool, public_url: &str) -> Self {
        let visible = looked.ticket_types.iter().filter(|ticket_type| is_staff || !ticket_type.hidden);
        Self {
            event: EventView::new(&looked.event, looked.capacity, public_url),
            description: looked.event.description,
            venue: looked.venue.map(|venue| VenueView {
                name: venue.name,
                street: venue.street,
                city: venue.city,
                country: venue.country,
            }),
            performances: looked.performances.iter().map(performance).collect(),
            ticket_types: visible.map(ticket_type).collect(),
        }
    }
}

fn performance(performance: &Performance) -> PerformanceView {
    PerformanceView {
        performance_id: performance.performance_id.uuid(),
        starts_at: performance.starts_at.map(Millis),
        ends_at: performance.ends_at.map(Millis),
        doors_at: performance.doors_at.map(Millis),
        state: performance.state.as_str(),
    }
}

fn ticket_type(sold: &TicketType) -> TicketTypeView {
    TicketTypeView {
        ticket_type_id: sold.ticket_type_id.uuid(),
        name: sold.name.clone(),
        description: sold.description.clone(),
        price_minor: sold.price_minor,
        fee_minor: sold.fee_minor,
        total_minor: sold.price_minor.saturating_add(sold.fee_minor),
        order_limit: sold.order_limit,
        sale_opens_at: sold.sale_opens_at.map(Millis),
        sale_closes_at: sold.sale_closes_at.map(Millis),
    }
}
