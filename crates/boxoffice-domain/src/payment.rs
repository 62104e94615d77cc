//! What money did: a payment is one attempt to move it in, a refund one to move it back.

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

    /// The later of two reports: done and failed are final, so an older message moves nothing back.
    #[must_use]
    pub const fn advance(self, to: Self) -> Self {
        match self {
            Self::Done | Self::Failed => self,
            _ => to,
        }
    }
}
