//! `/{lang}/office/events/{event}/comps`: giving tickets away, with a reason that stays with the order.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::orders::{CompError, NewComp, give_comps};
use boxoffice_app::reports::{Sight, find_event};
use boxoffice_app::selling::availability::{EventAvailability, PerformanceAvailability};
use boxoffice_app::selling::availability_now;
use boxoffice_app::store::events::Event;
use boxoffice_domain::ids::{EventId, PerformanceId, TicketTypeId};
use boxoffice_domain::limits::{NAME_CHARS_MAX, TICKETS_PER_ORDER_MAX};
use boxoffice_domain::time::Zone;
use serde::Deserialize;

use super::dashboard::zone_of;
use super::tabs;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::{parse, refusal};
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "office/comps.html")]
pub struct CompsPage {
    frame: Frame,
    typed: Typed,
    title: String,
    orders_href: String,
    href: String,
    performances: Vec<(String, String)>,
    types: Vec<(String, String)>,
}

/// What is given to whom.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompFields {
    performance: PerformanceId,
    ticket_type: TicketTypeId,
    quantity: String,
    name: String,
    email: String,
    reason: String,
}

async fn find(
    app: &App,
    principal: &boxoffice_app::accounts::Principal,
    event: &str,
) -> Result<(Event, Arc<EventAvailability>), Problem> {
    let event: EventId = parse(event)?;
    let found = find_event(app, principal, event, Sight::Money).await?.ok_or_else(Problem::not_found)?;
    let view = availability_now(app, event).await?.ok_or_else(Problem::not_found)?;
    Ok((found, view))
}

/// `GET /{lang}/office/events/{event}/comps`
pub(super) async fn ask(
    State(app): State<App>,
    Path(event): Path<String>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<CompsPage>, Problem> {
    let (event, view) = find(&app, &principal, &event).await?;
    let typed = Typed::filled([("quantity", "1".to_owned())]);
    Ok(Page::new(CompsPage::new(frame, &event, &view.performances, typed)))
}

/// `POST /{lang}/office/events/{event}/comps`
pub(super) async fn create(
    State(app): State<App>,
    Path(event): Path<String>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Form { value, mut typed }: Form<CompFields>,
) -> Result<Response, Problem> {
    let (event, view) = find(&app, &principal, &event).await?;
    let new = NewComp {
        performance: value.performance,
        ticket_type: value.ticket_type,
        // What is no number is out of range.
        quantity: value.quantity.trim().parse().unwrap_or(0),
        name: value.name,
        email: value.email,
        locale: frame.lang.code().to_owned(),
        reason: value.reason,
    };
    let actor = client.actor(Some(&principal));
    let error = match give_comps(&app, &principal, &actor, event.event_id, &new).await {
        Ok(order) => {
            let href = frame.href(&format!("/office/orders/{order}?notice=given"));
            return Ok(Redirect::to(&href).into_response());
        }
        Err(error) => error,
    };
    let field = match &error {
        CompError::BadName => "name",
        CompError::BadEmail => "email",
        CompError::NoReason => "reason",
        CompError::BadQuantity => "quantity",
        CompError::Refused(_) => "",
        CompError::NotFound | CompError::Desk(_) => return Err(refuse(&error, &frame, &event)),
    };
    typed.refuse(field, refuse(&error, &frame, &event).sentence(frame.lang));
    Ok(Page::refused(CompsPage::new(frame, &event, &view.performances, typed)).into_response())
}

fn refuse(error: &CompError, frame: &Frame, event: &Event) -> Problem {
    match error {
        CompError::NotFound => Problem::not_found(),
        CompError::Desk(error) => refusal::desk(error),
        CompError::Refused(refused) => {
            let error = boxoffice_app::selling::HoldError::Refused(refused.clone());
            refusal::hold(&error, frame.lang, &zone_of(event))
        }
        error => Problem::refused(StatusCode::UNPROCESSABLE_ENTITY, error.code(), error)
            .arg("max", comp_max(error)),
    }
}

/// The number in a refusal's sentence.
fn comp_max(error: &CompError) -> i64 {
    if matches!(error, CompError::BadQuantity) {
        i64::from(TICKETS_PER_ORDER_MAX)
    } else {
        NAME_CHARS_MAX as i64
    }
}

impl CompsPage {
    fn new(frame: Frame, event: &Event, performances: &[PerformanceAvailability], typed: Typed) -> Self {
        let zone = zone_of(event);
        let mut types: Vec<(String, String)> = Vec::new();
        for known in performances.iter().flat_map(|performance| &performance.ticket_types) {
            let option = (known.ticket_type.to_string(), known.name.clone());
            if !types.contains(&option) {
                types.push(option);
            }
        }
        let dates = performances.iter().map(|performance| date(&frame, performance, &zone)).collect();
        Self {
            title: frame.with("comps-title", &[("event", event.title.clone().into())]),
            orders_href: frame.href(&format!("/office/events/{}/orders", event.event_id)),
            href: frame.href(&format!("/office/events/{}/comps", event.event_id)),
            performances: dates,
            types,
            typed,
            frame,
        }
    }
}

fn date(frame: &Frame, performance: &PerformanceAvailability, zone: &Zone) -> (String, String) {
    let when = performance
        .starts_at
        .map_or_else(|| frame.t("ticket-date-open").to_owned(), |at| frame.lang.date_time(at, zone));
    (performance.performance.to_string(), when)
}

impl Sample for CompsPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let event = tabs::sample_event(frame);
        let mut refused = Typed::default();
        refused.refuse("reason", frame.t("error-comp-no-reason"));
        let page = |typed| {
            let mut page = Self::new(frame.clone(), &event, &[], typed);
            page.performances = vec![("prf_1".into(), "31 March 2027, 19:30".into())];
            page.types = vec![("tty_1".into(), "Adult".into()), ("tty_2".into(), "Student".into())];
            page
        };
        vec![page(Typed::default()), page(refused)]
    }
}
