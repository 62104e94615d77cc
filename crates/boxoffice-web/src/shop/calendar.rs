//! Dates for calendars: of an event before buying, of an order after it.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::catalog::shown::find_shown;
use boxoffice_app::selling::{SaleStatus, availability};
use boxoffice_app::tickets::calendar::{Date, calendar_of, order_calendar};

use super::show_order::find;
use crate::frame::Frame;
use crate::page::CachePolicy;
use crate::problem::Problem;

/// `GET /{lang}/events/{slug}/calendar`.
pub async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    frame: Frame,
) -> Result<Response, Problem> {
    let shown = find_shown(&app, &slug).await?.ok_or_else(Problem::not_found)?;
    let view = availability(&app, shown.event.event_id).await?.ok_or_else(Problem::not_found)?;
    let venue = shown.venue.as_ref();
    let place = [
        venue.map_or("", |venue| &venue.name),
        venue.map_or("", |venue| &venue.street),
        venue.map_or(shown.event.city.as_str(), |venue| &venue.city),
        venue.map_or(shown.event.country.as_str(), |venue| &venue.country),
    ];
    let dates = view.performances.iter().filter(|performance| performance.status != SaleStatus::Cancelled);
    let dates: Vec<Date<'_>> = dates
        .filter_map(|performance| {
            Some(Date {
                performance: performance.performance,
                starts_at: performance.starts_at?,
                ends_at: performance.ends_at,
                title: &shown.event.title,
                place,
                note: &shown.event.summary,
                is_fixed: performance.status != SaleStatus::Postponed,
            })
        })
        .collect();
    answer(&app, &dates, &frame.href(&format!("/events/{slug}")), &slug)
}

/// `GET /{lang}/orders/{secret}/calendar`.
pub async fn show_order(State(app): State<App>, Path(secret): Path<String>) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    let (name, file) = order_calendar(&app, order.id).await?.ok_or_else(Problem::not_found)?;
    Ok(download(&name, file))
}

fn answer(app: &App, dates: &[Date<'_>], path: &str, name: &str) -> Result<Response, Problem> {
    let url = &app.settings.public_url;
    let host = url.split("://").last().unwrap_or_default();
    let file =
        calendar_of(dates, app.clock.now(), host, &format!("{url}{path}")).ok_or_else(Problem::not_found)?;
    Ok(download(&format!("{name}.ics"), file))
}

fn download(name: &str, file: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, CachePolicy::Personal.header()),
    ];
    (headers, file).into_response()
}
