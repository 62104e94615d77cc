//! Choosing seats from a list: what a map shows to eyes, this page says to everybody, without a script.

use askama::Template;
use axum::extract::{Path, State};
use boxoffice_app::App;
use boxoffice_app::selling::availability::{AreaAvailability, TypeAvailability};
use boxoffice_app::selling::{SaleStatus, free_seats};
use boxoffice_domain::ids::PerformanceId;
use serde::Deserialize;

use super::choose::{Found, Heading, find};
use super::offers::{is_seated, keep, receipt};
use super::opened::Opened;
use super::sale::currency;
use super::seat_list::{SeatList, Way, Wish, sections};
use crate::client::Client;
use crate::frame::Frame;
use crate::orders::price;
use crate::page::{CachePolicy, Page};
use crate::problem::Problem;

/// Which seats to list, and what was ticked when it was refused.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// The section; none: the first with a free seat.
    pub area: Option<String>,
    /// Which range of its rows.
    #[serde(default)]
    pub rows: usize,
    /// The code that the visitor gave.
    #[serde(default)]
    pub code: String,
    /// Ticked seats.
    #[serde(skip)]
    pub seats: Vec<String>,
    /// The chosen ticket type.
    #[serde(skip)]
    pub ticket_type: String,
}

/// A ticket type to choose.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its total.
    pub total: String,
    /// How the total is made.
    pub receipt: String,
    /// The total in minor units.
    pub minor: i64,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// Free seats of a section.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/seats.html")]
pub struct SeatsPage {
    frame: Frame,
    event: Heading,
    action: String,
    area: String,
    area_id: String,
    page: usize,
    sections: Vec<Way>,
    list: SeatList,
    kinds: Vec<Kind>,
    currency: String,
    decimals: u32,
    keep: String,
    /// The code that goes along; empty: none.
    code: String,
    problem: String,
}

/// `GET /{lang}/performances/{performance}/seats?area=…&rows=…`.
pub async fn show(
    State(app): State<App>,
    Path(performance): Path<String>,
    asked: axum::extract::Query<Asked>,
    client: Client,
    frame: Frame,
) -> Result<Page<SeatsPage>, Problem> {
    let performance = crate::orders::parse(&performance)?;
    let page = page(&app, performance, frame, &client, asked.0, String::new()).await?;
    Ok(Page::new(page).cache(CachePolicy::Fresh))
}

/// The list, with what was ticked and why it was refused.
pub async fn page(
    app: &App,
    performance: PerformanceId,
    frame: Frame,
    client: &Client,
    asked: Asked,
    problem: String,
) -> Result<SeatsPage, Problem> {
    let found = find(app, performance).await?;
    let opened = Opened::find(app, &frame, client, found.shown.event.event_id, &asked.code).await?;
    let area = section(&found, asked.area.as_deref()).ok_or_else(Problem::not_found)?;
    let seats = free_seats(app, performance, area.area).await?;
    let kinds = kinds(&found, area, &opened, &asked.ticket_type, &frame);
    let base = format!("/{}/performances/{performance}", frame.lang.code());
    let href = opened.keep(format!("{base}/seats?area={}", area.area));
    let wish = Wish {
        lang: frame.lang,
        href: &href,
        area: &area.name,
        price: kinds.iter().find(|kind| kind.is_chosen).map_or("", |kind| &kind.total),
        page: asked.rows,
        chosen: &asked.seats,
    };
    let currency = currency(&found.shown);
    Ok(SeatsPage {
        event: Heading::of(&found, &frame),
        action: format!("{base}/holds"),
        area_id: area.area.to_string(),
        page: asked.rows,
        sections: sections(&found.view, &area.area.to_string(), frame.lang),
        list: if kinds.is_empty() { SeatList::default() } else { SeatList::of(&seats, &wish) },
        area: area.name.clone(),
        kinds,
        currency: currency.code().to_owned(),
        decimals: currency.decimals(),
        keep: keep(frame.lang, found.shown.event.hold_ttl_s),
        code: opened.code,
        problem,
        frame,
    })
}

fn section<'f>(found: &'f Found, wanted: Option<&str>) -> Option<&'f AreaAvailability> {
    let mut seated = found.view.areas.iter().filter(|area| is_seated(area));
    if let Some(wanted) = wanted {
        seated.find(|area| area.area.to_string() == wanted)
    } else {
        let mut all: Vec<_> = seated.collect();
        all.sort_by_key(|area| area.available == 0);
        all.first().copied()
    }
}

/// Ticket types that can be had in this section now; the first is chosen until the buyer says otherwise.
fn kinds(found: &Found, area: &AreaAvailability, opened: &Opened, chosen: &str, frame: &Frame) -> Vec<Kind> {
    let currency = currency(&found.shown);
    let can_be_had = |kind: &&TypeAvailability| {
        opened.opens(kind) && kind.status == SaleStatus::Open && kind.areas.contains(&area.area)
    };
    let mut kinds: Vec<Kind> = found
        .view
        .ticket_types
        .iter()
        .filter(can_be_had)
        .map(|kind| Kind {
            id: kind.ticket_type.to_string(),
            name: kind.name.clone(),
            total: price(frame.lang, kind.total_in(area.area), currency),
            receipt: receipt(kind, frame.lang, currency),
            minor: kind.total_in(area.area),
            is_chosen: kind.ticket_type.to_string() == chosen,
        })
        .collect();
    if !kinds.iter().any(|kind| kind.is_chosen)
        && let Some(first) = kinds.first_mut()
    {
        first.is_chosen = true;
    }
    kinds
}
