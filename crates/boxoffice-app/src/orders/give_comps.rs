//! Tickets that the organizer gives away: no price, a reason, and counted apart from what is sold. Places are taken
//! and tickets issued in one deed, whatever the sale windows say.

use boxoffice_domain::ids::{EventId, HoldId, OrderId, PerformanceId, TicketTypeId};
use boxoffice_domain::inventory::{HoldRefusal, HoldState};
use boxoffice_domain::limits::{NAME_CHARS_MAX, TICKETS_PER_ORDER_MAX};
use boxoffice_domain::order::Method;

use super::checkout::{Checkout, MakeOrder};
use super::checkout_error::CheckoutError;
use crate::App;
use crate::accounts::Principal;
use crate::activity::Actor;
use crate::selling::batch::{Batch, Needs};
use crate::selling::claims::{Claim, ClaimRefusal};
use crate::selling::desk::{Deed, DeskError};
use crate::selling::{CartSecret, Choice, HoldError, Item};
use crate::store::StoreError;

/// Longest reason, in characters.
pub const COMP_REASON_CHARS_MAX: usize = 200;

/// Tickets to be given away.
#[derive(Clone, Debug)]
pub struct NewComp {
    /// Of which performance.
    pub performance: PerformanceId,
    /// Of which type.
    pub ticket_type: TicketTypeId,
    /// How many; seats are the best available ones.
    pub quantity: u32,
    /// To whom.
    pub name: String,
    /// Where the tickets go.
    pub email: String,
    /// Language of the mail and the tickets.
    pub locale: String,
    /// Why.
    pub reason: String,
}

/// Why nothing was given away.
#[derive(Debug, thiserror::Error)]
pub enum CompError {
    /// There is no such event or performance for the caller.
    #[error("Resource not found")]
    NotFound,
    /// A name is missing or too long.
    #[error("give a name of at most {NAME_CHARS_MAX} characters")]
    BadName,
    /// The address cannot be one.
    #[error("this is not an e-mail address")]
    BadEmail,
    /// A reason is missing or too long.
    #[error("give a reason of at most {COMP_REASON_CHARS_MAX} characters")]
    NoReason,
    /// The number is out of range.
    #[error("give away between 1 and {TICKETS_PER_ORDER_MAX} tickets at once")]
    BadQuantity,
    /// The places are not there.
    #[error(transparent)]
    Refused(#[from] HoldRefusal),
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl CompError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::BadName => "bad_name",
            Self::BadEmail => "bad_email",
            Self::NoReason => "comp_no_reason",
            Self::BadQuantity => "comp_bad_quantity",
            Self::Refused(refusal) => refusal.code(),
            Self::Desk(_) => "busy",
        }
    }
}

impl From<StoreError> for CompError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// Gives tickets away, if the caller manages the event.
pub async fn give_comps(
    app: &App,
    principal: &Principal,
    actor: &Actor,
    event: EventId,
    new: &NewComp,
) -> Result<OrderId, CompError> {
    let found = app.store.read().await?.find_event(event).await?;
    found.filter(|found| principal.may_manage(found.organization_id)).ok_or(CompError::NotFound)?;
    let deed = plan(app, actor, event, new).await?;
    app.desk.ask(deed).await?
}

async fn plan(app: &App, actor: &Actor, event: EventId, new: &NewComp) -> Result<GiveComps, CompError> {
    let (name, reason) = (new.name.trim(), new.reason.trim());
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(CompError::BadName);
    }
    let email = boxoffice_domain::email::Email::parse(&new.email).map_err(|_| CompError::BadEmail)?;
    if reason.is_empty() || reason.chars().count() > COMP_REASON_CHARS_MAX {
        return Err(CompError::NoReason);
    }
    if !(1..=TICKETS_PER_ORDER_MAX).contains(&new.quantity) {
        return Err(CompError::BadQuantity);
    }
    let choice = Choice::Count { area: None, quantity: new.quantity };
    let item = Item { ticket_type: new.ticket_type, choice };
    let wanted = crate::selling::hold::choose(app, new.performance, &[item]).await;
    let wanted = wanted.map_err(|error| match error {
        HoldError::Refused(refusal) => CompError::Refused(refusal),
        HoldError::Desk(error) => CompError::Desk(error),
        _ => CompError::NotFound,
    })?;
    let (now, cart) = (app.clock.now(), CartSecret::from_bytes(app.random.bytes()));
    let checkout = Checkout {
        cart,
        account: None,
        name: name.to_owned(),
        email: email.into_string(),
        attendees: Vec::new(),
        locale: new.locale.clone(),
        method: Method::Comp,
        terms_accepted: false,
        accepted_total_minor: None,
        id: None,
    };
    let id = HoldId::from_bytes(app.random.id(now));
    Ok(GiveComps {
        event,
        claim: Claim { id, performance: new.performance, cart, account: None, code: None, wanted },
        order: MakeOrder {
            id: OrderId::from_bytes(app.random.id(now)),
            checkout,
            company: None,
            gateways: app.gateways.clone(),
            actor: actor.clone(),
            comp_reason: Some(reason.to_owned()),
        },
    })
}

struct GiveComps {
    event: EventId,
    claim: Claim,
    order: MakeOrder,
}

impl Deed for GiveComps {
    type Answer = OrderId;
    type Refusal = CompError;

    fn needs(&self, needs: &mut Needs) {
        self.claim.needs(needs);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<OrderId, CompError> {
        let performance = batch.performances.get(&self.claim.performance);
        if performance.is_none_or(|performance| performance.event != self.event) {
            return Err(CompError::NotFound);
        }
        let hold = self.claim.make_comp(batch).map_err(|refusal| match refusal {
            ClaimRefusal::Hold(refusal) => CompError::Refused(refusal),
            _ => CompError::NotFound,
        })?;
        match self.order.make(batch, &[hold]) {
            Ok(made) => Ok(made.order),
            Err(refusal) => {
                batch.end_hold(hold, HoldState::Released);
                Err(match refusal {
                    CheckoutError::Desk(error) => CompError::Desk(error),
                    _ => CompError::NotFound,
                })
            }
        }
    }
}
