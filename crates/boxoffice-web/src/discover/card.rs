//! An event as a card: when in its own zone, where, what it costs from, and how it stands.

use boxoffice_app::App;
use boxoffice_app::selling::{SaleStatus, availability};
use boxoffice_app::store::StoreError;
use boxoffice_app::store::search::EventCard;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::{Time, Zone};

use crate::frame::Frame;

/// What a card shows.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// When.
    pub when: String,
    /// Where.
    pub place: String,
    /// From what total.
    pub price: String,
    /// Its picture, or empty.
    pub image: String,
    /// How it stands, or how many places are left.
    pub badge: String,
    /// The badge's kind.
    pub kind: &'static str,
}

/// Fewer places than this are worth a warning; the number shown is always the true one.
const FEW: i64 = 10;
/// Events shorter than this are an evening, not days.
const EVENING_S: i64 = 20 * 3_600;

/// The card of an event.
pub(crate) async fn card(app: &App, frame: &Frame, event: &EventCard) -> Result<Card, StoreError> {
    let known = availability(app, event.event_id).await?;
    let (badge, kind) =
        known.map_or((String::new(), "neutral"), |known| badge(frame, known.status, known.available));
    Ok(Card {
        href: frame.href(&format!("/events/{}", event.slug)),
        title: event.title.clone(),
        when: when(frame, event.starts_at, event.ends_at, &event.time_zone),
        place: place(frame, event),
        price: price(frame, event.price_from_minor, &event.currency),
        image: event.image_id.map(|id| format!("/images/{id}/480.jpg")).unwrap_or_default(),
        badge,
        kind,
    })
}

/// How a sale stands, and the badge's kind. What is on sale says how many places are left.
fn badge(frame: &Frame, status: SaleStatus, available: i64) -> (String, &'static str) {
    let (key, kind) = match status {
        SaleStatus::Open if available < FEW => ("shop-low", "warning"),
        SaleStatus::Open => ("shop-left", "neutral"),
        SaleStatus::Full => ("discover-sold-out", "danger"),
        SaleStatus::AllHeld => ("discover-all-held", "warning"),
        SaleStatus::NotYet => ("discover-not-yet", "info"),
        SaleStatus::Ended => ("discover-ended", "neutral"),
        SaleStatus::Cancelled => ("discover-cancelled", "danger"),
        SaleStatus::Postponed => ("discover-postponed", "warning"),
    };
    (frame.with(key, &[("count", available.into())]), kind)
}

/// Day and time of an evening, the days of something longer, in the event's own zone.
pub(crate) fn when(frame: &Frame, starts_at: Option<Time>, ends_at: Option<Time>, time_zone: &str) -> String {
    let Some(start) = starts_at else { return frame.t("discover-date-open").to_owned() };
    let zone = Zone::named(time_zone).unwrap_or_else(|_| Zone::utc());
    match ends_at.filter(|end| end.since_s(start) > EVENING_S) {
        Some(end) => {
            let (from, to) = (frame.date(&start, &zone), frame.date(&end, &zone));
            frame.with("discover-days", &[("from", from.into()), ("to", to.into())])
        }
        None => frame.date_time(&start, &zone),
    }
}

fn place(frame: &Frame, event: &EventCard) -> String {
    let known = [&event.venue_name, &event.city, &event.country];
    let mut parts: Vec<&str> =
        known.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if event.online {
        parts.push(frame.t("discover-online"));
    }
    parts.join(", ")
}

/// "From 12 €", "Free", or nothing where nothing is sold.
pub(crate) fn price(frame: &Frame, from_minor: Option<i64>, currency: &str) -> String {
    match (from_minor, currency.parse::<Currency>()) {
        (Some(0), _) => frame.t("discover-free").to_owned(),
        (Some(minor), Ok(currency)) => {
            frame.with("discover-price-from", &[("price", frame.money(&Money::new(minor, currency)).into())])
        }
        _ => String::new(),
    }
}
