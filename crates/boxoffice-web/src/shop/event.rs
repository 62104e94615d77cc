//! The event page: what it is, when and where, what it costs in all, and the way to tickets.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use boxoffice_app::catalog::shown::{Shown, find_shown, find_shown_by_id};
use boxoffice_app::selling::availability;
use boxoffice_app::selling::availability::EventAvailability;

use super::facts::Facts;
use super::opened::{AskedCode, Opened};
use super::pages::Rendered;
use super::sale::Sale;
use crate::client::Client;
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
    /// The code that the visitor gave.
    opened: Opened,
    /// Where the form for one goes; empty: no ticket asks for one.
    code_action: String,
}

impl EventPage {
    /// The page of an event.
    pub fn new(frame: Frame, shown: &Shown, view: &EventAvailability, opened: Opened) -> Self {
        let kinds = || view.performances.iter().flat_map(|performance| &performance.ticket_types);
        let asks_code = kinds().any(|kind| kind.hidden || kind.needs_code) || !opened.typed.is_empty();
        let event = Facts::of(shown, view, frame.lang, &frame.public_url);
        let sale = Sale::of(shown, view, &opened, frame.lang);
        let code_action =
            if asks_code { frame.href(&format!("/events/{}", shown.event.slug)) } else { String::new() };
        Self { frame, event, sale, opened, code_action }
    }
}

/// `GET /{lang}/events/{slug}`. Visitors whom we do not know get bytes that are ready.
pub async fn show(
    State(web): State<Web>,
    Path(slug): Path<String>,
    Query(asked): Query<AskedCode>,
    headers: HeaderMap,
    client: Client,
    frame: Frame,
) -> Result<Response, Problem> {
    if asked.code.is_empty() && frame.viewer.is_none() && frame.cart.is_none() {
        return ready(&web, &slug, frame).await?.answer(&headers);
    }
    let (shown, view) = find(&web, &slug).await?;
    let opened = Opened::find(web.app(), &frame, &client, shown.event.event_id, &asked.code).await?;
    Ok(Page::new(EventPage::new(frame, &shown, &view, opened)).cache(CachePolicy::Fresh).into_response())
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
    let html = EventPage::new(frame, &shown, &view, Opened::default())
        .render()
        .map_err(|error| Problem::fault(&error))?;
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
