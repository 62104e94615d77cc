//! What money did: a payment is one attempt to move it in, a refund one to move it back, a dispute the buyer's bank
//! asking for it. What is final stays, so that messages may come in any order.

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// Recorded, and the gateway not asked yet.
    Created,
    /// The gateway has a session open for it.
    Pending,
    /// The gateway was asked and did not answer.
    Unknown,
    /// The money is here.
    Captured,
    /// It will not come.
    Failed,
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// Owed to the buyer.
    Wanted,
    /// The gateway is working on it.
    Pending,
    /// The gateway was asked and did not answer.
    Unknown,
    /// The buyer has it.
    Done,
    /// The gateway refuses; a person must look.
    Failed,
}

/// How money was taken at the box office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenAs {
    /// In coins and notes.
    Cash,
    /// By a card terminal.
    Card,
    /// In some other way.
    Other,
}

impl TakenAs {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cash, Self::Card, Self::Other];

    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Other => "other",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|taken| taken.as_str() == text)
    }
}

impl PaymentState {
    const ALL: [Self; 5] = [Self::Created, Self::Pending, Self::Unknown, Self::Captured, Self::Failed];

    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::Captured => "captured",
            Self::Failed => "failed",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// True while money may still come.
    pub const fn is_unfinished(self) -> bool {
        matches!(self, Self::Created | Self::Pending | Self::Unknown)
    }
}

impl RefundState {
    const ALL: [Self; 5] = [Self::Wanted, Self::Pending, Self::Unknown, Self::Done, Self::Failed];

    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The later of two reports. Nothing moves a failed refund, and only the bank's return of the money moves one that
    /// is done: whatever the order of the messages, the end is the same.
    #[must_use]
    pub const fn advance(self, to: Self) -> Self {
        match (self, to) {
            (Self::Failed, _) | (Self::Done, Self::Failed) => Self::Failed,
            (Self::Done, _) => Self::Done,
            (Self::Pending | Self::Unknown, Self::Wanted) => self,
            (_, to) => to,
        }
    }

    /// True while the gateway may still carry it out.
    pub const fn is_unfinished(self) -> bool {
        matches!(self, Self::Wanted | Self::Pending | Self::Unknown)
    }
}

/// What a refund gives money back for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundKind {
    /// Money that bought nothing: too late, or twice.
    Surplus,
    /// Places that were given back.
    Tickets,
    /// A gift of the organizer; the tickets stay.
    Amount,
}

impl RefundKind {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Surplus => "surplus",
            Self::Tickets => "tickets",
            Self::Amount => "amount",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Surplus, Self::Tickets, Self::Amount].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeState {
    /// The bank has taken the money and asks for reasons.
    Opened,
    /// The money is back.
    Won,
    /// The money is gone.
    Lost,
}

impl DisputeState {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Opened, Self::Won, Self::Lost].into_iter().find(|state| state.as_str() == text)
    }

    /// The later of two reports: a decision is final, so an older message moves nothing back.
    #[must_use]
    pub const fn advance(self, to: Self) -> Self {
        match self {
            Self::Opened => to,
            Self::Won | Self::Lost => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end<T: Copy>(start: T, reports: &[T], advance: impl Fn(T, T) -> T) -> T {
        reports.iter().fold(start, |state, to| advance(state, *to))
    }

    #[test]
    fn reports_of_a_refund_end_the_same_in_any_order() {
        use RefundState::{Done, Failed, Pending, Wanted};
        let advance = |state: RefundState, to| state.advance(to);
        for reports in [[Pending, Done, Failed], [Failed, Done, Pending], [Done, Failed, Pending]] {
            assert_eq!(end(Wanted, &reports, advance), Failed);
        }
        assert_eq!(end(Wanted, &[Done, Pending], advance), Done);
    }

    #[test]
    fn a_decided_dispute_stays_decided() {
        use DisputeState::{Lost, Opened, Won};
        let advance = |state: DisputeState, to| state.advance(to);
        assert_eq!(end(Opened, &[Lost, Opened], advance), Lost);
        assert_eq!(end(Opened, &[Won, Lost], advance), Won);
    }
}
