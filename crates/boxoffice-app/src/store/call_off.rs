//! What an event or a performance that is called off leaves to do: its orders, its tickets, its money.
//! `performance` is null for all of an event's.

use boxoffice_domain::ids::{EventId, OrderId, PerformanceId, RefundId};

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// What calling it off would undo, or still has to.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct CallOffPlan {
        /// Orders with valid tickets.
        pub orders: i64,
        /// Those tickets.
        pub tickets: i64,
        /// What they cost, in the event's currency.
        pub value_minor: i64,
        /// Tickets that were used and therefore stay.
        pub used: i64,
        /// Orders that are not paid yet.
        pub pending: i64,
    }
}

row! {
    /// What was undone so far.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct CallOffProgress {
        /// Tickets that are void.
        pub tickets: i64,
        /// Refunds that buyers have.
        pub done: i64,
        /// What those come to.
        pub done_minor: i64,
        /// Refunds on their way.
        pub open: i64,
        /// What those come to.
        pub open_minor: i64,
        /// Refunds that the gateway refused.
        pub failed: i64,
        /// What those come to.
        pub failed_minor: i64,
    }
}

row! {
    /// A refund that the gateway refused.
    #[derive(Clone, Debug)]
    pub struct FailedRefund {
        /// The order.
        pub order_id: OrderId,
        /// Its number for people.
        pub number: String,
        /// The buyer.
        pub name: String,
        /// The refund.
        pub refund_id: RefundId,
        /// How much.
        pub amount_minor: i64,
    }
}

impl Tx {
    /// Orders that have not ended, with places of it that were not given back, in order of their ids, after one.
    pub(crate) async fn list_orders_to_call_off(
        &mut self,
        event: EventId,
        performance: Option<PerformanceId>,
        after: Option<OrderId>,
        limit: u32,
    ) -> Result<Vec<OrderId>> {
        const SQL: &str = "
            select distinct b.order_id
              from order_line l
              join buyer_order b on b.order_id = l.order_id
             where l.event_id = $1 and l.performance_id = coalesce($2, l.performance_id)
               and b.state in ('pending', 'confirmed') and b.order_id > $3
               and not exists (
                   select 1 from refund_line g where g.order_id = l.order_id and g.line_no = l.line_no)
             order by b.order_id
             limit $4";
        let after = after.unwrap_or(OrderId::from_bytes([0; 16]));
        let rows: Vec<(Vec<u8>,)> = on!(self, conn => {
            sqlx::query_as(SQL)
                .bind(event.bytes())
                .bind(performance.as_ref().map(PerformanceId::bytes))
                .bind(after.bytes())
                .bind(i64::from(limit))
                .fetch_all(conn)
                .await?
        });
        Ok(rows.into_iter().filter_map(|(id,)| id.try_into().ok()).map(OrderId::from_bytes).collect())
    }

    /// What calling it off would undo.
    pub(crate) async fn find_call_off_plan(
        &mut self,
        event: EventId,
        performance: Option<PerformanceId>,
    ) -> Result<CallOffPlan> {
        const SQL: &str = "
            select count(distinct case when c.ticket_id is null then t.order_id end) as orders,
                   count(case when c.ticket_id is null then 1 end) as tickets,
                   cast(coalesce(sum(case when c.ticket_id is null then l.price_minor + l.fee_minor end), 0)
                        as bigint) as value_minor,
                   count(c.ticket_id) as used,
                   (select count(distinct b.order_id)
                      from order_line p join buyer_order b on b.order_id = p.order_id and b.state = 'pending'
                     where p.event_id = $1 and p.performance_id = coalesce($2, p.performance_id)) as pending
              from ticket t
              join order_line l on l.order_id = t.order_id and l.line_no = t.line_no
              left join check_in c on c.performance_id = t.performance_id and c.ticket_id = t.ticket_id
                                  and c.checked_out_at is null
             where t.event_id = $1 and t.performance_id = coalesce($2, t.performance_id) and t.state = 'valid'";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(event.bytes())
            .bind(performance.as_ref().map(PerformanceId::bytes))
            .fetch_one(conn)
            .await?))
    }

    /// What was undone so far.
    pub(crate) async fn find_call_off_progress(
        &mut self,
        event: EventId,
        performance: Option<PerformanceId>,
    ) -> Result<CallOffProgress> {
        const SQL: &str = "
            select (select count(*) from ticket t
                     where t.event_id = $1 and t.performance_id = coalesce($2, t.performance_id)
                       and t.state = 'void' and t.void_reason in ('event_cancelled', 'performance_cancelled')) as tickets,
                   count(case when r.state = 'done' then 1 end) as done,
                   cast(coalesce(sum(case when r.state = 'done' then r.amount_minor end), 0) as bigint) as done_minor,
                   count(case when r.state in ('wanted', 'pending', 'unknown') then 1 end) as open,
                   cast(coalesce(sum(case when r.state in ('wanted', 'pending', 'unknown') then r.amount_minor end), 0)
                        as bigint) as open_minor,
                   count(case when r.state = 'failed' then 1 end) as failed,
                   cast(coalesce(sum(case when r.state = 'failed' then r.amount_minor end), 0) as bigint)
                        as failed_minor
              from refund r
             where r.reason in ('event_cancelled', 'performance_cancelled')
               and not exists (select 1 from refund a where a.again_of = r.refund_id)
               and r.order_id in (
                   select l.order_id from order_line l
                    where l.event_id = $1 and l.performance_id = coalesce($2, l.performance_id))";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(event.bytes())
            .bind(performance.as_ref().map(PerformanceId::bytes))
            .fetch_one(conn)
            .await?))
    }

    /// Refunds that the gateway refused and that nobody tries again yet.
    pub(crate) async fn list_failed_refunds(
        &mut self,
        event: EventId,
        performance: Option<PerformanceId>,
        limit: u32,
    ) -> Result<Vec<FailedRefund>> {
        const SQL: &str = "
            select b.order_id, b.number, b.name, r.refund_id, r.amount_minor
              from refund r
              join buyer_order b on b.order_id = r.order_id
             where r.state = 'failed' and r.reason in ('event_cancelled', 'performance_cancelled')
               and not exists (select 1 from refund a where a.again_of = r.refund_id)
               and r.order_id in (
                   select l.order_id from order_line l
                    where l.event_id = $1 and l.performance_id = coalesce($2, l.performance_id))
             order by r.refund_id
             limit $3";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(event.bytes())
            .bind(performance.as_ref().map(PerformanceId::bytes))
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }
}
