//! The organizer's events with live figures, newest first.

use askama::Template;
use axum::extract::{Query, State};
use boxoffice_app::App;
use boxoffice_app::reports::{EventFigures, list_figures};
use boxoffice_app::store::events::Event;
use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::EventId;
use boxoffice_domain::limits::PAGE_LIMIT;
use serde::Deserialize;

use crate::discover::card::when;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "office_events/list.html")]
pub struct OwnEventsPage {
    frame: Frame,
    lines: Vec<Line>,
    next_href: String,
}

/// One event of the list.
#[derive(Clone, Debug)]
struct Line {
    id: String,
    title: String,
    when: String,
    /// Key of its state's word.
    state: &'static str,
    kind: &'static str,
    capacity: i64,
    held: i64,
    sold: i64,
    remaining: i64,
}

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    before: String,
}

/// `GET /{lang}/office/events`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Query(after): Query<After>,
) -> Result<Page<OwnEventsPage>, Problem> {
    let before: Option<EventId> = after.before.parse().ok();
    let mut events = Vec::new();
    let managed = principal.memberships.iter().map(|(id, _)| *id).filter(|id| principal.may_manage(*id));
    let mut tx = app.store.read().await?;
    for organization in managed {
        events.extend(tx.list_events_of(organization, before, PAGE_LIMIT + 1).await?);
    }
    drop(tx);
    events.sort_by_key(|event| std::cmp::Reverse(event.event_id));
    let more = events.len() > PAGE_LIMIT as usize;
    events.truncate(PAGE_LIMIT as usize);
    let ids: Vec<EventId> = events.iter().map(|event| event.event_id).collect();
    let figures = list_figures(&app, &ids).await?;
    let lines = events.iter().map(|event| line(&frame, event, figures.get(&event.event_id))).collect();
    let last = events.last().filter(|_| more);
    let next_href = last.map(|event| frame.href(&format!("/office/events?before={}", event.event_id)));
    Ok(Page::new(OwnEventsPage { frame, lines, next_href: next_href.unwrap_or_default() }))
}

fn line(frame: &Frame, event: &Event, figures: Option<&EventFigures>) -> Line {
    let figures = figures.copied().unwrap_or_default();
    let (state, kind) = state_words(event.state);
    Line {
        id: event.event_id.to_string(),
        title: event.title.clone(),
        when: when(frame, event.starts_at, event.ends_at, &event.time_zone),
        state,
        kind,
        capacity: figures.capacity,
        held: figures.held,
        sold: figures.sold,
        remaining: figures.remaining(),
    }
}

/// The key of a state's word and its badge's kind.
pub(super) fn state_words(state: EventState) -> (&'static str, &'static str) {
    match state {
        EventState::Draft => ("office-draft", "neutral"),
        EventState::Published => ("office-published", "success"),
        EventState::Cancelled | EventState::Deleted => ("office-cancelled", "danger"),
    }
}

impl Sample for OwnEventsPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let line = Line {
            id: "evt_example".into(),
            title: "The Glass Orchard".into(),
            when: "Fri 5 Mar 2027, 19:30".into(),
            state: "office-published",
            kind: "success",
            capacity: 432,
            held: 4,
            sold: 120,
            remaining: 312,
        };
        let next_href = frame.href("/office/events?before=evt_example");
        let full = Self { frame: frame.clone(), lines: vec![line], next_href };
        vec![full, Self { frame: frame.clone(), lines: Vec::new(), next_href: String::new() }]
    }
}
