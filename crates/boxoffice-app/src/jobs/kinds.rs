//! Which kinds of jobs there are: stored name to typed work. `wiring.rs` holds the list.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;

use super::{Job, JobError};
use crate::App;

type Work = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Start = fn(App, &str) -> Work;

/// Every kind of job that this program can do.
#[derive(Clone, Default)]
pub struct Kinds(HashMap<&'static str, Start>);

impl Kinds {
    /// Adds a kind.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        let earlier = self.0.insert(J::KIND, start::<J>);
        debug_assert!(earlier.is_none(), "two jobs are called {}", J::KIND);
        self
    }

    /// The names, in order.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.0.keys().copied().collect();
        names.sort_unstable();
        names
    }

    /// The work of a stored job.
    pub(super) fn work(&self, app: &App, kind: &str, payload: &str) -> Work {
        let Some(start) = self.0.get(kind) else {
            // A newer node may have enqueued it; after the deploy this one knows it too.
            let error = JobError::Later(format!("no job is called {kind} here"));
            return Box::pin(std::future::ready(Err(error)));
        };
        start(app.clone(), payload)
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

fn start<J: Job>(app: App, payload: &str) -> Work {
    match serde_json::from_str::<J>(payload) {
        Ok(job) => Box::pin(async move { job.run(&app).await }),
        Err(error) => {
            let error = JobError::Never(format!("its payload cannot be read: {error}"));
            Box::pin(std::future::ready(Err(error)))
        }
    }
}
