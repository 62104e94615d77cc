//! Mishaps on purpose: a test build can be told to die at a place that money passes, and to forget what it asked
//! before. `cargo xtask prove money-crash-points` kills it at every place and shows with the second that its judge
//! sees. Places are named where they are, so that a new one is found by running the way once.
//! Without the feature `testing` nothing is read and nothing is counted.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::process::abort;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use std::{env, thread};

/// Names the file into which every passed place is written, a line each.
pub const PLACES_VARIABLE: &str = "BOXOFFICE_TEST_PLACES";
/// Where to die: how often the place is passed, a blank, its name.
pub const DIE_AT_VARIABLE: &str = "BOXOFFICE_TEST_DIE_AT";
/// Set to anything: gateways are asked without keys and without looking first.
pub const FORGETS_VARIABLE: &str = "BOXOFFICE_TEST_FORGETS";

/// An answer that was handed to the network is on its way within this.
const SOON: Duration = Duration::from_millis(40);

/// What was wished for.
#[derive(Debug, Default)]
struct Plan {
    places: Option<Mutex<File>>,
    die_at: Option<(u64, String)>,
    passed: AtomicU64,
    forgets: bool,
}

/// Passes a place. Its name is made only when somebody wants it.
pub(crate) fn pass(place: impl FnOnce() -> String) {
    if let Some(plan) = plan()
        && plan.is_reached(&place())
    {
        abort();
    }
}

/// Passes a place that lies behind an answer: it is on its way when the process dies.
pub(crate) fn pass_soon(place: impl FnOnce() -> String) {
    if let Some(plan) = plan()
        && plan.is_reached(&place())
    {
        thread::spawn(|| {
            thread::sleep(SOON);
            abort();
        });
    }
}

/// Whether places are counted at all.
pub(crate) fn is_planned() -> bool {
    plan().is_some()
}

/// Whether gateways are to be asked as if nothing had been asked before: the control of the proof.
pub(crate) fn forgets() -> bool {
    plan().is_some_and(|plan| plan.forgets)
}

fn plan() -> Option<&'static Plan> {
    static PLAN: OnceLock<Option<Plan>> = OnceLock::new();
    if cfg!(feature = "testing") { PLAN.get_or_init(Plan::read).as_ref() } else { None }
}

impl Plan {
    fn read() -> Option<Self> {
        let places = env::var_os(PLACES_VARIABLE);
        let die_at = env::var(DIE_AT_VARIABLE).ok();
        let forgets = env::var_os(FORGETS_VARIABLE).is_some();
        if places.is_none() && die_at.is_none() && !forgets {
            return None;
        }
        let open = |path| OpenOptions::new().create(true).append(true).open(path).ok();
        Some(Self {
            places: places.and_then(open).map(Mutex::new),
            die_at: die_at.as_deref().and_then(read_place),
            passed: AtomicU64::new(0),
            forgets,
        })
    }

    /// Notes the place, and says whether it is the one to die at.
    fn is_reached(&self, place: &str) -> bool {
        if let Some(file) = &self.places {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            // A proof that misses a place because of this finds fewer than it must.
            let _ = file.write_all(format!("{place}\n").as_bytes());
        }
        let Some((times, wanted)) = &self.die_at else { return false };
        place == wanted && self.passed.fetch_add(1, Ordering::SeqCst) + 1 == *times
    }
}

fn read_place(text: &str) -> Option<(u64, String)> {
    let (times, place) = text.split_once(' ')?;
    Some((times.parse().ok()?, place.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_reached_at_its_turn_and_once() {
        let die_at = read_place("2 desk capture::Capture, after the commit");
        let plan = Plan { die_at, ..Plan::default() };
        let reached = ["other", "desk capture::Capture, after the commit"].repeat(3);
        let reached: Vec<bool> = reached.into_iter().map(|place| plan.is_reached(place)).collect();
        assert_eq!(reached, [false, false, false, true, false, false]);
        assert_eq!(read_place("often somewhere"), None);
    }
}
