//! A code typed into a cart: what it lowers stands in the receipt, and why not, above it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::selling::{CodeError, apply_code, remove_codes};
use serde::Deserialize;

use super::cart_view::CartView;
use super::show_cart::{CartPage, find};
use crate::client::Client;
use crate::form::Form;
use crate::frame::Frame;
use crate::orders::refusal;
use crate::page::Page;
use crate::problem::Problem;

/// What the form says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fields {
    code: String,
}

/// `POST /{lang}/carts/{secret}/codes`.
pub async fn create(
    State(app): State<App>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
    form: Form<Fields>,
) -> Result<Response, Problem> {
    let actor = client.actor(frame.viewer.as_ref());
    let done = apply_code(&app, &actor, crate::orders::parse(&secret)?, &form.value.code).await;
    answer(&app, frame, &secret, "code", done).await
}

/// `POST /{lang}/carts/{secret}/codes/removal`.
pub async fn remove(
    State(app): State<App>,
    Path(secret): Path<String>,
    frame: Frame,
) -> Result<Response, Problem> {
    let done = remove_codes(&app, crate::orders::parse(&secret)?).await;
    answer(&app, frame, &secret, "code-removed", done).await
}

/// The cart again, with what was done or why not.
async fn answer(
    app: &App,
    frame: Frame,
    secret: &str,
    notice: &str,
    done: Result<(), CodeError>,
) -> Result<Response, Problem> {
    let Err(error) = done else {
        return Ok(Redirect::to(&frame.href(&format!("/carts/{secret}?notice={notice}"))).into_response());
    };
    let problem = refusal::code(&error);
    if problem.status().is_server_error() {
        return Err(problem);
    }
    let view = CartView::of(&find(app, secret).await?, frame.lang, app.clock.now());
    let sentence = problem.sentence(frame.lang);
    Ok(Page::new(CartPage::new(frame, view).problem(sentence)).status(problem.status()).into_response())
}
