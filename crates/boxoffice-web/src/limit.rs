//! Limits per client address that hold for every route: how often it asks, and how often it guesses at links.
//! Finer ones (signing in, holding, scanning) stand where the thing is done.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use boxoffice_app::rates::Rate;

use crate::client::Client;
use crate::problem::Problem;
use crate::state::Web;

/// Machines that check on us or prove themselves by a signature, and files that cost nothing.
const UNCOUNTED: [&str; 4] = ["/assets/", "/healthz", "/readyz", "/webhooks/"];

/// Counts every request of a client address.
pub(crate) async fn requests(State(web): State<Web>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // A router that is called in process has no peer, and nobody to count.
    let has_peer = request.extensions().get::<ConnectInfo<SocketAddr>>().is_some();
    if !has_peer || UNCOUNTED.iter().any(|start| path.starts_with(start)) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(client) = Client::from_request_parts(&mut parts, &web).await;
    match web.app().rates.check_address(Rate::Request, &client.address) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(refused) => Problem::from(refused).into_response(),
    }
}

/// Counts secret links that lead nowhere: who guesses is soon told to wait.
pub(crate) async fn misses(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(client) = Client::from_request_parts(&mut parts, &web).await;
    let answer = next.run(Request::from_parts(parts, body)).await;
    if answer.status() != StatusCode::NOT_FOUND {
        return answer;
    }
    match web.app().rates.check_address(Rate::SecretMiss, &client.address) {
        Ok(()) => answer,
        Err(refused) => Problem::from(refused).into_response(),
    }
}
