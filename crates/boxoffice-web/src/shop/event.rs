//! The event page: what it is, when and where, what it costs in all, and the way to tickets.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use boxoffice_app::catalog::shown::{Shown, find_shown, find_shown_by_id};
use boxoffice_app::selling::availability;
use boxoffice_app::selling::availability::EventAvailability;

use super::facts::Facts;
use super::pages::Rendered;
use super::sale::Sale;
use crate::frame::Frame;
use crate::page::{CachePolicy, Page};
use crate::problem::Problem;
use crate::state::Web;

/// An event, its facts and its sale.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/event.html")]
pub struct EventPage {
    frame: Frame,
    event: Facts,
    sale: Sale,
}

impl EventPage {
    /// The page of an event.
    pub fn new(frame: Frame, shown: &Shown, view: &EventAvailability) -> Self {
        let event = Facts::of(shown, view, frame.lang, &frame.public_url);
        let sale = Sale::of(shown, view, frame.lang);
        Self { frame, event, sale }
    }
}

/// `GET /{lang}/events/{slug}`. Visitors whom we do not know get bytes that are ready.
pub async fn show(
    State(web): State<Web>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    frame: Frame,
) -> Result<Response, Problem> {
    if frame.viewer.is_none() && frame.cart.is_none() {
        return ready(&web, &slug, frame).await?.answer(&headers);
    }
    let (shown, view) = find(&web, &slug).await?;
    Ok(Page::new(EventPage::new(frame, &shown, &view)).cache(CachePolicy::Fresh).into_response())
}

/// The page as it was made last, if nothing changed since; else a new one.
async fn ready(web: &Web, slug: &str, frame: Frame) -> Result<Arc<Rendered>, Problem> {
    let lang = frame.lang;
    if let Some(kept) = web.pages().find(lang, slug)
        && let Some(view) = availability(web.app(), kept.event).await?
        && view.version == kept.version
    {
        return Ok(kept);
    }
    let found = find(web, slug).await.inspect_err(|_| web.pages().forget(lang, slug));
    let (shown, view) = found?;
    // The query belongs to one visitor, the page to all.
    let frame = Frame { rest: format!("/events/{slug}"), ..frame };
    let html = EventPage::new(frame, &shown, &view).render().map_err(|error| Problem::fault(&error))?;
    let page = Arc::new(Rendered::new(view.event, view.version, html));
    web.pages().keep(lang, slug, &page);
    Ok(page)
}

async fn find(web: &Web, slug: &str) -> Result<(Shown, Arc<EventAvailability>), Problem> {
    let event = find_shown(web.app(), slug).await?.ok_or_else(Problem::not_found)?.event.event_id;
    // In this order a change in between gives the next version a new page; the other way round it would be missed.
    let view = availability(web.app(), event).await?.ok_or_else(Problem::not_found)?;
    let shown = find_shown_by_id(web.app(), event).await?.ok_or_else(Problem::not_found)?;
    Ok((shown, view))
}
