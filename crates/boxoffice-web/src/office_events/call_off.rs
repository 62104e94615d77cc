//! Calling off an event or one performance: first what it would undo, then how far that has come, with what could not
//! be paid back and a button to try that again. The page follows by itself; without a script it looks again.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::end_event::cancel_event;
use boxoffice_app::catalog::performances::cancel_performance;
use boxoffice_app::reports::{
    CallOffFigures, Sight, find_call_off, find_event, list_performances_of, try_refunds_again,
};
use boxoffice_app::store::call_off::FailedRefund;
use boxoffice_app::store::events::Event;
use boxoffice_app::store::performances::Performance;
use boxoffice_domain::catalog::state::{EventState, PerformanceState};
use boxoffice_domain::ids::{EventId, OrderId, PerformanceId, RefundId};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Zone;
use serde::Deserialize;

use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// How often the page looks again where there is no script.
const LOOK_AGAIN_S: &str = "5";
/// A reason is a sentence, not a letter.
const REASON_CHARS_MAX: usize = 200;

/// What is called off.
#[derive(Clone, Debug, Template)]
#[template(path = "office_events/call_off.html")]
pub struct CallOffPage {
    frame: Frame,
    typed: Typed,
    title: String,
    /// The performance's date; empty: the whole event.
    when: String,
    event_href: String,
    href: String,
    /// Where all refused refunds are tried again.
    again_href: String,
    live_href: String,
    performance: String,
    is_called_off: bool,
    /// True while something is left to do by itself.
    is_working: bool,
    /// What it would undo, or still has to: sentences.
    plan: Vec<String>,
    tickets_void: i64,
    tickets_all: i64,
    /// Refunds: done, under way, refused.
    money: Vec<(String, String)>,
    failed: Vec<Failed>,
}

/// A refund that the gateway refused.
#[derive(Clone, Debug)]
struct Failed {
    href: String,
    number: String,
    name: String,
    amount: String,
}

/// Which performance; none: the whole event.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    performance: Option<PerformanceId>,
}

/// What is called off, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallOffForm {
    #[serde(default)]
    performance: String,
    #[serde(default)]
    reason: String,
}

struct Found {
    event: Event,
    performance: Option<Performance>,
}

async fn find(
    app: &App,
    principal: &Principal,
    event: EventId,
    performance: Option<PerformanceId>,
) -> Result<Found, Problem> {
    let event = find_event(app, principal, event, Sight::Money).await?.ok_or_else(Problem::not_found)?;
    let performance = match performance {
        None => None,
        Some(id) => {
            let all = list_performances_of(app, event.event_id).await?;
            let found = all.into_iter().find(|performance| performance.performance_id == id);
            Some(found.ok_or_else(Problem::not_found)?)
        }
    };
    Ok(Found { event, performance })
}

/// `GET /{lang}/office/events/{event}/cancellation`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(event): Path<EventId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event, asked.performance).await?;
    let figures = find_call_off(&app, event, asked.performance).await?;
    let page = CallOffPage::new(frame, &found, &figures, Typed::default());
    let is_working = page.is_working;
    let mut answer = Page::new(page).into_response();
    if is_working {
        answer.headers_mut().insert("refresh", HeaderValue::from_static(LOOK_AGAIN_S));
    }
    Ok(answer)
}

/// `POST /{lang}/office/events/{event}/cancellation`
pub(super) async fn create(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, mut typed }: Form<CallOffForm>,
) -> Result<Response, Problem> {
    let asked = match value.performance.trim() {
        "" => None,
        id => Some(crate::orders::parse(id)?),
    };
    let found = find(&app, &principal, event, asked).await?;
    let reason = value.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        typed.refuse("reason", frame.t("report-reason-missing"));
        let figures = find_call_off(&app, event, asked).await?;
        return Ok(Page::refused(CallOffPage::new(frame, &found, &figures, typed)).into_response());
    }
    let editor = Editor::account(&principal, &client.address);
    match asked {
        None => cancel_event(&app, &editor, event, reason).await?,
        Some(performance) => cancel_performance(&app, &editor, performance).await?,
    }
    Ok(Redirect::to(&address(&frame, event, asked)).into_response())
}

/// `POST /{lang}/office/events/{event}/cancellation/tries`: the refused refunds once more.
pub(super) async fn again(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(event): Path<EventId>,
    Query(asked): Query<Asked>,
) -> Result<Redirect, Problem> {
    let found = find(&app, &principal, event, asked.performance).await?;
    try_refunds_again(&app, found.event.event_id).await?;
    Ok(Redirect::to(&address(&frame, event, asked.performance)))
}

fn address(frame: &Frame, event: EventId, performance: Option<PerformanceId>) -> String {
    frame.href(&format!("/office/events/{event}/cancellation{}", query(performance)))
}

fn again_address(frame: &Frame, event: EventId, performance: Option<PerformanceId>) -> String {
    frame.href(&format!("/office/events/{event}/cancellation/tries{}", query(performance)))
}

fn query(performance: Option<PerformanceId>) -> String {
    performance.map(|id| format!("?performance={id}")).unwrap_or_default()
}

impl CallOffPage {
    fn new(frame: Frame, found: &Found, figures: &CallOffFigures, typed: Typed) -> Self {
        let Found { event, performance } = found;
        let zone = Zone::named(&event.time_zone).unwrap_or_else(|_| Zone::utc());
        let currency: Currency = event.currency.parse().unwrap_or(Currency::EUR);
        let (plan, progress) = (figures.plan, figures.progress);
        let id = performance.as_ref().map(|performance| performance.performance_id);
        let is_called_off =
            performance.as_ref().map_or(event.state == EventState::Cancelled, |performance| {
                performance.state == PerformanceState::Cancelled
            });
        let money = [
            ("office-call-off-done", progress.done, progress.done_minor),
            ("office-call-off-open", progress.open, progress.open_minor),
            ("office-call-off-failed", progress.failed, progress.failed_minor),
        ];
        let money = money
            .into_iter()
            .filter(|(_, count, _)| *count > 0)
            .map(|(key, count, minor)| (frame.count(key, count), frame.money(&Money::new(minor, currency))));
        Self {
            title: event.title.clone(),
            when: performance
                .as_ref()
                .map(|performance| {
                    let at = performance.starts_at;
                    at.map_or_else(
                        || frame.t("ticket-date-open").to_owned(),
                        |at| frame.lang.date_time_zone(at, &zone),
                    )
                })
                .unwrap_or_default(),
            event_href: frame.href(&format!("/office/events/{}/edit", event.event_id)),
            href: frame.href(&format!("/office/events/{}/cancellation", event.event_id)),
            again_href: again_address(&frame, event.event_id, id),
            live_href: format!("/live/events/{}", event.event_id),
            performance: id.map(|id| id.to_string()).unwrap_or_default(),
            is_called_off,
            is_working: is_called_off && (plan.tickets > 0 || plan.pending > 0 || progress.open > 0),
            plan: plan_lines(&frame, figures, currency),
            tickets_void: progress.tickets,
            tickets_all: progress.tickets + plan.tickets,
            money: money.collect(),
            failed: figures.failed.iter().map(|refund| failed(&frame, refund, currency)).collect(),
            typed,
            frame,
        }
    }
}

fn plan_lines(frame: &Frame, figures: &CallOffFigures, currency: Currency) -> Vec<String> {
    let plan = figures.plan;
    let mut lines = vec![
        frame.count("office-call-off-orders", plan.orders),
        frame.count("office-call-off-tickets", plan.tickets),
    ];
    if plan.value_minor > 0 {
        let value = frame.money(&Money::new(plan.value_minor, currency));
        lines.push(frame.with("office-call-off-money", &[("amount", value.into())]));
    }
    if plan.pending > 0 {
        lines.push(frame.count("office-call-off-pending", plan.pending));
    }
    if plan.used > 0 {
        lines.push(frame.count("office-call-off-used", plan.used));
    }
    lines
}

fn failed(frame: &Frame, refund: &FailedRefund, currency: Currency) -> Failed {
    Failed {
        href: frame.href(&format!("/office/orders/{}", refund.order_id)),
        number: refund.number.clone(),
        name: refund.name.clone(),
        amount: frame.money(&Money::new(refund.amount_minor, currency)),
    }
}

impl Sample for CallOffPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let event = crate::office::tabs::sample_event(frame);
        let mut figures = CallOffFigures::default();
        (figures.plan.orders, figures.plan.tickets, figures.plan.value_minor) = (120, 300, 810_000);
        (figures.plan.pending, figures.plan.used) = (2, 1);
        let asked = Found { event: event.clone(), performance: None };
        let before = Self::new(frame.clone(), &asked, &figures, Typed::default());
        let mut refused = Typed::default();
        refused.refuse("reason", frame.t("report-reason-missing"));
        let again = Self::new(frame.clone(), &asked, &figures, refused);
        (figures.plan.orders, figures.plan.tickets, figures.plan.value_minor) = (20, 40, 108_000);
        figures.progress.tickets = 260;
        (figures.progress.done, figures.progress.done_minor) = (90, 650_000);
        (figures.progress.open, figures.progress.open_minor) = (9, 49_300);
        (figures.progress.failed, figures.progress.failed_minor) = (1, 2_700);
        figures.failed.push(FailedRefund {
            order_id: OrderId::from_bytes([5; 16]),
            number: "AB23CD45EF".into(),
            name: "Ada Example".into(),
            refund_id: RefundId::from_bytes([6; 16]),
            amount_minor: 2_700,
        });
        let event = Event { state: EventState::Cancelled, ..event };
        let working = Found { event, performance: None };
        vec![before, again, Self::new(frame.clone(), &working, &figures, Typed::default())]
    }
}
