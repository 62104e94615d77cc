//! My orders and tickets: what is coming, and everything before.

use askama::Template;
use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::orders::OrderState;
use boxoffice_app::orders::list::{OrderSummary, list_orders_of};
use boxoffice_domain::limits::PAGE_LIMIT_MAX;
use boxoffice_domain::money::Currency;
use boxoffice_domain::time::{Time, Zone};

use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::price;
use crate::page::Page;
use crate::problem::Problem;

/// An event counts as coming until so long after its start, so that a ticket is at hand at the door.
const STILL_ON_S: i64 = 6 * 3_600;

/// An order in the list.
#[derive(Clone, Debug)]
pub struct Entry {
    title: String,
    when: String,
    number: String,
    ordered: String,
    total: String,
    state: String,
    tickets: String,
    is_over: bool,
    href: String,
}

/// An account's orders.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/mine.html")]
pub struct MinePage {
    frame: Frame,
    upcoming: Vec<Entry>,
    history: Vec<Entry>,
}

impl MinePage {
    /// The page of these orders, newest first.
    pub fn new(frame: Frame, orders: &[OrderSummary], now: Time) -> Self {
        let (coming, past): (Vec<_>, Vec<_>) = orders.iter().partition(|order| is_coming(order, now));
        let mut coming: Vec<&OrderSummary> = coming;
        coming.sort_by_key(|order| order.starts_at.unwrap_or(Time::from_micros(i64::MAX)));
        let describe = |order: &&OrderSummary| entry(order, &frame);
        Self {
            upcoming: coming.iter().map(describe).collect(),
            history: past.iter().map(describe).collect(),
            frame,
        }
    }
}

/// `GET /{lang}/account/tickets`.
pub async fn list(
    State(app): State<App>,
    SignedIn(principal): SignedIn,
    frame: Frame,
) -> Result<Page<MinePage>, Problem> {
    let orders = list_orders_of(&app, principal.account, PAGE_LIMIT_MAX).await?;
    Ok(Page::new(MinePage::new(frame, &orders, app.clock.now())))
}

fn is_coming(order: &OrderSummary, now: Time) -> bool {
    let is_live = matches!(order.state, OrderState::Confirmed | OrderState::Pending);
    is_live && order.starts_at.is_none_or(|starts_at| now < starts_at.plus_s(STILL_ON_S))
}

fn entry(order: &OrderSummary, frame: &Frame) -> Entry {
    let (lang, zone) = (frame.lang, Zone::named(&order.time_zone).unwrap_or_else(|_| Zone::utc()));
    let currency: Currency = order.currency.parse().unwrap_or(Currency::EUR);
    let state = match order.state {
        OrderState::Pending => "mine-state-pending",
        OrderState::Confirmed => "mine-state-confirmed",
        OrderState::Cancelled => "mine-state-cancelled",
        OrderState::Expired => "mine-state-expired",
    };
    Entry {
        title: order.event_title.clone(),
        when: order.starts_at.map(|at| lang.date_time_zone(at, &zone)).unwrap_or_default(),
        number: lang.with("order-title", &[("number", order.number.clone().into())]),
        ordered: lang.with("mine-ordered", &[("time", lang.date_short(order.created_at, &zone).into())]),
        total: price(lang, order.total_minor, currency),
        state: lang.t(state).to_owned(),
        tickets: lang.with("mine-tickets", &[("count", order.places.into())]),
        is_over: matches!(order.state, OrderState::Cancelled | OrderState::Expired),
        href: frame.href(&format!("/orders/{}", order.secret)),
    }
}
