//! Reading inventory: what is left, which seats are free, which holds are due.

use boxoffice_domain::ids::{AreaId, EventId, HoldId, PerformanceId, SeatId, TicketTypeId};
use boxoffice_domain::price::TaxClass;
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A seat that nobody has.
    #[derive(Debug, Clone)]
    pub(crate) struct FreeSeat {
        pub(crate) seat_id: SeatId,
        pub(crate) row_label: String,
        pub(crate) seat_label: String,
        pub(crate) sort: i64,
    }
}
row! {
    pub(crate) struct AnySeat {
        pub(crate) seat_id: SeatId,
        pub(crate) row_label: String,
        pub(crate) seat_label: String,
        pub(crate) free: bool,
    }
}
row! {
    pub(crate) struct SaleRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) starts_at: Option<Time>,
        pub(crate) ends_at: Option<Time>,
        pub(crate) doors_at: Option<Time>,
        pub(crate) state: String,
        pub(crate) event_state: String,
        pub(crate) currency: String,
        pub(crate) country: String,
        pub(crate) pricing: Option<String>,
        pub(crate) event_pricing: Option<String>,
    }
}
row! {
    pub(crate) struct AreaViewRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) area_id: AreaId,
        pub(crate) name: String,
        pub(crate) kind: String,
        pub(crate) capacity: i64,
        pub(crate) held: i64,
        pub(crate) sold: i64,
    }
}
row! {
    pub(crate) struct TypeViewRow {
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) name: String,
        pub(crate) description: String,
        pub(crate) price_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) order_limit: i64,
        pub(crate) sale_opens_at: Option<Time>,
        pub(crate) sale_closes_at: Option<Time>,
        pub(crate) hidden: bool,
        pub(crate) tax_class: TaxClass,
        pub(crate) needs_code: bool,
    }
}
row! {
    pub(crate) struct TypeAreaViewRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) area_id: AreaId,
        pub(crate) price_minor: Option<i64>,
    }
}
row! {
    /// Places that the tightest quota of a ticket type still gives.
    pub(crate) struct QuotaLeftRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) free: i64,
        pub(crate) unsold: i64,
    }
}

impl Tx {
    /// Open holds whose time has run out, oldest first.
    pub(crate) async fn list_due_holds(&mut self, now: Time, limit: u32) -> Result<Vec<HoldId>> {
        const SQL: &str = "
            select hold_id from hold
             where state = 'open' and expires_at <= $1
             order by expires_at, hold_id
             limit $2";
        let rows: Vec<(Vec<u8>,)> = on!(self, conn => {
            sqlx::query_as(SQL).bind(now.micros()).bind(i64::from(limit)).fetch_all(conn).await?
        });
        rows.into_iter().map(|(bytes,)| hold_id(bytes)).collect()
    }

    /// Free seats of an area in their order.
    pub(crate) async fn list_free_seats(
        &mut self,
        performance: PerformanceId,
        area: AreaId,
        limit: u32,
    ) -> Result<Vec<FreeSeat>> {
        const SQL: &str = "
            select seat_id, row_label, seat_label, sort from seat
             where performance_id = $1 and area_id = $2 and hold_id is null
             order by sort
             limit $3";
        Ok(on!(self, conn => {
            sqlx::query_as(SQL)
                .bind(performance.bytes())
                .bind(area.bytes())
                .bind(i64::from(limit))
                .fetch_all(conn)
                .await?
        }))
    }

    /// All seats of an area in their order, free or not.
    pub(crate) async fn list_seats(
        &mut self,
        performance: PerformanceId,
        area: AreaId,
        limit: u32,
    ) -> Result<Vec<AnySeat>> {
        const SQL: &str = "
            select seat_id, row_label, seat_label, hold_id is null as free from seat
             where performance_id = $1 and area_id = $2
             order by sort
             limit $3";
        Ok(on!(self, conn => {
            sqlx::query_as(SQL)
                .bind(performance.bytes())
                .bind(area.bytes())
                .bind(i64::from(limit))
                .fetch_all(conn)
                .await?
        }))
    }

    /// The event of a performance.
    pub(crate) async fn find_event_of_performance(
        &mut self,
        performance: PerformanceId,
    ) -> Result<Option<EventId>> {
        const SQL: &str = "select event_id from performance where performance_id = $1";
        let row: Option<(Vec<u8>,)> =
            on!(self, conn => sqlx::query_as(SQL).bind(performance.bytes()).fetch_optional(conn).await?);
        row.map(|(bytes,)| sixteen(bytes).map(EventId::from_bytes)).transpose()
    }

    /// An event's performances with their states.
    pub(crate) async fn list_sales(&mut self, event: EventId, limit: u32) -> Result<Vec<SaleRow>> {
        const SQL: &str = "
            select p.performance_id, p.starts_at, p.ends_at, p.doors_at, p.state, e.state as event_state,
                   e.currency, e.country, o.pricing, e.pricing as event_pricing
              from performance p
              join event e on e.event_id = p.event_id
              join organization o on o.organization_id = e.organization_id
             where p.event_id = $1
             order by p.starts_at is null, p.starts_at, p.performance_id
             limit $2";
        Ok(on!(self, conn => {
            sqlx::query_as(SQL).bind(event.bytes()).bind(i64::from(limit)).fetch_all(conn).await?
        }))
    }

    /// The areas of an event's performances.
    pub(crate) async fn list_area_views(&mut self, event: EventId) -> Result<Vec<AreaViewRow>> {
        const SQL: &str = "
            select a.performance_id, a.area_id, a.name, a.kind, a.capacity, a.held, a.sold
              from performance p join area a on a.performance_id = p.performance_id
             where p.event_id = $1
             order by a.sort, a.area_id";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// The ticket types of an event.
    pub(crate) async fn list_type_views(&mut self, event: EventId) -> Result<Vec<TypeViewRow>> {
        const SQL: &str = "
            select ticket_type_id, name, description, price_minor, fee_minor, order_limit, sale_opens_at,
                   sale_closes_at, hidden, tax_class, needs_code
              from ticket_type where event_id = $1
             order by sort, ticket_type_id";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// From which areas the ticket types of an event's performances are sold.
    pub(crate) async fn list_type_area_views(&mut self, event: EventId) -> Result<Vec<TypeAreaViewRow>> {
        const SQL: &str = "
            select t.performance_id, t.ticket_type_id, t.area_id, t.price_minor
              from performance p join ticket_type_area t on t.performance_id = p.performance_id
             where p.event_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// What the quotas of an event's performances still give to each ticket type.
    pub(crate) async fn list_quota_left(&mut self, event: EventId) -> Result<Vec<QuotaLeftRow>> {
        const SQL: &str = "
            select q.performance_id, l.ticket_type_id, cast(min(q.capacity - q.held - q.sold) as bigint) as free,
                   cast(min(q.capacity - q.sold) as bigint) as unsold
              from performance p
              join quota q on q.performance_id = p.performance_id
              join quota_ticket_type l on l.performance_id = q.performance_id and l.quota_id = q.quota_id
             where p.event_id = $1
             group by q.performance_id, l.ticket_type_id";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }
}

fn sixteen(bytes: Vec<u8>) -> Result<[u8; 16]> {
    bytes.try_into().map_err(|_| super::StoreError::Broken("an id column does not hold 16 bytes".into()))
}

fn hold_id(bytes: Vec<u8>) -> Result<HoldId> {
    sixteen(bytes).map(HoldId::from_bytes)
}
