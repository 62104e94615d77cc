//! `/{lang}/office/activity`: who did what, when and from where; of everything or of one event.

use askama::Template;
use axum::extract::{Query, State};
use boxoffice_app::App;
use boxoffice_app::reports::{Sight, find_event, list_activity};
use boxoffice_app::store::events::Event;
use boxoffice_app::store::report_lists::ActivityRow;
use boxoffice_domain::ids::{EventId, OrderId};
use boxoffice_domain::limits::PAGE_LIMIT;
use boxoffice_domain::time::Zone;
use serde::Deserialize;

use super::sentence::{reason, sentence};
use super::tabs::{self, Tabs};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::parse;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The log.
#[derive(Clone, Debug, Template)]
#[template(path = "office/activity.html")]
pub struct ActivityPage {
    frame: Frame,
    tabs: Tabs,
    /// The title of the event that it is about; empty: of all.
    event: String,
    event_href: String,
    lines: Vec<Line>,
    next_href: String,
}

/// One entry.
#[derive(Clone, Debug)]
struct Line {
    when: String,
    what: String,
    reason: String,
    event: String,
    event_href: String,
    order_href: String,
    address: String,
}

/// Which part of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    event: String,
    before: String,
}

/// `GET /{lang}/office/activity`
pub(super) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<ActivityPage>, Problem> {
    let id: Option<EventId> = if asked.event.is_empty() { None } else { Some(parse(&asked.event)?) };
    let event = match id {
        Some(id) => {
            Some(find_event(&app, &principal, id, Sight::Money).await?.ok_or_else(Problem::not_found)?)
        }
        None => None,
    };
    let entries = list_activity(&app, &principal, id, asked.before.parse().ok(), PAGE_LIMIT + 1).await?;
    Ok(Page::new(ActivityPage::new(frame, event.as_ref(), &entries, &home_zone(&app))))
}

impl ActivityPage {
    fn new(frame: Frame, event: Option<&Event>, entries: &[ActivityRow], home: &Zone) -> Self {
        let shown = &entries[..entries.len().min(PAGE_LIMIT as usize)];
        let last = shown.last().filter(|_| entries.len() > shown.len());
        let of = event.map(|event| format!("event={}&", event.event_id)).unwrap_or_default();
        let next =
            |last: &ActivityRow| frame.href(&format!("/office/activity?{of}before={}", last.activity_no));
        Self {
            tabs: tabs::of_office(&frame, "/activity"),
            event: event.map(|event| event.title.clone()).unwrap_or_default(),
            event_href: event
                .map(|event| frame.href(&format!("/office/events/{}", event.event_id)))
                .unwrap_or_default(),
            lines: shown.iter().map(|entry| line(&frame, entry, home)).collect(),
            next_href: last.map(next).unwrap_or_default(),
            frame,
        }
    }
}

/// The installation's own zone, for what belongs to no event.
fn home_zone(app: &App) -> Zone {
    Zone::named(&app.settings.default_time_zone).unwrap_or_else(|_| Zone::utc())
}

/// The zone of the event that an entry is about, or else the installation's.
fn line(frame: &Frame, entry: &ActivityRow, home: &Zone) -> Line {
    let own = entry.event_time_zone.as_deref().and_then(|name| Zone::named(name).ok());
    Line {
        when: frame.lang.date_time_short_zone(entry.at, own.as_ref().unwrap_or(home)),
        what: sentence(frame, entry),
        reason: reason(entry),
        event: entry.event_title.clone().unwrap_or_default(),
        event_href: entry
            .event_id
            .map(|id| frame.href(&format!("/office/activity?event={id}")))
            .unwrap_or_default(),
        order_href: entry.order_id.map(|id| frame.href(&format!("/office/orders/{id}"))).unwrap_or_default(),
        address: if entry.address == "-" { String::new() } else { entry.address.clone() },
    }
}

/// A believable entry for samples.
pub(super) fn sample_entry(frame: &Frame, action: &str) -> ActivityRow {
    ActivityRow {
        activity_no: 7,
        at: frame.now,
        actor_kind: "account".into(),
        actor_name: "Grace Example".into(),
        address: "203.0.113.7".into(),
        action: action.into(),
        subject_kind: "order".into(),
        subject_id: vec![5; 16],
        event_id: Some(EventId::from_bytes([1; 16])),
        detail: r#"{"reason":"The buyer fell ill"}"#.into(),
        event_title: Some("The Glass Orchard".into()),
        event_time_zone: Some("Europe/Berlin".into()),
        order_id: Some(OrderId::from_bytes([5; 16])),
        order_number: Some("K7MX2P".into()),
        account_name: None,
    }
}

impl Sample for ActivityPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let entries = ["order.cancelled", "order.confirmed", "weather.changed"];
        let entries = entries.map(|action| sample_entry(frame, action));
        let event = tabs::sample_event(frame);
        let page = |event, entries| Self::new(frame.clone(), event, entries, &Zone::utc());
        vec![page(None, &entries), page(Some(&event), &entries), page(None, &[])]
    }
}
