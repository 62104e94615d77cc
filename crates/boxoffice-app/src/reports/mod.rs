//! What organizers ask: how an event sells, who comes, what happened. One file per question; nothing here changes
//! anything. Whose a thing is, is decided here: somebody else's is not there.

pub mod activity;
pub mod box_office;
pub mod call_off;
pub mod csv;
pub mod curve;
pub mod earnings;
pub mod event;
pub mod figures;
pub mod orders;
pub mod overview;
pub mod payout;
pub mod registrations;
pub mod xlsx;

pub use activity::{list_activity, list_order_activity};
pub use box_office::{BoxOfficeStatement, find_box_office_statement, print_box_office_statement};
pub use call_off::{CallOffFigures, find_call_off, try_refunds_again};
pub use curve::{Curve, Point, Step, sales_curve};
pub use earnings::{Balance, Earned, Earnings, PerformanceEarned, Period, find_earnings};
pub use event::{Sight, find_event, list_performances_of};
pub use figures::{EventFigures, list_figures};
pub use orders::{OrdersQuestion, find_staff_order, list_event_orders};
pub use overview::{Overview, find_overview};
pub use payout::{NewPayout, PayoutError, record_payout};
pub use registrations::{RegistrationState, RegistrationsQuestion, find_registrations};

/// Words that somebody looks for, whatever their case.
struct Words(String);

impl Words {
    fn of(words: &str) -> Self {
        Self(words.trim().chars().take(WORDS_CHARS_MAX).flat_map(char::to_lowercase).collect())
    }

    /// `%words%` for the database, with what `like` would read as a pattern taken literally; none for no words.
    /// SQLite knows the case of ASCII letters only, so any other letter is left open for [`Words::are_in`].
    fn pattern(&self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let mut pattern = String::from("%");
        for letter in self.0.chars() {
            match letter {
                '%' | '_' | '!' => pattern.extend(['!', letter]),
                letter if letter.is_ascii() => pattern.push(letter),
                _ => pattern.push('_'),
            }
        }
        Some(pattern + "%")
    }

    /// Whether one of the texts has them.
    fn are_in(&self, texts: &[&str]) -> bool {
        self.0.is_ascii() || texts.iter().any(|text| text.to_lowercase().contains(&self.0))
    }
}

/// Longer searches find nothing more.
const WORDS_CHARS_MAX: usize = 254;
