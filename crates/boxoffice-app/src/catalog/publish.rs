//! Publishing: an event goes into the shop once it can really be sold.

use boxoffice_domain::catalog::draft::NewEvent;
use boxoffice_domain::catalog::state::{EventState, PerformanceState};
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::ids::{EventId, OrganizationId};
use boxoffice_domain::money::{Currency, Money};
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
    /// A price that nobody can charge.
    #[error(
        "a price cannot be charged by any payment service here: it is too small, too large, or falls between what its \
         currency is charged in"
    )]
    CannotCharge,
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
            Self::CannotCharge => "cannot_charge",
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
    let Some(event) = tx.find_event(event).await? else { return Ok(missing) };
    let currency = event.currency.parse().unwrap_or(Currency::EUR);
    let ways = find_ways(tx, event.organization_id, currency, event.box_office).await?;
    let totals: Vec<i64> =
        ticket_types.iter().map(|ticket_type| ticket_type.price_minor + ticket_type.fee_minor).collect();
    missing.extend(check_installation(app, &totals, ways).err());
    Ok(missing)
}

/// How an event's tickets can be paid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ways {
    organization: OrganizationId,
    currency: Currency,
    box_office: bool,
    by_transfer: bool,
}

/// How an organization's tickets in a currency can be paid.
pub(crate) async fn find_ways(
    tx: &mut Tx,
    organization: OrganizationId,
    currency: Currency,
    box_office: bool,
) -> StoreResult<Ways> {
    let account = tx.find_bank_account(organization).await?;
    let by_transfer = account.is_some_and(|account| account.is_on && account.currency == currency.code());
    Ok(Ways { organization, currency, box_office, by_transfer })
}

/// Whether a new event could be published as it is.
pub(crate) fn check_new(app: &App, ways: Ways, new: &NewEvent) -> Result<(), PublishError> {
    if new.areas.is_empty() || new.ticket_types.is_empty() {
        return Err(PublishError::NothingToSell);
    }
    let totals: Vec<i64> = new.ticket_types.iter().map(TicketTypeDraft::total_minor).collect();
    check_installation(app, &totals, ways)
}

/// Whether this price can be paid in one of these ways.
pub(crate) fn check_price(app: &App, ways: Ways, total_minor: i64) -> Result<(), PublishError> {
    if total_minor == 0 || ways.by_transfer {
        return Ok(());
    }
    let organization = Some(ways.organization);
    if !app.gateways.can_take_money(organization, ways.currency) {
        return Err(PublishError::NoGateway);
    }
    let amount = Money::new(total_minor, ways.currency);
    let by_gateway = app.gateways.choose_for(organization, amount).is_some();
    if by_gateway || ways.box_office { Ok(()) } else { Err(PublishError::CannotCharge) }
}

/// Whether these prices can be paid here and tickets sent.
fn check_installation(app: &App, totals: &[i64], ways: Ways) -> Result<(), PublishError> {
    totals.iter().try_for_each(|total| check_price(app, ways, *total))?;
    if app.settings.smtp.is_none() && !app.settings.is_test() {
        return Err(PublishError::NoMail);
    }
    Ok(())
}
