//! Cancelling one's own order: a page that says what money comes back, then the deed.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::orders::{self, CancelBy, Order};
use boxoffice_domain::money::Money;
use boxoffice_domain::payment::PaymentState;

use super::show_order::{OrderPage, find};
use crate::client::Client;
use crate::frame::Frame;
use crate::orders::order_view::zone_of;
use crate::orders::refusal;
use crate::page::Page;
use crate::problem::Problem;

/// What cancelling would do.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/cancel.html")]
pub struct CancelPage {
    frame: Frame,
    title: String,
    money: String,
    until: String,
    href: String,
}

impl CancelPage {
    /// The question about an order.
    pub fn new(frame: Frame, order: &Order) -> Self {
        let paid = order.payments.iter().filter(|payment| payment.state == PaymentState::Captured);
        let back = Money::new(paid.map(|payment| payment.amount.minor).sum(), order.total.currency);
        let until = order.cancel_until.map(|until| frame.lang.date_time_zone(until, &zone_of(order)));
        Self {
            title: frame.with("order-cancel-title", &[("number", order.number.clone().into())]),
            money: if back.is_zero() {
                frame.t("order-cancel-free").to_owned()
            } else {
                frame.with("order-cancel-back", &[("amount", frame.money(&back).into())])
            },
            until: until
                .map(|time| frame.with("order-cancel-until", &[("time", time.into())]))
                .unwrap_or_default(),
            href: frame.href(&format!("/orders/{}", order.secret)),
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
    Ok(Page::new(CancelPage::new(frame, &order)).into_response())
}

/// `POST /{lang}/orders/{secret}/cancellation`.
pub async fn create(
    State(app): State<App>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    let actor = client.actor(frame.viewer.as_ref());
    match orders::cancel(&app, &actor, order.id, CancelBy::Buyer, "buyer").await {
        Ok(_) => Ok(Redirect::to(&frame.href(&format!("/orders/{secret}"))).into_response()),
        Err(error) => {
            let problem = refusal::cancel(&error);
            if problem.status().is_server_error() {
                return Err(problem);
            }
            let sentence = problem.sentence(frame.lang);
            let page = OrderPage::new(&app, frame, &order).problem(sentence);
            Ok(Page::new(page).status(problem.status()).into_response())
        }
    }
}
