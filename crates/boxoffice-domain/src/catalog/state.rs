//! Where an event and its performances stand. Sale status is derived elsewhere, from these and the inventory.

/// Where an event stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum EventState {
    /// Only its organization sees it.
    Draft,
    /// In the shop.
    Published,
    /// Will not take place; its page still says so.
    Cancelled,
    /// Removed before anything was sold.
    Deleted,
}

impl EventState {
    /// As the databases and the API write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
            Self::Deleted => "deleted",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Cancelled, Self::Deleted]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// Where a performance stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum PerformanceState {
    /// Takes place as announced.
    Scheduled,
    /// Its new date is not known yet.
    Postponed,
    /// Will not take place.
    Cancelled,
}

impl PerformanceState {
    /// As the databases and the API write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Scheduled, Self::Postponed, Self::Cancelled].into_iter().find(|state| state.as_str() == text)
    }
}
