//! Reading the outbox of domain events as it grows.

use boxoffice_domain::ids::EventId;
use serde_json::Value;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// That something about an event changed.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct OutboxChange {
        pub(crate) outbox_no: i64,
        pub(crate) event_id: Option<EventId>,
    }
}

impl Tx {
    /// The highest number so far; 0 when there is none.
    pub(crate) async fn find_last_change(&mut self) -> Result<i64> {
        const SQL: &str = "select coalesce(max(outbox_no), 0) from outbox";
        Ok(on!(self, conn => sqlx::query_scalar(SQL).fetch_one(conn).await?))
    }

    /// Changes after a number, and those of `missing` that exist by now, in order.
    pub(crate) async fn list_changes(
        &mut self,
        after: i64,
        missing: &[i64],
        limit: u32,
    ) -> Result<Vec<OutboxChange>> {
        let sql = self.dialect().list_changes();
        let missing = Value::from(missing).to_string();
        Ok(on!(self, conn => {
            sqlx::query_as(sql).bind(missing).bind(after).bind(i64::from(limit)).fetch_all(conn).await?
        }))
    }
}
