//! Throw-away databases for tests: made from a migrated template, prepared against, dropped.
//! Compiled for tests and proofs only.

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr};

use super::connect::MIGRATIONS;
use super::{DatabaseAddress, Dialect, OpenError, Pools, Result, Store};

/// A column as a database describes it: table, column, whether it may be empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// The table.
    pub table: String,
    /// The column.
    pub name: String,
    /// `bytes`, `whole`, `text` or `truth`, or what else the database calls it.
    pub kind: String,
}

/// A name that changes with every migration, so that an old template is never taken for a new one.
fn template_name() -> String {
    let mut digest = Sha256::new();
    for (_, name, sqlite, postgres) in MIGRATIONS {
        digest.update(name);
        digest.update(sqlite);
        digest.update(postgres);
    }
    let bytes: [u8; 32] = digest.finalize().into();
    format!("template_{}", data_encoding::HEXLOWER.encode(&bytes[..8]))
}

/// The address of `database` on the server at `server` (`postgres://user@host:port`).
pub fn database_url(server: &str, database: &str) -> String {
    format!("{}/{database}", server.trim_end_matches('/'))
}

/// Makes sure that the migrated template exists. The caller holds the lock between processes.
pub async fn prepare_template(server: &str) -> Result<String, OpenError> {
    const POSTGRES_SQL: &str = "select count(*) from pg_database where datname = $1 and datistemplate";
    let name = template_name();
    let mut admin = connect(server).await?;
    let found: i64 =
        sqlx::query_scalar(POSTGRES_SQL).bind(&name).fetch_one(&mut admin).await.map_err(fault)?;
    if found == 0 {
        run(&mut admin, format!("drop database if exists {name} with (force)")).await?;
        run(&mut admin, format!("create database {name}")).await?;
        let store = Store::open(&DatabaseAddress::Postgres(database_url(server, &name))).await?;
        let migrated = store.migrate().await;
        store.close().await;
        migrated?;
        run(&mut admin, format!("alter database {name} is_template true")).await?;
    }
    admin.close().await.map_err(fault)?;
    Ok(name)
}

/// Makes database `name`, a copy of `template`, or empty without one.
pub async fn create_database(server: &str, name: &str, template: Option<&str>) -> Result<(), OpenError> {
    let copy = template.map(|template| format!(" template {template}")).unwrap_or_default();
    let mut admin = connect(server).await?;
    run(&mut admin, format!("create database {name}{copy}")).await?;
    admin.close().await.map_err(fault)
}

/// Drops database `name` and whoever is still connected to it.
pub async fn drop_database(server: &str, name: &str) -> Result<(), OpenError> {
    let mut admin = connect(server).await?;
    run(&mut admin, format!("drop database if exists {name} with (force)")).await?;
    admin.close().await.map_err(fault)
}

async fn connect(server: &str) -> Result<PgConnection, OpenError> {
    PgConnection::connect(&database_url(server, "postgres"))
        .await
        .map_err(|source| OpenError::Unreachable { address: server.to_owned(), source })
}

async fn run(admin: &mut PgConnection, sql: String) -> Result<(), OpenError> {
    admin.execute(AssertSqlSafe(sql)).await.map_err(fault)?;
    Ok(())
}

fn fault(error: sqlx::Error) -> OpenError {
    OpenError::Store(error.into())
}

impl Store {
    /// Asks the database to prepare a statement, without running it.
    pub async fn prepare(&self, sql: &str) -> Result<()> {
        let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
        match &self.pools {
            Pools::Sqlite { writer, .. } => drop(writer.acquire().await?.prepare(sql).await?),
            Pools::Postgres { writers, .. } => drop(writers.acquire().await?.prepare(sql).await?),
        }
        Ok(())
    }

    /// Runs a statement as it is: damage for the audit to find.
    pub async fn run(&self, sql: &str) -> Result<()> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.pools {
            Pools::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(|_| ())?,
            Pools::Postgres { writers, .. } => sqlx::query(sql).execute(writers).await.map(|_| ())?,
        }
        Ok(())
    }

    /// The only figure that a question gives.
    pub async fn count(&self, sql: &str) -> Result<i64> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await?,
            Pools::Postgres { writers, .. } => sqlx::query_scalar(sql).fetch_one(writers).await?,
        })
    }

    /// All columns of our tables, sorted.
    pub async fn list_columns(&self) -> Result<Vec<Column>> {
        const SQLITE_SQL: &str = "
            select m.name, c.name, lower(c.type)
              from sqlite_master m join pragma_table_info(m.name) c
             where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '\\_sqlx%' escape '\\'";
        const POSTGRES_SQL: &str = "
            select cast(table_name as text), cast(column_name as text), cast(data_type as text)
              from information_schema.columns
             where table_schema = 'public' and table_name not like '\\_sqlx%'";
        let rows: Vec<(String, String, String)> = match &self.pools {
            Pools::Sqlite { writer, .. } => sqlx::query_as(SQLITE_SQL).fetch_all(writer).await?,
            Pools::Postgres { writers, .. } => sqlx::query_as(POSTGRES_SQL).fetch_all(writers).await?,
        };
        let mut columns: Vec<Column> = rows
            .into_iter()
            .map(|(table, name, kind)| Column { table, name, kind: common_kind(&kind) })
            .collect();
        columns.sort();
        Ok(columns)
    }

    /// Which database this is, as a word for messages.
    pub fn dialect_name(&self) -> &'static str {
        match self.dialect() {
            Dialect::Sqlite => "SQLite",
            Dialect::Postgres => "PostgreSQL",
        }
    }
}

fn common_kind(kind: &str) -> String {
    match kind {
        "bytea" | "blob" => "bytes",
        "bigint" | "integer" => "whole",
        "text" => "text",
        "boolean" => "truth",
        other => other,
    }
    .to_owned()
}
