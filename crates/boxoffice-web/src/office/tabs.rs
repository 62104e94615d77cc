//! Ways through the office, as links; what a role may not see is not offered.

use boxoffice_app::accounts::Principal;
use boxoffice_app::store::events::Event;
use boxoffice_domain::ids::EventId;
use boxoffice_domain::money::{Currency, Money};

use crate::frame::Frame;

/// Address, label, whether it is here.
pub(crate) type Tabs = Vec<(String, String, bool)>;

/// The parts of the office.
pub(crate) fn of_office(frame: &Frame, here: &str) -> Tabs {
    let manages = frame.viewer.as_ref().is_none_or(Principal::is_organizer);
    let all = [
        ("", "report-overview", true),
        ("/events", "report-events", manages),
        ("/venues", "report-venues", manages),
        ("/earnings", "report-earnings", manages),
        ("/activity", "report-activity", manages),
        ("/payments", "report-payments", manages),
        ("/bank", "report-bank", manages),
        ("/team", "report-team", true),
    ];
    let shown = all.into_iter().filter(|(_, _, shown)| *shown);
    shown
        .map(|(path, key, _)| (frame.href(&format!("/office{path}")), frame.t(key).to_owned(), path == here))
        .collect()
}

/// The parts of an event.
pub(super) fn of_event(frame: &Frame, event: &Event, here: &str) -> Tabs {
    let manages = frame.viewer.as_ref().is_none_or(|viewer| viewer.may_manage(event.organization_id));
    parts(frame, &event.event_id.to_string(), here, manages)
}

/// The parts of an event, on the pages that only who manages it may see.
pub(crate) fn of_managed(frame: &Frame, event: &str, here: &str) -> Tabs {
    parts(frame, event, here, true)
}

fn parts(frame: &Frame, event: &str, here: &str, manages: bool) -> Tabs {
    let all = [
        ("", "report-figures", manages),
        ("/registrations", "report-registrations", true),
        ("/orders", "report-orders", true),
        ("/edit", "report-edit", manages),
        ("/sale", "report-sale", manages),
        ("/prices", "report-prices", manages),
        ("/codes", "report-codes", manages),
    ];
    let href = |path: &str| frame.href(&format!("/office/events/{event}{path}"));
    let shown = all.into_iter().filter(|(_, _, shown)| *shown);
    shown.map(|(path, key, _)| (href(path), frame.t(key).to_owned(), path == here)).collect()
}

/// An amount in a stored currency.
pub(super) fn money(frame: &Frame, minor: i64, currency: &str) -> String {
    let currency: Result<Currency, _> = currency.parse();
    currency.map(|currency| frame.money(&Money::new(minor, currency))).unwrap_or_default()
}

/// A believable event for samples.
pub(crate) fn sample_event(frame: &Frame) -> Event {
    Event {
        event_id: EventId::from_bytes([1; 16]),
        organization_id: boxoffice_domain::ids::OrganizationId::from_bytes([2; 16]),
        venue_id: None,
        slug: "the-glass-orchard".into(),
        title: "The Glass Orchard".into(),
        summary: String::new(),
        description: String::new(),
        category: "theatre".into(),
        city: "Köln".into(),
        country: "DE".into(),
        online: false,
        url: String::new(),
        time_zone: "Europe/Berlin".into(),
        currency: "EUR".into(),
        state: boxoffice_domain::catalog::state::EventState::Published,
        image_id: None,
        hold_ttl_s: 600,
        cancel_until_s: None,
        cancel_fee_bp: 0,
        cancel_fee_minor: 0,
        box_office: true,
        age_limit: String::new(),
        access_notes: String::new(),
        starts_at: Some(frame.now.plus_s(864_000)),
        ends_at: None,
        price_from_minor: Some(1_500),
        created_at: frame.now,
        published_at: Some(frame.now),
        cancelled_at: None,
        version: 1,
    }
}
