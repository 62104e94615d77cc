//! Publishing: an event goes into the shop once it can really be sold.

use boxoffice_domain::catalog::draft::NewEvent;
use boxoffice_domain::catalog::state::{EventState, PerformanceState};
use boxoffice_domain::ids::{EventId, OrganizationId};
use boxoffice_domain::money::Currency;
use serde_json::json;

use crate::App;
use crate::catalog::Editor;
use crate::catalog::edit::{Edit, EditError};
use crate::store::{Result as StoreResult, Tx};

/// Why an event cannot be published. The first that applies is the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// No performance, not even one to be announced.
    #[error("there is no performance yet: add one, with or without a date")]
    NoPerformance,
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
            Self::NoPerformance => "no_performance",
            Self::NothingToSell => "nothing_to_sell",
            Self::NoGateway => "no_gateway",
            Self::NoMail => "no_mail",
        }
    }
}

/// Puts a draft into the shop. One that is there already stays there.
pub async fn publish_event(app: &App, editor: &Editor, event: EventId) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    if edit.event.state == EventState::Published {
        return Ok(());
    }
    if let Some(error) = missing(app, &mut edit.tx, event).await?.into_iter().next() {
        return Err(error.into());
    }
    edit.event.state = EventState::Published;
    edit.event.published_at = Some(app.clock.now());
    edit.close("event.published", &json!({})).await?;
    Ok(())
}

/// Takes an event out of the shop again, as long as nobody has anything of it.
pub async fn unpublish_event(app: &App, editor: &Editor, event: EventId) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    if edit.is_sold().await? {
        return Err(EditError::Sold);
    }
    edit.event.state = EventState::Draft;
    edit.event.published_at = None;
    edit.close("event.unpublished", &json!({})).await?;
    Ok(())
}

/// Everything that keeps an event from being published: the checklist of its page.
pub async fn checklist(app: &App, event: EventId) -> StoreResult<Vec<PublishError>> {
    missing(app, &mut app.store.read().await?, event).await
}

async fn missing(app: &App, tx: &mut Tx, event: EventId) -> StoreResult<Vec<PublishError>> {
    let mut missing = Vec::new();
    let performances = tx.list_performances(event).await?;
    if !performances.iter().any(|performance| performance.state != PerformanceState::Cancelled) {
        missing.push(PublishError::NoPerformance);
    }
    let ticket_types = tx.list_ticket_types(event).await?;
    if ticket_types.is_empty() || tx.list_ticket_type_areas(event).await?.is_empty() {
        missing.push(PublishError::NothingToSell);
    }
    let priced = ticket_types.iter().any(|ticket_type| ticket_type.price_minor + ticket_type.fee_minor > 0);
    let event = tx.find_event(event).await?;
    let currency = event.as_ref().and_then(|event| event.currency.parse().ok());
    let organization = event.map(|event| event.organization_id);
    missing.extend(check_installation(app, priced, organization, currency.unwrap_or(Currency::EUR)).err());
    Ok(missing)
}

/// Whether a new event could be published as it is.
pub(crate) fn check_new(app: &App, organization: OrganizationId, new: &NewEvent) -> Result<(), PublishError> {
    if new.areas.is_empty() || new.ticket_types.is_empty() {
        return Err(PublishError::NothingToSell);
    }
    let priced = new.ticket_types.iter().any(|ticket_type| ticket_type.total_minor() > 0);
    check_installation(app, priced, Some(organization), new.details.currency)
}

/// Whether this installation can take the organization's money in that currency and send tickets.
fn check_installation(
    app: &App,
    priced: bool,
    organization: Option<OrganizationId>,
    currency: Currency,
) -> Result<(), PublishError> {
    if priced && !app.gateways.can_take_money(organization, currency) {
        return Err(PublishError::NoGateway);
    }
    if app.settings.smtp.is_none() && !app.settings.is_test() {
        return Err(PublishError::NoMail);
    }
    Ok(())
}
