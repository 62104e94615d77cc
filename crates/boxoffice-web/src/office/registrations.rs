//! Registrations of an event: searched and filtered by a form whose address can be shared.

use askama::Template;
use axum::extract::{Path, Query, State};
use boxoffice_app::App;
use boxoffice_app::reports::figures::{TypeFigures, list_type_figures};
use boxoffice_app::reports::{
    RegistrationState, RegistrationsQuestion, Sight, find_event, find_registrations,
};
use boxoffice_app::store::events::Event;
use boxoffice_app::store::report_lists::FoundRegistration;
use boxoffice_domain::ids::{OrderId, TicketId, TicketTypeId};
use boxoffice_domain::limits::PAGE_LIMIT;
use boxoffice_domain::time::{Time, Zone};
use serde::Deserialize;

use super::dashboard::zone_of;
use super::tabs::{self, Tabs};
use crate::form::Typed;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::parse;
use crate::orders::seat_name;
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::request::encode;

/// Registrations with the form that found them.
#[derive(Clone, Debug, Template)]
#[template(path = "office/registrations.html")]
pub struct RegistrationsPage {
    frame: Frame,
    tabs: Tabs,
    title: String,
    typed: Typed,
    states: Vec<(&'static str, String)>,
    types: Vec<(String, String)>,
    href: String,
    export_href: String,
    sheet_href: String,
    first_href: String,
    next_href: String,
    lines: Vec<Line>,
}

/// One registration.
#[derive(Clone, Debug)]
struct Line {
    holder: String,
    email: String,
    order: String,
    order_href: String,
    ticket_type: String,
    place: String,
    state: &'static str,
    kind: &'static str,
    note: String,
}

/// The form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    state: String,
    ticket_type: String,
    after: String,
}

impl Asked {
    /// What is asked for; what cannot be read asks for nothing.
    pub(super) fn question(&self) -> RegistrationsQuestion {
        RegistrationsQuestion {
            words: self.q.clone(),
            ticket_type: self.ticket_type.parse().ok(),
            state: RegistrationState::parse(&self.state),
            after: self.after.split_once('.').and_then(cursor),
        }
    }

    /// The form's part of an address.
    fn query(&self) -> String {
        format!(
            "?q={}&state={}&ticket_type={}",
            encode(&self.q),
            encode(&self.state),
            encode(&self.ticket_type)
        )
    }
}

fn cursor((at, ticket): (&str, &str)) -> Option<(Time, TicketId)> {
    Some((Time::from_micros(at.parse().ok()?), ticket.parse().ok()?))
}

/// `GET /{lang}/office/events/{event}/registrations`
pub(super) async fn show(
    State(app): State<App>,
    Path(event): Path<String>,
    Query(asked): Query<Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<RegistrationsPage>, Problem> {
    let found = find_event(&app, &principal, parse(&event)?, Sight::People).await?;
    let event = found.ok_or_else(Problem::not_found)?;
    let types = list_type_figures(&app, event.event_id).await?;
    let found = find_registrations(&app, event.event_id, &asked.question(), PAGE_LIMIT + 1).await?;
    Ok(Page::new(RegistrationsPage::new(frame, &event, &asked, &types, &found)))
}

impl RegistrationsPage {
    fn new(
        frame: Frame,
        event: &Event,
        asked: &Asked,
        types: &[TypeFigures],
        found: &[FoundRegistration],
    ) -> Self {
        let href = frame.href(&format!("/office/events/{}/registrations", event.event_id));
        let shown = &found[..found.len().min(PAGE_LIMIT as usize)];
        let last = shown.last().filter(|_| found.len() > shown.len());
        let query = asked.query();
        let next = |last: &FoundRegistration| {
            format!("{href}{query}&after={}.{}", last.issued_at.micros(), last.ticket_id)
        };
        let all = |key: &str| frame.t(key).to_owned();
        let mut states = vec![("", all("report-all-states"))];
        states
            .extend(RegistrationState::ALL.map(|state| (state.as_str(), frame.t(words(state).0).to_owned())));
        let mut type_options = vec![(String::new(), all("report-all-types"))];
        type_options.extend(types.iter().map(|known| (known.ticket_type.to_string(), known.name.clone())));
        let zone = zone_of(event);
        Self {
            tabs: tabs::of_event(&frame, event, "/registrations"),
            title: event.title.clone(),
            typed: Typed::filled([
                ("q", asked.q.clone()),
                ("state", asked.state.clone()),
                ("ticket_type", asked.ticket_type.clone()),
            ]),
            states,
            types: type_options,
            export_href: format!("{href}/export{query}"),
            sheet_href: format!("{href}/sheet{query}"),
            first_href: if asked.after.is_empty() { String::new() } else { format!("{href}{query}") },
            next_href: last.map(next).unwrap_or_default(),
            lines: shown.iter().map(|found| line(&frame, found, &zone)).collect(),
            href,
            frame,
        }
    }
}

/// The key of a state's word and its badge's kind.
pub(super) fn words(state: RegistrationState) -> (&'static str, &'static str) {
    match state {
        RegistrationState::Valid => ("report-valid", "success"),
        RegistrationState::Used => ("report-used", "info"),
        RegistrationState::Void => ("report-void", "danger"),
    }
}

/// Area, row and seat.
pub(super) fn place(frame: &Frame, found: &FoundRegistration) -> String {
    match (&found.row_label, &found.seat_label) {
        (Some(row), Some(seat)) => seat_name(&found.area, row, seat, frame.lang),
        _ => found.area.clone(),
    }
}

fn line(frame: &Frame, found: &FoundRegistration, zone: &Zone) -> Line {
    let (state, kind) = words(RegistrationState::of(found));
    Line {
        holder: found.holder_name.clone(),
        email: found.holder_email.clone(),
        order: found.number.clone(),
        order_href: frame.href(&format!("/office/orders/{}", found.order_id)),
        ticket_type: found.ticket_type.clone(),
        place: place(frame, found),
        state,
        kind,
        note: found.used_at.map(|at| frame.lang.date_time_short(at, zone)).unwrap_or_default(),
    }
}

impl Sample for RegistrationsPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let event = tabs::sample_event(frame);
        let found = FoundRegistration {
            ticket_id: TicketId::from_bytes([4; 16]),
            order_id: OrderId::from_bytes([5; 16]),
            number: "K7MX2P".into(),
            holder_name: "Ada Example".into(),
            holder_email: "ada@example.org".into(),
            buyer_name: "Ada Example".into(),
            ticket_type: "Adult".into(),
            starts_at: event.starts_at,
            area: "Stalls".into(),
            row_label: Some("F".into()),
            seat_label: Some("12".into()),
            total_minor: 1_500,
            state: "valid".into(),
            issued_at: frame.now,
            used_at: Some(frame.now),
        };
        let adult = TypeFigures {
            ticket_type: TicketTypeId::from_bytes([3; 16]),
            name: "Adult".into(),
            price_minor: 1_500,
            sold: 1,
            revenue_minor: 1_500,
            checked_in: 1,
        };
        let many = vec![found; PAGE_LIMIT as usize + 1];
        let asked = Asked { q: "ada".into(), after: "x".into(), ..Asked::default() };
        let full = Self::new(frame.clone(), &event, &Asked::default(), &[adult], &many);
        vec![full, Self::new(frame.clone(), &event, &asked, &[], &[])]
    }
}
