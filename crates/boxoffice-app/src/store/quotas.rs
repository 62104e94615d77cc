//! Quotas under change: what is taken of ticket types, and quotas taken away. Batches wait meanwhile.

use boxoffice_domain::ids::{EventId, PerformanceId, QuotaId, TicketTypeId};
use sqlx::AssertSqlSafe;

use super::bulk::{id_list, ids_in};
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// What is held and sold of some ticket types in a performance.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct TakenRow {
        pub(crate) performance_id: PerformanceId,
        pub(crate) held: i64,
        pub(crate) sold: i64,
    }
}

impl Tx {
    /// Lets no batch count places of these performances until this transaction ends: it waits for their areas.
    pub(crate) async fn lock_areas(&mut self, performances: &[PerformanceId]) -> Result<()> {
        self.batch_areas(performances).await.map(drop)
    }

    /// What is held and sold of ticket types, by performance; where nothing is, there is no row.
    pub(crate) async fn list_taken(
        &mut self,
        event: EventId,
        ticket_types: &[TicketTypeId],
    ) -> Result<Vec<TakenRow>> {
        let sql = format!(
            "select taken.performance_id, cast(sum(taken.held) as bigint) as held, cast(sum(taken.sold) as bigint) as sold
               from (
                   select h.performance_id, l.ticket_type_id, l.quantity as held, 0 as sold
                     from performance p
                     join hold h on h.performance_id = p.performance_id
                     join hold_line l on l.performance_id = h.performance_id and l.hold_id = h.hold_id
                    where p.event_id = $2 and h.state in ('open', 'paying')
                   union all
                   select performance_id, ticket_type_id, 0, 1 from ticket where event_id = $2 and state = 'valid') taken
              where taken.ticket_type_id in {}
              group by taken.performance_id",
            ids_in(self.dialect())
        );
        let ids = id_list(ticket_types.iter().map(TicketTypeId::bytes));
        on!(self, conn => Ok(sqlx::query_as(AssertSqlSafe(sql))
            .bind(ids)
            .bind(event.bytes())
            .fetch_all(conn)
            .await?))
    }

    /// Takes a quota away, whatever it counts.
    pub(crate) async fn delete_quota(&mut self, performance: PerformanceId, quota: QuotaId) -> Result<()> {
        const COUNTED_SQL: &str = "delete from quota_ticket_type where performance_id = $1 and quota_id = $2";
        const QUOTA_SQL: &str = "delete from quota where performance_id = $1 and quota_id = $2";
        for sql in [COUNTED_SQL, QUOTA_SQL] {
            on!(self, conn => sqlx::query(sql)
                .bind(performance.bytes())
                .bind(quota.bytes())
                .execute(conn)
                .await?
                .rows_affected());
        }
        Ok(())
    }
}
