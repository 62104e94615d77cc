//! What an event page says beside the tickets: when, where, who, policies, and the same for search engines.

use boxoffice_app::catalog::shown::Shown;
use boxoffice_app::i18n::Lang;
use boxoffice_app::selling::SaleStatus;
use boxoffice_app::selling::availability::{EventAvailability, PerformanceAvailability};
use boxoffice_app::store::events::Event;
use boxoffice_domain::ids::EventId;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::{Time, Zone};
use serde_json::{Value, json};

use super::sale::{currency, zone};
use crate::orders::join;
use crate::request::encode;

/// The facts of an event.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The event.
    pub id: EventId,
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// HTML that was made safe.
    pub description: String,
    /// Who puts it on.
    pub organizer: String,
    /// Its whole address.
    pub url: String,
    /// Its picture.
    pub image: Option<Picture>,
    /// When, in the venue's zone; empty: to be announced.
    pub when: String,
    /// The same for machines.
    pub starts_iso: String,
    /// The zone's name.
    pub zone: String,
    /// When doors open, or empty.
    pub doors: String,
    /// Where.
    pub venue: Option<VenueFacts>,
    /// City and country, when no venue is known.
    pub place: String,
    /// Whether it takes place online.
    pub is_online: bool,
    /// A page of its own elsewhere, or empty.
    pub web_href: String,
    /// Its calendar file.
    pub calendar_href: String,
    /// The policy of cancelling.
    pub refunds: String,
    /// Age limit, or empty.
    pub age: String,
    /// Access notes, or empty.
    pub access: String,
    /// Whether it may be paid at the box office.
    pub box_office: bool,
    /// schema.org, safe inside a script element.
    pub json_ld: String,
}

/// A picture in two sizes.
#[derive(Clone, Debug)]
pub struct Picture {
    /// For phones.
    pub small: String,
    /// For everything else.
    pub large: String,
    /// What it shows.
    pub alt: String,
    /// Width of the original.
    pub width: i64,
    /// Height of the original.
    pub height: i64,
}

/// A place on the map.
#[derive(Clone, Debug)]
pub struct VenueFacts {
    /// Its name.
    pub name: String,
    /// Street, city, country.
    pub address: String,
    /// A map that shows it.
    pub map_href: String,
}

impl Facts {
    /// Gathers the facts.
    pub fn of(shown: &Shown, view: &EventAvailability, lang: Lang, public_url: &str) -> Self {
        let (event, zone) = (&shown.event, zone(shown));
        let first = view.performances.first();
        let starts_at = first.and_then(|performance| performance.starts_at);
        let doors_at = first.and_then(|performance| performance.doors_at);
        let path = format!("/{}/events/{}", lang.code(), event.slug);
        let url = format!("{public_url}{path}");
        let image = picture(shown);
        Self {
            id: event.event_id,
            title: event.title.clone(),
            summary: event.summary.clone(),
            description: shown.description_html.clone(),
            organizer: lang.with("shop-organizer", &[("name", shown.organization.name.clone().into())]),
            when: starts_at.map(|at| lang.date_time_zone(at, &zone)).unwrap_or_default(),
            starts_iso: starts_at.map(Time::rfc3339).unwrap_or_default(),
            doors: doors_at
                .map(|at| lang.with("shop-doors", &[("time", lang.time(at, &zone).into())]))
                .unwrap_or_default(),
            zone: event.time_zone.clone(),
            venue: venue(shown),
            place: join(&[&event.city, &event.country]),
            is_online: event.online,
            web_href: event.url.clone(),
            calendar_href: format!("{path}/calendar"),
            refunds: refunds(event, lang),
            age: event.age_limit.clone(),
            access: event.access_notes.clone(),
            box_office: event.box_office,
            json_ld: json_ld(
                shown,
                view,
                &url,
                image.as_ref().map(|image| format!("{public_url}{}", image.large)),
            ),
            image,
            url,
        }
    }
}

/// When a performance starts, in words; empty: to be announced.
pub fn when(performance: &PerformanceAvailability, lang: Lang, zone: &Zone) -> String {
    performance.starts_at.map(|at| lang.date_time_zone(at, zone)).unwrap_or_default()
}

fn picture(shown: &Shown) -> Option<Picture> {
    let image = shown.image.as_ref()?;
    Some(Picture {
        small: format!("/images/{}/480.jpg", image.image_id),
        large: format!("/images/{}/960.jpg", image.image_id),
        alt: image.alt.clone(),
        width: image.width,
        height: image.height,
    })
}

fn venue(shown: &Shown) -> Option<VenueFacts> {
    let venue = shown.venue.as_ref()?;
    let address = join(&[&venue.street, &venue.city, &venue.country]);
    let query = encode(&join(&[&venue.name, &address]));
    Some(VenueFacts {
        name: venue.name.clone(),
        map_href: format!("https://www.openstreetmap.org/search?query={query}"),
        address,
    })
}

fn refunds(event: &Event, lang: Lang) -> String {
    let Some(seconds) = event.cancel_until_s else { return lang.t("shop-refund-none").to_owned() };
    let (key, count) = if seconds % 86_400 == 0 && seconds > 0 {
        ("shop-refund-days", seconds / 86_400)
    } else {
        ("shop-refund-hours", seconds / 3_600)
    };
    let until = lang.with(key, &[("count", count.into())]);
    match kept(event, lang) {
        Some(kept) => format!("{until} {kept}"),
        None => until,
    }
}

/// What the organizer keeps of a ticket then, in words.
fn kept(event: &Event, lang: Lang) -> Option<String> {
    let currency = event.currency.parse().unwrap_or(Currency::EUR);
    let amount = || lang.money(Money::new(event.cancel_fee_minor, currency));
    let percent = || percent_text(event.cancel_fee_bp);
    Some(match (event.cancel_fee_bp, event.cancel_fee_minor) {
        (0, 0) => return None,
        (_, 0) => lang.with("shop-refund-part", &[("percent", percent().into())]),
        (0, _) => lang.with("shop-refund-fixed", &[("amount", amount().into())]),
        _ => lang.with("shop-refund-both", &[("percent", percent().into()), ("amount", amount().into())]),
    })
}

/// Hundredths of a percent as people write them: `10`, `7.5`.
fn percent_text(bp: i64) -> String {
    let text = format!("{}.{:02}", bp / 100, bp % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// schema.org `Event`. `<` is escaped, so that no title can end the script element.
fn json_ld(shown: &Shown, view: &EventAvailability, url: &str, image: Option<String>) -> String {
    let event = &shown.event;
    let place = shown.venue.as_ref().map(|venue| {
        json!({ "@type": "Place", "name": venue.name, "address": {
            "@type": "PostalAddress", "streetAddress": venue.street,
            "addressLocality": venue.city, "addressCountry": venue.country } })
    });
    let dates: Vec<Value> = view
        .performances
        .iter()
        .map(|performance| {
            json!({
                "@context": "https://schema.org", "@type": "Event", "name": event.title, "url": url,
                "description": event.summary, "image": image, "location": place,
                "startDate": performance.starts_at.map(Time::rfc3339),
                "endDate": performance.ends_at.map(Time::rfc3339),
                "doorTime": performance.doors_at.map(Time::rfc3339),
                "eventStatus": schema_status(performance.status),
                "organizer": { "@type": "Organization", "name": shown.organization.name },
                "offers": offers(shown, performance, url),
            })
        })
        .collect();
    Value::Array(dates).to_string().replace('<', "\\u003c")
}

fn schema_status(status: SaleStatus) -> &'static str {
    match status {
        SaleStatus::Cancelled => "https://schema.org/EventCancelled",
        SaleStatus::Postponed => "https://schema.org/EventPostponed",
        _ => "https://schema.org/EventScheduled",
    }
}

fn offers(shown: &Shown, performance: &PerformanceAvailability, url: &str) -> Vec<Value> {
    let currency = currency(shown);
    let kinds = performance.ticket_types.iter().filter(|kind| !kind.hidden);
    kinds
        .map(|kind| {
            let stock = if kind.status == SaleStatus::Open { "InStock" } else { "SoldOut" };
            json!({
                "@type": "Offer", "name": kind.name, "url": url, "priceCurrency": currency.code(),
                "price": Money::new(kind.price_minor + kind.fee_minor, currency).plain(),
                "availability": format!("https://schema.org/{stock}"),
                "validFrom": kind.sale_opens_at.map(Time::rfc3339),
            })
        })
        .collect()
}
