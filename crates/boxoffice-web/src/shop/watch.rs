//! Where open pages listen: a connection says only that there is something new to fetch.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::Response;
use boxoffice_app::selling::availability;
use boxoffice_domain::ids::EventId;

use super::show_order::find;
use crate::problem::Problem;
use crate::state::Web;

/// How long a refused page waits before it asks again: every watcher costs a connection.
const RETRY_S: u32 = 30;

/// `GET /live/events/{event}`.
pub async fn event(State(web): State<Web>, Path(event): Path<String>) -> Result<Response, Problem> {
    let event = crate::orders::parse(&event)?;
    // Only what is there is worth a connection.
    availability(web.app(), event).await?.ok_or_else(Problem::not_found)?;
    answer(&web, event)
}

/// `GET /live/orders/{secret}`: changes of the order's event, among them the order's own.
pub async fn order(State(web): State<Web>, Path(secret): Path<String>) -> Result<Response, Problem> {
    let order = find(web.app(), &secret).await?;
    let event = order.lines.first().map(|line| line.event).ok_or_else(Problem::not_found)?;
    answer(&web, event)
}

fn answer(web: &Web, event: EventId) -> Result<Response, Problem> {
    let watch = web.watchers().watch(event).ok_or_else(|| Problem::unavailable(RETRY_S))?;
    Response::builder()
        .header(CONTENT_TYPE, "text/event-stream")
        .header(CACHE_CONTROL, "no-store")
        // Some proxies gather answers before they pass them on.
        .header("x-accel-buffering", "no")
        .body(Body::from_stream(watch.messages()))
        .map_err(|error| Problem::fault(&error))
}
