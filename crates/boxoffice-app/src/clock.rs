//! The one clock. Its time is always bound as a parameter; no statement asks the database's own.
//! On PostgreSQL the system clock is corrected by an offset to the database's, sampled by `store`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use boxoffice_domain::time::Time;

/// Tells the time. Cheap to clone; clones agree.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    /// The machine's clock plus an offset in microseconds.
    System { offset_micros: AtomicI64 },
    /// A clock that tests move by hand.
    #[cfg(any(test, feature = "testing"))]
    Manual { micros: AtomicI64 },
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(Source::System { offset_micros: AtomicI64::new(0) }))
    }

    /// A clock that stands still until it is moved.
    #[cfg(any(test, feature = "testing"))]
    pub fn manual(start: Time) -> Self {
        Self(Arc::new(Source::Manual { micros: AtomicI64::new(start.micros()) }))
    }

    /// Now.
    pub fn now(&self) -> Time {
        match &*self.0 {
            Source::System { offset_micros } => {
                Time::from_micros(machine_micros().saturating_add(offset_micros.load(Ordering::Relaxed)))
            }
            #[cfg(any(test, feature = "testing"))]
            Source::Manual { micros } => Time::from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Follows the database's clock from now on: `theirs` was its time just now.
    pub fn follow(&self, theirs: Time) {
        match &*self.0 {
            Source::System { offset_micros } => {
                offset_micros.store(theirs.micros().saturating_sub(machine_micros()), Ordering::Relaxed);
            }
            #[cfg(any(test, feature = "testing"))]
            Source::Manual { .. } => {}
        }
    }

    /// Follows the machine's own clock again, after it followed another time.
    pub fn follow_machine(&self) {
        self.follow(Time::from_micros(machine_micros()));
    }

    /// Moves a manual clock forward; a system clock goes by itself.
    #[cfg(any(test, feature = "testing"))]
    pub fn advance_s(&self, seconds: i64) {
        if let Source::Manual { micros } = &*self.0 {
            micros.fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the seam that everything else reads the clock through"
)]
fn machine_micros() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as i64)
}
