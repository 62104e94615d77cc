//! The order page: a secret link, no sign-in. It is true whatever came first, the webhook or the browser.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::orders::{Order, OrderKey, find_order};
use boxoffice_app::tickets::files::sign_link;
use boxoffice_domain::time::Time;
use serde::Deserialize;

use crate::frame::Frame;
use crate::orders::order_view::OrderView;
use crate::orders::transfer_view::TransferView;
use crate::page::Page;
use crate::problem::Problem;

/// How often a waiting page looks again where there is no script.
const LOOK_AGAIN_S: &str = "5";

/// An order with what was just done to it.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/order.html")]
pub struct OrderPage {
    frame: Frame,
    order: OrderView,
    /// How to pay it by bank transfer.
    transfer: Option<TransferView>,
    /// The PDF of its tickets.
    pdf_href: String,
    notice: String,
    problem: String,
}

/// What an address says beside the order.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    notice: Option<String>,
}

impl OrderPage {
    /// The page of an order.
    pub fn new(app: &App, frame: Frame, order: &Order) -> Self {
        Self::of(frame, order, sign_link(app, order.id), app.clock.now())
    }

    /// The page of an order at a time, with the address of its PDF.
    pub fn of(frame: Frame, order: &Order, pdf_href: String, now: Time) -> Self {
        let view = OrderView::of(order, frame.lang, now);
        Self { order: view, transfer: None, pdf_href, notice: String::new(), problem: String::new(), frame }
    }

    /// With a sentence that says why something was refused.
    #[must_use]
    pub fn problem(self, problem: String) -> Self {
        Self { problem, ..self }
    }

    /// With how to pay it by bank transfer.
    #[must_use]
    pub fn transfer(self, transfer: Option<TransferView>) -> Self {
        Self { transfer, ..self }
    }

    fn asked(self, asked: &Asked) -> Self {
        let notice = match asked.notice.as_deref() {
            Some("mailed") => self.frame.with("order-resent", &[("email", self.order.email.clone().into())]),
            _ => String::new(),
        };
        Self { notice, ..self }
    }
}

/// The order of a secret.
pub async fn find(app: &App, secret: &str) -> Result<Order, Problem> {
    find_order(app, OrderKey::Secret(crate::orders::parse(secret)?)).await?.ok_or_else(Problem::not_found)
}

/// `GET /{lang}/orders/{secret}`. While the money is on its way the page looks again by itself.
pub async fn show(
    State(app): State<App>,
    Path(secret): Path<String>,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    let transfer = TransferView::find(&app, frame.lang, &order).await?;
    let page = OrderPage::new(&app, frame, &order).asked(&asked).transfer(transfer);
    let is_waiting = page.order.is_waiting;
    let mut answer = Page::new(page).into_response();
    if is_waiting {
        answer.headers_mut().insert("refresh", axum::http::HeaderValue::from_static(LOOK_AGAIN_S));
    }
    Ok(answer)
}
