//! Files that are made whole before they are sent: earnings as CSV, spreadsheets with typed cells, and the box office
//! statement.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::reports::xlsx::{Cell, sheet};
use boxoffice_app::reports::{
    PerformanceEarned, RegistrationState, Sight, csv, find_box_office_statement, find_event,
    find_registrations, print_box_office_statement,
};
use boxoffice_app::store::events::Event;
use boxoffice_app::store::report_lists::FoundRegistration;
use boxoffice_domain::ids::PerformanceId;
use boxoffice_domain::limits::SHEET_ROWS_MAX;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Zone;

use super::dashboard::zone_of;
use super::earnings;
use super::export::{HEADINGS as REGISTRATION_HEADINGS, file_name};
use super::registrations::{Asked, place, words};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::parse;
use crate::problem::Problem;

/// Tells spreadsheets that the text is UTF-8.
const MARK: &str = "\u{feff}";
/// The type of spreadsheets.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /{lang}/office/earnings/export`
pub(super) async fn export(
    State(app): State<App>,
    Query(asked): Query<earnings::Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let found = earnings::find(&app, &principal, &asked).await?;
    let mut text = MARK.to_owned();
    text.push_str(&csv::line(earnings::HEADINGS.map(|key| frame.t(key))));
    text.extend(found.performances.iter().map(csv_line));
    let name = format!("earnings-{}.csv", file_name(&found.organization.slug));
    Ok(send(&name, "text/csv; charset=utf-8", text.into_bytes()))
}

fn csv_line(row: &PerformanceEarned) -> String {
    let zone = Zone::named(&row.time_zone).unwrap_or_else(|_| Zone::utc());
    let plain = |minor: i64| Money::new(minor, row.currency).plain();
    let earned = &row.earned;
    csv::line([
        row.title.clone(),
        row.starts_at.map(|at| zone.local_input(at).replace('T', " ")).unwrap_or_default(),
        row.currency.code().to_owned(),
        plain(earned.gross_minor),
        plain(earned.fee_minor),
        plain(earned.tax_minor),
        plain(earned.refund_minor),
        plain(earned.dispute_minor),
        plain(earned.net_minor()),
        row.comps.to_string(),
    ])
}

/// `GET /{lang}/office/earnings/sheet`
pub(super) async fn earnings(
    State(app): State<App>,
    Query(asked): Query<earnings::Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let found = earnings::find(&app, &principal, &asked).await?;
    let rows = found.performances.iter().map(earned).collect();
    let headings = earnings::HEADINGS.map(|key| frame.t(key).to_owned()).into();
    let name = format!("earnings-{}.xlsx", file_name(&found.organization.slug));
    send_sheet(&app, &name, headings, rows).await
}

fn earned(row: &PerformanceEarned) -> Vec<Cell> {
    let zone = Zone::named(&row.time_zone).unwrap_or_else(|_| Zone::utc());
    let amount = |minor: i64| Cell::Amount(Money::new(minor, row.currency));
    let earned = &row.earned;
    vec![
        Cell::text(row.title.as_str()),
        Cell::time(row.starts_at, &zone),
        Cell::text(row.currency.code()),
        amount(earned.gross_minor),
        amount(earned.fee_minor),
        amount(earned.tax_minor),
        amount(earned.refund_minor),
        amount(earned.dispute_minor),
        amount(earned.net_minor()),
        Cell::Number(row.comps),
    ]
}

/// `GET /{lang}/office/events/{event}/registrations/sheet`
pub(super) async fn registrations(
    State(app): State<App>,
    Path(event): Path<String>,
    Query(asked): Query<Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let found = find_event(&app, &principal, parse(&event)?, Sight::People).await?;
    let event = found.ok_or_else(Problem::not_found)?;
    let limit = SHEET_ROWS_MAX as u32 + 1;
    let found = find_registrations(&app, event.event_id, &asked.question(), limit).await?;
    if found.len() > SHEET_ROWS_MAX {
        let sentence = format!("this list has more than {SHEET_ROWS_MAX} rows; download it as CSV");
        let problem = Problem::refused(StatusCode::UNPROCESSABLE_ENTITY, "sheet_too_long", &sentence);
        return Err(problem.arg("max", SHEET_ROWS_MAX as i64));
    }
    let rows = found.iter().map(|found| registered(&frame, &event, found)).collect();
    let headings = REGISTRATION_HEADINGS.map(|key| frame.t(key).to_owned()).into();
    send_sheet(&app, &format!("registrations-{}.xlsx", file_name(&event.slug)), headings, rows).await
}

fn registered(frame: &Frame, event: &Event, found: &FoundRegistration) -> Vec<Cell> {
    let zone = zone_of(event);
    let currency: Option<Currency> = event.currency.parse().ok();
    let paid = currency.map(|currency| Cell::Amount(Money::new(found.total_minor, currency)));
    vec![
        Cell::text(found.number.as_str()),
        Cell::text(found.holder_name.as_str()),
        Cell::text(found.holder_email.as_str()),
        Cell::text(found.buyer_name.as_str()),
        Cell::text(found.ticket_type.as_str()),
        Cell::text(place(frame, found)),
        Cell::time(found.starts_at, &zone),
        paid.unwrap_or(Cell::Empty),
        Cell::text(event.currency.as_str()),
        Cell::text(frame.t(words(RegistrationState::of(found)).0)),
        Cell::time(Some(found.issued_at), &zone),
        Cell::time(found.used_at, &zone),
    ]
}

/// `GET /{lang}/office/performances/{performance}/statement`
pub(super) async fn statement(
    State(app): State<App>,
    Path(performance): Path<String>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Response, Problem> {
    let performance: PerformanceId = parse(&performance)?;
    let found = find_box_office_statement(&app, &principal, performance).await?;
    let found = found.ok_or_else(Problem::not_found)?;
    let name = format!("statement-{}.pdf", file_name(&found.slug));
    let lang = frame.lang;
    let pdf = compute(move || print_box_office_statement(&found, lang)).await?;
    Ok(send(&name, "application/pdf", pdf))
}

async fn send_sheet(
    app: &App,
    name: &str,
    headings: Vec<String>,
    rows: Vec<Vec<Cell>>,
) -> Result<Response, Problem> {
    let now = app.clock.now();
    let file = compute(move || {
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        sheet(&headings, &rows, now)
    });
    Ok(send(name, XLSX, file.await?))
}

/// Milliseconds to seconds of pure computing: not on a thread that answers buyers.
async fn compute<E: std::fmt::Display + Send + 'static>(
    work: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Problem::fault(&error))?;
    done.map_err(|error| Problem::fault(&error))
}

fn send(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
