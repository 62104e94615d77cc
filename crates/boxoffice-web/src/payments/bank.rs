//! What a buyer's bank does in test mode, by buttons on the test gateway's book: dispute a charge, decide about it,
//! send a refund back. The shop hears of it by the gateway's signed message.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_domain::payment::DisputeState;

use super::gateway;
use crate::problem::Problem;

/// `POST /test-gateway/charges/{charge}/disputes`
pub async fn dispute(State(app): State<App>, Path(charge): Path<String>) -> Result<Response, Problem> {
    gateway(&app)?.dispute(&charge).await?.ok_or_else(Problem::not_found)?;
    Ok(to_book())
}

/// `POST /test-gateway/disputes/{dispute}/{verdict}`: `won` or `lost`.
pub async fn decide(
    State(app): State<App>,
    Path((dispute, verdict)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let verdict = DisputeState::parse(&verdict).filter(|state| *state != DisputeState::Opened);
    let verdict = verdict.ok_or_else(Problem::not_found)?;
    gateway(&app)?.decide_dispute(&dispute, verdict).await?.ok_or_else(Problem::not_found)?;
    Ok(to_book())
}

/// `POST /test-gateway/refunds/{refund}/returns`
pub async fn send_back(State(app): State<App>, Path(refund): Path<String>) -> Result<Response, Problem> {
    if !gateway(&app)?.return_refund(&refund).await? {
        return Err(Problem::not_found());
    }
    Ok(to_book())
}

fn to_book() -> Response {
    Redirect::to("/test-gateway/book").into_response()
}
