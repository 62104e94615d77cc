//! Publishing: an event goes into the shop once it can really be sold.

use boxoffice_domain::catalog::draft::NewEvent;

use crate::App;

/// Why an event cannot be published. The first that applies is the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// No event of yours with this id.
    #[error("there is no such event")]
    NoSuchEvent,
    /// A cancelled event stays cancelled.
    #[error("a cancelled event cannot be published again")]
    Cancelled,
    /// No places or no ticket types.
    #[error("there is nothing to sell yet: add places and a ticket type")]
    NothingToSell,
    /// Real money needs a real gateway.
    #[error("priced tickets cannot be sold yet: no payment gateway is set up; ask the operator")]
    NoGateway,
    /// Tickets go out by mail.
    #[error("tickets cannot be sent yet: no mail server is set up; ask the operator")]
    NoMail,
}

impl PublishError {
    /// Its stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchEvent => "no_such_event",
            Self::Cancelled => "event_cancelled",
            Self::NothingToSell => "nothing_to_sell",
            Self::NoGateway => "no_gateway",
            Self::NoMail => "no_mail",
        }
    }
}

/// Whether a new event could be published as it is.
pub(crate) fn check_new(app: &App, new: &NewEvent) -> Result<(), PublishError> {
    if new.areas.is_empty() || new.ticket_types.is_empty() {
        return Err(PublishError::NothingToSell);
    }
    let priced = new.ticket_types.iter().any(|ticket_type| ticket_type.total_minor() > 0);
    check_installation(app, priced)
}

/// Whether this installation can sell at all.
pub(crate) fn check_installation(app: &App, priced: bool) -> Result<(), PublishError> {
    if app.settings.is_test() {
        return Ok(());
    }
    // The only gateway so far is the test gateway, which does not exist in live mode.
    if priced {
        return Err(PublishError::NoGateway);
    }
    if app.settings.smtp.is_none() {
        return Err(PublishError::NoMail);
    }
    Ok(())
}
