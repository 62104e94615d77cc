//! From the cart to an order: once, however often the button is pressed, and then to where it is paid.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use boxoffice_app::orders::{self, CheckedOut, Checkout, CheckoutError, CompanyError, Method};
use boxoffice_app::selling::{Cart, CartState};
use boxoffice_app::store::invoice_recipients::Recipient;
use boxoffice_domain::email::Email;
use boxoffice_domain::ids::OrderId;
use boxoffice_domain::inventory::HoldOver;
use boxoffice_domain::limits::NAME_CHARS_MAX;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::ordered;
use super::show_cart::find;
use super::show_checkout::CheckoutPage;
use crate::client::Client;
use crate::cookies;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::orders::refusal;
use crate::page::Page;
use crate::problem::Problem;
use crate::state::Web;

/// What the form says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    attendee: Vec<String>,
    method: Option<String>,
    terms: Option<String>,
    /// The business that buys; empty: none.
    #[serde(default)]
    company: String,
    #[serde(default)]
    company_address: String,
    #[serde(default)]
    company_country: String,
    #[serde(default)]
    vat_id: String,
    /// The total that the page showed.
    total: i64,
    /// The new total that was accepted.
    accepted: Option<i64>,
}

/// `POST /{lang}/carts/{secret}/checkout`.
pub async fn create(
    State(web): State<Web>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
    form: Form<Fields>,
) -> Result<Response, Problem> {
    let cart = find(web.app(), &secret).await?;
    if let CartState::Paying(order) | CartState::Ordered(order) = cart.state {
        return Ok(Redirect::to(&frame.href(&format!("/orders/{order}"))).into_response());
    }
    let mut typed = form.typed;
    check(&cart, &form.value, &frame, &mut typed);
    if typed.is_refused() {
        let page = CheckoutPage::new(frame, &cart, typed, web.app().clock.now());
        return Ok(Page::refused(page).into_response());
    }
    let actor = client.actor(frame.viewer.as_ref());
    let company = company(&form.value);
    match orders::checkout_as(web.app(), &actor, wish(&cart, form.value, &frame), company.as_ref()).await {
        Ok(done) => Ok(on(&web, &frame, &cart, &done)),
        Err(error) => refuse(&web, frame, &cart, typed, &error).await,
    }
}

/// What can be said before anything is asked of the desk, beside each field.
fn check(cart: &Cart, fields: &Fields, frame: &Frame, typed: &mut Typed) {
    let name = fields.name.trim();
    if name.is_empty() {
        typed.refuse("name", frame.t("checkout-error-name"));
    } else if name.chars().count() > NAME_CHARS_MAX {
        typed.refuse(
            "name",
            frame.with("checkout-error-name-long", &[("max", (NAME_CHARS_MAX as i64).into())]),
        );
    }
    if Email::parse(&fields.email).is_err() {
        typed.refuse("email", frame.t("checkout-error-email"));
    }
    if cart.total_minor > 0 && method(fields).is_none() {
        typed.refuse("method", frame.t("checkout-error-method"));
    }
    if cart.has_terms && fields.terms.is_none() {
        typed.refuse("terms", frame.t("checkout-error-terms"));
    }
}

/// The business that buys, where one is named.
fn company(fields: &Fields) -> Option<Recipient> {
    let said = [&fields.company, &fields.company_address, &fields.company_country, &fields.vat_id];
    said.into_iter().any(|text| !text.trim().is_empty()).then(|| Recipient {
        name: fields.company.clone(),
        address: fields.company_address.clone(),
        country: fields.company_country.clone(),
        vat_id: fields.vat_id.clone(),
    })
}

fn method(fields: &Fields) -> Option<Method> {
    fields.method.as_deref().and_then(Method::parse)
}

fn wish(cart: &Cart, fields: Fields, frame: &Frame) -> Checkout {
    Checkout {
        cart: cart.secret,
        account: frame.viewer.as_ref().map(|viewer| viewer.account),
        method: method(&fields).unwrap_or(Method::Gateway),
        attendees: fields.attendee,
        name: fields.name,
        email: fields.email,
        locale: frame.lang.code().to_owned(),
        terms_accepted: fields.terms.is_some(),
        accepted_total_minor: Some(fields.accepted.unwrap_or(fields.total)),
        id: Some(order_id(cart)),
    }
}

/// The order that these holds become. The same cart gives the same id, so a second click makes no second order.
/// It begins with the time of the first hold, as ids do, and goes on with what only the cart's owner knows.
fn order_id(cart: &Cart) -> OrderId {
    let mut digest = Sha256::new();
    digest.update(cart.secret.bytes());
    for hold in &cart.holds {
        digest.update(hold.hold.bytes());
    }
    let mut id = [0; 16];
    id.copy_from_slice(&digest.finalize()[..16]);
    if let Some(first) = cart.holds.first() {
        id[..7].copy_from_slice(&first.hold.as_bytes()[..7]);
    }
    id[8] = (id[8] & 0x3f) | 0x80;
    OrderId::from_bytes(id)
}

/// On to the gateway, or to the order when there is nothing to pay now. The cart is over.
fn on(web: &Web, frame: &Frame, cart: &Cart, done: &CheckedOut) -> Response {
    let order = frame.href(&format!("/orders/{}", done.secret));
    let to = Redirect::to(done.pay_url.as_deref().unwrap_or(&order));
    let cookies = [cookies::clear(web, cookies::CART), ordered::cookie(web, cart.secret, done.secret)];
    (AppendHeaders(cookies.map(|cookie| (SET_COOKIE, cookie))), to).into_response()
}

/// The form again with everything typed, and what to do about the refusal.
async fn refuse(
    web: &Web,
    frame: Frame,
    cart: &Cart,
    mut typed: Typed,
    error: &CheckoutError,
) -> Result<Response, Problem> {
    let problem = refusal::checkout(error, frame.lang);
    if let CheckoutError::Over(HoldOver::InOrder) = error {
        return Ok(Redirect::to(&frame.href(&format!("/carts/{}", cart.secret))).into_response());
    }
    let status = problem.status();
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        return Err(problem);
    }
    let field = match error {
        CheckoutError::Company(CompanyError::BadName) => "company",
        CheckoutError::Company(CompanyError::BadAddress) => "company_address",
        CheckoutError::Company(CompanyError::BadVatId) => "vat_id",
        _ => "",
    };
    typed.refuse(field, problem.sentence(frame.lang));
    let now = find(web.app(), &cart.secret.to_string()).await?;
    let page = CheckoutPage::new(frame, &now, typed, web.app().clock.now());
    let page = if matches!(error, CheckoutError::PriceChanged { .. }) { page.to_accept() } else { page };
    Ok(Page::new(page).status(status).into_response())
}
