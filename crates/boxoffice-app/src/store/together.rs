//! Writing together: many callers' small writes in one transaction, so that durability costs one flush for all.
//! Every caller is answered after the commit of its batch; a caller that goes away cancels nothing.
//! When a batch fails, its commands are tried one by one, so that one cannot spoil the others.

use std::fmt;
use std::sync::Arc;

use tokio::sync::oneshot;

use super::group::GroupCommit;
use super::{Flush, Result, Store, StoreError, Tx};

/// How often a batch that lost against another node is tried again.
const TRIES_MAX: u32 = 3;

/// What one group writes.
pub(crate) trait Batch: Send + Sync + 'static {
    /// One caller's wish.
    type Command: Send + Sync + 'static;
    /// What the caller is told after the commit.
    type Answer: Send + 'static;

    /// When its writes reach the disk on SQLite.
    fn flush(&self) -> Flush;

    /// Writes all commands in `tx` and answers each, in their order. May be called again after a rollback.
    fn write(
        &self,
        tx: &mut Tx,
        commands: &[Self::Command],
    ) -> impl Future<Output = Result<Vec<Self::Answer>>> + Send;
}

type Waiting<B> = (<B as Batch>::Command, oneshot::Sender<Result<<B as Batch>::Answer>>);

/// The callers' end of a group. Cheap to clone; the writer ends with the last one.
pub(crate) struct Group<B: Batch> {
    queue: GroupCommit<Waiting<B>>,
}

impl<B: Batch> Clone for Group<B> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone() }
    }
}

impl<B: Batch> fmt::Debug for Group<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Group({} waiting)", self.queue.waiting())
    }
}

impl<B: Batch> Group<B> {
    /// Starts the writer: at most `queue_max` callers wait, a transaction carries at most `batch_max` commands.
    pub(crate) fn start(store: Store, batch: B, queue_max: usize, batch_max: usize) -> Self {
        let batch = Arc::new(batch);
        // One transaction at a time: the next batch gathers while this one is being made durable.
        let queue = GroupCommit::start(queue_max, batch_max, 1, move |waiting: Vec<Waiting<B>>| {
            let (store, batch) = (store.clone(), Arc::clone(&batch));
            let at = store.clone();
            let work = async move {
                let (commands, callers): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
                let answers = write_all(&store, &*batch, &commands).await;
                for (caller, answer) in callers.into_iter().zip(answers) {
                    // A caller that went away does not want to know.
                    let _ = caller.send(answer);
                }
            };
            async move { at.run_batch(work).await }
        });
        Self { queue }
    }

    /// Writes, and answers after the commit.
    pub(crate) async fn write(&self, command: B::Command) -> Result<B::Answer> {
        let (answer, answered) = oneshot::channel();
        let full = || StoreError::Database(sqlx::Error::PoolTimedOut);
        self.queue.submit((command, answer)).map_err(|_| full())?;
        answered.await.unwrap_or_else(|_| Err(closed()))
    }
}

fn closed() -> StoreError {
    StoreError::Database(sqlx::Error::PoolClosed)
}

async fn write_all<B: Batch>(store: &Store, batch: &B, commands: &[B::Command]) -> Vec<Result<B::Answer>> {
    match write_together(store, batch, commands).await {
        Ok(answers) => answers.into_iter().map(Ok).collect(),
        Err(error) if commands.len() == 1 => vec![Err(error)],
        Err(error) => {
            tracing::warn!(%error, commands = commands.len(), "a batch failed; writing one by one");
            let mut answers = Vec::with_capacity(commands.len());
            for command in commands.chunks(1) {
                answers.push(
                    write_together(store, batch, command)
                        .await
                        .and_then(|mut one| one.pop().ok_or_else(closed)),
                );
            }
            answers
        }
    }
}

/// One transaction. Losing against another node (a lock, a duplicate made meanwhile) is tried again from the start.
async fn write_together<B: Batch>(
    store: &Store,
    batch: &B,
    commands: &[B::Command],
) -> Result<Vec<B::Answer>> {
    let mut tries = 1;
    loop {
        match write_once(store, batch, commands).await {
            Err(error) if tries < TRIES_MAX && (error.is_transient() || error.is_duplicate()) => tries += 1,
            settled => return settled,
        }
    }
}

async fn write_once<B: Batch>(store: &Store, batch: &B, commands: &[B::Command]) -> Result<Vec<B::Answer>> {
    let mut tx = store.begin_batch(batch.flush()).await?;
    let answers = batch.write(&mut tx, commands).await?;
    debug_assert_eq!(answers.len(), commands.len(), "every command is answered");
    tx.commit().await?;
    Ok(answers)
}
