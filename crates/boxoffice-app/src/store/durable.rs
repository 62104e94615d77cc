//! Makes SQLite's log durable for many batches at once, in a thread beside the one that runs them: while one batch is
//! on its way to the disk, the next is decided. Nobody is answered before the flush of their batch is over.
//! SQLite itself flushes before every checkpoint, so the file is consistent whenever the power goes.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, mpsc};
use std::thread;

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::{Result, StoreError};

type Caller = oneshot::Sender<bool>;

/// The thread's entrance. It starts with the first batch and ends with the store.
#[derive(Debug)]
pub(super) struct Flusher {
    log: PathBuf,
    waiting: OnceLock<mpsc::Sender<Caller>>,
}

/// When a commit is durable.
#[derive(Debug)]
#[must_use = "whoever is answered before knows of something that a power cut may take away"]
pub(crate) struct Durable {
    /// None: it is already.
    flush: Option<oneshot::Receiver<bool>>,
    /// Its place among the batches on their way to the disk.
    _flight: Option<OwnedSemaphorePermit>,
}

impl Durable {
    /// Durable now.
    pub(super) fn already() -> Self {
        Self { flush: None, _flight: None }
    }

    /// True when there is nothing to wait for.
    pub(crate) fn is_already(&self) -> bool {
        self.flush.is_none()
    }

    /// Returns when it is. An error means that it may never be.
    pub(crate) async fn wait(self) -> Result<()> {
        let Some(flush) = self.flush else { return Ok(()) };
        if flush.await == Ok(true) { Ok(()) } else { Err(StoreError::NotDurable) }
    }
}

impl Flusher {
    /// For the log of the database at `path`.
    pub(super) fn of(path: &Path) -> Self {
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        Self { log: log.into(), waiting: OnceLock::new() }
    }

    /// Has everything that was committed before this call made durable.
    pub(super) fn flush(&self, flight: OwnedSemaphorePermit) -> Durable {
        let (caller, flush) = oneshot::channel();
        // A thread that is gone drops the caller, which then learns that nothing is durable.
        let _ = self.waiting.get_or_init(|| start(self.log.clone())).send(caller);
        Durable { flush: Some(flush), _flight: Some(flight) }
    }
}

fn start(log: PathBuf) -> mpsc::Sender<Caller> {
    let (sender, waiting) = mpsc::channel();
    if let Err(error) = thread::Builder::new().name("flushes".to_owned()).spawn(move || work(&log, &waiting))
    {
        tracing::error!(%error, "the thread of flushes cannot be started; nothing can be sold");
    }
    sender
}

fn work(log: &Path, waiting: &mpsc::Receiver<Caller>) {
    let mut file = None;
    while let Ok(first) = waiting.recv() {
        let callers: Vec<Caller> = std::iter::once(first).chain(waiting.try_iter()).collect();
        let flushed = flush(&mut file, log);
        for caller in callers {
            // Whoever waited may have gone.
            let _ = caller.send(flushed.is_ok());
        }
        if let Err(error) = flushed {
            // What a flush that failed was to write may be lost, and the next one would not say so: there is none.
            tracing::error!(%error, log = %log.display(), "the log cannot be made durable; nothing is sold until a restart");
            return;
        }
    }
}

/// Opened once and never closed: SQLite keeps the same log as long as somebody is connected.
fn flush(file: &mut Option<File>, log: &Path) -> io::Result<()> {
    let file = match file {
        Some(file) => file,
        None => file.insert(File::open(log)?),
    };
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::Semaphore;

    use super::*;

    async fn flight() -> OwnedSemaphorePermit {
        Arc::new(Semaphore::new(1)).acquire_owned().await.expect("a place")
    }

    #[tokio::test]
    async fn whoever_waits_is_told_after_a_flush() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("some.db");
        std::fs::write(folder.path().join("some.db-wal"), b"frames").expect("a log");
        let flusher = Flusher::of(&path);
        let both = [flusher.flush(flight().await), flusher.flush(flight().await)];
        for durable in both {
            assert!(!durable.is_already());
            durable.wait().await.expect("flushed");
        }
    }

    #[tokio::test]
    async fn after_a_flush_that_failed_nothing_is_called_durable() {
        let folder = tempfile::tempdir().expect("a folder");
        let flusher = Flusher::of(&folder.path().join("gone.db"));
        assert!(flusher.flush(flight().await).wait().await.is_err(), "there is no log");
        std::fs::write(folder.path().join("gone.db-wal"), b"frames").expect("a log");
        assert!(flusher.flush(flight().await).wait().await.is_err(), "and what it held before is unknown");
    }
}
