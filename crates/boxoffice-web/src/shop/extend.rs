//! "Five more minutes".

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::selling;

use super::cart_view::CartView;
use super::show_cart::{CartPage, find};
use crate::client::Client;
use crate::frame::Frame;
use crate::orders::refusal;
use crate::page::Page;
use crate::problem::Problem;

/// `POST /{lang}/carts/{secret}/extensions`. Without more time the cart says so and stays as it is.
pub async fn create(
    State(app): State<App>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
) -> Result<Response, Problem> {
    let actor = client.actor(frame.viewer.as_ref());
    let Err(error) = selling::extend(&app, &actor, crate::orders::parse(&secret)?).await else {
        return Ok(Redirect::to(&frame.href(&format!("/carts/{secret}?notice=extended"))).into_response());
    };
    let problem = refusal::extend(&error);
    if problem.status().is_server_error() {
        return Err(problem);
    }
    let view = CartView::of(&find(&app, &secret).await?, frame.lang, app.clock.now());
    let sentence = problem.sentence(frame.lang);
    Ok(Page::new(CartPage::new(frame, view).problem(sentence)).status(problem.status()).into_response())
}
