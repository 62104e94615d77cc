//! Paying an order that waits: on to the gateway, as often as needed while it is open.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::orders::OrderState;
use boxoffice_app::orders::open_session::open_session;

use super::show_order::{OrderPage, find};
use crate::frame::Frame;
use crate::page::Page;
use crate::problem::Problem;

/// `POST /{lang}/orders/{secret}/payments`. What no longer waits for money leads back to its page.
pub async fn create(
    State(app): State<App>,
    Path(secret): Path<String>,
    frame: Frame,
) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    let open = order.payments.iter().rfind(|payment| payment.state.is_unfinished());
    let Some(payment) = open.filter(|_| order.state == OrderState::Pending) else {
        return Ok(Redirect::to(&frame.href(&format!("/orders/{secret}"))).into_response());
    };
    match open_session(&app, payment.id).await {
        Ok(url) => Ok(Redirect::to(&url).into_response()),
        Err(error) => {
            tracing::warn!(%error, "a payment session could not be opened");
            let sentence = frame.t("error-gateway-unavailable").to_owned();
            let page = OrderPage::new(&app, frame, &order).problem(sentence);
            Ok(Page::new(page).status(StatusCode::SERVICE_UNAVAILABLE).into_response())
        }
    }
}
