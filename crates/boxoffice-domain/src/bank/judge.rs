//! What a transfer means for the order that it names.

use crate::order::{Method, OrderState};

/// An order, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where it stands.
    pub state: OrderState,
    /// How it is to be paid.
    pub method: Method,
    /// What is still owed, in minor units: its price less what came in before.
    pub due_minor: i64,
}

/// What an entry of a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It pays exactly what one waiting order owes.
    Exact,
    /// It pays less; another transfer may complete it.
    TooLittle,
    /// It pays more; the rest is its sender's.
    TooMuch,
    /// It names no order that is paid by transfer.
    Unknown,
    /// It names more than one.
    Ambiguous,
    /// The order is paid already.
    Paid,
    /// The order is over: its time ran out, or it was cancelled.
    Over,
    /// The same entry was taken from a statement before.
    Known,
}

/// Where an entry of a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// Somebody must look.
    Open,
    /// It paid for its order.
    Taken,
    /// Somebody looked: it pays for no order.
    Aside,
}

impl EntryState {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Taken => "taken",
            Self::Aside => "aside",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Taken, Self::Aside].into_iter().find(|state| state.as_str() == text)
    }
}

impl Verdict {
    const ALL: [Self; 8] = [
        Self::Exact,
        Self::TooLittle,
        Self::TooMuch,
        Self::Unknown,
        Self::Ambiguous,
        Self::Paid,
        Self::Over,
        Self::Known,
    ];

    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::TooLittle => "too_little",
            Self::TooMuch => "too_much",
            Self::Unknown => "unknown",
            Self::Ambiguous => "ambiguous",
            Self::Paid => "paid",
            Self::Over => "over",
            Self::Known => "known",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == text)
    }

    /// What an amount means for the orders that its text names. Only those of the account's owner and currency count.
    pub fn of(amount_minor: i64, named: &[Named]) -> Self {
        let mut by_transfer = named.iter().filter(|order| order.method == Method::BankTransfer);
        let (Some(order), None) = (by_transfer.next(), by_transfer.next()) else {
            return if named.iter().any(|order| order.method == Method::BankTransfer) {
                Self::Ambiguous
            } else {
                Self::Unknown
            };
        };
        match order.state {
            OrderState::Confirmed => Self::Paid,
            OrderState::Cancelled | OrderState::Expired => Self::Over,
            OrderState::Pending if amount_minor == order.due_minor => Self::Exact,
            OrderState::Pending if amount_minor < order.due_minor => Self::TooLittle,
            OrderState::Pending => Self::TooMuch,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_waiting_order_and_its_exact_sum_is_a_match() {
        use OrderState::{Cancelled, Confirmed, Expired, Pending};
        let order = |state| Named { state, method: Method::BankTransfer, due_minor: 100 };
        let card = Named { method: Method::Gateway, ..order(Pending) };
        let table: &[(&[Named], i64, Verdict)] = &[
            (&[order(Pending)], 100, Verdict::Exact),
            (&[order(Pending), card], 100, Verdict::Exact),
            (&[order(Pending)], 99, Verdict::TooLittle),
            (&[order(Pending)], 101, Verdict::TooMuch),
            (&[], 100, Verdict::Unknown),
            (&[card], 100, Verdict::Unknown),
            (&[order(Pending), order(Pending)], 100, Verdict::Ambiguous),
            (&[order(Confirmed)], 100, Verdict::Paid),
            (&[order(Expired)], 100, Verdict::Over),
            (&[order(Cancelled)], 100, Verdict::Over),
        ];
        for (named, amount, verdict) in table {
            assert_eq!(Verdict::of(*amount, named), *verdict, "{named:?} {amount}");
        }
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::parse(verdict.as_str()), Some(verdict));
        }
    }
}
