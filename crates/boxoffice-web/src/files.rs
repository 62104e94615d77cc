//! Downloads: an order's tickets as PDF and calendar file. `/files/…` opens with a signed link alone, for an
//! hour; an order's own page gives a fresh link to whoever has the order's secret.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::files::link::{self, LinkError};
use boxoffice_app::tickets::calendar::order_calendar;
use boxoffice_app::tickets::files::{TicketFileError, link_path, order_of_path, order_of_secret, ticket_pdf};
use boxoffice_app::tickets::invoice_files::{invoice_of_path, invoice_pdf};
use boxoffice_domain::ids::OrderId;
use bytes::Bytes;
use serde::Deserialize;

use crate::page::CachePolicy;
use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes
        .get("/files/{*path}", Policy::SecretLink, download)
        .get("/{lang}/orders/{secret}/tickets.pdf", Policy::SecretLink, tickets)
        .get("/{lang}/orders/{secret}/calendar.ics", Policy::SecretLink, calendar);
}

/// What a signed link carries beside the path.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Signed {
    expires: String,
    signature: String,
}

/// `GET /files/{path}`: the file that a signed link opens.
async fn download(
    State(app): State<App>,
    Path(path): Path<String>,
    Query(signed): Query<Signed>,
) -> Result<Response, Problem> {
    link::check(&app, &path, &signed.expires, &signed.signature)?;
    if let Some(invoice) = invoice_of_path(&path) {
        let pdf = invoice_pdf(&app, invoice).await?.ok_or_else(Problem::not_found)?;
        return Ok(file(&pdf.name, "application/pdf", pdf.content));
    }
    let order = order_of_path(&path).ok_or_else(Problem::not_found)?;
    let pdf = ticket_pdf(&app, order).await?;
    Ok(file(&pdf.name, "application/pdf", pdf.content))
}

/// `GET /{lang}/orders/{secret}/tickets.pdf`: on to a fresh link.
async fn tickets(State(app): State<App>, Path(secret): Path<String>) -> Result<Redirect, Problem> {
    let order = find(&app, &secret).await?;
    Ok(Redirect::to(&link::sign(&app, &link_path(order))))
}

/// `GET /{lang}/orders/{secret}/calendar.ics`: the dates, for a diary.
async fn calendar(State(app): State<App>, Path(secret): Path<String>) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    let (name, entries) = order_calendar(&app, order).await?.ok_or_else(Problem::not_found)?;
    Ok(file(&name, "text/calendar; charset=utf-8", entries.into()))
}

async fn find(app: &App, secret: &str) -> Result<OrderId, Problem> {
    order_of_secret(app, secret).await?.ok_or_else(Problem::not_found)
}

fn file(name: &str, kind: &'static str, content: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, CachePolicy::Personal.header()),
    ];
    (headers, content).into_response()
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        let status = match error {
            LinkError::Expired => StatusCode::GONE,
            LinkError::Forged => StatusCode::NOT_FOUND,
        };
        Self::refused(status, error.code(), &error)
    }
}

impl From<TicketFileError> for Problem {
    fn from(error: TicketFileError) -> Self {
        match error.code() {
            Some(code) => Self::refused(StatusCode::NOT_FOUND, code, &error),
            None => Self::fault(&error),
        }
    }
}
