//! Sending the tickets once more.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::notices::{ResendError, resend};
use boxoffice_app::rates::Rate;

use super::show_order::find;
use crate::client::Client;
use crate::frame::Frame;
use crate::problem::Problem;

/// `POST /{lang}/orders/{secret}/mails`. A mailbox is not a toy, so it is limited like every mail on request.
pub async fn create(
    State(app): State<App>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    let limited = app.rates.check(Rate::Reset, &order.email);
    limited.map_err(|limit| Problem::too_many_requests(limit.retry_after_s))?;
    match resend(&app, &client.actor(frame.viewer.as_ref()), &order).await {
        Ok(()) => Ok(Redirect::to(&frame.href(&format!("/orders/{secret}?notice=mailed"))).into_response()),
        Err(ResendError::Store(error)) => Err(error.into()),
        Err(error) => Err(Problem::refused(StatusCode::CONFLICT, error.code(), &error)),
    }
}
