//! `/{lang}/office/events/{event}`: how an event sells, kept true while the page is open.

use askama::Template;
use axum::extract::{Path, State};
use boxoffice_app::App;
use boxoffice_app::reports::figures::{TypeFigures, list_type_figures};
use boxoffice_app::reports::{
    Curve, EventFigures, Point, Sight, Step, find_event, list_figures, sales_curve,
};
use boxoffice_app::store::events::Event;
use boxoffice_domain::ids::{EventId, TicketTypeId};
use boxoffice_domain::time::Zone;

use super::chart::{Chart, draw};
use super::tabs::{self, Tabs};
use crate::discover::card::when;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::parse;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// How an event sells.
#[derive(Clone, Debug, Template)]
#[template(path = "office/dashboard.html")]
pub struct DashboardPage {
    frame: Frame,
    tabs: Tabs,
    id: EventId,
    title: String,
    when: String,
    shop_href: String,
    figures: EventFigures,
    revenue: String,
    utilisation: String,
    chart: Option<Chart>,
    types: Vec<TypeLine>,
}

/// One ticket type.
#[derive(Clone, Debug)]
struct TypeLine {
    name: String,
    price: String,
    sold: i64,
    checked_in: i64,
    revenue: String,
}

/// `GET /{lang}/office/events/{event}`
pub(super) async fn show(
    State(app): State<App>,
    Path(event): Path<String>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<DashboardPage>, Problem> {
    let found = find_event(&app, &principal, parse(&event)?, Sight::Money).await?;
    let event = found.ok_or_else(Problem::not_found)?;
    let figures = list_figures(&app, &[event.event_id]).await?.remove(&event.event_id).unwrap_or_default();
    let types = list_type_figures(&app, event.event_id).await?;
    let curve = sales_curve(&app, event.event_id, &zone_of(&event), event.starts_at).await?;
    Ok(Page::new(DashboardPage::new(frame, &event, figures, &types, &curve)))
}

/// The clocks of an event.
pub(super) fn zone_of(event: &Event) -> Zone {
    Zone::named(&event.time_zone).unwrap_or_else(|_| Zone::utc())
}

impl DashboardPage {
    fn new(frame: Frame, event: &Event, figures: EventFigures, types: &[TypeFigures], curve: &Curve) -> Self {
        let is_public = event.published_at.is_some();
        let type_line = |known: &TypeFigures| TypeLine {
            name: known.name.clone(),
            price: tabs::money(&frame, known.price_minor, &event.currency),
            sold: known.sold,
            checked_in: known.checked_in,
            revenue: tabs::money(&frame, known.revenue_minor, &event.currency),
        };
        Self {
            tabs: tabs::of_event(&frame, event, ""),
            id: event.event_id,
            title: event.title.clone(),
            when: when(&frame, event.starts_at, event.ends_at, &event.time_zone),
            shop_href: if is_public { frame.href(&format!("/events/{}", event.slug)) } else { String::new() },
            revenue: tabs::money(&frame, figures.revenue_minor, &event.currency),
            utilisation: frame.with(
                "report-utilisation",
                &[
                    ("percent", frame.lang.percent(figures.sold, figures.capacity).into()),
                    ("sold", figures.sold.into()),
                    ("capacity", figures.capacity.into()),
                ],
            ),
            chart: draw(&frame, curve, &zone_of(event), &event.currency),
            types: types.iter().map(type_line).collect(),
            figures,
            frame,
        }
    }
}

impl Sample for DashboardPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let event = tabs::sample_event(frame);
        let figures =
            EventFigures { capacity: 432, held: 4, sold: 120, checked_in: 17, revenue_minor: 180_000 };
        let adult = TypeFigures {
            ticket_type: TicketTypeId::from_bytes([3; 16]),
            name: "Adult".into(),
            price_minor: 1_500,
            sold: 120,
            revenue_minor: 180_000,
            checked_in: 17,
        };
        let point = |day: i64| Point {
            at: frame.now.plus_s((day - 30) * 86_400),
            sold: 4,
            revenue_minor: 6_000,
            sold_so_far: 4 * (day + 1),
            revenue_so_far_minor: 6_000 * (day + 1),
        };
        let curve = Curve { step: Step::Day, points: (0..30).map(point).collect() };
        let nothing = Curve { step: Step::Day, points: Vec::new() };
        let none = EventFigures { capacity: 432, ..EventFigures::default() };
        vec![
            Self::new(frame.clone(), &event, figures, &[adult], &curve),
            Self::new(frame.clone(), &event, none, &[], &nothing),
        ]
    }
}
