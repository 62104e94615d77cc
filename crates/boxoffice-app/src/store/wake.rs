//! Waking the workers: a commit that enqueued a job tells this process's runner at once.
//! Other nodes' jobs, and jobs for later, are found by the runner's timer.

use std::sync::Arc;

use tokio::sync::Notify;

use super::jobs::Lane;

/// One bell per lane. Each lane has one loop that listens, so a ring while it works is kept.
#[derive(Debug, Default)]
pub(crate) struct Wake {
    prompt: Notify,
    bulk: Notify,
}

impl Wake {
    fn bell(&self, lane: Lane) -> &Notify {
        match lane {
            Lane::Prompt => &self.prompt,
            Lane::Bulk => &self.bulk,
        }
    }

    pub(crate) async fn enqueued(&self, lane: Lane) {
        self.bell(lane).notified().await;
    }
}

/// Which lanes a transaction has enqueued jobs for.
#[derive(Debug, Default)]
pub(crate) struct Enqueued {
    wake: Option<Arc<Wake>>,
    prompt: bool,
    bulk: bool,
}

impl Enqueued {
    pub(crate) fn telling(wake: &Arc<Wake>) -> Self {
        Self { wake: Some(Arc::clone(wake)), prompt: false, bulk: false }
    }

    pub(crate) fn note(&mut self, lane: Lane) {
        match lane {
            Lane::Prompt => self.prompt = true,
            Lane::Bulk => self.bulk = true,
        }
    }

    pub(crate) fn tell(&self) {
        let Some(wake) = &self.wake else { return };
        for (noted, lane) in [(self.prompt, Lane::Prompt), (self.bulk, Lane::Bulk)] {
            if noted {
                wake.bell(lane).notify_one();
            }
        }
    }
}
