//! Holding places: from the choice into the cart. The cookie remembers the newest cart.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::rates::Rate;
use boxoffice_app::selling::{self, CartSecret, CartState, HoldError, HoldRequest};
use boxoffice_domain::ids::PerformanceId;

use super::choose::{ChoosePage, Found, find};
use super::hold_form::{Fields, Wish, code, read, typed};
use super::opened::Opened;
use super::sale::{currency, zone};
use super::seats;
use crate::client::Client;
use crate::cookies;
use crate::form::Form;
use crate::frame::Frame;
use crate::orders::refusal;
use crate::page::Page;
use crate::problem::Problem;
use crate::state::Web;

/// How long a browser remembers its cart: longer than any hold, so that an expired one is found again.
const CART_COOKIE_S: i64 = 2 * 86_400;

/// `POST /{lang}/performances/{performance}/holds`.
pub async fn create(
    State(web): State<Web>,
    Path(performance): Path<String>,
    headers: HeaderMap,
    client: Client,
    frame: Frame,
    form: Form<Fields>,
) -> Result<Response, Problem> {
    let performance: PerformanceId = crate::orders::parse(&performance)?;
    web.app().rates.check_address(Rate::Hold, &client.address)?;
    let wish = read(&form.value)
        .ok_or_else(|| Problem::bad_request(&"a field of the form is not what it should be"))?;
    let found = find(web.app(), performance).await?;
    let (cart, other) = fitting_cart(web.app(), &headers, &found).await?;
    let account = frame.viewer.as_ref().map(|viewer| viewer.account);
    let request = HoldRequest { performance, items: wish.items.clone(), cart, account, id: None };
    let code = Some(code(&form.value)).filter(|code| !code.is_empty());
    let actor = client.actor(frame.viewer.as_ref());
    match selling::hold_with_code(web.app(), &actor, request, code).await {
        Ok(held) => to_cart(&web, &frame, held.cart, other).await,
        Err(error) => refuse(&web, frame, &client, &found, wish, &form.value, &error).await,
    }
}

/// The cart that this browser fills, if these places may join it: the same organizer and currency, not yet bought.
/// A cart that does not fit stays as it is and is ordered apart.
async fn fitting_cart(
    app: &App,
    headers: &HeaderMap,
    found: &Found,
) -> Result<(Option<CartSecret>, Option<CartSecret>), Problem> {
    let Some(mark) = cookies::find_cart(headers) else { return Ok((None, None)) };
    let Ok(secret) = mark.secret.parse::<CartSecret>() else { return Ok((None, None)) };
    let Some(cart) = selling::find_cart(app, secret).await? else { return Ok((None, None)) };
    if !matches!(cart.state, CartState::Open) {
        return Ok((None, None));
    }
    let fits =
        cart.organization == found.shown.event.organization_id && cart.currency == currency(&found.shown);
    Ok(if fits { (Some(secret), None) } else { (None, Some(secret)) })
}

async fn to_cart(
    web: &Web,
    frame: &Frame,
    cart: CartSecret,
    other: Option<CartSecret>,
) -> Result<Response, Problem> {
    let places = match selling::find_cart(web.app(), cart).await? {
        Some(cart) => cart.holds.iter().flat_map(|hold| &hold.lines).map(|line| line.quantity).sum(),
        None => 0,
    };
    let other = other.map(|other| format!("?other={other}")).unwrap_or_default();
    let to = frame.href(&format!("/carts/{cart}{other}"));
    Ok((AppendHeaders([(SET_COOKIE, cart_cookie(web, cart, places))]), Redirect::to(&to)).into_response())
}

/// The cookie that remembers a cart and how many tickets are in it.
pub fn cart_cookie(web: &Web, cart: CartSecret, places: u32) -> String {
    cookies::set(web, cookies::CART, &format!("{cart}.{places}"), CART_COOKIE_S)
}

/// The page that the form came from, with everything still typed and a sentence that says why.
async fn refuse(
    web: &Web,
    frame: Frame,
    client: &Client,
    found: &Found,
    wish: Wish,
    fields: &Fields,
    error: &HoldError,
) -> Result<Response, Problem> {
    let problem = refusal::hold(error, frame.lang, &zone(&found.shown));
    if problem.status().is_server_error() {
        return Err(problem);
    }
    let sentence = problem.sentence(frame.lang);
    if let Some(asked) = wish.seats {
        let page = seats::page(web.app(), found.view.performance, frame, client, asked, sentence).await?;
        return Ok(Page::new(page).status(problem.status()).into_response());
    }
    let event = found.shown.event.event_id;
    let opened = Opened::find(web.app(), &frame, client, event, code(fields)).await?;
    let page = ChoosePage::new(frame, found, &opened, &typed(fields), sentence);
    Ok(Page::new(page).status(problem.status()).into_response())
}
