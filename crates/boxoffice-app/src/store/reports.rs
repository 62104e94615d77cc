//! What organizers ask about sales: figures, curves, lists. Sums are made by the database, events by the dozen.
//! The money that an order keeps is what was captured less what goes or went back; an order over several events
//! shares it out by what its places cost.

use boxoffice_domain::ids::{EventId, OrganizationId, TicketTypeId};
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{id_list, ids_in};
use super::row::row;
use super::{Dialect, Result, Tx, on};

row! {
    /// The places of an event, over all its performances.
    #[derive(Clone, Copy, Debug)]
    pub struct PlacesRow {
        /// Which event.
        pub event_id: EventId,
        /// Places in all.
        pub capacity: i64,
        /// In carts and unpaid orders.
        pub held: i64,
        /// Sold.
        pub sold: i64,
    }
}

row! {
    /// A number that belongs to an event.
    #[derive(Clone, Copy, Debug)]
    pub struct EventNumber {
        /// Which event.
        pub event_id: EventId,
        /// The number.
        pub number: i64,
    }
}

row! {
    /// What was sold within one quarter of an hour.
    #[derive(Clone, Copy, Debug)]
    pub struct SoldRow {
        /// Its beginning, in quarters of an hour since 1970.
        pub quarter: i64,
        /// Places.
        pub places: i64,
        /// Kept money, in minor units.
        pub revenue_minor: i64,
    }
}

row! {
    /// What a ticket type sold.
    #[derive(Clone, Debug)]
    pub struct SoldTypeRow {
        /// Which.
        pub ticket_type_id: TicketTypeId,
        /// Its name.
        pub name: String,
        /// Its price.
        pub price_minor: i64,
        /// Its fee.
        pub fee_minor: i64,
        /// Places of confirmed orders.
        pub sold: i64,
        /// What those cost.
        pub revenue_minor: i64,
        /// How many of them were let in.
        pub checked_in: i64,
    }
}

row! {
    /// How far an organization has come.
    #[derive(Clone, Debug)]
    pub struct ProgressRow {
        /// Which.
        pub organization_id: OrganizationId,
        /// Its part of addresses.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// Whether it says who it is.
        pub has_imprint: bool,
        /// Events, drafts included.
        pub events: i64,
        /// Published ones.
        pub published: i64,
        /// Whether anything is offered.
        pub has_ticket_types: bool,
        /// Whether anything was sold.
        pub has_sold: bool,
        /// Members of its team.
        pub members: i64,
    }
}

/// One row per order and event: what its places cost there (`part`), and what the whole order keeps (`kept`).
const PARTS: &str = "
    select l.event_id, l.order_id, o.total_minor, o.confirmed_at,
           sum(case when exists (select 1 from refund_line g where g.order_id = l.order_id and g.line_no = l.line_no)
                    then 0 else 1 end) as places,
           cast(sum(l.price_minor + l.fee_minor) as bigint) as part,
           coalesce((select cast(sum(p.amount_minor) as bigint) from payment p
                      where p.order_id = l.order_id and p.state = 'captured'), 0)
         - coalesce((select cast(sum(r.amount_minor) as bigint) from refund r
                      where r.order_id = l.order_id and r.state <> 'failed'), 0)
         - coalesce((select cast(sum(d.amount_minor) as bigint) from dispute d
                      where d.order_id = l.order_id and d.state = 'lost'), 0) as kept
      from order_line l
      join buyer_order o on o.order_id = l.order_id";

/// The share of an order's money that belongs to the event of its part.
const SHARE: &str =
    "case when total_minor = 0 then 0 when part = total_minor then kept else kept * part / total_minor end";

fn places_sql(dialect: Dialect) -> String {
    format!(
        "select p.event_id, cast(sum(a.capacity) as bigint) as capacity,
                cast(sum(a.held) as bigint) as held, cast(sum(a.sold) as bigint) as sold
           from performance p
           join area a on a.performance_id = p.performance_id
          where p.event_id in {}
          group by p.event_id",
        ids_in(dialect)
    )
}

fn revenue_sql(dialect: Dialect) -> String {
    format!(
        "select event_id, cast(sum({SHARE}) as bigint) as number
           from ({PARTS} where l.event_id in {} group by l.event_id, l.order_id, o.total_minor, o.confirmed_at) parts
          group by event_id",
        ids_in(dialect)
    )
}

fn checked_in_sql(dialect: Dialect) -> String {
    format!(
        "select event_id, count(*) as number
           from check_in
          where event_id in {} and checked_out_at is null
          group by event_id",
        ids_in(dialect)
    )
}

fn progress_sql(dialect: Dialect) -> String {
    format!(
        "select o.organization_id, o.slug, o.name, (o.imprint <> '') as has_imprint,
                (select count(*) from event e
                  where e.organization_id = o.organization_id and e.state <> 'deleted') as events,
                (select count(*) from event e
                  where e.organization_id = o.organization_id and e.state = 'published') as published,
                exists (select 1 from event e join ticket_type t on t.event_id = e.event_id
                         where e.organization_id = o.organization_id and e.state <> 'deleted') as has_ticket_types,
                exists (select 1 from buyer_order b
                         where b.organization_id = o.organization_id and b.confirmed_at is not null) as has_sold,
                (select count(*) from member m where m.organization_id = o.organization_id) as members
           from organization o
          where o.organization_id in {}
          order by o.name, o.organization_id",
        ids_in(dialect)
    )
}

impl Tx {
    /// The places of events.
    pub async fn list_event_places(&mut self, events: &[EventId]) -> Result<Vec<PlacesRow>> {
        let sql = places_sql(self.dialect());
        let ids = id_list(events.iter().map(EventId::bytes));
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await)?)
    }

    /// What events have earned, each in its own currency.
    pub async fn list_event_revenues(&mut self, events: &[EventId]) -> Result<Vec<EventNumber>> {
        let sql = revenue_sql(self.dialect());
        let ids = id_list(events.iter().map(EventId::bytes));
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await)?)
    }

    /// How many were let in and are not gone again.
    pub async fn list_event_check_ins(&mut self, events: &[EventId]) -> Result<Vec<EventNumber>> {
        let sql = checked_in_sql(self.dialect());
        let ids = id_list(events.iter().map(EventId::bytes));
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await)?)
    }

    /// What an event's confirmed orders sold, by quarter of an hour: every zone's days begin with one.
    pub async fn list_sold_quarters(&mut self, event: EventId) -> Result<Vec<SoldRow>> {
        let sql = format!(
            "select confirmed_at / 900000000 as quarter, cast(sum(places) as bigint) as places,
                    cast(sum({SHARE}) as bigint) as revenue_minor
               from ({PARTS} where l.event_id = $1 and o.state = 'confirmed'
                     group by l.event_id, l.order_id, o.total_minor, o.confirmed_at) parts
              where confirmed_at is not null
              group by confirmed_at / 900000000
              order by quarter"
        );
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(event.bytes()).fetch_all(conn).await)?)
    }

    /// What each ticket type of an event sold.
    pub async fn list_sold_types(&mut self, event: EventId) -> Result<Vec<SoldTypeRow>> {
        const SQL: &str = "
            select y.ticket_type_id, y.name, y.price_minor, y.fee_minor,
                   count(t.ticket_id) as sold,
                   cast(coalesce(sum(l.price_minor + l.fee_minor), 0) as bigint) as revenue_minor,
                   count(c.ticket_id) as checked_in
              from ticket_type y
              left join ticket t on t.event_id = y.event_id and t.ticket_type_id = y.ticket_type_id
                   and t.state = 'valid'
              left join order_line l on l.order_id = t.order_id and l.line_no = t.line_no
              left join check_in c on c.performance_id = t.performance_id and c.ticket_id = t.ticket_id
                   and c.checked_out_at is null
             where y.event_id = $1
             group by y.ticket_type_id, y.name, y.price_minor, y.fee_minor, y.sort
             order by y.sort, y.ticket_type_id";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await)?)
    }

    /// How far organizations have come, by name.
    pub async fn list_progress(&mut self, organizations: &[OrganizationId]) -> Result<Vec<ProgressRow>> {
        let sql = progress_sql(self.dialect());
        let ids = id_list(organizations.iter().map(OrganizationId::bytes));
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await)?)
    }

    /// Published events of organizations that are not over at `now`, soonest first, undated last.
    pub async fn list_next_events(
        &mut self,
        organizations: &[OrganizationId],
        now: Time,
        limit: u32,
    ) -> Result<Vec<super::events::Event>> {
        let sql = format!(
            "select * from event
              where organization_id in {}
                and state = 'published' and (starts_at is null or coalesce(ends_at, starts_at) > $2)
              order by case when starts_at is null then 1 else 0 end, starts_at, event_id
              limit $3",
            ids_in(self.dialect())
        );
        let ids = id_list(organizations.iter().map(OrganizationId::bytes));
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql))
            .bind(ids)
            .bind(now.micros())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await)?)
    }
}
