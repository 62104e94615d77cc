//! The REST face, at `/api/v1`: one file per noun. Ids of the six contract calls are bare UUIDs;
//! everywhere else they print with their prefix, and both forms are taken.
//! `openapi.rs` gathers the description that stands beside each handler; a test holds it to the routes.

pub mod auth;
pub mod caller;
mod carts;
mod codes;
mod cors;
pub mod docs;
mod earnings;
pub mod events;
mod holds;
mod me;
mod money;
mod once;
pub mod openapi;
mod order_views;
mod orders;
mod pay;
pub mod query;
mod receipts;
mod refunds;
mod refusals;
mod register;
mod scan;
mod tickets;
pub mod viewer;
mod when;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

pub use once::Seed;

use crate::policy::Policy;
use crate::routes::Routes;
use crate::state::Web;

const SEATS: &str = "/api/v1/events/{event_id}/performances/{performance_id}/areas/{area_id}/seats";

pub(crate) fn routes(routes: &mut Routes) {
    auth::routes(routes);
    routes
        .get("/api/docs", Policy::Public, viewer::show)
        .get("/api/v1/openapi.json", Policy::ApiPublic, openapi::show)
        .get("/api/v1/carts/{cart}", Policy::ApiSecret, carts::show)
        .delete("/api/v1/carts/{cart}", Policy::ApiSecret, carts::release)
        .post("/api/v1/carts/{cart}/codes", Policy::ApiSecret, codes::create)
        .delete("/api/v1/carts/{cart}/codes", Policy::ApiSecret, codes::remove)
        .post("/api/v1/carts/{cart}/extensions", Policy::ApiSecret, carts::extend)
        .delete("/api/v1/carts/{cart}/holds/{hold_id}", Policy::ApiSecret, carts::release_hold)
        .post("/api/v1/carts/{cart}/orders", Policy::ApiSecret, orders::create)
        .post("/api/v1/carts/{cart}/retakes", Policy::ApiSecret, carts::retake)
        .get("/api/v1/events/{event_id}/availability", Policy::ApiPublic, events::availability::show)
        .get(SEATS, Policy::ApiPublic, events::availability::seats)
        .post("/api/v1/holds", Policy::ApiPublic, holds::create)
        .get("/api/v1/me", Policy::ApiSignedIn, me::show)
        .get("/api/v1/me/orders", Policy::ApiSignedIn, me::orders)
        .get("/api/v1/orders/{order}", Policy::ApiSecret, orders::show)
        .get("/api/v1/organizations/{organization}/earnings", Policy::ApiSignedIn, earnings::show)
        .post("/api/v1/orders/{order}/refunds", Policy::ApiSecret, refunds::create)
        .post("/api/v1/orders/{order}/cancellations", Policy::ApiSecret, orders::cancel)
        .post("/api/v1/orders/{order}/reopenings", Policy::ApiSecret, orders::reopen)
        .get("/api/v1/events", Policy::ApiSignedIn, events::list::list)
        .post("/api/v1/events", Policy::ApiSignedIn, events::create::create)
        .get("/api/v1/events/{event_id}", Policy::ApiSignedIn, events::show::show)
        .get(
            "/api/v1/events/{event_id}/registrations",
            Policy::ApiSignedIn,
            events::registrations::registrations,
        )
        .get("/api/v1/events/{event_id}/stats", Policy::ApiSignedIn, events::stats::stats)
        .post("/api/v1/pay", Policy::ApiSignedIn, pay::pay)
        .post("/api/v1/register", Policy::ApiSignedIn, register::register)
        .post("/api/v1/scan", Policy::ApiSignedIn, scan::scan)
        .get("/api/v1/tickets/{ticket_id}", Policy::ApiSignedIn, tickets::show);
}

/// What stands around every API route: other origins by allow-list, and keys that make a POST safe to repeat.
pub(crate) async fn surround(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    cors::cross_origin(web, request, next).await
}
