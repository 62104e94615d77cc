//! How busy the desk is: the share of the last moments that it spent on batches.
//! Bulk work asks, to step back while a sale needs the machine.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Long enough to hold many batches, short enough to notice the end of a rush.
const WINDOW: Duration = Duration::from_millis(200);
/// Busier than this, sales need the machine.
const BUSY_SHARE: f64 = 0.3;

/// Counts the time that batches take.
#[derive(Debug)]
pub(super) struct Load {
    window: Mutex<Window>,
}

#[derive(Debug)]
struct Window {
    since: Instant,
    worked: Duration,
    /// The share of the window before this one.
    share: f64,
}

impl Load {
    pub(super) fn new() -> Self {
        Self { window: Mutex::new(Window { since: Instant::now(), worked: Duration::ZERO, share: 0.0 }) }
    }

    /// Counts a batch that began then and has just ended.
    pub(super) fn count(&self, begun: Instant) {
        self.count_at(begun, Instant::now());
    }

    /// True while batches take so much of the time that others should step back.
    pub(super) fn is_high(&self) -> bool {
        self.is_high_at(Instant::now())
    }

    fn count_at(&self, begun: Instant, now: Instant) {
        let mut window = self.lock();
        window.worked += now.saturating_duration_since(begun);
        let passed = now.saturating_duration_since(window.since);
        if passed >= WINDOW {
            *window = Window {
                since: now,
                worked: Duration::ZERO,
                share: window.worked.as_secs_f64() / passed.as_secs_f64(),
            };
        }
    }

    fn is_high_at(&self, now: Instant) -> bool {
        let window = self.lock();
        // A window that nobody closed for so long was a quiet one.
        now.saturating_duration_since(window.since) < 2 * WINDOW && window.share > BUSY_SHARE
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rush_is_noticed_and_so_is_its_end() {
        let load = Load::new();
        let start = load.lock().since;
        let at = |ms| start + Duration::from_millis(ms);
        load.count_at(at(0), at(10));
        load.count_at(at(199), at(200));
        assert!(!load.is_high_at(at(201)), "a few batches are no rush");
        load.count_at(at(210), at(400));
        assert!(load.is_high_at(at(401)), "batches all the time are one");
        assert!(!load.is_high_at(at(900)), "silence ends it");
    }
}
