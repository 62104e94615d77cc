//! Giving places of a cart back.

use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use boxoffice_app::selling::{self, CartSecret, CartState};
use boxoffice_domain::ids::HoldId;
use serde::Deserialize;

use super::hold::cart_cookie;
use super::show_cart::find;
use crate::client::Client;
use crate::cookies;
use crate::form::Form;
use crate::frame::Frame;
use crate::orders::refusal;
use crate::problem::Problem;
use crate::state::Web;

/// Which places.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    hold: HoldId,
}

/// `POST /{lang}/carts/{secret}/releases`.
pub async fn create(
    State(web): State<Web>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
    form: Form<Fields>,
) -> Result<Response, Problem> {
    let cart: CartSecret = crate::orders::parse(&secret)?;
    let actor = client.actor(frame.viewer.as_ref());
    selling::release(web.app(), &actor, cart, Some(form.value.hold))
        .await
        .map_err(|error| refusal::release(&error))?;
    let left = find(web.app(), &secret).await?;
    let places = left.holds.iter().flat_map(|hold| &hold.lines).map(|line| line.quantity).sum();
    let cookie = match left.state {
        CartState::Empty => cookies::clear(&web, cookies::CART),
        _ => cart_cookie(&web, cart, places),
    };
    let to = Redirect::to(&frame.href(&format!("/carts/{secret}?notice=removed")));
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), to).into_response())
}
