//! Rules of prices as they are stored: of organizations, of events, of ticket types and their areas.
//! Rules are JSON, one value that is replaced whole; an unknown field in it is a broken value.

use std::sync::Arc;

use boxoffice_domain::ids::{EventId, OrganizationId, PerformanceId, TicketTypeId};
use boxoffice_domain::money::Currency;
use boxoffice_domain::price::{EventPricing, Item, LinePrice, Pricing, Receipt, Rules, TaxClass, tag};

use super::events::Event;
use super::row::{row, via};
use super::{Result, StoreError, Tx, on};

row! {
    /// An event's rules and those of its organization.
    #[derive(Clone, Debug)]
    pub(crate) struct PricingRow {
        pub(crate) country: String,
        pub(crate) currency: String,
        pub(crate) pricing: Option<String>,
        pub(crate) event_pricing: Option<String>,
    }
}
row! {
    /// What a ticket type adds to its price.
    #[derive(Clone, Debug)]
    pub(crate) struct TypePricingRow {
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) price_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) tax_class: TaxClass,
        pub(crate) needs_code: bool,
        pub(crate) hidden: bool,
    }
}
row! {
    /// What a ticket type costs in an area.
    #[derive(Clone, Debug)]
    pub(crate) struct LevelRow {
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) area: String,
        pub(crate) price_minor: Option<i64>,
    }
}

via!(TaxClass, String, |text| TaxClass::parse(&text)
    .ok_or_else(|| sqlx::Error::Decode(format!("tax class {text}").into())));

fn broken(error: &serde_json::Error) -> StoreError {
    StoreError::Broken(format!("rules of prices: {error}"))
}

/// Reads an organization's rules.
pub(crate) fn read_pricing(json: Option<&str>) -> Result<Pricing> {
    json.map_or_else(|| Ok(Pricing::default()), serde_json::from_str).map_err(|error| broken(&error))
}

/// Reads what an event has in place of them.
pub(crate) fn read_event_pricing(json: Option<&str>) -> Result<EventPricing> {
    json.map_or_else(|| Ok(EventPricing::default()), serde_json::from_str).map_err(|error| broken(&error))
}

/// What counts for an event. Most have no rules: then nothing is read.
pub(crate) fn read_rules(pricing: Option<&str>, event: Option<&str>, country: &str) -> Result<Arc<Rules>> {
    if pricing.is_none() && event.is_none() {
        return Ok(Arc::default());
    }
    Ok(Arc::new(Rules::of(&read_pricing(pricing)?, &read_event_pricing(event)?, country)))
}

/// What a ticket of a type costs before codes and fees that count by the order.
pub(crate) fn price_tag(
    rules: &Rules,
    currency: Currency,
    list_minor: i64,
    own_fee_minor: i64,
    class: TaxClass,
) -> LinePrice {
    if rules.is_plain() {
        return LinePrice { price_minor: list_minor, fee_minor: own_fee_minor, parts: None };
    }
    let discount = boxoffice_domain::price::Discount::None;
    tag(&Item { list_minor, own_fee_minor, class, rules, discount }, currency)
}

impl Tx {
    /// The rules of an organization.
    pub(crate) async fn find_pricing(&mut self, organization: OrganizationId) -> Result<Pricing> {
        const SQL: &str = "select pricing from organization where organization_id = $1";
        let found: Option<(Option<String>,)> =
            on!(self, conn => sqlx::query_as(SQL).bind(organization.bytes()).fetch_optional(conn).await?);
        read_pricing(found.and_then(|(json,)| json).as_deref())
    }

    /// Replaces the rules of an organization.
    pub(crate) async fn set_pricing(
        &mut self,
        organization: OrganizationId,
        pricing: &Pricing,
    ) -> Result<()> {
        const SQL: &str = "update organization set pricing = $2 where organization_id = $1";
        let json = (!pricing.is_default()).then(|| serde_json::to_string(pricing).unwrap_or_default());
        on!(self, conn => sqlx::query(SQL).bind(organization.bytes()).bind(json).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// The rules that an event is under.
    pub(crate) async fn find_event_pricing(&mut self, event: EventId) -> Result<Option<PricingRow>> {
        const SQL: &str = "
            select e.country, e.currency, o.pricing, e.pricing as event_pricing
              from event e join organization o on o.organization_id = e.organization_id
             where e.event_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_optional(conn).await?))
    }

    /// Replaces what an event has in place of its organization's rules.
    pub(crate) async fn set_event_pricing(&mut self, event: EventId, pricing: &EventPricing) -> Result<()> {
        const SQL: &str = "update event set pricing = $2 where event_id = $1";
        let json = (!pricing.is_default()).then(|| serde_json::to_string(pricing).unwrap_or_default());
        on!(self, conn => sqlx::query(SQL).bind(event.bytes()).bind(json).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// What the ticket types of an event add to their prices.
    pub(crate) async fn list_type_pricing(&mut self, event: EventId) -> Result<Vec<TypePricingRow>> {
        const SQL: &str = "
            select ticket_type_id, price_minor, fee_minor, tax_class, needs_code, hidden
              from ticket_type where event_id = $1
             order by sort, ticket_type_id";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// Sets how a ticket type is taxed and whether it asks for a code; false when there is no such type.
    pub(crate) async fn set_type_pricing(
        &mut self,
        event: EventId,
        ticket_type: TicketTypeId,
        class: TaxClass,
        needs_code: bool,
    ) -> Result<bool> {
        const SQL: &str = "update ticket_type set tax_class = $3, needs_code = $4 where event_id = $1 and ticket_type_id = $2";
        let changed = on!(self, conn => sqlx::query(SQL)
            .bind(event.bytes())
            .bind(ticket_type.bytes())
            .bind(class.as_str())
            .bind(needs_code)
            .execute(conn)
            .await?
            .rows_affected());
        Ok(changed == 1)
    }

    /// What the ticket types of an event cost in their areas, in the order of the areas.
    pub(crate) async fn list_levels(&mut self, event: EventId) -> Result<Vec<LevelRow>> {
        const SQL: &str = "
            select t.ticket_type_id, a.name as area, t.price_minor
              from performance p
              join ticket_type_area t on t.performance_id = p.performance_id
              join area a on a.performance_id = t.performance_id and a.area_id = t.area_id
             where p.event_id = $1
             order by p.created_at, p.performance_id, a.sort, a.area_id";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// Sets what a ticket type costs in the areas of this name, in all performances of an event; none: its price.
    pub(crate) async fn set_level(
        &mut self,
        event: EventId,
        ticket_type: TicketTypeId,
        area: &str,
        price_minor: Option<i64>,
    ) -> Result<()> {
        const SQL: &str = "
            update ticket_type_area set price_minor = $4
             where ticket_type_id = $2
               and performance_id in (select performance_id from performance where event_id = $1)
               and area_id in (select area_id from area
                                where area.performance_id = ticket_type_area.performance_id and area.name = $3)";
        on!(self, conn => sqlx::query(SQL)
            .bind(event.bytes())
            .bind(ticket_type.bytes())
            .bind(area)
            .bind(price_minor)
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Gives the areas of a new performance the price levels that areas of the same name have elsewhere.
    pub(crate) async fn spread_levels(&mut self, event: EventId, performance: PerformanceId) -> Result<()> {
        const SQL: &str = "
            update ticket_type_area set price_minor = (
                   select min(t.price_minor)
                     from performance p
                     join ticket_type_area t on t.performance_id = p.performance_id
                     join area a on a.performance_id = t.performance_id and a.area_id = t.area_id
                     join area own on own.name = a.name
                    where p.event_id = $1 and t.ticket_type_id = ticket_type_area.ticket_type_id
                      and own.performance_id = ticket_type_area.performance_id
                      and own.area_id = ticket_type_area.area_id)
             where performance_id = $2";
        on!(self, conn => sqlx::query(SQL)
            .bind(event.bytes())
            .bind(performance.bytes())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Drafts and published events of an organization in order of their ids, after one of them.
    pub(crate) async fn list_events_to_price(
        &mut self,
        organization: OrganizationId,
        after: EventId,
        limit: u32,
    ) -> Result<Vec<EventId>> {
        const SQL: &str = "
            select event_id from event
             where organization_id = $1 and state in ('draft', 'published') and event_id > $2
             order by event_id
             limit $3";
        let rows: Vec<EventIdRow> = on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(after.bytes())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?);
        Ok(rows.into_iter().map(|row| row.event_id).collect())
    }
}

row! {
    struct EventIdRow {
        event_id: EventId,
    }
}

/// The lowest total of an event's visible ticket types, over all their areas.
pub(crate) async fn price_from(tx: &mut Tx, event: &Event) -> Result<Option<i64>> {
    let stored = tx.find_event_pricing(event.event_id).await?;
    let json = stored.as_ref().map(|row| (row.pricing.as_deref(), row.event_pricing.as_deref()));
    let (pricing, own) = json.unwrap_or_default();
    let rules = read_rules(pricing, own, &event.country)?;
    let currency = read_currency(&event.currency)?;
    let levels = tx.list_levels(event.event_id).await?;
    let mut lowest = None;
    for kind in tx.list_type_pricing(event.event_id).await?.iter().filter(|kind| !kind.hidden) {
        let own = levels.iter().filter(|level| level.ticket_type_id == kind.ticket_type_id);
        let mut lists: Vec<i64> = own.map(|level| level.price_minor.unwrap_or(kind.price_minor)).collect();
        if lists.is_empty() {
            lists.push(kind.price_minor);
        }
        let totals = lists
            .into_iter()
            .map(|list| price_tag(&rules, currency, list, kind.fee_minor, kind.tax_class).total_minor());
        lowest = lowest.into_iter().chain(totals).min();
    }
    Ok(lowest)
}

/// Reads a stored receipt.
pub(crate) fn read_receipt(json: &str) -> Result<Receipt> {
    serde_json::from_str(json).map_err(|error| StoreError::Broken(format!("receipt: {error}")))
}

/// Reads a stored currency.
pub(crate) fn read_currency(code: &str) -> Result<Currency> {
    code.parse().map_err(|_| StoreError::Broken(format!("currency {code:?}")))
}
