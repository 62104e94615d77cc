//! A ticket's life: `valid → void`. Admitted is not a state: it is having a check-in.

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketState {
    /// Lets its holder in once.
    Valid,
    /// Worthless, with a reason.
    Void,
}

impl TicketState {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Void => "void",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Valid, Self::Void].into_iter().find(|state| state.as_str() == text)
    }
}
