//! Choosing places of one performance: steppers for standing areas, ways to the seats of the others.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use boxoffice_app::App;
use boxoffice_app::catalog::shown::{Shown, find_shown_by_id};
use boxoffice_app::selling::availability::{PerformanceAvailability, availability, event_of};
use boxoffice_domain::ids::PerformanceId;
use boxoffice_domain::price::Rules;
use boxoffice_domain::time::Time;

use super::facts::when;
use super::offers::{Offers, Setting};
use super::opened::{AskedCode, Opened};
use super::sale::{Badge, badge, currency, zone};
use crate::client::Client;
use crate::form::Typed;
use crate::frame::Frame;
use crate::orders::join;
use crate::page::{CachePolicy, Page};
use crate::problem::Problem;

/// What stands above the choice: which performance.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The event's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When, in the venue's zone.
    pub when: String,
    /// The same for machines.
    pub iso: String,
    /// Where.
    pub place: String,
}

/// A performance and what it offers.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/choose.html")]
pub struct ChoosePage {
    frame: Frame,
    event: Heading,
    badge: Badge,
    offers: Offers,
    problem: String,
}

/// Everything about a performance that choosing needs.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its event.
    pub shown: Shown,
    /// What is left of it.
    pub view: PerformanceAvailability,
    /// Fees and taxes of its event.
    pub rules: Arc<Rules>,
}

/// A performance of a shown event.
pub async fn find(app: &App, performance: PerformanceId) -> Result<Found, Problem> {
    let event = event_of(app, performance).await?.ok_or_else(Problem::not_found)?;
    let shown = find_shown_by_id(app, event).await?.ok_or_else(Problem::not_found)?;
    let all = availability(app, event).await?.ok_or_else(Problem::not_found)?;
    let view = all.performances.iter().find(|known| known.performance == performance);
    let view = view.cloned().ok_or_else(Problem::not_found)?;
    Ok(Found { shown, view, rules: Arc::clone(&all.rules) })
}

impl Heading {
    /// The heading of a performance.
    pub fn of(found: &Found, frame: &Frame) -> Self {
        let event = &found.shown.event;
        let venue = found.shown.venue.as_ref();
        Self {
            id: event.event_id.to_string(),
            title: event.title.clone(),
            href: frame.href(&format!("/events/{}", event.slug)),
            when: when(&found.view, frame.lang, &zone(&found.shown)),
            iso: found.view.starts_at.map(Time::rfc3339).unwrap_or_default(),
            place: venue.map_or_else(|| event.city.clone(), |venue| join(&[&venue.name, &venue.city])),
        }
    }
}

impl ChoosePage {
    /// The choice, with what was typed and why it was refused.
    pub fn new(frame: Frame, found: &Found, opened: &Opened, typed: &Typed, problem: String) -> Self {
        let zone = zone(&found.shown);
        let setting = Setting {
            lang: frame.lang,
            currency: currency(&found.shown),
            zone: &zone,
            hold_ttl_s: found.shown.event.hold_ttl_s,
            opened,
            rules: &found.rules,
        };
        Self {
            event: Heading::of(found, &frame),
            badge: badge(found.view.status, std::slice::from_ref(&found.view), &setting),
            offers: Offers::of(&found.view, &setting, typed),
            problem,
            frame,
        }
    }
}

/// `GET /{lang}/performances/{performance}`.
pub async fn show(
    State(app): State<App>,
    Path(performance): Path<String>,
    Query(asked): Query<AskedCode>,
    client: Client,
    frame: Frame,
) -> Result<Page<ChoosePage>, Problem> {
    let found = find(&app, crate::orders::parse(&performance)?).await?;
    let opened = Opened::find(&app, &frame, &client, found.shown.event.event_id, &asked.code).await?;
    Ok(Page::new(ChoosePage::new(frame, &found, &opened, &Typed::default(), String::new()))
        .cache(CachePolicy::Fresh))
}
