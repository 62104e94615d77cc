//! Checkout: one page, three groups, as guest or signed in. What was typed is never lost.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::selling::Cart;
use boxoffice_domain::limits::BOX_OFFICE_DEADLINE_S;
use boxoffice_domain::time::{Time, Zone};

use super::cart_view::{CartView, Changes};
use super::ordered::find_typed;
use super::show_cart::find;
use crate::form::Typed;
use crate::frame::Frame;
use crate::page::Page;
use crate::problem::Problem;

/// The name field of one ticket.
#[derive(Clone, Debug)]
pub struct Attendee {
    /// Which ticket.
    pub label: String,
    /// What was typed.
    pub name: String,
}

/// The fields of a business.
const COMPANY: [&str; 4] = ["company", "company_address", "company_country", "vat_id"];

/// The checkout of a cart.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/checkout.html")]
pub struct CheckoutPage {
    frame: Frame,
    cart: CartView,
    typed: Typed,
    changes: Changes,
    attendees: Vec<Attendee>,
    is_same: bool,
    /// Whether something was typed for a business.
    is_company: bool,
    /// What its tax number is good for.
    vat_hint: &'static str,
    /// Value, label, hint.
    methods: Vec<(String, String, String)>,
    /// Sentence to accept, when there is something to accept.
    terms: String,
    terms_href: String,
    /// Sentence to accept a new total with; empty: nothing changed.
    accept: String,
    /// The new total that the box accepts.
    accept_value: String,
    submit: String,
}

impl CheckoutPage {
    /// The form of a cart, as typed.
    pub fn new(frame: Frame, cart: &Cart, mut typed: Typed, now: Time) -> Self {
        let lang = frame.lang;
        let view = CartView::of(cart, lang, now);
        let methods = methods(cart, &view, &frame, now);
        if typed.get("method").is_empty()
            && let Some((value, _, _)) = methods.first()
        {
            typed.fill("method", value.clone());
        }
        let names: Vec<String> = typed.all("attendee").map(str::to_owned).collect();
        let pays_later = methods.iter().any(|(value, ..)| value != "gateway");
        let submit = match (cart.total_minor, pays_later) {
            (0, _) => lang.t("checkout-submit-free").to_owned(),
            (_, true) => lang.t("checkout-submit").to_owned(),
            _ => lang.with("checkout-submit-pay", &[("total", view.total.clone().into())]),
        };
        let organization = cart.organization_name.clone();
        let terms = || lang.with("checkout-terms", &[("organization", organization.into())]);
        Self {
            attendees: attendees(&view, &names, &frame),
            is_same: names.iter().all(String::is_empty),
            is_company: COMPANY
                .iter()
                .any(|field| !typed.get(field).is_empty() || !typed.error(field).is_empty()),
            vat_hint: if cart.may_reverse {
                lang.t("checkout-vat-id-reverse")
            } else {
                lang.t("checkout-vat-id-hint")
            },
            terms: if cart.has_terms { terms() } else { String::new() },
            terms_href: frame.href(&format!("/organizers/{}/terms", cart.organization_slug)),
            changes: Changes::default(),
            accept: String::new(),
            accept_value: view.total_minor.to_string(),
            cart: view,
            methods,
            submit,
            typed,
            frame,
        }
    }

    /// With what became different when the places were taken again. A new price must be accepted.
    #[must_use]
    pub fn changes(self, changes: Changes) -> Self {
        if changes.prices.is_empty() {
            Self { changes, ..self }
        } else {
            Self { changes, ..self.to_accept() }
        }
    }

    /// With a box that accepts the new total.
    #[must_use]
    pub fn to_accept(self) -> Self {
        let accept = self.frame.with("cart-price-accept", &[("total", self.cart.total.clone().into())]);
        Self { accept, ..self }
    }
}

fn attendees(cart: &CartView, names: &[String], frame: &Frame) -> Vec<Attendee> {
    let lines = cart.groups.iter().flat_map(|group| group.lines.iter().map(move |line| (&group.title, line)));
    let places = lines.flat_map(|(title, line)| std::iter::repeat_n((title, line), line.quantity as usize));
    places
        .enumerate()
        .map(|(index, (title, line))| Attendee {
            label: frame.with(
                "checkout-attendee",
                &[("number", (index as i64 + 1).into()), ("what", format!("{title}, {}", line.kind).into())],
            ),
            name: names.get(index).cloned().unwrap_or_default(),
        })
        .collect()
}

fn methods(cart: &Cart, view: &CartView, frame: &Frame, now: Time) -> Vec<(String, String, String)> {
    let way = |value: &str, label: &str, hint: String| (value.to_owned(), frame.t(label).to_owned(), hint);
    if view.total_minor == 0 {
        return vec![way("free", "checkout-method-free", String::new())];
    }
    let mut ways = Vec::new();
    if cart.by_gateway || (!cart.box_office && cart.transfer_until.is_none()) {
        let hint = frame.t("checkout-method-gateway-hint").to_owned();
        ways.push(way("gateway", "checkout-method-gateway", hint));
    }
    let zone =
        cart.holds.first().and_then(|hold| Zone::named(&hold.time_zone).ok()).unwrap_or_else(Zone::utc);
    if cart.box_office {
        let starts_at = cart.holds.iter().filter_map(|hold| hold.starts_at).min();
        let deadline = starts_at
            .map_or(now.plus_s(BOX_OFFICE_DEADLINE_S), |at| at.min(now.plus_s(BOX_OFFICE_DEADLINE_S)));
        let time = frame.lang.date_time(deadline, &zone);
        let hint = frame.with("checkout-method-box-office-hint", &[("time", time.into())]);
        ways.push(way("box_office", "checkout-method-box-office", hint));
    }
    if let Some(until) = cart.transfer_until {
        let hint = frame.with(
            "checkout-method-bank-transfer-hint",
            &[("time", frame.lang.date_time(until, &zone).into())],
        );
        ways.push(way("bank_transfer", "checkout-method-bank-transfer", hint));
    }
    ways
}

/// `GET /{lang}/carts/{secret}/checkout`. What is already ordered leads to its order.
pub async fn show(
    State(app): State<App>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    frame: Frame,
) -> Result<Response, Problem> {
    let cart = find(&app, &secret).await?;
    let now = app.clock.now();
    let view = CartView::of(&cart, frame.lang, now);
    if view.is_ordered() {
        return Ok(Redirect::to(&view.order_href).into_response());
    }
    if view.is_empty() || cart.mixed {
        return Ok(Redirect::to(&view.href).into_response());
    }
    let before = find_typed(&app, &headers, cart.secret).await?;
    let typed = match (&frame.viewer, before) {
        (_, Some(typed)) => typed,
        (Some(viewer), None) => {
            Typed::filled([("name", viewer.name.clone()), ("email", viewer.email.clone())])
        }
        (None, None) => Typed::default(),
    };
    Ok(Page::new(CheckoutPage::new(frame, &cart, typed, now)).into_response())
}
