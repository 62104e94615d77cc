//! Announces the programme: venues, dates in their own time zones, prices in their own currencies.

use std::collections::HashMap;

use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::create_event::create_event;
use boxoffice_app::catalog::create_venue::create_venue;
use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::catalog::venue::VenueDraft;
use boxoffice_domain::ids::{EventId, OrganizationId, PerformanceId, TicketTypeId, VenueId};
use boxoffice_domain::time::{Time, Zone};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::DAY_S;
use super::people::Staff;
use super::places::{CITIES, City, House};
use super::programme::{self, Strand};
use crate::failure::Failure;

/// Strands whose titles are on tour: they come to a second city, too.
const ON_TOUR: &[&str] = &["music", "comedy", "festival"];
/// Every so many events is not yet on sale.
const NOT_YET_EVERY: usize = 13;

/// An event of the demo shop, as far as selling and drawing need to know it.
pub(super) struct DemoEvent {
    pub(super) event: EventId,
    pub(super) title: &'static str,
    pub(super) category: &'static str,
    pub(super) house: House,
    pub(super) performances: Vec<PerformanceId>,
    pub(super) ticket_types: Vec<TicketTypeId>,
    pub(super) starts_at: Time,
    pub(super) on_sale: bool,
}

/// One title in one city.
struct Plan {
    strand: &'static Strand,
    title: &'static str,
    city: &'static City,
    house: House,
    day: Date,
    on_sale: bool,
}

/// Creates and publishes everything.
pub(super) async fn announce(app: &App, staff: &Staff, today: Time) -> Result<Vec<DemoEvent>, Failure> {
    let mut venues = HashMap::new();
    let mut events = Vec::new();
    for plan in plans(today)? {
        let organization = staff.organizations[plan.strand.organizer % staff.organizations.len()];
        let venue = venue(app, &mut venues, organization, &plan).await?;
        events.push(announce_one(app, organization, venue, &plan, today).await?);
    }
    events.sort_by_key(|event| event.starts_at);
    Ok(events)
}

fn plans(today: Time) -> Result<Vec<Plan>, Failure> {
    let first_day = today.in_zone(&Zone::utc()).date();
    let mut plans = Vec::new();
    for strand in programme::strands() {
        let stops = if ON_TOUR.contains(&strand.category) { 2 } else { 1 };
        for (at, title) in strand.titles.iter().enumerate() {
            for stop in 0..stops {
                let number = plans.len();
                // Steps that share no factor with their range visit all of it, in an order that looks like chance.
                let ahead: Span = i64::try_from(3 + (number * 149) % 355)?.days();
                plans.push(Plan {
                    strand,
                    title,
                    city: &CITIES[(number * 5 + stop) % CITIES.len()],
                    house: strand.houses[(at + stop) % strand.houses.len()],
                    day: first_day.checked_add(ahead)?,
                    on_sale: number % NOT_YET_EVERY != NOT_YET_EVERY - 1,
                });
            }
        }
    }
    Ok(plans)
}

async fn venue(
    app: &App,
    known: &mut HashMap<(OrganizationId, String), VenueId>,
    organization: OrganizationId,
    plan: &Plan,
) -> Result<VenueId, Failure> {
    let name = plan.house.name(plan.city.name);
    if let Some(venue) = known.get(&(organization, name.clone())) {
        return Ok(*venue);
    }
    let draft = VenueDraft {
        name: name.clone(),
        street: plan.house.street().into(),
        city: plan.city.name.into(),
        country: plan.city.country.into(),
        time_zone: plan.city.zone.into(),
    };
    let venue = create_venue(app, &Editor::system(), organization, &draft).await?;
    known.insert((organization, name), venue);
    Ok(venue)
}

async fn announce_one(
    app: &App,
    organization: OrganizationId,
    venue: VenueId,
    plan: &Plan,
    today: Time,
) -> Result<DemoEvent, Failure> {
    let performances = performances(plan)?;
    let draft = EventDraft {
        title: plan.title.into(),
        summary: plan.strand.summary.into(),
        description: format!("{}\n\n{}", plan.strand.summary, plan.strand.text),
        category: plan.strand.category.into(),
        venue: Some(venue),
        currency: plan.city.currency.into(),
        performances: performances.clone(),
        places: plan.house.places().into(),
        ticket_types: ticket_types(plan, today)?,
        box_office: true,
        cancel_until_s: Some(2 * DAY_S),
        age_limit: if plan.strand.category == "party" { "From 18" } else { "" }.into(),
        access_notes: "Step-free entrance; a companion enters free of charge, please write to us.".into(),
        publish: true,
        ..EventDraft::default()
    };
    let created = create_event(app, &Editor::system(), organization, &draft).await?;
    Ok(DemoEvent {
        event: created.event,
        title: plan.title,
        category: plan.strand.category,
        house: plan.house,
        performances: created.performances,
        ticket_types: created.ticket_types,
        starts_at: performances.first().and_then(|first| first.starts_at).unwrap_or(today),
        on_sale: plan.on_sale,
    })
}

fn performances(plan: &Plan) -> Result<Vec<PerformanceDraft>, Failure> {
    let zone = Zone::named(plan.city.zone)?;
    // An arena is taken for one evening.
    let nights = if plan.house == House::Arena { 1 } else { plan.strand.nights };
    let mut evenings = Vec::with_capacity(nights);
    for night in 0..nights {
        let day = plan.day.checked_add(i64::try_from(night)?.days())?;
        let starts_at = zone.local(&format!("{day}T{}", plan.strand.hour))?;
        evenings.push(PerformanceDraft {
            starts_at: Some(starts_at),
            ends_at: Some(starts_at.plus_s(plan.strand.hours * 3_600)),
            doors_at: Some(starts_at.plus_s(-3_600)),
        });
    }
    Ok(evenings)
}

fn ticket_types(plan: &Plan, today: Time) -> Result<Vec<TicketTypeDraft>, Failure> {
    let full = price_minor(plan, 100);
    let mut types = match plan.house.levels() {
        Some((dear, cheap)) if full > 0 => {
            let at = |name: &str, percent, areas: &[&str]| TicketTypeDraft {
                areas: areas.iter().map(|area| (*area).to_owned()).collect(),
                ..priced(plan, name, percent)
            };
            vec![at("Adult", 130, dear), at("Balcony", 80, cheap), at("Student", 60, cheap)]
        }
        _ if full > 0 => vec![priced(plan, "Adult", 100), priced(plan, "Reduced", 70)],
        _ => vec![TicketTypeDraft { order_limit: 4, ..TicketTypeDraft::priced("Registration", 0) }],
    };
    if !plan.on_sale {
        let day = today.in_zone(&Zone::utc()).date().checked_add(9.days())?;
        let opens_at = Zone::named(plan.city.zone)?.local(&format!("{day}T10:00"))?;
        for ticket_type in &mut types {
            ticket_type.sale_opens_at = Some(opens_at);
        }
    }
    Ok(types)
}

fn priced(plan: &Plan, name: &str, percent: i64) -> TicketTypeDraft {
    let price = price_minor(plan, percent);
    let fee_minor = round(price * 6 / 100, minor_per_unit(plan) * plan.city.ten / 20);
    TicketTypeDraft { fee_minor, ..TicketTypeDraft::priced(name, price) }
}

/// The strand's price in the city's currency, rounded to whole units.
fn price_minor(plan: &Plan, percent: i64) -> i64 {
    let minor = plan.strand.price * plan.city.ten * minor_per_unit(plan) * percent / 1_000;
    round(minor, minor_per_unit(plan) * (plan.city.ten / 10).max(1))
}

fn minor_per_unit(plan: &Plan) -> i64 {
    if plan.city.currency == "JPY" { 1 } else { 100 }
}

fn round(minor: i64, step: i64) -> i64 {
    let step = step.max(1);
    (minor + step / 2) / step * step
}
