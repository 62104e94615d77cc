//! The store: the only place that says SQL. One text for SQLite and PostgreSQL.
//! Every read is a snapshot, every change a transaction; a query is a question in our words on [`Tx`].
//! The database files live in `connect.rs`, what truly differs between the two in `dialect.rs`.

pub mod account_tokens;
pub mod accounts;
pub(crate) mod admission;
pub(crate) mod audit;
pub(crate) mod audit_ledger;
pub(crate) mod audit_prices;
pub mod bank;
pub(crate) mod batch;
mod batches;
pub mod box_office;
pub mod bulk;
pub mod call_off;
pub(crate) mod carts;
pub mod cell;
pub mod codes;
pub mod connect;
pub mod dialect;
pub(crate) mod direct;
pub(crate) mod disputes;
pub mod door;
pub(crate) mod durable;
pub mod earnings;
pub mod events;
#[cfg(feature = "testing")]
pub mod fixtures;
pub mod gateway_accounts;
pub mod gateway_questions;
pub mod group;
pub mod hand_refunds;
pub mod idempotency;
pub mod images;
pub(crate) mod inventory;
pub mod invoice_recipients;
pub mod invoices;
pub mod jobs;
pub mod keys;
pub(crate) mod ledger;
pub mod mails;
pub mod order_letters;
pub(crate) mod orders;
pub mod organizations;
pub(crate) mod outbox;
pub mod own_events;
pub(crate) mod payments;
pub mod performances;
pub mod pricing;
pub(crate) mod quotas;
pub mod report_lists;
pub mod reports;
pub mod row;
#[cfg(feature = "testing")]
pub mod scratch;
pub mod search;
pub(crate) mod search_match;
pub mod sessions;
pub mod settings;
pub mod shown;
pub mod stray_money;
pub mod teams;
pub mod test_disputes;
pub mod test_gateway;
pub mod ticket_places;
pub mod ticket_types;
pub mod tickets;
pub mod time;
pub mod together;
pub mod venues;
pub(crate) mod vocabulary;
mod wake;

use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use batches::Batches;
use direct::{Direct, DirectTx};
use durable::Durable;
use jobs::Lane;
use wake::{Enqueued, Wake};

use crate::mishap;

pub use connect::{DatabaseAddress, OpenError};
pub use dialect::Dialect;
pub(crate) use direct::Flush;

/// A fault of the database, or a row that contradicts itself.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// SQLite refused a statement of a batch.
    #[error("the database failed: {0}")]
    Direct(#[from] rusqlite::Error),
    /// The disk did not take what was committed; it may be gone after a restart.
    #[error("the disk cannot keep what is written")]
    NotDurable,
    /// A stored value cannot be what it claims to be.
    #[error("the database holds a broken value: {0}")]
    Broken(String),
}

impl StoreError {
    /// True when a unique index or primary key refused the row.
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.is_unique_violation(),
            Self::Direct(rusqlite::Error::SqliteFailure(error, _)) => {
                matches!(error.extended_code, SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_UNIQUE)
            }
            _ => false,
        }
    }

    /// True when nothing is wrong but the crowd: no connection or lock became free in time.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::PoolTimedOut) => true,
            Self::Database(sqlx::Error::Database(error)) => matches!(error.code().as_deref(), Some("55P03")),
            _ => false,
        }
    }

    /// True when the same transaction may simply be tried again (deadlock, serialization, busy).
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                matches!(error.code().as_deref(), Some("40001" | "40P01" | "5" | "517"))
            }
            Self::Direct(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy),
            _ => false,
        }
    }
}

/// The longest wait for one's turn to write; whoever waited so long is told to come again.
const TURN_MAX: Duration = Duration::from_secs(10);

/// A transaction that the driver is about to begin.
type Begun<'p, D> = Pin<Box<dyn Future<Output = sqlx::Result<Transaction<'static, D>>> + Send + 'p>>;

/// What a store operation gives.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Both databases behind one set of questions. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
    wake: Arc<Wake>,
}

#[derive(Clone, Debug)]
enum Pools {
    /// One write connection and one of batches, which take turns; and readers of their own.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        direct: Arc<Direct>,
        batches: Arc<Batches>,
        turn: Arc<Semaphore>,
    },
    /// Changes and questions have connections of their own.
    Postgres { writers: PgPool, readers: PgPool },
}

/// One transaction. Dropped without [`Tx::commit`], it never happened.
#[derive(Debug)]
pub struct Tx {
    link: Link,
    enqueued: Enqueued,
    /// A writer's on SQLite; given back after the link is closed.
    _turn: Option<OwnedSemaphorePermit>,
}

#[derive(Debug)]
pub(crate) enum Link {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
    /// A batch on SQLite, or a peek: it knows the statements of `bulk.rs` and no others.
    Direct(DirectTx),
}

/// Runs one body on whichever database this is; `$conn` is its connection.
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match &mut $tx.link {
            $crate::store::Link::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::Link::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::Link::Direct(_) => return Err($crate::store::not_for_batches().into()),
        }
    };
}
pub(crate) use on;

/// A batch or a peek asked what only [`Store::begin`] and [`Store::read`] can answer.
fn not_for_batches() -> StoreError {
    StoreError::Broken("this statement is not made for batches and peeks".to_owned())
}

/// Waits for one's turn to write to SQLite, not for ever.
async fn take_turn(turn: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit> {
    let permit = tokio::time::timeout(TURN_MAX, Arc::clone(turn).acquire_owned()).await;
    permit.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed.into())
}

/// Where in this crate a transaction is committed.
fn place(caller: &Location<'_>) -> String {
    let file = caller.file().rsplit_once("src/").map_or(caller.file(), |(_, file)| file);
    format!("commit at {file}:{}", caller.line())
}

/// Begins a transaction. In a box, because the driver's wait for a connection takes more room than all else that an
/// operation keeps in mind, and most operations of a sale never ask the driver.
fn begin_sqlite<'p>(pool: &'p SqlitePool, sql: &'static str) -> Begun<'p, Sqlite> {
    Box::pin(pool.begin_with(sql))
}

/// The same on PostgreSQL.
fn begin_postgres<'p>(pool: &'p PgPool, sql: &'static str) -> Begun<'p, Postgres> {
    Box::pin(pool.begin_with(sql))
}

impl Store {
    /// Begins a transaction that may write. On SQLite writers take turns, in order of asking.
    pub async fn begin(&self) -> Result<Tx> {
        let (link, turn) = match &self.pools {
            Pools::Sqlite { writer, turn, .. } => {
                let turn = take_turn(turn).await?;
                (Link::Sqlite(begin_sqlite(writer, "begin immediate").await?), Some(turn))
            }
            Pools::Postgres { writers, .. } => {
                (Link::Postgres(begin_postgres(writers, "begin").await?), None)
            }
        };
        Ok(Tx { link, enqueued: Enqueued::telling(&self.wake), _turn: turn })
    }

    /// Begins the transaction of a batch, for [`Store::run_batch`]'s work and the statements of `bulk.rs`.
    pub(crate) async fn begin_batch(&self, flush: Flush) -> Result<Tx> {
        let Pools::Sqlite { direct, turn, .. } = &self.pools else { return self.begin().await };
        let flight = direct.take_flight(flush).await?;
        let link = Link::Direct(direct.begin(take_turn(turn).await?, flight)?);
        Ok(Tx { link, enqueued: Enqueued::telling(&self.wake), _turn: None })
    }

    /// Begins a read of a few rows, found by their keys with [`Tx::list_by`]: one snapshot, like [`Store::read`].
    pub(crate) async fn peek(&self) -> Result<Tx> {
        let Pools::Sqlite { direct, .. } = &self.pools else { return self.read().await };
        Ok(Tx { link: Link::Direct(direct.peek()?), enqueued: Enqueued::default(), _turn: None })
    }

    /// Runs a batch to its end where waiting for its database disturbs nobody: on SQLite in a thread of their own.
    pub(crate) async fn run_batch(&self, work: impl Future<Output = ()> + Send + 'static) {
        let Pools::Sqlite { batches, .. } = &self.pools else { return work.await };
        batches.run(work).await;
    }

    /// Begins a read: one snapshot for all its questions. Writing in it is an error.
    pub async fn read(&self) -> Result<Tx> {
        let link = match &self.pools {
            Pools::Sqlite { readers, .. } => Link::Sqlite(begin_sqlite(readers, "begin").await?),
            Pools::Postgres { readers, .. } => Link::Postgres(
                begin_postgres(readers, "begin isolation level repeatable read read only").await?,
            ),
        };
        Ok(Tx { link, enqueued: Enqueued::default(), _turn: None })
    }

    /// Returns when a commit of this process has enqueued a job of `lane` since the last call.
    pub async fn job_enqueued(&self, lane: Lane) {
        self.wake.enqueued(lane).await;
    }

    /// Which of the two databases this is.
    pub fn dialect(&self) -> Dialect {
        match &self.pools {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// Closes all connections; SQLite folds its write-ahead log into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers, direct, .. } => {
                readers.close().await;
                direct.close();
                writer.close().await;
            }
            Pools::Postgres { writers, readers } => {
                readers.close().await;
                writers.close().await;
            }
        }
    }
}

impl Tx {
    /// Makes everything since `begin` durable.
    #[track_caller]
    pub fn commit(self) -> impl Future<Output = Result<()>> + Send {
        let caller = Location::caller();
        async move {
            mishap::pass(|| format!("{}, before the commit", place(caller)));
            self.commit_ahead().await?.wait().await?;
            mishap::pass(|| format!("{}, after the commit", place(caller)));
            Ok(())
        }
    }

    /// Commits, and says when it is durable: others see it already, its callers must not be answered before.
    pub(crate) async fn commit_ahead(self) -> Result<Durable> {
        let durable = match self.link {
            Link::Sqlite(tx) => {
                tx.commit().await?;
                Durable::already()
            }
            Link::Postgres(tx) => {
                tx.commit().await?;
                Durable::already()
            }
            Link::Direct(tx) => tx.commit()?,
        };
        self.enqueued.tell();
        Ok(durable)
    }

    /// Remembers that a job of `lane` was enqueued, for the commit to wake its workers.
    pub(crate) fn note_enqueued(&mut self, lane: Lane) {
        self.enqueued.note(lane);
    }

    /// Undoes everything since `begin`. Dropping does the same, a little later.
    pub async fn rollback(self) -> Result<()> {
        match self.link {
            Link::Sqlite(tx) => tx.rollback().await?,
            Link::Postgres(tx) => tx.rollback().await?,
            Link::Direct(tx) => drop(tx),
        }
        Ok(())
    }

    /// Which database this transaction runs on.
    pub fn dialect(&self) -> Dialect {
        match &self.link {
            Link::Sqlite(_) | Link::Direct(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }
}
