//! An order's life: `pending → confirmed → cancelled`, `pending → cancelled | expired`,
//! and `expired → confirmed` when a late capture could take the places again.
//! What the money did is in payments and refunds, never here.

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Made, and not paid.
    Pending,
    /// Its tickets exist.
    Confirmed,
    /// Ended by buyer or organizer.
    Cancelled,
    /// Not paid in time.
    Expired,
}

/// How an order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Through a payment gateway.
    Gateway,
    /// Nothing is owed.
    Free,
    /// In person, before a deadline.
    BoxOffice,
    /// By a transfer to the organizer's bank account, before a deadline.
    BankTransfer,
    /// Not at all: the organizer gave it away, with a reason.
    Comp,
}

/// Why an order cannot take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an order that is {} cannot become {}", .from.as_str(), .to.as_str())]
pub struct WrongStep {
    /// Where it is.
    pub from: OrderState,
    /// Where it was to go.
    pub to: OrderState,
}

impl OrderState {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Confirmed, Self::Cancelled, Self::Expired]
            .into_iter()
            .find(|state| state.as_str() == text)
    }

    /// The order in state `to`, if the graph has that step.
    pub const fn step(self, to: Self) -> Result<Self, WrongStep> {
        match (self, to) {
            (Self::Pending, Self::Confirmed | Self::Cancelled | Self::Expired)
            | (Self::Confirmed, Self::Cancelled)
            | (Self::Expired, Self::Confirmed) => Ok(to),
            (from, to) => Err(WrongStep { from, to }),
        }
    }
}

impl Method {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Free => "free",
            Self::BoxOffice => "box_office",
            Self::BankTransfer => "bank_transfer",
            Self::Comp => "comp",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::Gateway, Self::Free, Self::BoxOffice, Self::BankTransfer, Self::Comp];
        all.into_iter().find(|method| method.as_str() == text)
    }
}

/// Letters and digits that cannot be mistaken for each other.
const NUMBER_LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Letters of an order's number.
pub const NUMBER_CHARS: usize = 10;

/// Whether a text can be an order's number.
pub fn is_order_number(text: &str) -> bool {
    text.len() == NUMBER_CHARS && text.bytes().all(|letter| NUMBER_LETTERS.contains(&letter))
}

/// Ten letters, 50 bits of chance: short enough to read out, long enough to be unique.
pub fn order_number(chance: [u8; 10]) -> String {
    chance.iter().map(|byte| char::from(NUMBER_LETTERS[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::OrderState::{Cancelled, Confirmed, Expired, Pending};

    #[test]
    fn an_order_moves_only_along_its_graph() {
        let all = [Pending, Confirmed, Cancelled, Expired];
        let mut steps = Vec::new();
        for from in all {
            for to in all {
                if from.step(to).is_ok() {
                    steps.push((from, to));
                }
            }
        }
        assert_eq!(
            steps,
            [
                (Pending, Confirmed),
                (Pending, Cancelled),
                (Pending, Expired),
                (Confirmed, Cancelled),
                (Expired, Confirmed)
            ]
        );
    }
}
