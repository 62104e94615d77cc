//! Registrations as a CSV file, written page by page while it is sent, so that its length costs no memory.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use boxoffice_app::App;
use boxoffice_app::reports::{
    RegistrationState, RegistrationsQuestion, Sight, csv, find_event, find_registrations,
};
use boxoffice_app::store::StoreError;
use boxoffice_app::store::events::Event;
use boxoffice_app::store::report_lists::FoundRegistration;
use boxoffice_domain::money::{Currency, Money};
use futures_util::stream;

use super::dashboard::zone_of;
use super::registrations::{Asked, place, words};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::parse;
use crate::problem::Problem;

/// Lines read at a time.
const LINES: u32 = 1_000;
/// Tells spreadsheets that the text is UTF-8.
const MARK: &str = "\u{feff}";

/// Columns of a file of registrations.
pub(super) const HEADINGS: [&str; 12] = [
    "report-order",
    "report-holder",
    "report-email",
    "order-buyer",
    "office-ticket-type",
    "report-place",
    "office-starts-at",
    "report-paid",
    "office-currency",
    "office-state",
    "report-issued-at",
    "report-used-at",
];

/// `GET /{lang}/office/events/{event}/registrations/export`
pub(super) async fn show(
    State(app): State<App>,
    Path(event): Path<String>,
    Query(asked): Query<Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let found = find_event(&app, &principal, parse(&event)?, Sight::People).await?;
    let event = found.ok_or_else(Problem::not_found)?;
    let file = format!("attachment; filename=\"registrations-{}.csv\"", file_name(&event.slug));
    Response::builder()
        .header(CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(CONTENT_DISPOSITION, file)
        .header(CACHE_CONTROL, "private, no-store")
        .body(Body::from_stream(lines(Export {
            app,
            frame,
            event,
            question: Some(asked.question()),
            begun: false,
        })))
        .map_err(|error| Problem::fault(&error))
}

/// A file on its way out; no question: all of it is sent.
struct Export {
    app: App,
    frame: Frame,
    event: Event,
    question: Option<RegistrationsQuestion>,
    begun: bool,
}

fn lines(export: Export) -> impl futures_util::Stream<Item = Result<String, StoreError>> {
    stream::try_unfold(export, |mut export| async move {
        let mut text = String::new();
        if !export.begun {
            export.begun = true;
            text.push_str(MARK);
            text.push_str(&header(&export.frame));
        }
        let Some(mut question) = export.question.take() else { return Ok(None) };
        let found = find_registrations(&export.app, export.event.event_id, &question, LINES).await?;
        text.extend(found.iter().map(|found| line(&export, found)));
        if let Some(last) = found.last().filter(|_| found.len() == LINES as usize) {
            question.after = Some((last.issued_at, last.ticket_id));
            export.question = Some(question);
        }
        Ok(Some((text, export)))
    })
}

fn header(frame: &Frame) -> String {
    csv::line(HEADINGS.map(|key| frame.t(key)))
}

/// Times are the event's own, as spreadsheets read them.
fn line(export: &Export, found: &FoundRegistration) -> String {
    let zone = zone_of(&export.event);
    let time = |at: boxoffice_domain::time::Time| zone.local_input(at).replace('T', " ");
    let currency: Option<Currency> = export.event.currency.parse().ok();
    let paid = currency.map(|currency| Money::new(found.total_minor, currency).plain());
    csv::line([
        found.number.clone(),
        found.holder_name.clone(),
        found.holder_email.clone(),
        found.buyer_name.clone(),
        found.ticket_type.clone(),
        place(&export.frame, found),
        found.starts_at.map(time).unwrap_or_default(),
        paid.unwrap_or_default(),
        export.event.currency.clone(),
        export.frame.t(words(RegistrationState::of(found)).0).to_owned(),
        time(found.issued_at),
        found.used_at.map(time).unwrap_or_default(),
    ])
}

/// Letters, digits and hyphens only, whatever the slug holds.
pub(super) fn file_name(slug: &str) -> String {
    slug.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').take(80).collect()
}
