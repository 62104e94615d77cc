//! What the statement of a performance counts: tickets by type, and money by the way it came.

use boxoffice_domain::ids::{EventId, OrganizationId, PerformanceId};

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// Tickets of one type.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CountedType {
        /// Its name.
        pub name: String,
        /// Sold, given back ones included.
        pub sold: i64,
        /// Given away, taken back ones included.
        pub comps: i64,
        /// Of both, those that were given back.
        pub given_back: i64,
        /// What the sold ones cost, fees included, in minor units.
        pub gross_minor: i64,
        /// The fees in it.
        pub fee_minor: i64,
        /// What those cost that were given back.
        pub back_minor: i64,
    }
}

row! {
    /// Tickets that were paid in one way.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CountedMethod {
        /// How their orders are paid.
        pub method: String,
        /// How the box office was paid; none: not there.
        pub taken_as: Option<String>,
        /// How many.
        pub tickets: i64,
        /// What they cost, fees included, in minor units.
        pub gross_minor: i64,
    }
}

row! {
    /// What the ledger says of a performance, in minor units.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct CountedMoney {
        /// Face value.
        pub face_minor: i64,
        /// Fees.
        pub fee_minor: i64,
        /// Taxes.
        pub tax_minor: i64,
        /// Given back, less what was kept.
        pub refund_minor: i64,
        /// Lost to buyers' banks.
        pub dispute_minor: i64,
    }
}

impl Tx {
    /// Tickets of a performance by type, in the organizer's order.
    pub(crate) async fn count_types(
        &mut self,
        event: EventId,
        performance: PerformanceId,
    ) -> Result<Vec<CountedType>> {
        const SQL: &str = "
            select y.name,
                   cast(sum(case when b.method = 'comp' then 0 else 1 end) as bigint) as sold,
                   cast(sum(case when b.method = 'comp' then 1 else 0 end) as bigint) as comps,
                   cast(sum(case when g.order_id is null then 0 else 1 end) as bigint) as given_back,
                   cast(sum(l.price_minor + l.fee_minor) as bigint) as gross_minor,
                   cast(sum(l.fee_minor) as bigint) as fee_minor,
                   cast(sum(case when g.order_id is null then 0 else l.price_minor + l.fee_minor end) as bigint)
                       as back_minor
              from order_line l
              join buyer_order b on b.order_id = l.order_id
              join ticket_type y on y.event_id = l.event_id and y.ticket_type_id = l.ticket_type_id
              left join refund_line g on g.order_id = l.order_id and g.line_no = l.line_no
             where l.event_id = $1 and l.performance_id = $2 and b.confirmed_at is not null
             group by y.ticket_type_id, y.name, y.sort
             order by y.sort, y.name
             limit 1000";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(event.bytes())
            .bind(performance.bytes())
            .fetch_all(conn)
            .await?))
    }

    /// Tickets of a performance by how they were paid.
    pub(crate) async fn count_methods(
        &mut self,
        event: EventId,
        performance: PerformanceId,
    ) -> Result<Vec<CountedMethod>> {
        const SQL: &str = "
            select b.method, p.taken_as, count(*) as tickets,
                   cast(sum(l.price_minor + l.fee_minor) as bigint) as gross_minor
              from order_line l
              join buyer_order b on b.order_id = l.order_id
              left join payment p on p.order_id = b.order_id and p.gateway = 'box_office' and p.state = 'captured'
             where l.event_id = $1 and l.performance_id = $2 and b.confirmed_at is not null
             group by b.method, p.taken_as
             order by b.method, p.taken_as
             limit 100";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(event.bytes())
            .bind(performance.bytes())
            .fetch_all(conn)
            .await?))
    }

    /// What the ledger says of a performance.
    pub(crate) async fn count_money(
        &mut self,
        organization: OrganizationId,
        performance: PerformanceId,
    ) -> Result<CountedMoney> {
        const SQL: &str = "
            select cast(coalesce(sum(case when cause = 'sale' and account = 'face_value' then -amount_minor else 0 end), 0) as bigint) as face_minor,
                   cast(coalesce(sum(case when cause = 'sale' and account = 'fee' then -amount_minor else 0 end), 0) as bigint) as fee_minor,
                   cast(coalesce(sum(case when cause = 'sale' and account = 'tax' then -amount_minor else 0 end), 0) as bigint) as tax_minor,
                   cast(coalesce(sum(case when cause = 'refund_wanted' then amount_minor else 0 end), 0) as bigint) as refund_minor,
                   cast(coalesce(sum(case when cause = 'dispute_lost' then amount_minor else 0 end), 0) as bigint) as dispute_minor
              from ledger
             where organization_id = $1 and performance_id = $2
               and account in ('face_value', 'fee', 'tax', 'kept_fee', 'allowance', 'dispute_loss')";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(performance.bytes())
            .fetch_one(conn)
            .await?))
    }
}
