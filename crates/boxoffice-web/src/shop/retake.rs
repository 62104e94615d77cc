//! Recoverable expiry: one button takes the same or the nearest places again, and everything typed is still there.

use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Response};
use boxoffice_app::selling::{self, Cart, CartSecret, HoldError, Retaken};
use boxoffice_domain::time::Zone;

use super::cart_view::{CartView, Changes};
use super::hold::cart_cookie;
use super::hold_form::Fields;
use super::show_cart::{CartPage, find};
use super::show_checkout::CheckoutPage;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::orders::refusal;
use crate::page::Page;
use crate::problem::Problem;
use crate::state::Web;

/// `POST /{lang}/carts/{secret}/retakes`, from the cart or, with everything typed, from checkout.
pub async fn create(
    State(web): State<Web>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
    form: Form<Fields>,
) -> Result<Response, Problem> {
    let cart: CartSecret = crate::orders::parse(&secret)?;
    let before = find(web.app(), &secret).await?;
    let actor = client.actor(frame.viewer.as_ref());
    let from_checkout = form.value.iter().any(|(name, _)| name == "from");
    match selling::retake(web.app(), &actor, cart).await {
        Ok(retaken) => taken(&web, frame, &before, &retaken, from_checkout.then_some(form.typed)).await,
        Err(error) => refused(&web, frame, &before, &error, from_checkout.then_some(form.typed)),
    }
}

async fn taken(
    web: &Web,
    frame: Frame,
    before: &Cart,
    retaken: &Retaken,
    typed: Option<Typed>,
) -> Result<Response, Problem> {
    let after = find(web.app(), &before.secret.to_string()).await?;
    let changes = Changes::of(before, &after, &retaken.moved, &retaken.lost, frame.lang);
    let places = after.holds.iter().flat_map(|hold| &hold.lines).map(|line| line.quantity).sum();
    let cookie = AppendHeaders([(SET_COOKIE, cart_cookie(web, after.secret, places))]);
    let now = web.app().clock.now();
    Ok(if let Some(typed) = typed {
        let page = CheckoutPage::new(frame, &after, typed, now).changes(changes);
        (cookie, Page::new(page)).into_response()
    } else {
        let view = CartView::of(&after, frame.lang, now);
        (cookie, Page::new(CartPage::new(frame, view).changes(changes))).into_response()
    })
}

fn refused(
    web: &Web,
    frame: Frame,
    cart: &Cart,
    error: &HoldError,
    typed: Option<Typed>,
) -> Result<Response, Problem> {
    let zone =
        cart.holds.first().and_then(|hold| Zone::named(&hold.time_zone).ok()).unwrap_or_else(Zone::utc);
    let problem = refusal::hold(error, frame.lang, &zone);
    if problem.status().is_server_error() {
        return Err(problem);
    }
    let (sentence, now) = (problem.sentence(frame.lang), web.app().clock.now());
    Ok(if let Some(mut typed) = typed {
        typed.refuse("", sentence);
        Page::new(CheckoutPage::new(frame, cart, typed, now)).status(problem.status()).into_response()
    } else {
        let view = CartView::of(cart, frame.lang, now);
        Page::new(CartPage::new(frame, view).problem(sentence)).status(problem.status()).into_response()
    })
}
