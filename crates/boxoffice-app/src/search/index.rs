//! Keeps search rows in step with events, in the same transaction as the change.
//! An event's number begins with the minute of its start, so walking the numbers is walking the calendar.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;

use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::{EventId, VenueId};
use boxoffice_domain::money::Currency;
use boxoffice_domain::text::{normalise, trigrams};
use boxoffice_domain::time::Time;

use crate::App;
use crate::jobs::{Periodic, Where};
use crate::store::events::Event;
use crate::store::search::SearchRow;
use crate::store::{Result, Tx};

/// Moves events that run on to their next date, a few times a day.
pub(crate) const REFRESH: Periodic = Periodic {
    name: "refresh search",
    every_s: 6 * 3_600,
    on: Where::OneNode,
    work: |app| Box::pin(async move { Ok(refresh(&app).await.map(drop)?) }),
};

/// Running events are looked for this far back. `refresh` moves those that run longer.
pub(crate) const LOOK_BACK_S: i64 = 31 * 86_400;
/// Bits of chance behind the minute, so that no two events share a number.
const CHANCE_BITS: u32 = 33;
/// Numbers of events without a date begin here, after all others.
const UNDATED: i64 = 1 << 62;
/// The last minute that has a number: the year 2990.
const MINUTE_MAX: i64 = (1 << 29) - 1;
/// Characters that a word of the vocabulary may have.
const WORD_CHARS: RangeInclusive<usize> = 3..=40;

/// Makes these events findable as they are now; deleted ones are forgotten.
pub(crate) async fn index(app: &App, tx: &mut Tx, events: &[Event]) -> Result<()> {
    let placed: Vec<(&Event, Option<Time>)> = events.iter().map(|event| (event, event.starts_at)).collect();
    index_at(app, tx, &placed).await
}

/// Moves events that run over many days or dates to their next date. Called now and then by a job.
pub async fn refresh(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let stale = first_no(now.plus_s(-LOOK_BACK_S / 2));
    let mut tx = app.store.begin().await?;
    let events = tx.list_events_sorted_before(stale, now).await?;
    let mut placed = Vec::with_capacity(events.len());
    for event in &events {
        let performances = tx.list_performances(event.event_id).await?;
        let next =
            performances.iter().filter_map(|performance| performance.starts_at).find(|start| *start >= now);
        placed.push((event, Some(next.unwrap_or(now))));
    }
    index_at(app, &mut tx, &placed).await?;
    tx.commit().await?;
    Ok(events.len())
}

async fn index_at(app: &App, tx: &mut Tx, events: &[(&Event, Option<Time>)]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let ids: Vec<EventId> = events.iter().map(|(event, _)| event.event_id).collect();
    tx.delete_search_rows(&ids).await?;
    let venues = venue_names(tx, events).await?;
    let mut rows = Vec::with_capacity(events.len());
    for (event, at) in events.iter().filter(|(event, _)| event.state != EventState::Deleted) {
        let venue = event.venue_id.and_then(|id| venues.get(&id)).map_or("", String::as_str);
        rows.push(search_row(app, event, *at, venue));
    }
    add_to_vocabulary(tx, &rows).await?;
    tx.insert_search_rows(&rows).await
}

/// The number of the first event that could start at `time`.
pub(crate) fn first_no(time: Time) -> i64 {
    time.seconds().div_euclid(60).clamp(0, MINUTE_MAX) << CHANCE_BITS
}

/// The number of the last event that could start at `time`.
pub(crate) fn last_no(time: Time) -> i64 {
    first_no(time) | ((1 << CHANCE_BITS) - 1)
}

/// One filter's value as a single word of its own kind.
pub(crate) fn facet(kind: &str, value: &str) -> String {
    let mut facet = kind.to_owned();
    facet.extend(normalise(value).chars().filter(|c| *c != ' '));
    facet
}

fn number(app: &App, at: Option<Time>) -> i64 {
    let chance = i64::from_be_bytes(app.random.bytes());
    match at {
        Some(at) => first_no(at) | (chance & ((1 << CHANCE_BITS) - 1)),
        None => UNDATED | (chance & (UNDATED - 1)),
    }
}

fn search_row(app: &App, event: &Event, at: Option<Time>, venue: &str) -> SearchRow {
    let category = normalise(&event.category);
    let online = if event.online { "online" } else { "" };
    let place = [venue, &event.city, &event.country, &category, online].join(" ");
    SearchRow {
        event_no: number(app, at),
        event: event.event_id,
        organization: event.organization_id,
        state: event.state.as_str(),
        ends_at: event.ends_at.or(event.starts_at).map_or(i64::MAX, Time::micros),
        price_hundredths: event.price_from_minor.map(|minor| hundredths(minor, &event.currency)),
        title: normalise(&event.title),
        place: normalise(&place),
        body: normalise(&format!("{} {}", event.summary, event.description)),
        facet: [
            facet("cat", &event.category),
            facet("city", &event.city),
            facet("land", &event.country),
            facet("org", &event.organization_id.uuid()),
        ]
        .join(" "),
    }
}

/// An amount in hundredths of its currency's unit, so that one filter fits all currencies. Rounds down.
fn hundredths(minor: i64, currency: &str) -> i64 {
    let decimals = currency.parse::<Currency>().map_or(2, Currency::decimals);
    minor.saturating_mul(100) / 10_i64.pow(decimals)
}

async fn venue_names(tx: &mut Tx, events: &[(&Event, Option<Time>)]) -> Result<HashMap<VenueId, String>> {
    let ids: HashSet<VenueId> = events.iter().filter_map(|(event, _)| event.venue_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let venues = tx.list_venues_by_id(&ids.into_iter().collect::<Vec<_>>()).await?;
    Ok(venues.into_iter().map(|venue| (venue.venue_id, venue.name)).collect())
}

/// Short words and numbers are too near each other to be mistaken for one another.
pub(crate) fn is_in_vocabulary(word: &str) -> bool {
    WORD_CHARS.contains(&word.chars().count()) && !word.bytes().all(|b| b.is_ascii_digit())
}

/// Only words of titles and places can be meant by a typing error; descriptions would drown them.
async fn add_to_vocabulary(tx: &mut Tx, rows: &[SearchRow]) -> Result<()> {
    let words: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| row.title.split(' ').chain(row.place.split(' ')))
        .filter(|word| is_in_vocabulary(word))
        .map(str::to_owned)
        .collect();
    let words: Vec<String> = words.into_iter().collect();
    let known: HashSet<String> = tx.list_known_words(&words).await?.into_iter().collect();
    let new: Vec<String> = words.into_iter().filter(|word| !known.contains(word)).collect();
    let mut parts: Vec<(String, String)> = new
        .iter()
        .flat_map(|word| trigrams(word).into_iter().map(move |part| (part, word.clone())))
        .collect();
    parts.sort();
    tx.insert_words(&new, &parts).await
}
