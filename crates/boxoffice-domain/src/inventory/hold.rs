//! A hold's life: `open → paying → ordered`, `open → released | expired`, `paying → open | expired`.
//! A late capture may take an expired hold's places again; then it is ordered after all.

/// Where a hold stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldState {
    /// The buyer is choosing; it ends at its time.
    Open,
    /// An order was made and may be paid at any moment; it is not given away.
    Paying,
    /// Its places are sold.
    Ordered,
    /// The buyer gave it back, or its order was cancelled.
    Released,
    /// Its time ran out.
    Expired,
}

/// Why a hold cannot take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoldOver {
    /// Its time ran out.
    #[error("the hold has expired")]
    Expired,
    /// It was given back.
    #[error("the hold was released")]
    Released,
    /// An order was made of it.
    #[error("the hold is already part of an order")]
    InOrder,
}

impl HoldState {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paying => "paying",
            Self::Ordered => "ordered",
            Self::Released => "released",
            Self::Expired => "expired",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Paying, Self::Ordered, Self::Released, Self::Expired]
            .into_iter()
            .find(|state| state.as_str() == text)
    }

    /// True while its places are nobody else's to take and not yet sold.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::Paying)
    }

    /// Open → Paying: checkout made an order of it.
    pub const fn pay(self) -> Result<Self, HoldOver> {
        match self {
            Self::Open => Ok(Self::Paying),
            other => Err(other.over()),
        }
    }

    /// Paying → Ordered: the money is here, or none was owed.
    pub const fn order(self) -> Result<Self, HoldOver> {
        match self {
            Self::Paying => Ok(Self::Ordered),
            other => Err(other.over()),
        }
    }

    /// Paying → Open: the buyer came back unpaid, and the gateway says that nothing comes any more.
    pub const fn reopen(self) -> Result<Self, HoldOver> {
        match self {
            Self::Paying => Ok(Self::Open),
            other => Err(other.over()),
        }
    }

    /// Open → Released.
    pub const fn release(self) -> Result<Self, HoldOver> {
        match self {
            Self::Open => Ok(Self::Released),
            other => Err(other.over()),
        }
    }

    const fn over(self) -> HoldOver {
        match self {
            Self::Open | Self::Expired => HoldOver::Expired,
            Self::Released => HoldOver::Released,
            Self::Paying | Self::Ordered => HoldOver::InOrder,
        }
    }
}
