//! What an event sells: its performances, its places with their figures, its ticket types.

use askama::Template;
use axum::extract::{Path, Query, State};
use boxoffice_app::App;
use boxoffice_app::catalog::office::{OfficeEvent, find_office_event};
use boxoffice_app::catalog::quotas::OfficeQuota;
use boxoffice_app::store::performances::Performance;
use boxoffice_app::store::ticket_types::TicketType;
use boxoffice_domain::catalog::state::PerformanceState;
use boxoffice_domain::ids::EventId;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Zone;
use serde::Deserialize;

use super::refusals::refuse;
use crate::discover::card::when;
use crate::form::Typed;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The page of what an event sells.
#[derive(Clone, Debug, Template)]
#[template(path = "office_events/sale.html")]
pub struct SalePage {
    frame: Frame,
    typed: Typed,
    id: String,
    title: String,
    currency: String,
    time_zone: String,
    performances: Vec<PerformanceLine>,
    ticket_types: Vec<TypeLine>,
    quotas: Vec<QuotaLine>,
    /// The performance, ticket type or quota that the form changes; empty to add one.
    performance: String,
    ticket_type: String,
    quota: String,
}

/// A performance and its areas.
#[derive(Clone, Debug)]
struct PerformanceLine {
    id: String,
    when: String,
    state: &'static str,
    kind: &'static str,
    is_cancelled: bool,
    areas: Vec<AreaLine>,
}

#[derive(Clone, Debug)]
struct AreaLine {
    id: String,
    name: String,
    is_standing: bool,
    capacity: i64,
    held: i64,
    sold: i64,
}

#[derive(Clone, Debug)]
struct TypeLine {
    id: String,
    name: String,
    price: String,
    fee: String,
    quantity: String,
    is_hidden: bool,
}

/// A cap that several ticket types share.
#[derive(Clone, Debug)]
struct QuotaLine {
    id: String,
    name: String,
    types: String,
    capacity: i64,
    taken: i64,
}

/// Which line the forms are filled from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    performance: String,
    ticket_type: String,
    quota: String,
}

/// `GET /{lang}/office/events/{event}/sale`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(event): Path<EventId>,
    Query(chosen): Query<Chosen>,
) -> Result<Page<SalePage>, Problem> {
    let found = find_office_event(&app, &principal, event).await?.ok_or_else(Problem::not_found)?;
    let mut page = SalePage::of(frame, &found, Typed::default());
    if let Some(performance) =
        found.performances.iter().find(|p| p.performance_id.to_string() == chosen.performance)
    {
        page.fill_performance(performance);
    }
    match found.ticket_types.iter().find(|t| t.ticket_type_id.to_string() == chosen.ticket_type) {
        Some(ticket_type) => page.fill_ticket_type(&found, ticket_type),
        None => page.typed.fill("order_limit", "10"),
    }
    if let Some(quota) = found.quotas.iter().find(|quota| quota.quota.to_string() == chosen.quota) {
        page.fill_quota(quota);
    }
    Ok(Page::new(page))
}

impl SalePage {
    /// The page with what was typed; which line was meant stays meant.
    pub(super) fn refused(frame: Frame, found: &OfficeEvent, typed: Typed, line: &str) -> Page<Self> {
        let mut page = Self::of(frame, found, typed);
        if line.starts_with("prf_") {
            line.clone_into(&mut page.performance);
        } else if line.starts_with("quo_") {
            line.clone_into(&mut page.quota);
        } else {
            line.clone_into(&mut page.ticket_type);
        }
        Page::refused(page)
    }

    fn of(frame: Frame, found: &OfficeEvent, typed: Typed) -> Self {
        let event = &found.event;
        Self {
            id: event.event_id.to_string(),
            title: event.title.clone(),
            currency: event.currency.clone(),
            time_zone: event.time_zone.clone(),
            performances: found
                .performances
                .iter()
                .map(|line| performance_line(&frame, found, line))
                .collect(),
            ticket_types: found.ticket_types.iter().map(|line| type_line(&frame, found, line)).collect(),
            quotas: found.quotas.iter().filter(|q| q.is_shared()).map(|q| quota_line(found, q)).collect(),
            performance: String::new(),
            ticket_type: String::new(),
            quota: String::new(),
            frame,
            typed,
        }
    }

    fn fill_performance(&mut self, performance: &Performance) {
        let zone = Zone::named(&self.time_zone).unwrap_or_else(|_| Zone::utc());
        self.performance = performance.performance_id.to_string();
        for (name, time) in [
            ("starts_at", performance.starts_at),
            ("ends_at", performance.ends_at),
            ("doors_at", performance.doors_at),
        ] {
            self.typed.fill(name, time.map(|time| zone.local_input(time)).unwrap_or_default());
        }
    }

    fn fill_quota(&mut self, quota: &OfficeQuota) {
        self.quota = quota.quota.to_string();
        self.typed.fill("quota_name", quota.name.clone());
        self.typed.fill("quota_capacity", quota.capacity.to_string());
        for ticket_type in &quota.ticket_types {
            self.typed.fill("quota_types", ticket_type.to_string());
        }
    }

    fn fill_ticket_type(&mut self, found: &OfficeEvent, line: &TicketType) {
        let zone = Zone::named(&self.time_zone).unwrap_or_else(|_| Zone::utc());
        let currency = found.event.currency.parse().unwrap_or(Currency::EUR);
        self.ticket_type = line.ticket_type_id.to_string();
        for (name, value) in [
            ("ticket_type_name", line.name.clone()),
            ("ticket_type_description", line.description.clone()),
            ("price", Money::new(line.price_minor, currency).plain()),
            ("fee", Money::new(line.fee_minor, currency).plain()),
            ("order_limit", line.order_limit.to_string()),
            ("quantity", own_quantity(found, line).map(|n| n.to_string()).unwrap_or_default()),
            ("sale_opens_at", line.sale_opens_at.map(|time| zone.local_input(time)).unwrap_or_default()),
            ("sale_closes_at", line.sale_closes_at.map(|time| zone.local_input(time)).unwrap_or_default()),
            ("hidden", if line.hidden { "on" } else { "" }.into()),
        ] {
            self.typed.fill(name, value);
        }
    }
}

fn performance_line(frame: &Frame, found: &OfficeEvent, performance: &Performance) -> PerformanceLine {
    let (state, kind) = match performance.state {
        PerformanceState::Scheduled => ("office-scheduled", "success"),
        PerformanceState::Postponed => ("office-postponed", "warning"),
        PerformanceState::Cancelled => ("office-cancelled", "danger"),
    };
    let areas = found.areas.iter().filter(|area| area.performance_id == performance.performance_id);
    PerformanceLine {
        id: performance.performance_id.to_string(),
        when: when(frame, performance.starts_at, performance.ends_at, &found.event.time_zone),
        state,
        kind,
        is_cancelled: performance.state == PerformanceState::Cancelled,
        areas: areas
            .map(|area| AreaLine {
                id: area.area_id.to_string(),
                name: area.name.clone(),
                is_standing: area.kind == "standing",
                capacity: area.capacity,
                held: area.held,
                sold: area.sold,
            })
            .collect(),
    }
}

/// The cap on one ticket type alone.
fn own_quantity(found: &OfficeEvent, line: &TicketType) -> Option<i64> {
    let own = |quota: &&OfficeQuota| !quota.is_shared() && quota.ticket_types.contains(&line.ticket_type_id);
    found.quotas.iter().find(own).map(|quota| quota.capacity)
}

fn quota_line(found: &OfficeEvent, quota: &OfficeQuota) -> QuotaLine {
    let counted = found.ticket_types.iter().filter(|line| quota.ticket_types.contains(&line.ticket_type_id));
    let names: Vec<&str> = counted.map(|line| line.name.as_str()).collect();
    QuotaLine {
        id: quota.quota.to_string(),
        name: quota.name.clone(),
        types: names.join(", "),
        capacity: quota.capacity,
        taken: quota.taken,
    }
}

fn type_line(frame: &Frame, found: &OfficeEvent, line: &TicketType) -> TypeLine {
    let currency = found.event.currency.parse().unwrap_or(Currency::EUR);
    let amount = |minor| frame.money(&Money::new(minor, currency));
    TypeLine {
        id: line.ticket_type_id.to_string(),
        name: line.name.clone(),
        price: amount(line.price_minor),
        fee: amount(line.fee_minor),
        quantity: own_quantity(found, line).map(|n| frame.number(n)).unwrap_or_default(),
        is_hidden: line.hidden,
    }
}

impl Sample for SalePage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let area = |name: &str, is_standing| AreaLine {
            id: "are_example".into(),
            name: name.into(),
            is_standing,
            capacity: 432,
            held: 4,
            sold: 120,
        };
        let full = Self {
            frame: frame.clone(),
            typed: Typed::filled([("order_limit", "10".into())]),
            id: "evt_example".into(),
            title: "The Glass Orchard".into(),
            currency: "EUR".into(),
            time_zone: "Europe/Berlin".into(),
            performances: vec![PerformanceLine {
                id: "prf_example".into(),
                when: "Fri 5 Mar 2027, 19:30".into(),
                state: "office-scheduled",
                kind: "success",
                is_cancelled: false,
                areas: vec![area("Stalls", false), area("Floor", true)],
            }],
            ticket_types: vec![TypeLine {
                id: "tty_example".into(),
                name: "Adult".into(),
                price: "42 €".into(),
                fee: "2 €".into(),
                quantity: "40".into(),
                is_hidden: true,
            }],
            quotas: vec![QuotaLine {
                id: "quo_example".into(),
                name: "Reduced".into(),
                types: "Student, Senior".into(),
                capacity: 40,
                taken: 12,
            }],
            performance: String::new(),
            ticket_type: String::new(),
            quota: String::new(),
        };
        let mut refused = Self { ticket_type: "tty_example".into(), ..full.clone() };
        refuse(frame.lang, &mut refused.typed, "price", frame.t("field-not-an-amount"));
        let empty =
            Self { performances: Vec::new(), ticket_types: Vec::new(), quotas: Vec::new(), ..full.clone() };
        vec![full, refused, empty]
    }
}
