//! Cancelling one's own order, or some of its tickets: a page that says what money comes back, then the deed.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::orders::{self, CancelBy, Order, OrderState, Part};
use serde::Deserialize;

use super::show_order::{OrderPage, find};
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::orders::order_view::zone_of;
use crate::orders::refusal;
use crate::orders::ticket_choice::{TicketChoice, back_of_all, choices, chosen};
use crate::page::Page;
use crate::problem::Problem;

/// What cancelling would do.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/cancel.html")]
pub struct CancelPage {
    frame: Frame,
    typed: Typed,
    title: String,
    money: String,
    /// What the organizer keeps; empty: nothing.
    kept: String,
    until: String,
    href: String,
    /// Where there is more than one: which ones.
    tickets: Vec<TicketChoice>,
}

/// Which tickets; none: the whole order.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CancelForm {
    part: Option<String>,
    ticket: Vec<String>,
}

impl CancelPage {
    /// The question about an order.
    pub fn new(frame: Frame, order: &Order, typed: Typed) -> Self {
        let back = back_of_all(order, true);
        let full = back_of_all(order, false);
        let until = order.cancel_until.map(|until| frame.lang.date_time_zone(until, &zone_of(order)));
        let tickets = choices(order, frame.lang, &typed, true);
        let kept = boxoffice_domain::money::Money::new(full.minor - back.minor, full.currency);
        Self {
            title: frame.with("order-cancel-title", &[("number", order.number.clone().into())]),
            money: if full.is_zero() {
                frame.t("order-cancel-free").to_owned()
            } else {
                frame.with("order-cancel-back", &[("amount", frame.money(&back).into())])
            },
            kept: if kept.is_zero() {
                String::new()
            } else {
                frame.with("order-cancel-kept", &[("amount", frame.money(&kept).into())])
            },
            until: until
                .map(|time| frame.with("order-cancel-until", &[("time", time.into())]))
                .unwrap_or_default(),
            href: frame.href(&format!("/orders/{}", order.secret)),
            tickets: if tickets.len() > 1 { tickets } else { Vec::new() },
            typed,
            frame,
        }
    }
}

/// `GET /{lang}/orders/{secret}/cancellation`.
pub async fn show(
    State(app): State<App>,
    Path(secret): Path<String>,
    frame: Frame,
) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    if !order.buyer_may_cancel(app.clock.now()) {
        let sentence = frame.t("order-cancel-refused").to_owned();
        return Ok(Page::new(OrderPage::new(&app, frame, &order).problem(sentence)).into_response());
    }
    Ok(Page::new(CancelPage::new(frame, &order, Typed::default())).into_response())
}

/// `POST /{lang}/orders/{secret}/cancellation`.
pub async fn create(
    State(app): State<App>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
    headers: HeaderMap,
    form: Result<Form<CancelForm>, Problem>,
) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    // Whoever sends nothing at all means the whole order.
    let Form { value, mut typed } = match form {
        Err(_) if !headers.contains_key(CONTENT_TYPE) => {
            Form { value: CancelForm::default(), typed: Typed::default() }
        }
        form => form?,
    };
    if value.part.is_some() && value.ticket.is_empty() {
        typed.refuse("ticket", frame.t("order-cancel-choose"));
        return Ok(Page::refused(CancelPage::new(frame, &order, typed)).into_response());
    }
    let actor = client.actor(frame.viewer.as_ref());
    let tickets = chosen(&value.ticket)?;
    let is_whole = tickets.is_empty() || tickets.len() >= order.live_lines().count();
    let done = if is_whole || order.state != OrderState::Confirmed {
        let cancelled = orders::cancel(&app, &actor, order.id, CancelBy::Buyer, "buyer").await;
        cancelled.map(|_| ()).map_err(|error| refusal::cancel(&error))
    } else {
        let part = Part::Tickets(tickets);
        let given = orders::refund_order(&app, &actor, None, order.id, CancelBy::Buyer, part, "buyer").await;
        given.map(|_| ()).map_err(|error| refusal::refund(&error, frame.lang, order.total.currency))
    };
    match done {
        Ok(()) => Ok(Redirect::to(&frame.href(&format!("/orders/{secret}"))).into_response()),
        Err(problem) if problem.status().is_server_error() => Err(problem),
        Err(problem) => {
            let sentence = problem.sentence(frame.lang);
            let page = OrderPage::new(&app, frame, &order).problem(sentence);
            Ok(Page::new(page).status(problem.status()).into_response())
        }
    }
}
