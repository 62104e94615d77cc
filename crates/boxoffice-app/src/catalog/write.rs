//! Rows of new events, gathered for as few statements as there are tables, however many events there are.

use boxoffice_domain::catalog::draft::{NewEvent, PerformanceDraft};
use boxoffice_domain::catalog::seating::{AreaPlan, Places};
use boxoffice_domain::catalog::state::{EventState, PerformanceState};
use boxoffice_domain::ids::{AreaId, EventId, OrganizationId, PerformanceId, QuotaId, SeatId, TicketTypeId};
use boxoffice_domain::price::{EventPricing, Pricing, Rules, TaxClass};
use boxoffice_domain::time::Time;

use crate::App;
use crate::catalog::create_event::Created;
use crate::store::events::Event;
use crate::store::performances::{Area, NewSeat, Performance};
use crate::store::pricing::{price_tag, read_currency};
use crate::store::ticket_types::{Quota, QuotaTicketType, TicketType, TicketTypeArea};
use crate::store::{Result, Tx};

/// Rows about to be inserted.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) events: Vec<Event>,
    performances: Vec<Performance>,
    areas: Vec<Area>,
    seats: Vec<NewSeat>,
    ticket_types: Vec<TicketType>,
    ticket_type_areas: Vec<TicketTypeArea>,
    quotas: Vec<Quota>,
    quota_ticket_types: Vec<QuotaTicketType>,
}

/// What is sold in a performance: the same for all performances of an event when they are made.
#[derive(Debug, Default)]
pub(crate) struct PerformancePlan {
    pub(crate) areas: Vec<AreaPlan>,
    /// Ticket types and the names of the areas they are sold from; no names means all.
    pub(crate) ticket_types: Vec<(TicketTypeId, Vec<String>)>,
    pub(crate) quotas: Vec<QuotaPlan>,
}

/// A cap over ticket types.
#[derive(Clone, Debug)]
pub(crate) struct QuotaPlan {
    pub(crate) name: String,
    pub(crate) capacity: i64,
    pub(crate) ticket_types: Vec<TicketTypeId>,
}

impl Tx {
    /// Inserts everything that was gathered.
    pub(crate) async fn insert_batch(&mut self, batch: &Batch) -> Result<()> {
        self.insert_events(&batch.events).await?;
        self.insert_performances(&batch.performances).await?;
        self.insert_areas(&batch.areas).await?;
        self.insert_seats(&batch.seats).await?;
        self.insert_ticket_types(&batch.ticket_types).await?;
        self.insert_ticket_type_areas(&batch.ticket_type_areas).await?;
        self.insert_quotas(&batch.quotas).await?;
        self.insert_quota_ticket_types(&batch.quota_ticket_types).await
    }
}

impl Batch {
    /// Writes what the new events' lowest totals are under their organization's rules.
    pub(crate) fn reprice(&mut self, pricing: &Pricing) -> Result<()> {
        if pricing.fees.is_empty() && pricing.taxes.is_empty() {
            return Ok(());
        }
        for event in &mut self.events {
            let rules = Rules::of(pricing, &EventPricing::default(), &event.country);
            let currency = read_currency(&event.currency)?;
            let visible =
                self.ticket_types.iter().filter(|kind| kind.event_id == event.event_id && !kind.hidden);
            let total = |kind: &TicketType| {
                price_tag(&rules, currency, kind.price_minor, kind.fee_minor, TaxClass::Standard)
                    .total_minor()
            };
            event.price_from_minor = visible.map(total).min();
        }
        Ok(())
    }

    /// Adds an event with its performances, places and ticket types.
    #[expect(clippy::too_many_arguments, reason = "what an event is made of; a struct would only rename it")]
    pub(crate) fn add_event(
        &mut self,
        app: &App,
        organization: OrganizationId,
        new: &NewEvent,
        slug: String,
        id: Option<EventId>,
        publish: bool,
        now: Time,
    ) -> Created {
        let event = new_event(app, organization, new, slug, id, publish, now);
        let ticket_types = self.add_ticket_types(app, event.event_id, new, now);
        let plan = plan(new, &ticket_types);
        let performances = new
            .performances
            .iter()
            .map(|draft| self.add_performance(app, &event, *draft, &plan, now))
            .collect();
        let created = Created { event: event.event_id, slug: event.slug.clone(), performances, ticket_types };
        self.events.push(event);
        created
    }

    /// Adds one performance with its places.
    pub(crate) fn add_performance(
        &mut self,
        app: &App,
        event: &Event,
        draft: PerformanceDraft,
        plan: &PerformancePlan,
        now: Time,
    ) -> PerformanceId {
        let performance = Performance {
            performance_id: PerformanceId::from_bytes(app.random.id(now)),
            event_id: event.event_id,
            organization_id: event.organization_id,
            starts_at: draft.starts_at,
            ends_at: draft.ends_at,
            doors_at: draft.doors_at,
            state: PerformanceState::Scheduled,
            created_at: now,
        };
        let id = performance.performance_id;
        self.performances.push(performance);
        self.add_places(app, id, plan, 0, now);
        self.add_quotas(app, id, &plan.quotas, now);
        id
    }

    /// Adds areas and their seats to a performance, and the right of ticket types to be sold from them.
    pub(crate) fn add_places(
        &mut self,
        app: &App,
        performance: PerformanceId,
        plan: &PerformancePlan,
        first_sort: i64,
        now: Time,
    ) {
        for (at, area) in plan.areas.iter().enumerate() {
            let id = AreaId::from_bytes(app.random.id(now));
            self.areas.push(Area {
                performance_id: performance,
                area_id: id,
                name: area.name.clone(),
                kind: if matches!(area.places, Places::Seated(_)) { "seated" } else { "standing" }.into(),
                capacity: area.capacity(),
                held: 0,
                sold: 0,
                sort: first_sort + at as i64,
            });
            self.add_seats(app, performance, id, area, now);
            for (ticket_type, names) in &plan.ticket_types {
                if names.is_empty() || names.contains(&area.name) {
                    self.allow(performance, *ticket_type, id);
                }
            }
        }
    }

    /// Lets a ticket type be sold from an area.
    pub(crate) fn allow(&mut self, performance: PerformanceId, ticket_type: TicketTypeId, area: AreaId) {
        self.ticket_type_areas.push(TicketTypeArea {
            performance_id: performance,
            ticket_type_id: ticket_type,
            area_id: area,
        });
    }

    /// Adds quotas to a performance.
    pub(crate) fn add_quotas(
        &mut self,
        app: &App,
        performance: PerformanceId,
        quotas: &[QuotaPlan],
        now: Time,
    ) {
        for quota in quotas {
            let id = QuotaId::from_bytes(app.random.id(now));
            self.quotas.push(Quota {
                performance_id: performance,
                quota_id: id,
                name: quota.name.clone(),
                capacity: quota.capacity,
                held: 0,
                sold: 0,
            });
            self.quota_ticket_types.extend(quota.ticket_types.iter().map(|ticket_type| QuotaTicketType {
                performance_id: performance,
                quota_id: id,
                ticket_type_id: *ticket_type,
            }));
        }
    }

    fn add_seats(&mut self, app: &App, performance: PerformanceId, area: AreaId, plan: &AreaPlan, now: Time) {
        let Places::Seated(rows) = &plan.places else { return };
        let seats = rows.iter().flat_map(|row| row.seats.iter().map(move |label| (row, label)));
        self.seats.extend(seats.enumerate().map(|(sort, (row, label))| NewSeat {
            performance,
            seat: SeatId::from_bytes(app.random.id(now)),
            area,
            row: row.label.clone(),
            label: label.clone(),
            sort: sort as i64,
        }));
    }

    fn add_ticket_types(
        &mut self,
        app: &App,
        event: EventId,
        new: &NewEvent,
        now: Time,
    ) -> Vec<TicketTypeId> {
        let mut ids = Vec::with_capacity(new.ticket_types.len());
        for (sort, draft) in new.ticket_types.iter().enumerate() {
            let id = TicketTypeId::from_bytes(app.random.id(now));
            ids.push(id);
            self.ticket_types.push(TicketType {
                event_id: event,
                ticket_type_id: id,
                name: draft.name.clone(),
                description: draft.description.clone(),
                price_minor: draft.price_minor,
                fee_minor: draft.fee_minor,
                sale_opens_at: draft.sale_opens_at,
                sale_closes_at: draft.sale_closes_at,
                order_limit: draft.order_limit.into(),
                hidden: draft.hidden,
                sort: sort as i64,
                created_at: now,
            });
        }
        ids
    }
}

fn plan(new: &NewEvent, ids: &[TicketTypeId]) -> PerformancePlan {
    let types = || new.ticket_types.iter().zip(ids);
    let own = types().filter_map(|(draft, id)| {
        let capacity = draft.quantity?;
        Some(QuotaPlan { name: draft.name.clone(), capacity, ticket_types: vec![*id] })
    });
    let shared = new.quotas.iter().map(|quota| QuotaPlan {
        name: quota.name.clone(),
        capacity: quota.capacity,
        ticket_types: quota.ticket_types.iter().map(|at| ids[*at]).collect(),
    });
    PerformancePlan {
        areas: new.areas.clone(),
        ticket_types: types().map(|(draft, id)| (*id, draft.areas.clone())).collect(),
        quotas: own.chain(shared).collect(),
    }
}

fn new_event(
    app: &App,
    organization: OrganizationId,
    new: &NewEvent,
    slug: String,
    id: Option<EventId>,
    publish: bool,
    now: Time,
) -> Event {
    let details = new.details.clone();
    let visible = new.ticket_types.iter().filter(|ticket_type| !ticket_type.hidden);
    Event {
        event_id: id.unwrap_or_else(|| EventId::from_bytes(app.random.id(now))),
        organization_id: organization,
        venue_id: details.venue,
        slug,
        title: details.title,
        summary: details.summary,
        description: details.description,
        category: details.category,
        city: details.city,
        country: details.country,
        online: details.online,
        url: details.url,
        time_zone: details.zone.name().to_owned(),
        currency: details.currency.code().to_owned(),
        state: if publish { EventState::Published } else { EventState::Draft },
        image_id: None,
        hold_ttl_s: details.hold_ttl_s,
        cancel_until_s: details.cancel_until_s,
        cancel_fee_bp: details.cancel_fee.part_bp,
        cancel_fee_minor: details.cancel_fee.fixed_minor,
        box_office: details.box_office,
        age_limit: details.age_limit,
        access_notes: details.access_notes,
        starts_at: new.performances.iter().filter_map(|performance| performance.starts_at).min(),
        ends_at: new
            .performances
            .iter()
            .filter_map(|performance| performance.ends_at.or(performance.starts_at))
            .max(),
        price_from_minor: visible
            .map(boxoffice_domain::catalog::ticket_type::TicketTypeDraft::total_minor)
            .min(),
        created_at: now,
        published_at: publish.then_some(now),
        cancelled_at: None,
        version: 1,
    }
}
