//! Finding events: words with prefixes, typing errors forgiven, filters, pages by key.
//! Matches in the title come before those in place or category, these before the rest; in each, what is to come
//! before what is over, the nearest date first. `index.rs` keeps the search rows in step with the events.

pub mod correct;
pub mod cursor;
pub mod index;

use std::collections::HashMap;

use boxoffice_domain::catalog::category::category;
use boxoffice_domain::ids::OrganizationId;
use boxoffice_domain::limits;
use boxoffice_domain::text::normalise;
use boxoffice_domain::time::Time;

use crate::App;
use crate::search::cursor::Cursor;
use crate::search::index::{LOOK_BACK_S, facet, first_no, last_no};
use crate::store::search::{EventCard, Hit, Walk};
use crate::store::search_match::{Terms, Tier, expression};
use crate::store::{Result, Tx};

/// What somebody looks for. The default is everything that is to come.
#[derive(Clone, Debug, Default)]
pub struct EventQuery {
    /// Words, as typed.
    pub text: String,
    /// Category slug.
    pub category: String,
    /// City, as written or typed.
    pub city: String,
    /// Country, as written or typed.
    pub country: String,
    /// On or after this moment. A past one brings past events.
    pub from: Option<Time>,
    /// Before this moment.
    pub to: Option<Time>,
    /// Lowest total at most this, in hundredths of the event's currency unit.
    pub price_max: Option<i64>,
    /// Only events with a place left.
    pub only_available: bool,
    /// Also what is over.
    pub include_past: bool,
    /// Only this organization's.
    pub organization: Option<OrganizationId>,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    /// Most events of the page; 0 means the usual number.
    pub limit: u32,
}

/// A page of events.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Best first.
    pub events: Vec<EventCard>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// The words that were looked for instead of those typed, when these found nothing.
    pub corrected: Option<String>,
}

/// Published events that fit, best first.
pub async fn events(app: &App, query: &EventQuery) -> Result<Found> {
    let mut tx = app.store.read().await?;
    let words = query_words(&query.text);
    let unknown = unknown_words(&mut tx, &words).await?;
    let corrected_page = query.cursor.is_some_and(|cursor| cursor.corrected);
    if !corrected_page {
        let terms =
            Terms { words: words.iter().map(|word| vec![word.clone()]).collect(), facets: facets(query) };
        let search = Search { terms, corrected: None, unknown: !unknown.is_empty() };
        let found = page(app, &mut tx, query, &search).await?;
        if !found.events.is_empty() || words.is_empty() || query.cursor.is_some() {
            return Ok(found);
        }
    }
    let Some(better) = correct::correct(&mut tx, &words, &unknown).await? else {
        return Ok(Found::default());
    };
    let corrected =
        better.iter().filter_map(|alternatives| alternatives.first().cloned()).collect::<Vec<_>>();
    let terms = Terms { words: better, facets: facets(query) };
    let search = Search { terms, corrected: Some(corrected.join(" ")), unknown: false };
    page(app, &mut tx, query, &search).await
}

/// Words with which nothing in a title or place begins.
async fn unknown_words(tx: &mut Tx, words: &[String]) -> Result<Vec<String>> {
    let asked: Vec<&String> = words.iter().filter(|word| index::is_in_vocabulary(word)).collect();
    if asked.is_empty() { Ok(Vec::new()) } else { tx.list_unknown_beginnings(&asked).await }
}

/// What a page is looked for with.
struct Search {
    terms: Terms,
    /// The words that stand for those typed.
    corrected: Option<String>,
    /// Whether a word is in no title and no place, so that only descriptions can have all.
    unknown: bool,
}

fn query_words(text: &str) -> Vec<String> {
    let text: String = text.chars().take(limits::SEARCH_CHARS_MAX).collect();
    normalise(&text).split_whitespace().map(str::to_owned).collect()
}

fn facets(query: &EventQuery) -> Vec<String> {
    let mut facets = Vec::new();
    if !query.category.trim().is_empty() {
        facets.push(facet("cat", &category(&query.category)));
    }
    for (kind, text) in [("city", &query.city), ("land", &query.country)] {
        if !text.trim().is_empty() {
            facets.push(facet(kind, text));
        }
    }
    if let Some(organization) = query.organization {
        facets.push(facet("org", &organization.uuid()));
    }
    facets
}

/// One leg of the way: a tier, in the future or in the past.
type Leg = (Tier, bool);

fn legs(query: &EventQuery, terms: &Terms, now: Time) -> Vec<Leg> {
    let tiers: &[Tier] =
        if terms.words.is_empty() { &[Tier::Title] } else { &[Tier::Title, Tier::Place, Tier::Anywhere] };
    let past = query.include_past || query.from.is_some_and(|from| from < now);
    let times: &[bool] = if past { &[false, true] } else { &[false] };
    tiers.iter().flat_map(|tier| times.iter().map(move |past| (*tier, *past))).collect()
}

async fn page(app: &App, tx: &mut Tx, query: &EventQuery, search: &Search) -> Result<Found> {
    let terms = &search.terms;
    let now = app.clock.now();
    let limit = if query.limit == 0 { 24 } else { query.limit.min(limits::PAGE_LIMIT_MAX) } as usize;
    let legs = legs(query, terms, now);
    let start = query.cursor.map_or(0, |cursor| cursor.leg);
    let mut hits: Vec<(usize, Hit)> = Vec::new();
    for (at, leg) in legs.iter().enumerate().skip(start) {
        let missing = limit + 1 - hits.len();
        if missing == 0 {
            break;
        }
        if search.unknown && leg.0 != Tier::Anywhere {
            continue;
        }
        let after = query.cursor.filter(|cursor| cursor.leg == at).map(|cursor| cursor.event_no);
        let walk = walk(query, now, leg.1, after, missing as i64);
        let text = (!terms.is_empty()).then(|| expression(tx.dialect(), terms, leg.0));
        hits.extend(tx.walk_search(text.as_deref(), walk).await?.into_iter().map(|hit| (at, hit)));
    }
    let more = hits.len() > limit;
    hits.truncate(limit);
    let next = hits.last().filter(|_| more).map(|(leg, hit)| Cursor {
        leg: *leg,
        event_no: hit.event_no,
        corrected: search.corrected.is_some(),
    });
    Ok(Found { events: cards(tx, &hits).await?, next, corrected: search.corrected.clone() })
}

fn walk(query: &EventQuery, now: Time, past: bool, after: Option<i64>, limit: i64) -> Walk {
    let from = query.from.unwrap_or(Time::from_micros(0));
    let earliest = if past { from } else { from.max(now) };
    let mut walk = Walk {
        from: if past && query.from.is_none() { 0 } else { first_no(earliest.plus_s(-LOOK_BACK_S)) },
        to: query
            .to
            .map(|to| to.plus_s(-1))
            .into_iter()
            .chain(past.then_some(now))
            .map(last_no)
            .min()
            .unwrap_or(i64::MAX),
        backwards: past,
        ends_from: earliest.micros(),
        ends_to: if past { now.micros() - 1 } else { i64::MAX },
        price_max: query.price_max,
        only_available: query.only_available,
        limit,
    };
    match after {
        Some(no) if past => walk.to = walk.to.min(no - 1),
        Some(no) => walk.from = walk.from.max(no + 1),
        None => {}
    }
    walk
}

async fn cards(tx: &mut Tx, hits: &[(usize, Hit)]) -> Result<Vec<EventCard>> {
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = hits.iter().map(|(_, hit)| hit.event_id).collect();
    let cards = tx.list_event_cards(&ids).await?;
    let mut by_id: HashMap<_, _> = cards.into_iter().map(|card| (card.event_id, card)).collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}
