//! The database's own clock. On PostgreSQL all nodes follow it, so that a node whose clock jumps does not matter.

use boxoffice_domain::time::Time;

use super::{Pools, Result, Store};

impl Store {
    /// What time the database has; none on SQLite, which has only the machine's.
    pub async fn database_time(&self) -> Result<Option<Time>> {
        const POSTGRES_SQL: &str = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
        match &self.pools {
            Pools::Sqlite { .. } => Ok(None),
            Pools::Postgres { readers, .. } => {
                let micros: i64 = sqlx::query_scalar(POSTGRES_SQL).fetch_one(readers).await?;
                Ok(Some(Time::from_micros(micros)))
            }
        }
    }
}
