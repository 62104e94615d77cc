//! Registrations of an event: searched, filtered, in pages.

use boxoffice_domain::ids::{EventId, TicketId, TicketTypeId};
use boxoffice_domain::time::Time;

use super::Words;
use crate::App;
use crate::store::Result;
use crate::store::report_lists::{FoundRegistration, RegistrationsQuery};

/// Where a registration stands, as staff ask for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegistrationState {
    /// Its ticket would be let in.
    Valid,
    /// Its holder was let in.
    Used,
    /// Its ticket is worth nothing any more.
    Void,
}

impl RegistrationState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Valid, Self::Used, Self::Void];

    /// As addresses and files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Used => "used",
            Self::Void => "void",
        }
    }

    /// Reads the written form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Where a found registration stands.
    pub fn of(found: &FoundRegistration) -> Self {
        match (found.state.as_str(), found.used_at) {
            ("void", _) => Self::Void,
            (_, Some(_)) => Self::Used,
            (_, None) => Self::Valid,
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct RegistrationsQuestion {
    /// Part of a name, an address or an order's number.
    pub words: String,
    /// Of this ticket type only.
    pub ticket_type: Option<TicketTypeId>,
    /// In this state only.
    pub state: Option<RegistrationState>,
    /// The last one of the page before.
    pub after: Option<(Time, TicketId)>,
}

/// Up to `limit` registrations of an event, oldest first.
pub async fn find_registrations(
    app: &App,
    event: EventId,
    question: &RegistrationsQuestion,
    limit: u32,
) -> Result<Vec<FoundRegistration>> {
    let words = Words::of(&question.words);
    let mut query = RegistrationsQuery {
        event,
        pattern: words.pattern(),
        ticket_type: question.ticket_type,
        state: question.state.map(RegistrationState::as_str),
        after: question.after,
        limit,
    };
    let mut tx = app.store.read().await?;
    let mut found = Vec::new();
    loop {
        let page = tx.find_registrations(&query).await?;
        let is_last = page.len() < limit as usize;
        query.after = page.last().map(|last| (last.issued_at, last.ticket_id));
        found.extend(page.into_iter().filter(|row| {
            words.are_in(&[&row.holder_name, &row.buyer_name, &row.holder_email, &row.number])
        }));
        if is_last || found.len() >= limit as usize {
            found.truncate(limit as usize);
            return Ok(found);
        }
    }
}
