//! When a ticket type is on sale: from the moment it opens until just before it closes.

use crate::time::Time;

/// A sale window, half open: the closing moment itself is too late.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SaleWindow {
    /// From when; none: at once.
    pub opens_at: Option<Time>,
    /// Until when; none: until the performance has started.
    pub closes_at: Option<Time>,
}

/// Where a moment lies relative to a sale window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sale {
    /// Before it.
    NotYet,
    /// In it.
    Open,
    /// After it.
    Ended,
}

impl SaleWindow {
    /// Whether tickets are on sale at `now` for a performance that ends (or, without an end, starts) at `over`.
    pub fn at(self, now: Time, over: Option<Time>) -> Sale {
        if self.closes_at.or(over).is_some_and(|closes| now >= closes) || over.is_some_and(|over| now >= over)
        {
            return Sale::Ended;
        }
        if self.opens_at.is_some_and(|opens| now < opens) {
            return Sale::NotYet;
        }
        Sale::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_moment_is_too_late_and_the_opening_one_is_not_too_early() {
        let at = Time::from_seconds;
        let window = SaleWindow { opens_at: Some(at(10)), closes_at: Some(at(20)) };
        let states: Vec<Sale> = [9, 10, 19, 20].map(|now| window.at(at(now), Some(at(30)))).into();
        assert_eq!(states, [Sale::NotYet, Sale::Open, Sale::Open, Sale::Ended]);
        assert_eq!(SaleWindow::default().at(at(29), Some(at(30))), Sale::Open);
        assert_eq!(SaleWindow::default().at(at(30), Some(at(30))), Sale::Ended);
        assert_eq!(SaleWindow::default().at(at(30), None), Sale::Open);
    }
}
