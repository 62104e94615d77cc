//! The orders of an event: found by name, address or number, also those that wait for the box office.

use askama::Template;
use axum::extract::{Path, Query, State};
use boxoffice_app::App;
use boxoffice_app::reports::{OrdersQuestion, Sight, find_event, list_event_orders};
use boxoffice_app::store::events::Event;
use boxoffice_app::store::report_lists::FoundOrder;
use boxoffice_domain::ids::OrderId;
use boxoffice_domain::limits::PAGE_LIMIT;
use boxoffice_domain::time::Time;
use serde::Deserialize;

use super::dashboard::zone_of;
use super::tabs::{self, Tabs};
use crate::form::Typed;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::parse;
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::request::encode;

/// States one can ask for: as the address says it, the key of its word, the kind of its badge.
const STATES: [(&str, &str, &str); 6] = [
    ("box_office", "report-order-box-office", "warning"),
    ("bank_transfer", "report-order-bank-transfer", "warning"),
    ("pending", "report-order-pending", "info"),
    ("confirmed", "report-order-confirmed", "success"),
    ("cancelled", "report-order-cancelled", "danger"),
    ("expired", "report-order-expired", "neutral"),
];

/// Orders with the form that found them.
#[derive(Clone, Debug, Template)]
#[template(path = "office/orders.html")]
pub struct OrdersPage {
    frame: Frame,
    tabs: Tabs,
    title: String,
    typed: Typed,
    states: Vec<(&'static str, String)>,
    href: String,
    /// Where tickets are given away; empty: not by this caller.
    comps_href: String,
    first_href: String,
    next_href: String,
    lines: Vec<Line>,
}

/// One order.
#[derive(Clone, Debug)]
struct Line {
    href: String,
    number: String,
    name: String,
    email: String,
    when: String,
    places: i64,
    total: String,
    state: &'static str,
    kind: &'static str,
}

/// The form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    state: String,
    before: String,
}

fn cursor((at, order): (&str, &str)) -> Option<(Time, OrderId)> {
    Some((Time::from_micros(at.parse().ok()?), order.parse().ok()?))
}

/// `GET /{lang}/office/events/{event}/orders`
pub(super) async fn show(
    State(app): State<App>,
    Path(event): Path<String>,
    Query(asked): Query<Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<OrdersPage>, Problem> {
    let found = find_event(&app, &principal, parse(&event)?, Sight::People).await?;
    let event = found.ok_or_else(Problem::not_found)?;
    let question = OrdersQuestion {
        words: asked.q.clone(),
        state: STATES.iter().map(|(state, ..)| *state).find(|state| *state == asked.state),
        before: asked.before.split_once('.').and_then(cursor),
    };
    let found = list_event_orders(&app, event.event_id, &question, PAGE_LIMIT + 1).await?;
    Ok(Page::new(OrdersPage::new(frame, &event, &asked, &found)))
}

impl OrdersPage {
    fn new(frame: Frame, event: &Event, asked: &Asked, found: &[FoundOrder]) -> Self {
        let href = frame.href(&format!("/office/events/{}/orders", event.event_id));
        let shown = &found[..found.len().min(PAGE_LIMIT as usize)];
        let last = shown.last().filter(|_| found.len() > shown.len());
        let query = format!("?q={}&state={}", encode(&asked.q), encode(&asked.state));
        let next = |last: &FoundOrder| {
            format!("{href}{query}&before={}.{}", last.created_at.micros(), last.order_id)
        };
        let mut states = vec![("", frame.t("report-all-states").to_owned())];
        states.extend(STATES.map(|(state, key, _)| (state, frame.t(key).to_owned())));
        Self {
            tabs: tabs::of_event(&frame, event, "/orders"),
            title: event.title.clone(),
            typed: Typed::filled([("q", asked.q.clone()), ("state", asked.state.clone())]),
            states,
            first_href: if asked.before.is_empty() { String::new() } else { format!("{href}{query}") },
            next_href: last.map(next).unwrap_or_default(),
            comps_href: comps_href(&frame, event),
            lines: shown.iter().map(|order| line(&frame, event, order)).collect(),
            href,
            frame,
        }
    }
}

fn comps_href(frame: &Frame, event: &Event) -> String {
    let manages = frame.viewer.as_ref().is_none_or(|viewer| viewer.may_manage(event.organization_id));
    if manages { frame.href(&format!("/office/events/{}/comps", event.event_id)) } else { String::new() }
}

/// The key of an order's state and its badge's kind.
pub(super) fn words(state: &str, method: &str) -> (&'static str, &'static str) {
    let waits = state == "pending" && matches!(method, "box_office" | "bank_transfer");
    let asked = if waits { method } else { state };
    STATES
        .iter()
        .find(|(name, ..)| *name == asked)
        .map_or(("report-order-pending", "info"), |(_, key, kind)| (key, kind))
}

fn line(frame: &Frame, event: &Event, order: &FoundOrder) -> Line {
    let (state, kind) = words(&order.state, &order.method);
    Line {
        href: frame.href(&format!("/office/orders/{}", order.order_id)),
        number: order.number.clone(),
        name: order.name.clone(),
        email: order.email.clone(),
        when: frame.lang.date_time_short(order.created_at, &zone_of(event)),
        places: order.places,
        total: tabs::money(frame, order.total_minor, &event.currency),
        state,
        kind,
    }
}

impl Sample for OrdersPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let event = tabs::sample_event(frame);
        let order = FoundOrder {
            order_id: OrderId::from_bytes([5; 16]),
            number: "K7MX2P".into(),
            name: "Ada Example".into(),
            email: "ada@example.org".into(),
            state: "pending".into(),
            method: "box_office".into(),
            total_minor: 3_000,
            created_at: frame.now,
            places: 2,
        };
        let full = Self::new(frame.clone(), &event, &Asked::default(), &[order]);
        vec![full, Self::new(frame.clone(), &event, &Asked::default(), &[])]
    }
}
