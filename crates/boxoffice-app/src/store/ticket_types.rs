//! Ticket types, the areas they are sold from, and the quotas that bound them.

use boxoffice_domain::ids::{AreaId, EventId, PerformanceId, QuotaId, TicketTypeId};
use boxoffice_domain::time::Time;

use super::bulk::{Columns, Kind};
use super::cell::{Cells, cells};
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A ticket type, as stored.
    #[derive(Clone, Debug)]
    pub struct TicketType {
        /// Of which event.
        pub event_id: EventId,
        /// Its id.
        pub ticket_type_id: TicketTypeId,
        /// Name.
        pub name: String,
        /// What it includes.
        pub description: String,
        /// Price.
        pub price_minor: i64,
        /// Fee on top.
        pub fee_minor: i64,
        /// Sale opens.
        pub sale_opens_at: Option<Time>,
        /// Sale closes.
        pub sale_closes_at: Option<Time>,
        /// Most in one order.
        pub order_limit: i64,
        /// Not shown in the shop.
        pub hidden: bool,
        /// Order in lists.
        pub sort: i64,
        /// When it was made.
        pub created_at: Time,
    }
}

row! {
    /// From which area of which performance a ticket type may be sold.
    #[derive(Clone, Copy, Debug)]
    pub struct TicketTypeArea {
        /// The performance.
        pub performance_id: PerformanceId,
        /// The ticket type.
        pub ticket_type_id: TicketTypeId,
        /// The area.
        pub area_id: AreaId,
    }
}

row! {
    /// A cap over ticket types of one performance.
    #[derive(Clone, Debug)]
    pub struct Quota {
        /// The performance.
        pub performance_id: PerformanceId,
        /// Its id.
        pub quota_id: QuotaId,
        /// Name.
        pub name: String,
        /// The cap.
        pub capacity: i64,
        /// Held now.
        pub held: i64,
        /// Sold.
        pub sold: i64,
    }
}

row! {
    /// Which ticket types a quota counts.
    #[derive(Clone, Copy, Debug)]
    pub struct QuotaTicketType {
        /// The performance.
        pub performance_id: PerformanceId,
        /// The quota.
        pub quota_id: QuotaId,
        /// The ticket type.
        pub ticket_type_id: TicketTypeId,
    }
}

const TICKET_TYPE: Columns = &[
    ("event_id", Kind::Bytes),
    ("ticket_type_id", Kind::Bytes),
    ("name", Kind::Text),
    ("description", Kind::Text),
    ("price_minor", Kind::Int),
    ("fee_minor", Kind::Int),
    ("sale_opens_at", Kind::Int),
    ("sale_closes_at", Kind::Int),
    ("order_limit", Kind::Int),
    ("hidden", Kind::Bool),
    ("sort", Kind::Int),
    ("created_at", Kind::Int),
];

const TICKET_TYPE_AREA: Columns =
    &[("performance_id", Kind::Bytes), ("ticket_type_id", Kind::Bytes), ("area_id", Kind::Bytes)];

const QUOTA: Columns = &[
    ("performance_id", Kind::Bytes),
    ("quota_id", Kind::Bytes),
    ("name", Kind::Text),
    ("capacity", Kind::Int),
    ("held", Kind::Int),
    ("sold", Kind::Int),
];

const QUOTA_TICKET_TYPE: Columns =
    &[("performance_id", Kind::Bytes), ("quota_id", Kind::Bytes), ("ticket_type_id", Kind::Bytes)];

fn ticket_type_row(ticket_type: &TicketType) -> Cells<'_> {
    cells![
        ticket_type.event_id,
        ticket_type.ticket_type_id,
        ticket_type.name.as_str(),
        ticket_type.description.as_str(),
        ticket_type.price_minor,
        ticket_type.fee_minor,
        ticket_type.sale_opens_at,
        ticket_type.sale_closes_at,
        ticket_type.order_limit,
        ticket_type.hidden,
        ticket_type.sort,
        ticket_type.created_at,
    ]
}

impl Tx {
    /// Inserts ticket types.
    pub(crate) async fn insert_ticket_types(&mut self, ticket_types: &[TicketType]) -> Result<()> {
        self.insert_rows("ticket_type", TICKET_TYPE, ticket_types.iter().map(ticket_type_row).collect()).await
    }

    /// Writes a ticket type back as it is now.
    pub(crate) async fn update_ticket_type(&mut self, ticket_type: &TicketType) -> Result<()> {
        self.update_rows("ticket_type", TICKET_TYPE, 2, vec![ticket_type_row(ticket_type)]).await.map(|_| ())
    }

    /// Says from which areas ticket types may be sold.
    pub(crate) async fn insert_ticket_type_areas(&mut self, rows: &[TicketTypeArea]) -> Result<()> {
        let rows = rows.iter().map(|row| cells![row.performance_id, row.ticket_type_id, row.area_id,]);
        self.insert_rows("ticket_type_area", TICKET_TYPE_AREA, rows.collect()).await
    }

    /// Inserts quotas, empty as they are when they are made.
    pub(crate) async fn insert_quotas(&mut self, quotas: &[Quota]) -> Result<()> {
        let rows = quotas.iter().map(|quota| {
            cells![
                quota.performance_id,
                quota.quota_id,
                quota.name.as_str(),
                quota.capacity,
                quota.held,
                quota.sold,
            ]
        });
        self.insert_rows("quota", QUOTA, rows.collect()).await
    }

    /// Says which ticket types quotas count.
    pub(crate) async fn insert_quota_ticket_types(&mut self, rows: &[QuotaTicketType]) -> Result<()> {
        let rows = rows.iter().map(|row| cells![row.performance_id, row.quota_id, row.ticket_type_id,]);
        self.insert_rows("quota_ticket_type", QUOTA_TICKET_TYPE, rows.collect()).await
    }

    /// The ticket types of an event, in order.
    pub async fn list_ticket_types(&mut self, event: EventId) -> Result<Vec<TicketType>> {
        const SQL: &str = "
            select *
              from ticket_type
             where event_id = $1
             order by sort, ticket_type_id";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// From which areas the ticket types of an event are sold.
    pub async fn list_ticket_type_areas(&mut self, event: EventId) -> Result<Vec<TicketTypeArea>> {
        const SQL: &str = "
            select ticket_type_area.*
              from ticket_type_area
              join performance using (performance_id)
             where performance.event_id = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// The quotas of an event's performances.
    pub async fn list_quotas(&mut self, event: EventId) -> Result<Vec<Quota>> {
        const SQL: &str = "
            select quota.*
              from quota
              join performance using (performance_id)
             where performance.event_id = $1
             order by quota.performance_id, quota.quota_id";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// Which ticket types the quotas of an event count.
    pub async fn list_quota_ticket_types(&mut self, event: EventId) -> Result<Vec<QuotaTicketType>> {
        const SQL: &str = "
            select quota_ticket_type.*
              from quota_ticket_type
              join performance using (performance_id)
             where performance.event_id = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// Whether anybody ever held or ordered a ticket of this type.
    pub(crate) async fn is_ticket_type_taken(
        &mut self,
        event: EventId,
        ticket_type: TicketTypeId,
    ) -> Result<bool> {
        const SQL: &str = "
            select hold_line.line_no
              from performance
              join hold_line using (performance_id)
             where performance.event_id = $1 and hold_line.ticket_type_id = $2
             limit 1";
        let found: Option<i64> = on!(self, conn => sqlx::query_scalar(SQL)
            .bind(event.bytes())
            .bind(ticket_type.bytes())
            .fetch_optional(conn)
            .await?);
        Ok(found.is_some())
    }

    /// Removes a ticket type with its areas and the quotas that count nothing else.
    pub(crate) async fn delete_ticket_type(
        &mut self,
        event: EventId,
        ticket_type: TicketTypeId,
    ) -> Result<()> {
        const AREAS_SQL: &str = "
            delete from ticket_type_area
             where ticket_type_id = $2
               and performance_id in (select performance_id from performance where event_id = $1)";
        const COUNTED_SQL: &str = "
            delete from quota_ticket_type
             where ticket_type_id = $2
               and performance_id in (select performance_id from performance where event_id = $1)";
        const QUOTAS_SQL: &str = "
            delete from quota
             where performance_id in (select performance_id from performance where event_id = $1)
               and held = 0 and sold = 0 and $2 = $2
               and not exists (
                    select 1
                      from quota_ticket_type
                     where quota_ticket_type.performance_id = quota.performance_id
                       and quota_ticket_type.quota_id = quota.quota_id)";
        const TYPE_SQL: &str = "delete from ticket_type where event_id = $1 and ticket_type_id = $2";
        for sql in [AREAS_SQL, COUNTED_SQL, QUOTAS_SQL, TYPE_SQL] {
            on!(self, conn => sqlx::query(sql)
                .bind(event.bytes())
                .bind(ticket_type.bytes())
                .execute(conn)
                .await?
                .rows_affected());
        }
        Ok(())
    }
}
