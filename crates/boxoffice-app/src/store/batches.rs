//! The thread that SQLite's batches run in, one after another: whoever writes next never waits for a thread to wake.
//! Groups of writers hand it their batches; while it runs one, the others gather.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{OnceLock, mpsc};
use std::thread;

use futures_util::FutureExt as _;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

type Batch = Pin<Box<dyn Future<Output = ()> + Send>>;
type Ended = Result<(), Box<dyn Any + Send>>;

#[derive(Debug)]
struct Waiting {
    sender: mpsc::Sender<(Batch, oneshot::Sender<Ended>)>,
}

/// The thread's entrance. It starts with the first batch and ends with the store.
#[derive(Debug, Default)]
pub(super) struct Batches {
    waiting: OnceLock<Waiting>,
}

impl Batches {
    /// Runs a batch in the thread and returns when it is over; its panic is the caller's.
    pub(super) async fn run(&self, batch: impl Future<Output = ()> + Send + 'static) {
        let (over, ended) = oneshot::channel();
        let waiting = self.waiting.get_or_init(start);
        if waiting.sender.send((Box::pin(batch), over)).is_err() {
            return;
        }
        // A thread that ended without a word was stopped with its runtime.
        if let Ok(Err(panic)) = ended.await {
            std::panic::resume_unwind(panic);
        }
    }
}

fn start() -> Waiting {
    let (sender, waiting) = mpsc::channel::<(Batch, oneshot::Sender<Ended>)>();
    let runtime = Handle::current();
    let work = move || {
        while let Ok((batch, over)) = waiting.recv() {
            // Whoever waited may have gone.
            let _ = over.send(runtime.block_on(AssertUnwindSafe(batch).catch_unwind()));
        }
    };
    if let Err(error) = thread::Builder::new().name("batches".to_owned()).spawn(work) {
        tracing::error!(%error, "the thread of batches cannot be started; nothing can be sold");
    }
    Waiting { sender }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_batch_that_panics_ends_alone() {
        let batches = std::sync::Arc::new(Batches::default());
        let at = std::sync::Arc::clone(&batches);
        let broken = tokio::spawn(async move { at.run(async { panic!("on purpose") }).await });
        assert!(broken.await.is_err_and(|error| error.is_panic()), "its caller hears of it");
        let (told, hears) = oneshot::channel();
        batches.run(async move { told.send(7).expect("somebody listens") }).await;
        assert_eq!(hears.await, Ok(7), "the thread goes on");
    }
}
