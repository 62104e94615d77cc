//! The desk: a node's one way to change inventory.
//! Deeds wait in a bounded queue; a batch of them is loaded, decided by the pure engine, written in one
//! transaction, and only after its commit is every caller answered. A refused deed disturbs no neighbour.

use std::any::type_name;
use std::sync::Arc;
use std::time::Instant;

use boxoffice_domain::ids::EventId;
use boxoffice_domain::inventory::Guard;
use boxoffice_domain::limits::{DESK_BATCH_MAX, DESK_QUEUE_MAX};
use tokio::sync::oneshot;

use super::batch::{Batch, Needs};
use super::load::Load;
use crate::clock::Clock;
use crate::jobs::JobError;
use crate::keys::Keys;
use crate::mishap;
use crate::random::Random;
use crate::store::durable::Durable;
use crate::store::group::GroupCommit;
use crate::store::{Dialect, Flush, Store, StoreError};
use crate::stream::{Changed, Stream};

/// Why a deed was not decided at all.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Too much is waiting; answer 503 with Retry-After.
    #[error("too many requests are waiting; try again in a moment")]
    Full,
    /// The database failed; nothing of the deed happened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The desk has stopped.
    #[error("the program is stopping; try again in a moment")]
    Stopped,
}

impl From<DeskError> for JobError {
    fn from(error: DeskError) -> Self {
        Self::Later(error.to_string())
    }
}

/// Something that changes inventory, with its whole effect.
pub(crate) trait Deed: Send + 'static {
    /// What the caller learns when it was done.
    type Answer: Send;
    /// Why it was not.
    type Refusal: Send;

    /// What must be loaded (and locked) before it can be decided.
    fn needs(&self, needs: &mut Needs);

    /// Decides it and plans its effect; refusing must leave the batch untouched.
    fn decide(&mut self, batch: &mut Batch) -> Result<Self::Answer, Self::Refusal>;
}

/// The desk of this node. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    queue: GroupCommit<Box<dyn Waiting>>,
    load: Arc<Load>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("waiting", &self.waiting()).finish()
    }
}

/// What a batch works with.
#[derive(Clone, Debug)]
pub(crate) struct Tools {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) keys: Keys,
    pub(crate) stream: Stream,
    pub(crate) guard: Guard,
}

/// Batches in flight on PostgreSQL: the second decides while the first commits.
const POSTGRES_LANES: usize = 2;
/// How often a batch that lost a deadlock is tried again.
const TRIES: usize = 4;

impl Desk {
    /// Opens the desk.
    pub(crate) fn open(tools: Tools) -> Self {
        let lanes = if tools.store.dialect() == Dialect::Sqlite { 1 } else { POSTGRES_LANES };
        let (tools, load) = (Arc::new(tools), Arc::new(Load::new()));
        let counted = Arc::clone(&load);
        let queue = GroupCommit::start(DESK_QUEUE_MAX, DESK_BATCH_MAX, lanes, move |waiting| {
            let (tools, load) = (Arc::clone(&tools), Arc::clone(&counted));
            async move {
                let (store, begun) = (tools.store.clone(), Instant::now());
                metrics::histogram!("boxoffice_desk_batch_deeds").record(waiting.len() as f64);
                store.run_batch(async move { serve(&tools, waiting).await }).await;
                metrics::histogram!("boxoffice_desk_batch_s").record(begun.elapsed());
                load.count(begun);
            }
        });
        Self { queue, load }
    }

    /// Has a deed decided, and answers after its commit.
    pub(crate) async fn ask<D: Deed>(&self, deed: D) -> Result<Result<D::Answer, D::Refusal>, DeskError> {
        let (reply, answer) = oneshot::channel();
        let waiting = Asked { deed, decided: None, reply: Some(reply) };
        self.queue.submit(Box::new(waiting)).map_err(|_| DeskError::Full)?;
        answer.await.map_err(|_| DeskError::Stopped)?
    }

    /// True while a sale needs the machine: deeds wait, or batches take much of the time.
    pub fn is_busy(&self) -> bool {
        self.waiting() > 0 || self.load.is_high()
    }

    /// Deeds waiting now.
    pub fn waiting(&self) -> usize {
        self.queue.waiting()
    }
}

/// A deed in the queue, whatever its types.
trait Waiting: Send {
    /// Its deed's, for the places of `mishap.rs`.
    fn name(&self) -> &'static str;
    fn needs(&self, needs: &mut Needs);
    fn decide(&mut self, batch: &mut Batch);
    fn answer(&mut self);
    fn fail(&mut self, error: StoreError);
}

struct Asked<D: Deed> {
    deed: D,
    decided: Option<Decision<D>>,
    reply: Option<oneshot::Sender<Result<Decision<D>, DeskError>>>,
}

type Decision<D> = Result<<D as Deed>::Answer, <D as Deed>::Refusal>;

impl<D: Deed> Waiting for Asked<D> {
    fn name(&self) -> &'static str {
        let name = type_name::<D>();
        let module = name.rsplitn(3, "::").last().map_or(0, |front| front.len() + 2);
        name.get(module..).unwrap_or(name)
    }

    fn needs(&self, needs: &mut Needs) {
        self.deed.needs(needs);
    }

    fn decide(&mut self, batch: &mut Batch) {
        self.decided = Some(self.deed.decide(batch));
    }

    fn answer(&mut self) {
        if let (Some(reply), Some(decided)) = (self.reply.take(), self.decided.take()) {
            // The caller may have gone; the deed is done all the same.
            let _ = reply.send(Ok(decided));
        }
    }

    fn fail(&mut self, error: StoreError) {
        if let Some(reply) = self.reply.take() {
            let _ = reply.send(Err(DeskError::Store(error)));
        }
    }
}

async fn serve(tools: &Tools, waiting: Vec<Box<dyn Waiting>>) {
    let Err((mut waiting, error)) = run(tools, waiting).await else { return };
    if let [one] = &mut waiting[..] {
        one.fail(error);
        return;
    }
    // One of them may be the cause: each alone, so that only that one fails.
    tracing::warn!(%error, deeds = waiting.len(), "a batch of the desk failed; its deeds are tried one by one");
    for one in waiting {
        if let Err((mut one, error)) = run(tools, vec![one]).await
            && let Some(one) = one.first_mut()
        {
            one.fail(error);
        }
    }
}

/// Runs a batch and has its callers answered; gives them back when nothing of it happened.
async fn run(
    tools: &Tools,
    mut waiting: Vec<Box<dyn Waiting>>,
) -> Result<(), (Vec<Box<dyn Waiting>>, StoreError)> {
    let mut tries = 1;
    loop {
        match run_once(tools, &mut waiting).await {
            Err(error) if error.is_transient() && tries < TRIES => tries += 1,
            Err(error) => return Err((waiting, error)),
            Ok((changed, durable)) => {
                let is_durable = durable.is_already();
                let answers = answer(tools.stream.clone(), waiting, changed, durable);
                if is_durable {
                    answers.await;
                } else {
                    // The next batch is decided while this one is on its way to the disk.
                    tokio::spawn(answers);
                }
                return Ok(());
            }
        }
    }
}

/// Answers everybody once their batch is durable, and tells who listens what changed.
async fn answer(stream: Stream, waiting: Vec<Box<dyn Waiting>>, changed: Vec<EventId>, durable: Durable) {
    let is_durable = durable.wait().await.is_ok();
    pass(&waiting, "before the answer");
    for mut one in waiting {
        if is_durable {
            one.answer();
        } else {
            one.fail(StoreError::NotDurable);
        }
    }
    for event in changed {
        stream.tell(Changed { event });
    }
}

async fn run_once(
    tools: &Tools,
    waiting: &mut [Box<dyn Waiting>],
) -> Result<(Vec<EventId>, Durable), StoreError> {
    let mut needs = Needs::default();
    for one in waiting.iter() {
        one.needs(&mut needs);
    }
    let mut tx = tools.store.begin_batch(Flush::BeforeAnswer).await?;
    let mut batch = Batch::load(tools, &mut tx, needs).await?;
    for one in waiting.iter_mut() {
        one.decide(&mut batch);
    }
    let changed = batch.write(&mut tx).await?;
    pass(waiting, "before the commit");
    let durable = tx.commit_ahead().await?;
    pass(waiting, "after the commit");
    Ok((changed, durable))
}

/// Each deed passes a place of its own.
fn pass(waiting: &[Box<dyn Waiting>], place: &str) {
    if mishap::is_planned() {
        for one in waiting {
            mishap::pass(|| format!("desk {}, {place}", one.name()));
        }
    }
}
