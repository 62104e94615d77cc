//! Many rows in one statement: the batch statements of the desk.
//! Rows travel as one JSON parameter, which both databases unpack, so a batch of any size is one prepared text.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow};

use super::cell::{Cells, cells};
use super::direct::DirectRow;
use super::{Dialect, Link, Result, Tx, on};

/// How a column travels in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Bytes, as hexadecimal text.
    Bytes,
    /// A whole number.
    Int,
    /// Text.
    Text,
    /// True or false.
    Bool,
}

/// A row that can be read from either database, in a batch or outside of one; `row!` makes them.
pub(crate) trait AnyRow:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + DirectRow + Send + Unpin
{
}

impl<T> AnyRow for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + DirectRow + Send + Unpin
{
}

/// The only parameter of a question.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key<'a> {
    /// An id or a secret.
    Bytes(&'a [u8]),
    /// A reference, or JSON.
    Text(&'a str),
}

const PASS_OVER: &str = " on conflict do nothing";

/// Names and kinds of the columns of a batch statement.
pub type Columns = &'static [(&'static str, Kind)];

/// The JSON that carries rows.
pub(crate) fn rows_json(rows: &[Cells<'_>]) -> String {
    serde_json::to_string(rows).unwrap_or_default()
}

/// The JSON list of one-cell rows of texts.
pub(crate) fn text_list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    rows_json(&texts.map(|text| cells![text]).collect::<Vec<_>>())
}

/// The text that inserts rows given as JSON arrays in the order of `columns`.
pub(crate) fn insert_sql(dialect: Dialect, table: &str, columns: Columns) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    format!(
        "insert into {table} ({}) select {} from {} where true",
        names.join(", "),
        cells(dialect, columns).join(", "),
        dialect.rows_from_json(),
    )
}

/// The text that sets `columns[keys..]` of the rows whose first `keys` columns match.
pub(crate) fn update_sql(dialect: Dialect, table: &str, columns: Columns, keys: usize) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let given: Vec<String> = cells(dialect, columns)
        .into_iter()
        .zip(&names)
        .map(|(cell, name)| format!("{cell} as {name}"))
        .collect();
    let set: Vec<String> = names[keys..].iter().map(|name| format!("{name} = new.{name}")).collect();
    let matches: Vec<String> =
        names[..keys].iter().map(|name| format!("{table}.{name} = new.{name}")).collect();
    format!(
        "update {table} set {} from (select {} from {}) as new where {}",
        set.join(", "),
        given.join(", "),
        dialect.rows_from_json(),
        matches.join(" and "),
    )
}

/// `where … in (…)` over a JSON list of hexadecimal ids in `$1`.
pub(crate) fn ids_in(dialect: Dialect) -> String {
    let cell = dialect.bytes_from_hex("value ->> 0");
    format!("(select {cell} from {})", dialect.rows_from_json())
}

/// The JSON list of one-cell rows that [`ids_in`] unpacks.
pub(crate) fn id_list<'a>(ids: impl Iterator<Item = &'a [u8]>) -> String {
    rows_json(&ids.map(|id| cells![id]).collect::<Vec<_>>())
}

fn cells(dialect: Dialect, columns: Columns) -> Vec<String> {
    columns
        .iter()
        .enumerate()
        .map(|(at, (_, kind))| {
            let text = format!("value ->> {at}");
            match kind {
                Kind::Bytes => dialect.bytes_from_hex(&text),
                Kind::Int => format!("cast({text} as bigint)"),
                Kind::Bool => format!("cast({text} as boolean)"),
                Kind::Text => text,
            }
        })
        .collect()
}

impl Tx {
    /// Inserts all rows with one statement; no rows is no statement.
    pub(crate) async fn insert_rows(
        &mut self,
        table: &str,
        columns: Columns,
        rows: Vec<Cells<'_>>,
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        if let Link::Direct(tx) = &self.link {
            return tx.insert(table, columns, &rows, "").map(|_| ());
        }
        let sql = insert_sql(self.dialect(), table, columns);
        self.run_rows(sql, rows).await.map(|_| ())
    }

    /// The same, passing over rows whose key is there already.
    pub(crate) async fn insert_new_rows(
        &mut self,
        table: &str,
        columns: Columns,
        rows: Vec<Cells<'_>>,
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        if let Link::Direct(tx) = &self.link {
            return tx.insert(table, columns, &rows, PASS_OVER).map(|_| ());
        }
        let sql = format!("{}{PASS_OVER}", insert_sql(self.dialect(), table, columns));
        self.run_rows(sql, rows).await.map(|_| ())
    }

    /// Updates all rows with one statement and says how many it changed.
    pub(crate) async fn update_rows(
        &mut self,
        table: &str,
        columns: Columns,
        keys: usize,
        rows: Vec<Cells<'_>>,
    ) -> Result<u64> {
        if rows.is_empty() {
            return Ok(0);
        }
        if let Link::Direct(tx) = &self.link {
            return tx.update(table, columns, keys, &rows);
        }
        let sql = update_sql(self.dialect(), table, columns, keys);
        self.run_rows(sql, rows).await
    }

    /// Rows of a question whose only parameter is a JSON text.
    pub(crate) async fn list_json<T>(&mut self, sql: String, json: String) -> Result<Vec<T>>
    where
        T: AnyRow,
    {
        if let Link::Direct(tx) = &self.link {
            return tx.list(&sql, Key::Text(&json));
        }
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql)).bind(json).fetch_all(conn).await?))
    }

    /// Rows of a question whose only parameter is a key.
    pub(crate) async fn list_by<T: AnyRow>(&mut self, sql: &'static str, key: Key<'_>) -> Result<Vec<T>> {
        if let Link::Direct(tx) = &self.link {
            return tx.list(sql, key);
        }
        Ok(on!(self, conn => {
            let query = sqlx::query_as(sql);
            match key {
                Key::Bytes(bytes) => query.bind(bytes).fetch_all(conn).await?,
                Key::Text(text) => query.bind(text).fetch_all(conn).await?,
            }
        }))
    }

    async fn run_rows(&mut self, sql: String, rows: Vec<Cells<'_>>) -> Result<u64> {
        let json = rows_json(&rows);
        Ok(on!(self, conn => sqlx::query(AssertSqlSafe(sql)).bind(json).execute(conn).await?.rows_affected()))
    }
}
