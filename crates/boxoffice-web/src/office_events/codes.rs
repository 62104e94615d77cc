//! `/{lang}/office/events/{event}/codes`: discount and access codes, with how often each is used.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::codes::{
    CodeDraft, CodeDraftError, OfficeCode, add_codes, close_code, list_codes,
};
use boxoffice_app::catalog::office::{OfficeEvent, find_office_event};
use boxoffice_domain::ids::{CodeId, EventId, TicketTypeId};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::{CodeKind, Discount};
use boxoffice_domain::time::{Time, Zone};
use serde::Deserialize;

use crate::client::Client;
use crate::fee_forms::{read_part, show_part};
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// Codes on the page: more are found in the export of orders.
const CODES_SHOWN: u32 = 500;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "office_events/codes.html")]
pub struct CodesPage {
    frame: Frame,
    id: String,
    title: String,
    currency: String,
    time_zone: String,
    codes: Vec<CodeLine>,
    /// Id and name of each ticket type.
    types: Vec<(String, String)>,
    typed: Typed,
    notice: String,
}

/// A code.
#[derive(Clone, Debug)]
struct CodeLine {
    id: String,
    label: String,
    /// What it does, in words.
    what: String,
    when: String,
    used: String,
    is_closed: bool,
}

/// A new code, or many.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fields {
    label: String,
    count: String,
    kind: String,
    percent: String,
    amount: String,
    ticket_types: BTreeSet<TicketTypeId>,
    starts_at: String,
    ends_at: String,
    uses_max: String,
    per_buyer_max: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    #[serde(default)]
    done: String,
}

/// `GET /{lang}/office/events/{event}/codes`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(event): Path<EventId>,
    Query(came): Query<Came>,
) -> Result<Page<CodesPage>, Problem> {
    let found = find_office_event(&app, &principal, event).await?.ok_or_else(Problem::not_found)?;
    let (_, codes) =
        list_codes(&app, &principal, event, CODES_SHOWN).await?.ok_or_else(Problem::not_found)?;
    let notice = if came.done.is_empty() { "" } else { frame.t("codes-done") }.to_owned();
    let mut typed = Typed::default();
    typed.fill("kind", "discount");
    Ok(Page::new(CodesPage { notice, ..CodesPage::of(frame, &found, &codes, typed) }))
}

/// `POST /{lang}/office/events/{event}/codes`
pub(super) async fn add(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, mut typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let found = find_office_event(&app, &principal, event).await?.ok_or_else(Problem::not_found)?;
    let editor = Editor::account(&principal, &client.address);
    let done = match value.draft(&found) {
        Some(draft) => add_codes(&app, &editor, event, &draft).await,
        None => Err(CodeDraftError::BadLimit),
    };
    let error = match done {
        Ok(_) => return Ok(back(&frame, event)),
        Err(CodeDraftError::Edit(error)) => return Err(error.into()),
        Err(error) => error,
    };
    typed.refuse(field_of(&error), frame.lang.error(error.code(), &[]));
    let (_, codes) =
        list_codes(&app, &principal, event, CODES_SHOWN).await?.ok_or_else(Problem::not_found)?;
    Ok(Page::refused(CodesPage::of(frame, &found, &codes, typed)).into_response())
}

/// `POST /{lang}/office/events/{event}/codes/{code}/closing`
pub(super) async fn close(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((event, code)): Path<(EventId, CodeId)>,
) -> Result<Response, Problem> {
    close_code(&app, &Editor::account(&principal, &client.address), event, code, true).await?;
    Ok(back(&frame, event))
}

/// `POST /{lang}/office/events/{event}/codes/{code}/opening`
pub(super) async fn open(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((event, code)): Path<(EventId, CodeId)>,
) -> Result<Response, Problem> {
    close_code(&app, &Editor::account(&principal, &client.address), event, code, false).await?;
    Ok(back(&frame, event))
}

fn back(frame: &Frame, event: EventId) -> Response {
    Redirect::to(&frame.href(&format!("/office/events/{event}/codes?done=codes"))).into_response()
}

/// The field that a refusal is about.
fn field_of(error: &CodeDraftError) -> &'static str {
    match error {
        CodeDraftError::BadCode | CodeDraftError::Twice => "label",
        CodeDraftError::TooMany => "count",
        CodeDraftError::BadDiscount => "percent",
        CodeDraftError::OpensNothing => "ticket_types",
        CodeDraftError::EndsFirst => "ends_at",
        CodeDraftError::BadLimit => "uses_max",
        CodeDraftError::Edit(_) => "",
    }
}

impl Fields {
    /// What was meant; `None` when a number or time cannot be read.
    fn draft(&self, found: &OfficeEvent) -> Option<CodeDraft> {
        let currency: Currency = found.event.currency.parse().ok()?;
        let zone = Zone::named(&found.event.time_zone).ok()?;
        let time = |text: &str| match text.trim() {
            "" => Some(None),
            text => zone.local(text).ok().map(Some),
        };
        let number = |text: &str| match text.trim() {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        };
        let discount = match (self.percent.trim(), self.amount.trim()) {
            ("", "") => Discount::None,
            ("", amount) => Discount::Amount(Money::parse(amount, currency)?.minor),
            (percent, _) => Discount::Part(read_part(percent)?),
        };
        Some(CodeDraft {
            label: self.label.clone(),
            count: u32::try_from(number(&self.count)?.unwrap_or(1)).ok()?,
            kind: CodeKind::parse(&self.kind)?,
            discount,
            ticket_types: self.ticket_types.clone(),
            starts_at: time(&self.starts_at)?,
            ends_at: time(&self.ends_at)?,
            uses_max: number(&self.uses_max)?,
            per_buyer_max: number(&self.per_buyer_max)?,
        })
    }
}

impl CodesPage {
    fn of(frame: Frame, found: &OfficeEvent, codes: &[OfficeCode], typed: Typed) -> Self {
        let name = |kind: &boxoffice_app::store::ticket_types::TicketType| {
            (kind.ticket_type_id.to_string(), kind.name.clone())
        };
        Self {
            id: found.event.event_id.to_string(),
            title: found.event.title.clone(),
            currency: found.event.currency.clone(),
            time_zone: found.event.time_zone.clone(),
            codes: codes.iter().map(|code| line(&frame, found, code)).collect(),
            types: found.ticket_types.iter().map(name).collect(),
            typed,
            notice: String::new(),
            frame,
        }
    }
}

fn line(frame: &Frame, found: &OfficeEvent, code: &OfficeCode) -> CodeLine {
    let row = &code.code;
    let zone = Zone::named(&found.event.time_zone).unwrap_or_else(|_| Zone::utc());
    let currency = found.event.currency.parse().unwrap_or(Currency::EUR);
    let off = match (row.part_bp, row.amount_minor) {
        (0, 0) => String::new(),
        (0, minor) => frame.lang.money(Money::new(minor, currency)),
        (part_bp, _) => format!("{} %", show_part(part_bp)),
    };
    let kind =
        if row.kind == "access" { frame.t("codes-kind-access") } else { frame.t("codes-kind-discount") };
    let types = found.ticket_types.iter().filter(|kind| code.ticket_types.contains(&kind.ticket_type_id));
    let types: Vec<&str> = types.map(|kind| kind.name.as_str()).collect();
    let parts = [kind, off.as_str(), &types.join(", ")];
    let shown: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let time = |at: Option<Time>| at.map(|at| frame.lang.date_time_short(at, &zone)).unwrap_or_default();
    let (from, until) = (time(row.starts_at), time(row.ends_at));
    CodeLine {
        id: row.code_id.to_string(),
        label: row.label.clone(),
        what: shown.join(" · "),
        when: if from.is_empty() && until.is_empty() { String::new() } else { format!("{from} – {until}") },
        used: match row.uses_max {
            Some(max) => format!("{} / {}", frame.number(row.used), frame.number(max)),
            None => frame.number(row.used),
        },
        is_closed: row.closed_at.is_some(),
    }
}

impl Sample for CodesPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let code = |label: &str, is_closed| CodeLine {
            id: "cod_sample".into(),
            label: label.into(),
            what: format!("{} · 10 %", frame.t("codes-kind-discount")),
            when: String::new(),
            used: "3 / 10".into(),
            is_closed,
        };
        let page = Self {
            frame: frame.clone(),
            id: "evt_sample".into(),
            title: "Night of Bells".into(),
            currency: "EUR".into(),
            time_zone: "Europe/Berlin".into(),
            codes: vec![code("BELLS10", false), code("OLD", true)],
            types: vec![("tty_sample".into(), "Adult".into())],
            typed: Typed::filled([("kind", "discount".into())]),
            notice: frame.t("codes-done").to_owned(),
        };
        let mut refused = Self { codes: Vec::new(), ..page.clone() };
        refused.typed.refuse("label", frame.lang.error("code_twice", &[]));
        vec![page, refused]
    }
}
