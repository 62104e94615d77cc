//! Making an availability view from rows, and the statuses that follow from it and the time.

use std::collections::HashMap;
use std::sync::Arc;

use boxoffice_domain::ids::{AreaId, EventId, PerformanceId, TicketTypeId};
use boxoffice_domain::limits::PERFORMANCES_PER_EVENT_MAX;
use boxoffice_domain::money::Currency;
use boxoffice_domain::price::{LinePrice, Rules};
use boxoffice_domain::time::Time;

use super::availability::{
    AreaAvailability, AreaKind, EventAvailability, PerformanceAvailability, SaleStatus, TypeAvailability,
};
use crate::App;
use crate::store::StoreError;
use crate::store::inventory::{AreaViewRow, QuotaLeftRow, SaleRow, TypeViewRow};
use crate::store::pricing::{price_tag, read_currency, read_rules};

/// Loads an event's view in one snapshot.
pub(super) async fn assemble(
    app: &App,
    event: EventId,
    version: u64,
) -> Result<Option<EventAvailability>, StoreError> {
    let limit = u32::try_from(PERFORMANCES_PER_EVENT_MAX).unwrap_or(u32::MAX);
    let mut tx = app.store.read().await?;
    let sales = tx.list_sales(event, limit).await?;
    if sales.is_empty() {
        return Ok(None);
    }
    let (rules, currency) = rules_of(&sales)?;
    let types = tx.list_type_views(event).await?;
    let type_areas = tx.list_type_area_views(event).await?;
    let mut areas: HashMap<PerformanceId, Vec<AreaAvailability>> = HashMap::new();
    for row in tx.list_area_views(event).await? {
        areas.entry(row.performance_id).or_default().push(area(row));
    }
    let mut quotas: HashMap<(PerformanceId, TicketTypeId), QuotaLeftRow> = HashMap::new();
    for row in tx.list_quota_left(event).await? {
        quotas.insert((row.performance_id, row.ticket_type_id), row);
    }
    drop(tx);
    let now = app.clock.now();
    let mut performances = Vec::new();
    for sale in sales {
        let areas = areas.remove(&sale.performance_id).unwrap_or_default();
        let mut ticket_types = Vec::new();
        for row in &types {
            let own: Vec<(AreaId, Option<i64>)> = type_areas
                .iter()
                .filter(|link| {
                    link.performance_id == sale.performance_id && link.ticket_type_id == row.ticket_type_id
                })
                .map(|link| (link.area_id, link.price_minor))
                .collect();
            let price = |list| price_tag(&rules, currency, list, row.fee_minor, row.tax_class);
            let quota = quotas.get(&(sale.performance_id, row.ticket_type_id));
            ticket_types.push(ticket_type(row, &own, price, &areas, quota, now));
        }
        performances.push(performance(&sale, areas, ticket_types, now));
    }
    Ok(Some(sum(event, version, performances, rules, now)))
}

fn sum(
    event: EventId,
    version: u64,
    performances: Vec<PerformanceAvailability>,
    rules: Arc<Rules>,
    now: Time,
) -> EventAvailability {
    let total = |of: fn(&AreaAvailability) -> i64| performances.iter().flat_map(|p| &p.areas).map(of).sum();
    let mut view = EventAvailability {
        event,
        version,
        status: SaleStatus::Ended,
        capacity: total(|area| area.capacity),
        sold: total(|area| area.sold),
        held: total(|area| area.held),
        available: total(|area| area.available),
        performances,
        rules,
    };
    view.status = status_of_event(&view, now);
    view
}

/// The best status of its performances, in the order in which a buyer would want them.
pub(super) fn status_of_event(view: &EventAvailability, now: Time) -> SaleStatus {
    const BEST_FIRST: [SaleStatus; 7] = [
        SaleStatus::Open,
        SaleStatus::NotYet,
        SaleStatus::AllHeld,
        SaleStatus::Full,
        SaleStatus::Postponed,
        SaleStatus::Ended,
        SaleStatus::Cancelled,
    ];
    let all: Vec<SaleStatus> = view.performances.iter().map(|p| status_of(p, now)).collect();
    BEST_FIRST.into_iter().find(|status| all.contains(status)).unwrap_or(SaleStatus::Ended)
}

/// A performance's status now.
pub(super) fn status_of(performance: &PerformanceAvailability, now: Time) -> SaleStatus {
    match performance.status {
        fixed @ (SaleStatus::Cancelled | SaleStatus::Postponed) => fixed,
        _ if performance.starts_at.is_some_and(|starts_at| starts_at <= now) => SaleStatus::Ended,
        _ => {
            let all: Vec<SaleStatus> =
                performance.ticket_types.iter().map(|rule| status_of_type(rule, performance, now)).collect();
            [SaleStatus::Open, SaleStatus::AllHeld, SaleStatus::NotYet, SaleStatus::Full]
                .into_iter()
                .find(|status| all.contains(status))
                .unwrap_or(SaleStatus::Ended)
        }
    }
}

fn status_of_type(rule: &TypeAvailability, performance: &PerformanceAvailability, now: Time) -> SaleStatus {
    let unsold =
        performance.areas.iter().filter(|a| rule.areas.contains(&a.area)).any(|a| a.capacity > a.sold);
    window_status(rule.sale_opens_at, rule.sale_closes_at, now).unwrap_or(match rule.status {
        SaleStatus::Full => SaleStatus::Full,
        _ if rule.available > 0 => SaleStatus::Open,
        _ if unsold => SaleStatus::AllHeld,
        _ => SaleStatus::Full,
    })
}

fn window_status(opens_at: Option<Time>, closes_at: Option<Time>, now: Time) -> Option<SaleStatus> {
    if opens_at.is_some_and(|opens_at| now < opens_at) {
        return Some(SaleStatus::NotYet);
    }
    closes_at.is_some_and(|closes_at| closes_at <= now).then_some(SaleStatus::Ended)
}

fn area(row: AreaViewRow) -> AreaAvailability {
    AreaAvailability {
        area: row.area_id,
        name: row.name,
        kind: if row.kind == "seated" { AreaKind::Seated } else { AreaKind::Standing },
        capacity: row.capacity,
        held: row.held,
        sold: row.sold,
        available: row.capacity - row.held - row.sold,
    }
}

fn ticket_type(
    row: &TypeViewRow,
    own_areas: &[(AreaId, Option<i64>)],
    price: impl Fn(i64) -> LinePrice,
    all: &[AreaAvailability],
    quota: Option<&QuotaLeftRow>,
    now: Time,
) -> TypeAvailability {
    let areas: Vec<AreaId> = own_areas.iter().map(|(area, _)| *area).collect();
    let (lowest, levels) = levels(row, own_areas, price);
    let own = || all.iter().filter(|area| areas.contains(&area.area));
    let free: i64 = own().map(|area| area.available).sum();
    let unsold: i64 = own().map(|area| area.capacity - area.sold).sum();
    let available = quota.map_or(free, |quota| free.min(quota.free)).max(0);
    let unsold = quota.map_or(unsold, |quota| unsold.min(quota.unsold));
    let stock = match (available, unsold) {
        (1.., _) => SaleStatus::Open,
        (_, 1..) => SaleStatus::AllHeld,
        _ => SaleStatus::Full,
    };
    TypeAvailability {
        ticket_type: row.ticket_type_id,
        name: row.name.clone(),
        description: row.description.clone(),
        price_minor: lowest.price_minor,
        fee_minor: lowest.fee_minor,
        levels,
        order_limit: u32::try_from(row.order_limit).unwrap_or(0),
        sale_opens_at: row.sale_opens_at,
        sale_closes_at: row.sale_closes_at,
        hidden: row.hidden,
        needs_code: row.needs_code,
        areas,
        available,
        status: window_status(row.sale_opens_at, row.sale_closes_at, now).unwrap_or(stock),
    }
}

/// The lowest price of a ticket type, and each area's where they differ.
fn levels(
    row: &TypeViewRow,
    areas: &[(AreaId, Option<i64>)],
    price: impl Fn(i64) -> LinePrice,
) -> (LinePrice, Vec<(AreaId, i64, i64)>) {
    if areas.iter().all(|(_, level)| level.is_none()) {
        return (price(row.price_minor), Vec::new());
    }
    let priced: Vec<(AreaId, LinePrice)> =
        areas.iter().map(|(area, level)| (*area, price(level.unwrap_or(row.price_minor)))).collect();
    let lowest =
        priced.iter().map(|(_, price)| *price).min_by_key(LinePrice::total_minor).unwrap_or_default();
    (lowest, priced.into_iter().map(|(area, price)| (area, price.price_minor, price.fee_minor)).collect())
}

/// The rules of an event, which stand in each of its sales.
fn rules_of(sales: &[SaleRow]) -> Result<(Arc<Rules>, Currency), StoreError> {
    let Some(sale) = sales.first() else { return Ok((Arc::default(), Currency::EUR)) };
    let rules = read_rules(sale.pricing.as_deref(), sale.event_pricing.as_deref(), &sale.country)?;
    Ok((rules, read_currency(&sale.currency)?))
}

fn performance(
    sale: &SaleRow,
    areas: Vec<AreaAvailability>,
    ticket_types: Vec<TypeAvailability>,
    now: Time,
) -> PerformanceAvailability {
    let given = match (sale.event_state.as_str(), sale.state.as_str()) {
        ("cancelled", _) | (_, "cancelled") => SaleStatus::Cancelled,
        (_, "postponed") => SaleStatus::Postponed,
        _ => SaleStatus::Open,
    };
    let mut performance = PerformanceAvailability {
        performance: sale.performance_id,
        starts_at: sale.starts_at,
        ends_at: sale.ends_at,
        doors_at: sale.doors_at,
        status: given,
        areas,
        ticket_types,
    };
    performance.status = status_of(&performance, now);
    performance
}
