//! SQLite without a thread hop per statement: for batches, and for reads of a few rows on the way of a sale.
//! A batch is some thirty statements; sqlx hands each of them to a thread of its own and back, which costs more than
//! SQLite's own work. So batches run in one thread (`batches.rs`) on a connection of their own, and take turns
//! with every other writer.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Row, params_from_iter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::bulk::{Columns, Key, Kind};
use super::cell::Cells;
use super::durable::{Durable, Flusher};
use super::{Result, StoreError};

/// Statements kept prepared: every shape of batch there is.
const STATEMENTS_KEPT: usize = 512;
/// Commands of the operator may write beside a serving program.
const BUSY: Duration = Duration::from_secs(5);
const WRITER: &str = "pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;
                      pragma temp_store = memory; pragma cache_size = -16000;
                      pragma wal_autocheckpoint = 8000; pragma journal_size_limit = 67108864;";
const READER: &str = "pragma query_only = on; pragma temp_store = memory; pragma cache_size = -2000;";
/// Readers kept open: reads do not wait, so there are never more than threads.
const READERS_KEPT: usize = 8;
/// Batches on their way to the disk: while one is flushed the next is decided, and a third would only be smaller.
const FLIGHTS_MAX: usize = 2;

/// A row that can be read here.
pub(crate) trait DirectRow: Sized {
    /// Reads its columns by name.
    fn from_direct(row: &Row<'_>) -> rusqlite::Result<Self>;
}

/// The place of the connections while nobody has them.
#[derive(Debug)]
pub(super) struct Direct {
    path: PathBuf,
    kept: Mutex<Kept>,
    flusher: Flusher,
    flights: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct Kept {
    writer: Option<Connection>,
    readers: Vec<Connection>,
}

/// When a batch reaches the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flush {
    /// Before anybody is told of it.
    BeforeAnswer,
    /// With the next batch that is. The log is one, so nothing that builds on this one can outlive it.
    WithTheNext,
}

/// A transaction on one of them. Dropped without [`DirectTx::commit`], it never happened.
#[derive(Debug)]
pub(crate) struct DirectTx {
    /// None once it has gone home.
    connection: Option<Connection>,
    home: Arc<Direct>,
    /// A writer's: held, so that no other writer of this process meets a locked database.
    turn: Option<OwnedSemaphorePermit>,
    /// A place on the way to the disk, for a batch that is flushed before its answer.
    flight: Option<OwnedSemaphorePermit>,
}

impl Direct {
    /// For the database at `path`; who is first connects.
    pub(super) fn at(path: PathBuf) -> Arc<Self> {
        let flusher = Flusher::of(&path);
        let flights = Arc::new(Semaphore::new(FLIGHTS_MAX));
        Arc::new(Self { path, kept: Mutex::default(), flusher, flights })
    }

    /// Waits for a place on the way to the disk, where a batch needs one.
    pub(super) async fn take_flight(&self, flush: Flush) -> Result<Option<OwnedSemaphorePermit>> {
        if flush == Flush::WithTheNext {
            return Ok(None);
        }
        let flight = Arc::clone(&self.flights).acquire_owned().await;
        flight.map(Some).map_err(|_| StoreError::NotDurable)
    }

    /// Begins a transaction, now that it is this batch's turn. Blocks its thread while another process writes.
    pub(super) fn begin(
        self: &Arc<Self>,
        turn: OwnedSemaphorePermit,
        flight: Option<OwnedSemaphorePermit>,
    ) -> Result<DirectTx> {
        let kept = self.kept().writer.take();
        let connection = kept.map_or_else(|| self.connect(WRITER), Ok)?;
        let tx = DirectTx { connection: Some(connection), home: Arc::clone(self), turn: Some(turn), flight };
        tx.run("begin immediate")?;
        Ok(tx)
    }

    /// Begins a read.
    pub(super) fn peek(self: &Arc<Self>) -> Result<DirectTx> {
        let kept = self.kept().readers.pop();
        let connection = kept.map_or_else(|| self.connect(READER), Ok)?;
        let tx = DirectTx { connection: Some(connection), home: Arc::clone(self), turn: None, flight: None };
        tx.run("begin")?;
        Ok(tx)
    }

    /// Closes the connections, so that the write-ahead log can be folded into the file.
    pub(super) fn close(&self) {
        *self.kept() = Kept::default();
    }

    fn connect(&self, pragmas: &str) -> Result<Connection> {
        let connection = Connection::open(&self.path)?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        connection.execute_batch(pragmas)?;
        Ok(connection)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn come_home(&self, connection: Connection, is_writer: bool) {
        let mut kept = self.kept();
        if is_writer {
            kept.writer = Some(connection);
        } else if kept.readers.len() < READERS_KEPT {
            kept.readers.push(connection);
        }
    }
}

impl DirectTx {
    /// Commits, gives the connection back, and says when it is durable.
    pub(super) fn commit(mut self) -> Result<Durable> {
        self.run("commit")?;
        let flight = self.flight.take();
        let home = Arc::clone(&self.home);
        drop(self);
        Ok(flight.map_or_else(Durable::already, |flight| home.flusher.flush(flight)))
    }

    /// Rows of a question with one parameter.
    pub(super) fn list<T: DirectRow>(&self, sql: &str, key: Key<'_>) -> Result<Vec<T>> {
        let mut statement = self.connection()?.prepare_cached(sql)?;
        let rows = match key {
            Key::Bytes(bytes) => statement.query_map([bytes], T::from_direct)?,
            Key::Text(text) => statement.query_map([text], T::from_direct)?,
        };
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn run(&self, sql: &str) -> Result<()> {
        self.connection()?.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    /// Inserts rows, one run of one prepared statement each.
    pub(super) fn insert(
        &self,
        table: &str,
        columns: Columns,
        rows: &[Cells<'_>],
        tail: &str,
    ) -> Result<u64> {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let marks: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
        let sql = format!("insert into {table} ({}) values ({}){tail}", names.join(", "), marks.join(", "));
        self.run_rows(&sql, columns, rows)
    }

    /// Sets `columns[keys..]` of the rows whose first `keys` columns match, and says how many it found.
    pub(super) fn update(
        &self,
        table: &str,
        columns: Columns,
        keys: usize,
        rows: &[Cells<'_>],
    ) -> Result<u64> {
        let pair = |(at, (name, _)): (usize, &(&str, Kind))| format!("{name} = ?{}", at + 1);
        let mut pairs: Vec<String> = columns.iter().enumerate().map(pair).collect();
        let set = pairs.split_off(keys).join(", ");
        let sql = format!("update {table} set {set} where {}", pairs.join(" and "));
        self.run_rows(&sql, columns, rows)
    }

    fn run_rows(&self, sql: &str, columns: Columns, rows: &[Cells<'_>]) -> Result<u64> {
        let mut statement = self.connection()?.prepare_cached(sql)?;
        let mut changed = 0;
        for row in rows {
            if row.len() != columns.len() {
                return Err(StoreError::Broken(format!("{} cells for: {sql}", row.len())));
            }
            if let Some(((name, _), cell)) =
                columns.iter().zip(row).find(|((_, kind), cell)| !cell.fits(*kind))
            {
                return Err(StoreError::Broken(format!("{cell:?} cannot be a value of {name}")));
            }
            changed += statement.execute(params_from_iter(row))? as u64;
        }
        Ok(changed)
    }

    fn connection(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or_else(|| StoreError::Broken("the transaction is over".to_owned()))
    }
}

impl Drop for DirectTx {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        if !connection.is_autocommit()
            && let Err(error) =
                connection.prepare_cached("rollback").and_then(|mut rollback| rollback.execute([]))
        {
            tracing::error!(%error, "a transaction could not be ended; its connection is closed, which undoes it");
            return;
        }
        self.home.come_home(connection, self.turn.is_some());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::cell::cells;
    use crate::store::{Dialect, Store};

    const ROW: Columns = &[("name", Kind::Text), ("value", Kind::Text)];

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let address = crate::store::DatabaseAddress::File(folder.path().join("test.db"));
        let store = Store::open(&address).await.expect("opened");
        store.migrate().await.expect("migrated");
        assert_eq!(store.dialect(), Dialect::Sqlite);
        (folder, store)
    }

    async fn put(store: &Store, name: &str, flush: Flush) -> crate::store::Tx {
        let mut tx = store.begin_batch(flush).await.expect("begun");
        let row = cells![name, "x"];
        tx.insert_rows("setting", ROW, vec![row]).await.expect("inserted");
        tx
    }

    async fn count(store: &Store) -> i64 {
        let mut tx = store.read().await.expect("a read");
        let crate::store::Link::Sqlite(link) = &mut tx.link else { panic!("reads are sqlx's") };
        sqlx::query_scalar("select count(*) from setting").fetch_one(&mut **link).await.expect("counted")
    }

    #[tokio::test]
    async fn a_batch_is_there_when_committed_and_never_was_when_dropped() {
        let (_folder, store) = store().await;
        let before = count(&store).await;
        put(&store, "kept", Flush::BeforeAnswer).await.commit().await.expect("committed");
        drop(put(&store, "dropped", Flush::BeforeAnswer).await);
        store.begin().await.expect("the turn came back").rollback().await.expect("undone");
        assert_eq!(count(&store).await, before + 1);
    }

    #[tokio::test]
    async fn only_the_batch_that_asked_for_it_is_flushed_later() {
        let (_folder, store) = store().await;
        for (flush, is_already) in [(Flush::WithTheNext, true), (Flush::BeforeAnswer, false)] {
            let tx = put(&store, &format!("{flush:?}"), flush).await;
            let durable = tx.commit_ahead().await.expect("committed");
            assert_eq!(durable.is_already(), is_already, "{flush:?}");
            durable.wait().await.expect("durable");
        }
    }

    #[tokio::test]
    async fn the_next_batch_begins_while_one_is_on_its_way_to_the_disk() {
        let (_folder, store) = store().await;
        let first = put(&store, "first", Flush::BeforeAnswer).await.commit_ahead().await.expect("committed");
        let second =
            put(&store, "second", Flush::BeforeAnswer).await.commit_ahead().await.expect("committed");
        let third = store.begin_batch(Flush::BeforeAnswer);
        tokio::pin!(third);
        assert!(futures_util::poll!(&mut third).is_pending(), "two are on their way");
        first.wait().await.expect("durable");
        third.await.expect("its turn").commit().await.expect("committed");
        second.wait().await.expect("durable");
    }

    #[tokio::test]
    async fn batches_and_other_writers_take_turns() {
        let (_folder, store) = store().await;
        let before = count(&store).await;
        let all = (0..40).map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                if number % 2 == 0 {
                    put(&store, &number.to_string(), Flush::BeforeAnswer).await.commit().await
                } else {
                    let tx = store.begin().await.expect("a turn");
                    tokio::task::yield_now().await;
                    tx.commit().await
                }
            })
        });
        for done in futures_util::future::join_all(all).await {
            done.expect("no panic").expect("nobody meets a lock");
        }
        assert_eq!(count(&store).await, before + 20);
    }

    #[tokio::test]
    async fn a_peek_cannot_write() {
        let (_folder, store) = store().await;
        let mut tx = store.peek().await.expect("a peek");
        let row = cells!["peeked", "x"];
        assert!(tx.insert_rows("setting", ROW, vec![row]).await.is_err());
    }
}
