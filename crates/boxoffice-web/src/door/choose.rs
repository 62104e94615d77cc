//! `/{lang}/door`: which event is scanned for.

use askama::Template;
use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::admission::list_door_events;
use boxoffice_app::store::door::DoorEvent;
use boxoffice_domain::ids::{EventId, OrganizationId};
use boxoffice_domain::time::{Time, Zone};

use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The events that one may scan for.
#[derive(Clone, Debug, Template)]
#[template(path = "door/choose.html")]
pub struct ChoosePage {
    frame: Frame,
    events: Vec<DoorEvent>,
}

/// `GET /{lang}/door`
pub(super) async fn show(
    State(app): State<App>,
    SignedIn(principal): SignedIn,
    frame: Frame,
) -> Result<Page<ChoosePage>, Problem> {
    let events = list_door_events(&app, &principal).await?;
    Ok(Page::new(ChoosePage { frame, events }))
}

impl ChoosePage {
    fn href(&self, event: &DoorEvent) -> String {
        self.frame.href(&format!("/door/{}", event.event_id))
    }

    fn when(&self, event: &DoorEvent) -> String {
        when(&self.frame, event)
    }
}

/// Day and time in the event's own zone.
pub(super) fn when(frame: &Frame, event: &DoorEvent) -> String {
    let zone = Zone::named(&event.time_zone).unwrap_or_else(|_| Zone::utc());
    event
        .starts_at
        .map_or_else(|| frame.t("ticket-date-open").to_owned(), |start| frame.date_time(&start, &zone))
}

/// A believable event for samples.
pub(super) fn sample_event() -> DoorEvent {
    DoorEvent {
        event_id: EventId::from_bytes([1; 16]),
        organization_id: OrganizationId::from_bytes([2; 16]),
        title: "An Evening by the River".into(),
        city: "Köln".into(),
        time_zone: "Europe/Berlin".into(),
        starts_at: Some(Time::from_seconds(1_809_100_000)),
    }
}

impl Sample for ChoosePage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let page = |events| Self { frame: frame.clone(), events };
        let undated = DoorEvent { starts_at: None, ..sample_event() };
        vec![page(Vec::new()), page(vec![sample_event(), undated])]
    }
}
