//! What organizers ask: how an event sells, who comes, what happened. One file per question; nothing here changes
//! anything. Whose a thing is, is decided here: somebody else's is not there.

pub mod activity;
pub mod csv;
pub mod curve;
pub mod event;
pub mod figures;
pub mod orders;
pub mod overview;
pub mod registrations;

pub use activity::{list_activity, list_order_activity};
pub use curve::{Curve, Point, Step, sales_curve};
pub use event::{Sight, find_event};
pub use figures::{EventFigures, list_figures};
pub use orders::{OrdersQuestion, find_staff_order, list_event_orders};
pub use overview::{Overview, find_overview};
pub use registrations::{RegistrationState, RegistrationsQuestion, find_registrations};

/// `%words%`, with what `like` would read as a pattern taken literally; none for no words.
fn pattern(words: &str) -> Option<String> {
    let words = words.trim();
    if words.is_empty() {
        return None;
    }
    let mut pattern = String::from("%");
    for letter in words.chars().take(WORDS_CHARS_MAX) {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    Some(pattern + "%")
}

/// Longer searches find nothing more.
const WORDS_CHARS_MAX: usize = 254;
