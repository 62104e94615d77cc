//! Opening and migrating the database. SQLite is a file beside the keys; PostgreSQL is an address.
//! Migrations are one embedded sequence; a step that differs is a pair of files.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use tokio::sync::Semaphore;

use super::direct::Direct;
use super::{Dialect, Pools, Result, Store, StoreError};

/// Where the database is.
#[derive(Clone, Debug)]
pub enum DatabaseAddress {
    /// A SQLite file, made when missing.
    File(PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It could not be reached or read.
    #[error("the database at {address} cannot be opened: {source}")]
    Unreachable {
        /// Where it was looked for, without a password.
        address: String,
        /// What the driver said.
        source: sqlx::Error,
    },
    /// A migration failed; the database is as before that step.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database is older than this program and in use.
    #[error("the database needs {0} migration(s); run `boxoffice migrate` or start with `serve --migrate`")]
    Pending(usize),
    /// It opened, and then failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Read connections of SQLite: more than cores helps only while one waits.
const SQLITE_READERS: u32 = 8;
/// Connections of one node to PostgreSQL for changes. They are their own, so that a crowd that only looks keeps no
/// sale waiting.
const POSTGRES_WRITERS: u32 = 10;
/// Connections of one node to PostgreSQL for questions.
const POSTGRES_READERS: u32 = 10;

macro_rules! same {
    ($version:literal, $name:literal) => {
        (
            $version,
            $name,
            include_str!(concat!("../../migrations/", $name, ".sql")),
            include_str!(concat!("../../migrations/", $name, ".sql")),
        )
    };
}
macro_rules! pair {
    ($version:literal, $name:literal) => {
        (
            $version,
            $name,
            include_str!(concat!("../../migrations/", $name, ".sqlite.sql")),
            include_str!(concat!("../../migrations/", $name, ".postgres.sql")),
        )
    };
}

/// Version, name, SQLite text, PostgreSQL text. Only ever appended to.
pub(super) const MIGRATIONS: &[(i64, &str, &str, &str)] = &[
    same!(1, "0001_init"),
    pair!(2, "0002_streams"),
    pair!(3, "0003_search"),
    pair!(4, "0004_scans"),
    same!(5, "0005_refunds"),
    pair!(6, "0006_ledger"),
    same!(7, "0007_gateway_accounts"),
    same!(8, "0008_prices"),
    pair!(9, "0009_invoices"),
    same!(10, "0010_bank"),
];

fn migrator(dialect: Dialect) -> Migrator {
    let steps = MIGRATIONS.iter().map(|(version, name, sqlite, postgres)| {
        let sql = match dialect {
            // One text for both says by a comment which tables SQLite keeps under their keys.
            Dialect::Sqlite => sqlite.replace("/* without rowid */", "without rowid"),
            Dialect::Postgres => (*postgres).to_owned(),
        };
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(*version, Cow::Borrowed(name), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(steps.collect())
}

impl Store {
    /// Opens the database without touching its schema.
    pub async fn open(address: &DatabaseAddress) -> Result<Self, OpenError> {
        let pools = match address {
            DatabaseAddress::File(path) => open_sqlite(path).await?,
            DatabaseAddress::Postgres(url) => open_postgres(url).await?,
        };
        Ok(Self { pools, wake: Arc::default() })
    }

    /// Applies all migrations that are missing.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => migrator(Dialect::Sqlite).run(writer).await?,
            Pools::Postgres { writers, .. } => migrator(Dialect::Postgres).run(writers).await?,
        }
        Ok(())
    }

    /// How many migrations are missing, and whether the database is still empty.
    pub async fn pending_migrations(&self) -> Result<(usize, bool)> {
        const SQL: &str = "select count(*) from _sqlx_migrations where success";
        let done: std::result::Result<i64, sqlx::Error> = match &self.pools {
            Pools::Sqlite { writer, .. } => sqlx::query_scalar(SQL).fetch_one(writer).await,
            Pools::Postgres { readers, .. } => sqlx::query_scalar(SQL).fetch_one(readers).await,
        };
        match done {
            Ok(done) => Ok((MIGRATIONS.len().saturating_sub(done as usize), done == 0)),
            Err(sqlx::Error::Database(_)) => Ok((MIGRATIONS.len(), true)),
            Err(error) => Err(error.into()),
        }
    }
}

/// A file does not go away like a server, so no connection is tried out before it is used.
async fn open_sqlite(path: &Path) -> Result<Pools, OpenError> {
    let unreachable = |source| OpenError::Unreachable { address: path.display().to_string(), source };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("temp_store", "memory")
        .pragma("wal_autocheckpoint", "8000")
        .pragma("journal_size_limit", "67108864")
        .statement_cache_capacity(512);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options.clone().pragma("cache_size", "-8000"))
        .await
        .map_err(unreachable)?;
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .min_connections(1)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(
            options.create_if_missing(false).pragma("query_only", "on").pragma("cache_size", "-4000"),
        )
        .await
        .map_err(unreachable)?;
    let turn = Arc::new(Semaphore::new(1));
    let direct = Direct::at(path.to_owned());
    Ok(Pools::Sqlite { writer, readers, direct, batches: Arc::default(), turn })
}

async fn open_postgres(url: &str) -> Result<Pools, OpenError> {
    let hidden = url.rsplit_once('@').map_or(url, |(_, place)| place);
    let unreachable = |source| OpenError::Unreachable { address: hidden.to_owned(), source };
    let options: PgConnectOptions = url.parse().map_err(unreachable)?;
    let options = options
        .application_name("boxoffice")
        .statement_cache_capacity(512)
        .options([("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "10s")]);
    let pool = |connections| {
        PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(8))
    };
    let writers = pool(POSTGRES_WRITERS).connect_with(options.clone()).await.map_err(unreachable)?;
    // The second pool connects when it is first asked.
    let readers = pool(POSTGRES_READERS).connect_lazy_with(options);
    Ok(Pools::Postgres { writers, readers })
}
