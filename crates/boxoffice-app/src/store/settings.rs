//! Small facts about the installation that the program itself remembers, by name.

use super::{Result, Tx, on};

impl Tx {
    /// A remembered fact.
    pub async fn find_setting(&mut self, name: &str) -> Result<Option<String>> {
        const SQL: &str = "select value from setting where name = $1";
        Ok(on!(self, conn => sqlx::query_scalar(SQL).bind(name).fetch_optional(conn).await)?)
    }

    /// Remembers a fact in place of what it was before.
    pub async fn put_setting(&mut self, name: &str, value: &str) -> Result<()> {
        const SQL: &str = "
            insert into setting (name, value) values ($1, $2)
                on conflict (name) do update set value = excluded.value";
        on!(self, conn => sqlx::query(SQL).bind(name).bind(value).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Forgets a fact if it still is so; of two who ask at once, one hears true.
    pub async fn take_setting(&mut self, name: &str, value: &str) -> Result<bool> {
        const SQL: &str = "delete from setting where name = $1 and value = $2";
        let taken =
            on!(self, conn => sqlx::query(SQL).bind(name).bind(value).execute(conn).await?.rows_affected());
        Ok(taken == 1)
    }
}
