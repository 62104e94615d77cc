//! `GET /me`: who calls, and what is theirs.

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::orders::list_orders_of;
use boxoffice_domain::limits;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Account;
use super::docs::{Id, OrderSecret as OrderExample, Uuid};
use super::when::Millis;
use crate::json::Json;
use crate::problem::Problem;

/// An account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Me {
    /// Its id, as in events and registrations.
    #[schema(value_type = Uuid)]
    user_id: String,
    /// Its address.
    #[schema(example = "ada@example.org")]
    email: String,
    /// Whether the address was confirmed.
    confirmed: bool,
    /// Its name.
    name: String,
    /// As in its tokens: `attendee`, `organizer`, `operator`.
    #[schema(example = json!(["attendee"]))]
    groups: Vec<&'static str>,
    /// The organizations that it works for.
    organizations: Vec<Membership>,
}

/// Work for an organization.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Membership {
    /// The organization.
    #[schema(value_type = Uuid)]
    organization_id: String,
    /// `owner`, `manager`, `box_office` or `door`.
    #[schema(example = "owner")]
    role: &'static str,
}

/// An order in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderInList {
    /// Its id.
    #[schema(value_type = Id)]
    order_id: String,
    /// Its secret.
    #[schema(value_type = OrderExample)]
    order: String,
    /// Its number for people.
    number: String,
    /// `pending`, `confirmed`, `cancelled` or `expired`.
    #[schema(example = "confirmed")]
    state: &'static str,
    /// When it was placed.
    created_at: Millis,
    /// What it costs, fees included.
    total_minor: i64,
    /// ISO 4217.
    currency: String,
    /// Its first event.
    event_title: String,
    /// When that begins.
    starts_at: Option<Millis>,
    /// How many places.
    places: i64,
}

/// Says who calls
#[utoipa::path(
    get,
    path = "/api/v1/me",
    operation_id = "showMe",
    tag = "Account",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The account", body = Me))
)]
pub(crate) async fn show(account: Account) -> Json<Me> {
    let principal = account.principal;
    let organizations = principal
        .memberships
        .iter()
        .map(|(organization, role)| Membership { organization_id: organization.uuid(), role: role.as_str() });
    Json(Me {
        user_id: principal.account.uuid(),
        confirmed: principal.confirmed,
        groups: boxoffice_app::jwt::groups(&principal),
        organizations: organizations.collect(),
        email: principal.email,
        name: principal.name,
    })
}

/// Lists the caller's orders
///
/// The newest hundred.
#[utoipa::path(
    get,
    path = "/api/v1/me/orders",
    operation_id = "listMyOrders",
    tag = "Account",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Newest first", body = Vec<OrderInList>))
)]
pub(crate) async fn orders(
    State(app): State<App>,
    account: Account,
) -> Result<Json<Vec<OrderInList>>, Problem> {
    let orders = list_orders_of(&app, account.principal.account, limits::PAGE_LIMIT_MAX).await?;
    let orders = orders.into_iter().map(|order| OrderInList {
        order_id: order.id.to_string(),
        order: order.secret.to_string(),
        number: order.number,
        state: order.state.as_str(),
        created_at: order.created_at.into(),
        total_minor: order.total_minor,
        currency: order.currency,
        event_title: order.event_title,
        starts_at: order.starts_at.map(Millis),
        places: order.places,
    });
    Ok(Json(orders.collect()))
}
