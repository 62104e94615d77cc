//! Back to the cart for a buyer who came back unpaid: the payment is ended, the places stay theirs.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use boxoffice_app::orders::{ReopenError, Reopened, reopen};

use super::hold::cart_cookie;
use super::show_order::{OrderPage, find};
use crate::frame::Frame;
use crate::orders::refusal;
use crate::page::Page;
use crate::problem::Problem;
use crate::state::Web;

/// `POST /{lang}/orders/{secret}/cart`. What no longer waits for money leads back to its page.
pub async fn create(
    State(web): State<Web>,
    Path(secret): Path<String>,
    frame: Frame,
) -> Result<Response, Problem> {
    let order = find(web.app(), &secret).await?;
    match reopen(web.app(), order.id).await {
        Ok(Reopened::Cart(cart)) => {
            let places = u32::try_from(order.lines.len()).unwrap_or(u32::MAX);
            let cookie = AppendHeaders([(SET_COOKIE, cart_cookie(&web, cart, places))]);
            let to = frame.href(&format!("/carts/{cart}?notice=reopened"));
            Ok((cookie, Redirect::to(&to)).into_response())
        }
        Ok(Reopened::Paid) | Err(ReopenError::NotWaiting) => {
            Ok(Redirect::to(&frame.href(&format!("/orders/{secret}"))).into_response())
        }
        Err(ReopenError::NoSuchOrder) => Err(Problem::not_found()),
        Err(ReopenError::Desk(error)) => Err(refusal::desk(&error)),
        Err(ReopenError::Gateway) => {
            let sentence = frame.t("order-reopen-refused").to_owned();
            let page = OrderPage::new(web.app(), frame, &order).problem(sentence);
            Ok(Page::new(page).status(StatusCode::SERVICE_UNAVAILABLE).into_response())
        }
    }
}
