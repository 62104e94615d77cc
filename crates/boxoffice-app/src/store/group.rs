//! Group commit: many small writes in one transaction.
//! Commands wait in a bounded queue; a lane drains up to N of them, runs them as one batch and answers each.
//! Lanes are tasks of their own, so a client that disconnects cancels nothing.

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};

/// The queue's sending end. Cheap to clone.
#[derive(Debug)]
pub struct GroupCommit<C> {
    queue: mpsc::Sender<C>,
}

impl<C> Clone for GroupCommit<C> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone() }
    }
}

/// The queue is full: try again in a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many requests are waiting; try again in a moment")]
pub struct QueueFull;

impl<C: Send + 'static> GroupCommit<C> {
    /// Starts `lanes` batches in flight over one queue of `queue_max`, each of at most `batch_max` commands.
    /// `run` answers every command that it is given, whatever happens.
    pub fn start<R, F>(queue_max: usize, batch_max: usize, lanes: usize, run: R) -> Self
    where
        R: Fn(Vec<C>) -> F + Send + Sync + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(queue_max);
        let receiver = Arc::new(Mutex::new(receiver));
        let run = Arc::new(run);
        for _ in 0..lanes.max(1) {
            let (receiver, run) = (Arc::clone(&receiver), Arc::clone(&run));
            tokio::spawn(async move {
                loop {
                    let mut batch = Vec::new();
                    if receiver.lock().await.recv_many(&mut batch, batch_max).await == 0 {
                        return;
                    }
                    // A task of its own: a panic ends this batch, not the lane.
                    if let Err(error) = tokio::spawn(run(batch)).await {
                        tracing::error!(%error, "a batch panicked; its callers are told that it did not happen");
                    }
                }
            });
        }
        Self { queue: sender }
    }

    /// Queues a command, or says at once that the queue is full.
    pub fn submit(&self, command: C) -> Result<(), QueueFull> {
        self.queue.try_send(command).map_err(|_| QueueFull)
    }

    /// Commands waiting now.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }
}
