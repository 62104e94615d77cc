//! `/{lang}/door/{event}`: reading tickets. The same address takes the reading and shows what it came to;
//! a script asks for JSON, whose sentences are already in the reader's language.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use boxoffice_app::App;
use boxoffice_app::admission::{ScanResult, Scanned, find_door_event, scan};
use boxoffice_app::i18n::Value;
use boxoffice_app::rates::Rate;
use boxoffice_app::store::door::{DoorCounts, DoorEvent, DoorTicket};
use boxoffice_domain::ids::EventId;
use boxoffice_domain::time::{Time, Zone};
use serde::{Deserialize, Serialize};

use super::choose::{sample_event, when};
use crate::client::Client;
use crate::form::Form;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::request::Asked;

/// The page on which tickets are read.
#[derive(Clone, Debug, Template)]
#[template(path = "door/scan.html")]
pub struct ScanPage {
    frame: Frame,
    event: DoorEvent,
    counts: String,
    gate: String,
    shown: Option<Shown>,
}

/// One reading.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reading {
    code: String,
    #[serde(default)]
    gate: String,
}

/// A result as the door sees it: a word, a sentence, whose ticket.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    /// `valid`, `used` or `invalid`: colour and sound.
    status: &'static str,
    word: String,
    sentence: String,
    holder: String,
    place: String,
    counts: String,
}

/// `GET /{lang}/door/{event}`
pub(super) async fn show(
    State(app): State<App>,
    SignedIn(principal): SignedIn,
    Path(event): Path<EventId>,
    frame: Frame,
) -> Result<Page<ScanPage>, Problem> {
    let (event, counts) = find_door_event(&app, &principal, event).await?;
    Ok(Page::new(ScanPage { counts: told(&frame, counts), frame, event, gate: String::new(), shown: None }))
}

/// `POST /{lang}/door/{event}`
pub(super) async fn read(
    State(app): State<App>,
    SignedIn(principal): SignedIn,
    client: Client,
    Extension(asked): Extension<Asked>,
    Path(event): Path<EventId>,
    frame: Frame,
    Form { value: reading, .. }: Form<Reading>,
) -> Result<Response, Problem> {
    app.rates.check(Rate::Scan, &principal.account.to_string())?;
    let scanned = scan(&app, &principal, &client.address, event, &reading.code, &reading.gate).await?;
    let shown = Shown::of(&frame, &scanned);
    if asked.wants_json {
        return Ok(Json(shown).into_response());
    }
    let counts = shown.counts.clone();
    let page = ScanPage { frame, event: scanned.event, counts, gate: reading.gate, shown: Some(shown) };
    Ok(Page::new(page).into_response())
}

impl ScanPage {
    fn when(&self) -> String {
        when(&self.frame, &self.event)
    }
}

/// "212 of 400 are in".
fn told(frame: &Frame, counts: DoorCounts) -> String {
    let number = |number: i64| Value::from(frame.number(number));
    frame.with("door-counts", &[("in", number(counts.checked_in)), ("sold", number(counts.sold))])
}

impl Shown {
    fn of(frame: &Frame, scanned: &Scanned) -> Self {
        let (status, word, sentence) = match &scanned.result {
            ScanResult::Valid { .. } => {
                ("valid", frame.t("door-valid"), frame.t("door-valid-text").to_owned())
            }
            ScanResult::Used { at, gate } => {
                ("used", frame.t("door-used"), used(frame, &scanned.event, *at, gate))
            }
            ScanResult::Invalid { reason } => {
                ("invalid", frame.t("door-invalid"), frame.t(refusal(reason)).to_owned())
            }
        };
        Self {
            status,
            word: word.to_owned(),
            sentence,
            holder: scanned.ticket.as_ref().map(|ticket| ticket.holder_name.clone()).unwrap_or_default(),
            place: scanned.ticket.as_ref().map(|ticket| place(frame, ticket)).unwrap_or_default(),
            counts: told(frame, scanned.counts),
        }
    }

    fn icon(&self) -> &'static str {
        match self.status {
            "valid" => "check",
            "used" => "clock",
            _ => "close",
        }
    }
}

/// When and where the ticket was used.
fn used(frame: &Frame, event: &DoorEvent, at: Time, gate: &str) -> String {
    let zone = Zone::named(&event.time_zone).unwrap_or_else(|_| Zone::utc());
    let at = Value::from(frame.date_time(&at, &zone));
    if gate.is_empty() {
        frame.with("door-used-at", &[("at", at)])
    } else {
        frame.with("door-used-at-gate", &[("at", at), ("gate", gate.into())])
    }
}

/// The key of what to say about a refused ticket.
fn refusal(reason: &str) -> &'static str {
    match reason {
        "void" => "door-invalid-void",
        "other_event" => "door-invalid-other-event",
        "forged" => "door-invalid-forged",
        _ => "door-invalid-unknown",
    }
}

/// Ticket type, area, row and seat.
fn place(frame: &Frame, ticket: &DoorTicket) -> String {
    let place = match (&ticket.row_label, &ticket.seat_label) {
        (Some(row), Some(seat)) => frame.with(
            "ticket-place-seat",
            &[
                ("area", ticket.area.as_str().into()),
                ("row", row.as_str().into()),
                ("seat", seat.as_str().into()),
            ],
        ),
        _ => ticket.area.clone(),
    };
    format!("{} · {place}", ticket.ticket_type)
}

impl Sample for ScanPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let counts = DoorCounts { checked_in: 212, sold: 400 };
        let ticket = DoorTicket {
            event_id: sample_event().event_id,
            holder_name: "Example Holder".into(),
            ticket_type: "Adult".into(),
            area: "Stalls".into(),
            row_label: Some("D".into()),
            seat_label: Some("14".into()),
        };
        let at = Time::from_seconds(1_809_099_000);
        let results = [
            ScanResult::Valid { at, holder_name: "Example Holder".into() },
            ScanResult::Used { at, gate: "North".into() },
            ScanResult::Used { at, gate: String::new() },
            ScanResult::Invalid { reason: "void" },
        ];
        let page = |shown| Self {
            frame: frame.clone(),
            event: sample_event(),
            counts: told(frame, counts),
            gate: "North".into(),
            shown,
        };
        let shown = results.into_iter().map(|result| {
            let scanned = Scanned { event: sample_event(), result, ticket: Some(ticket.clone()), counts };
            page(Some(Shown::of(frame, &scanned)))
        });
        std::iter::once(page(None)).chain(shown).collect()
    }
}
