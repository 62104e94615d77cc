//! `/{lang}/office`: today's numbers, what to do first, what is next.

use askama::Template;
use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::reports::{EventFigures, Overview, find_overview};
use boxoffice_app::store::events::Event;
use boxoffice_app::store::reports::ProgressRow;
use boxoffice_domain::ids::OrganizationId;

use super::tabs::{self, Tabs};
use crate::discover::card::when;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// So many of the next events are shown with figures.
const LINES_MAX: usize = 25;
/// So many count in the sums: more than anybody has ahead of them at once.
const EVENTS_MAX: u32 = 2_000;

/// The first page of the office.
#[derive(Clone, Debug, Template)]
#[template(path = "office/overview.html")]
pub struct OverviewPage {
    frame: Frame,
    tabs: Tabs,
    manages: bool,
    /// Sums over all events to come.
    events: i64,
    sold: i64,
    held: i64,
    checked_in: i64,
    revenue: Vec<String>,
    checklists: Vec<Checklist>,
    lines: Vec<Line>,
    /// Whether there are more events than lines.
    has_more: bool,
}

/// What an organization does before it sells.
#[derive(Clone, Debug)]
struct Checklist {
    name: String,
    steps: Vec<CheckStep>,
    done: usize,
}

#[derive(Clone, Debug)]
struct CheckStep {
    label: &'static str,
    href: String,
    done: bool,
}

/// An event with its figures.
#[derive(Clone, Debug)]
struct Line {
    href: String,
    title: String,
    when: String,
    capacity: i64,
    held: i64,
    sold: i64,
    remaining: i64,
    revenue: String,
    share: String,
}

/// `GET /{lang}/office`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<OverviewPage>, Problem> {
    let overview = find_overview(&app, &principal, EVENTS_MAX).await?;
    let manages = |organization| principal.may_manage(organization);
    Ok(Page::new(OverviewPage::new(frame, &overview, &manages)))
}

impl OverviewPage {
    fn new(frame: Frame, overview: &Overview, manages: &dyn Fn(OrganizationId) -> bool) -> Self {
        let figures = || overview.events.iter().map(|(_, figures)| figures);
        Self {
            tabs: tabs::of_office(&frame, ""),
            manages: !overview.progress.is_empty(),
            events: figures().count() as i64,
            sold: figures().map(|figures| figures.sold).sum(),
            held: figures().map(|figures| figures.held).sum(),
            checked_in: figures().map(|figures| figures.checked_in).sum(),
            revenue: revenue(&frame, &overview.events),
            checklists: overview
                .progress
                .iter()
                .map(|row| checklist(&frame, row))
                .filter(Checklist::is_open)
                .collect(),
            lines: overview
                .events
                .iter()
                .take(LINES_MAX)
                .map(|(event, known)| line(&frame, event, known, manages))
                .collect(),
            has_more: overview.events.len() > LINES_MAX,
            frame,
        }
    }
}

impl Checklist {
    fn is_open(&self) -> bool {
        self.done < self.steps.len()
    }
}

/// One sum per currency that something was earned in.
fn revenue(frame: &Frame, events: &[(Event, EventFigures)]) -> Vec<String> {
    let mut sums: std::collections::BTreeMap<&str, i64> = std::collections::BTreeMap::new();
    for (event, figures) in events {
        *sums.entry(&event.currency).or_default() += figures.revenue_minor;
    }
    sums.into_iter()
        .filter(|(_, minor)| *minor != 0)
        .map(|(currency, minor)| tabs::money(frame, minor, currency))
        .collect()
}

fn checklist(frame: &Frame, row: &ProgressRow) -> Checklist {
    let texts = format!("/office/organizations/{}/texts", row.slug);
    let steps: Vec<CheckStep> = [
        ("report-step-details", texts.as_str(), row.has_imprint),
        ("report-step-event", "/office/events/new", row.events > 0),
        ("report-step-types", "/office/events", row.has_ticket_types),
        ("report-step-publish", "/office/events", row.published > 0),
        ("report-step-sold", "", row.has_sold),
        ("report-step-team", "/office/team", row.members > 1),
    ]
    .into_iter()
    .map(|(label, path, done)| CheckStep { label, href: frame.href(path), done })
    .collect();
    Checklist { name: row.name.clone(), done: steps.iter().filter(|step| step.done).count(), steps }
}

fn line(
    frame: &Frame,
    event: &Event,
    figures: &EventFigures,
    manages: &dyn Fn(OrganizationId) -> bool,
) -> Line {
    let manages = manages(event.organization_id);
    let part = if manages { "" } else { "/registrations" };
    Line {
        href: frame.href(&format!("/office/events/{}{part}", event.event_id)),
        title: event.title.clone(),
        when: when(frame, event.starts_at, event.ends_at, &event.time_zone),
        capacity: figures.capacity,
        held: figures.held,
        sold: figures.sold,
        remaining: figures.remaining(),
        revenue: if manages {
            tabs::money(frame, figures.revenue_minor, &event.currency)
        } else {
            String::new()
        },
        share: frame.lang.percent(figures.sold, figures.capacity),
    }
}

impl Sample for OverviewPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let figures =
            EventFigures { capacity: 432, held: 4, sold: 120, checked_in: 0, revenue_minor: 180_000 };
        let progress = ProgressRow {
            organization_id: OrganizationId::from_bytes([2; 16]),
            slug: "harbour-stage".into(),
            name: "Harbour Stage".into(),
            has_imprint: true,
            events: 1,
            published: 1,
            has_ticket_types: true,
            has_sold: false,
            members: 1,
        };
        let full = Overview { progress: vec![progress], events: vec![(tabs::sample_event(frame), figures)] };
        let many =
            Overview { events: vec![(tabs::sample_event(frame), figures); LINES_MAX + 1], ..full.clone() };
        let empty = Overview { progress: Vec::new(), events: Vec::new() };
        [full, many, empty].map(|overview| Self::new(frame.clone(), &overview, &|_| true)).into()
    }
}
