//! The lists: every kind of job, every periodic work, every gateway. A further one is one line here.

use crate::jobs::{Kinds, Periodic};

/// What the workers can do.
#[derive(Debug)]
pub struct Work {
    /// Kinds of jobs.
    pub kinds: Kinds,
    /// Periodic work, in the order in which [`crate::jobs::run_schedule`] does it.
    pub schedule: Vec<Periodic>,
}

/// Every kind of job and all periodic work.
pub(crate) fn work() -> Work {
    Work {
        kinds: Kinds::default(),
        schedule: vec![
            crate::tickets::files::CLEANUP,
        ],
    }
}
