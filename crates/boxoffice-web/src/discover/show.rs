//! The start page of the shop: what is on, with search and filters.

use askama::Template;
use axum::extract::{Query, State};
use boxoffice_app::App;
use boxoffice_app::search;
use boxoffice_domain::catalog::category::CATEGORIES;

use super::card::{Card, card};
use super::filters::Filters;
use crate::form::Typed;
use crate::frame::Frame;
use crate::page::{CachePolicy, Page, Sample};
use crate::problem::Problem;

/// A list of events with its filters.
#[derive(Clone, Debug, Template)]
#[template(path = "discover/page.html")]
pub struct DiscoverPage {
    frame: Frame,
    filters: Filters,
    typed: Typed,
    categories: Vec<(String, String)>,
    /// Address, label, whether it is chosen.
    chips: Vec<(String, String, bool)>,
    cards: Vec<Card>,
    /// The words that were looked for instead.
    corrected: Option<String>,
    /// Address and label of ways to find more.
    relaxed: Vec<(String, String)>,
    first_href: String,
    next_href: String,
}

/// `GET /{lang}` and `GET /{lang}/events`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(filters): Query<Filters>,
) -> Result<Page<DiscoverPage>, Problem> {
    let found = search::events(&app, &filters.query(&app)).await?;
    let mut cards = Vec::with_capacity(found.events.len());
    for event in &found.events {
        cards.push(card(&app, &frame, event).await?);
    }
    let mut page = DiscoverPage::new(frame, filters, cards);
    page.corrected = found.corrected;
    if let Some(next) = found.next {
        page.next_href = Filters { cursor: next.to_string(), ..page.filters.clone() }.href(&page.path());
    }
    Ok(Page::new(page).cache(CachePolicy::Fresh))
}

impl DiscoverPage {
    fn new(frame: Frame, filters: Filters, cards: Vec<Card>) -> Self {
        let mut typed = Typed::default();
        for (name, value) in filters.pairs() {
            typed.fill(name, value);
        }
        let mut page = Self {
            categories: categories(&frame, &filters),
            chips: Vec::new(),
            relaxed: Vec::new(),
            first_href: String::new(),
            next_href: String::new(),
            corrected: None,
            frame,
            filters,
            typed,
            cards,
        };
        page.chips = page.day_chips();
        page.chips.extend(page.category_chips());
        page.relaxed = page.relaxations();
        if !page.filters.cursor.is_empty() {
            page.first_href = page.filters.with(|_| ()).href(&page.path());
        }
        page
    }

    fn path(&self) -> String {
        self.frame.href("/events")
    }

    fn heading(&self) -> String {
        if self.filters.q.trim().is_empty() {
            return self.frame.t("discover-title").to_owned();
        }
        self.frame.with("discover-title-search", &[("words", self.filters.q.trim().into())])
    }

    fn day_chips(&self) -> Vec<(String, String, bool)> {
        let chip = |when: &str, key| {
            let chosen = self.filters.when == when;
            let other = self.filters.with(|filters| {
                when.clone_into(&mut filters.when);
                if chosen {
                    filters.when.clear();
                }
                filters.from.clear();
                filters.to.clear();
            });
            (other.href(&self.path()), self.frame.t(key).to_owned(), chosen)
        };
        vec![chip("today", "discover-today"), chip("weekend", "discover-weekend")]
    }

    /// Every category at one touch. The chosen one leads back to all.
    fn category_chips(&self) -> Vec<(String, String, bool)> {
        let chip = |slug: &&str| {
            let chosen = self.filters.category == *slug;
            let other = self.filters.with(|filters| {
                filters.category = if chosen { String::new() } else { (*slug).to_owned() };
            });
            (other.href(&self.path()), category_name(&self.frame, slug), chosen)
        };
        CATEGORIES.iter().map(chip).collect()
    }

    /// Whether a filter is set that is folded away on the page.
    fn is_narrowed(&self) -> bool {
        let filters = &self.filters;
        let folded =
            [&filters.city, &filters.from, &filters.to, &filters.max, &filters.available, &filters.past];
        folded.iter().any(|text| !text.is_empty())
    }

    /// Each filter that is set, left out once.
    fn relaxations(&self) -> Vec<(String, String)> {
        let filters = &self.filters;
        let mut ways = Vec::new();
        let mut offer = |set: bool, key, change: fn(&mut Filters)| {
            if set {
                ways.push((filters.with(change).href(&self.path()), self.frame.t(key).to_owned()));
            }
        };
        let dated = [&filters.when, &filters.from, &filters.to].iter().any(|text| !text.is_empty());
        offer(dated, "discover-any-date", |filters| {
            filters.when.clear();
            filters.from.clear();
            filters.to.clear();
        });
        offer(!filters.city.is_empty(), "discover-anywhere", |filters| filters.city.clear());
        offer(!filters.category.is_empty(), "discover-any-category", |filters| filters.category.clear());
        offer(!filters.max.is_empty(), "discover-any-price", |filters| filters.max.clear());
        offer(!filters.available.is_empty(), "discover-sold-out-too", |filters| filters.available.clear());
        offer(filters.past.is_empty(), "discover-past-too", |filters| filters.past = "on".into());
        offer(!filters.is_empty(), "discover-everything", |filters| *filters = Filters::default());
        ways
    }
}

/// The categories of the form; one that came with an import is added while it is chosen.
fn categories(frame: &Frame, filters: &Filters) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), frame.t("discover-all-categories").to_owned())];
    options.extend(CATEGORIES.iter().map(|slug| ((*slug).to_owned(), category_name(frame, slug))));
    if !filters.category.is_empty() && !CATEGORIES.contains(&filters.category.as_str()) {
        options.push((filters.category.clone(), filters.category.clone()));
    }
    options
}

/// A category in the reader's language; imported ones speak for themselves.
pub(crate) fn category_name(frame: &Frame, slug: &str) -> String {
    let key = format!("category-{slug}");
    if frame.lang.has(&key) { frame.t(&key).to_owned() } else { slug.to_owned() }
}

impl Sample for DiscoverPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let card = |title: &str, badge: &str, kind| Card {
            href: frame.href("/events/example"),
            title: title.to_owned(),
            when: "Fri 5 Mar 2027, 19:30".into(),
            place: "Example Hall, Wrocław, Poland".into(),
            price: "12 €".into(),
            image: String::new(),
            badge: badge.to_owned(),
            kind,
        };
        let cards =
            vec![card("The Glass Orchard", "", "neutral"), card("Night of Bells", "Sold out", "danger")];
        let filters =
            Filters { q: "jazz".into(), when: "weekend".into(), city: "Berlin".into(), ..Filters::default() };
        let mut corrected =
            Self::new(frame.clone(), Filters { q: "jaz".into(), ..Filters::default() }, cards.clone());
        corrected.corrected = Some("jazz".into());
        corrected.next_href = corrected.path();
        vec![
            Self::new(frame.clone(), Filters::default(), cards),
            corrected,
            Self::new(frame.clone(), filters, Vec::new()),
            Self::new(frame.clone(), Filters::default(), Vec::new()),
        ]
    }
}
