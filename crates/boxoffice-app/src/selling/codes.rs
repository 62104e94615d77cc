//! Codes in buyers' hands: shown to an event page they open ticket types, applied to a cart they lower its price.
//! A cart has one code per event; whether a use is left is decided when the cart becomes an order.
//! Trying codes is limited per client address, right ones too: else a refusal would still tell wrong from right.

use boxoffice_domain::ids::{CodeId, EventId, HoldId, PerformanceId, TicketTypeId};
use boxoffice_domain::inventory::{Access, HoldState};
use boxoffice_domain::price::CodeRefusal;
use boxoffice_domain::price::code::canonical;

use super::batch::{Batch, Code, Hold, Needs, code_rule};
use super::desk::{Deed, DeskError};
use super::hold::HoldError;
use super::secret::CartSecret;
use crate::App;
use crate::activity::Actor;
use crate::rates::{Rate, TooMany};
use crate::store::StoreError;
use crate::store::codes::CodeRow;

/// Why a code changes nothing.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// There is no such cart, or nothing in it is held.
    #[error("there is nothing in this cart")]
    NoSuchCart,
    /// Too many were tried.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// It does not count.
    #[error(transparent)]
    Refused(#[from] CodeRefusal),
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl CodeError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCart => "no_such_cart",
            Self::TooMany(refusal) => refusal.code(),
            Self::Refused(refusal) => refusal.code(),
            Self::Desk(_) => "busy",
        }
    }
}

impl From<StoreError> for CodeError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// What a code shows on an event's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revealed {
    /// As its organizer wrote it.
    pub label: String,
    /// Ticket types that it opens.
    pub opens: Vec<TicketTypeId>,
}

/// What a code typed on an event's page is good for.
pub async fn reveal(app: &App, actor: &Actor, event: EventId, text: &str) -> Result<Revealed, CodeError> {
    let row = find(app, actor, event, text).await?.ok_or(CodeRefusal::NoSuchCode)?;
    let mut tx = app.store.read().await?;
    let types = tx.list_code_types(event).await?;
    let types = types.into_iter().filter(|kind| kind.code_id == row.code_id).map(|kind| kind.ticket_type_id);
    let rule = code_rule(&row, types.collect())?;
    rule.check_time(app.clock.now())?;
    let opens = rule.ticket_types.iter().copied().filter(|kind| rule.opens(*kind)).collect();
    Ok(Revealed { label: row.label, opens })
}

/// Applies a code to what a cart holds of its event. Another code that it had there is replaced.
pub async fn apply_code(app: &App, actor: &Actor, cart: CartSecret, text: &str) -> Result<(), CodeError> {
    let view = super::find_cart(app, cart).await?.ok_or(CodeError::NoSuchCart)?;
    let mut events: Vec<EventId> = view.holds.iter().map(|hold| hold.event).collect();
    events.dedup();
    let mut refusal = CodeRefusal::NoSuchCode.into();
    for event in events {
        let Some(row) = find(app, actor, event, text).await? else { continue };
        match app.desk.ask(ApplyCode { cart, code: row.code_id }).await? {
            Ok(()) => return Ok(()),
            Err(error) => refusal = error,
        }
    }
    Err(refusal)
}

/// Takes the codes of a cart away, except where a ticket is only sold with its own.
pub async fn remove_codes(app: &App, cart: CartSecret) -> Result<(), CodeError> {
    app.desk.ask(RemoveCodes { cart }).await?
}

/// The code that comes with a wish to hold.
pub(super) async fn find_for_hold(
    app: &App,
    actor: &Actor,
    performance: PerformanceId,
    text: &str,
) -> Result<Option<CodeId>, HoldError> {
    let event = app.store.read().await?.find_event_of_performance(performance).await?;
    let Some(event) = event else { return Err(HoldError::NoSuchPerformance) };
    match find(app, actor, event, text).await {
        Ok(row) => Ok(row.map(|row| row.code_id)),
        Err(CodeError::TooMany(refusal)) => Err(HoldError::TooMany(refusal)),
        Err(CodeError::Desk(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

async fn find(app: &App, actor: &Actor, event: EventId, text: &str) -> Result<Option<CodeRow>, CodeError> {
    app.rates.check_address(Rate::CodeTry, &actor.address)?;
    let Some(key) = canonical(text) else { return Ok(None) };
    Ok(app.store.read().await?.find_code(event, &key).await?)
}

struct ApplyCode {
    cart: CartSecret,
    code: CodeId,
}

impl Deed for ApplyCode {
    type Answer = ();
    type Refusal = CodeError;

    fn needs(&self, needs: &mut Needs) {
        needs.cart(self.cart);
        needs.code(self.code);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), CodeError> {
        let code = batch.codes.get(self.code).ok_or(CodeRefusal::NoSuchCode)?.clone();
        code.rule.check_time(batch.now)?;
        let holds: Vec<Hold> = open_holds(batch, self.cart).cloned().collect();
        if holds.is_empty() {
            return Err(CodeError::NoSuchCart);
        }
        let is_for = |hold: &&Hold| {
            hold.event == code.event && hold.places.iter().any(|place| code.rule.covers(place.ticket_type))
        };
        let chosen: Vec<&Hold> = holds.iter().filter(is_for).collect();
        if chosen.is_empty() {
            return Err(CodeRefusal::NothingToApply.into());
        }
        if chosen.iter().any(|hold| needs_other(batch, hold, &code)) {
            return Err(CodeRefusal::Needed.into());
        }
        // What is left is decided at checkout; a buyer should not type a name for nothing.
        code.rule.check_use(0)?;
        for (performance, hold) in chosen.iter().map(|hold| (hold.performance, hold.id)) {
            batch.apply_code(performance, hold, Some(code.id));
        }
        Ok(())
    }
}

struct RemoveCodes {
    cart: CartSecret,
}

impl Deed for RemoveCodes {
    type Answer = ();
    type Refusal = CodeError;

    fn needs(&self, needs: &mut Needs) {
        needs.cart(self.cart);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), CodeError> {
        let with_code = open_holds(batch, self.cart).filter(|hold| hold.code.is_some());
        let (needed, free): (Vec<&Hold>, Vec<&Hold>) =
            with_code.partition(|hold| is_closed_without(batch, hold));
        let is_kept = !needed.is_empty() && free.is_empty();
        let free: Vec<(PerformanceId, HoldId)> =
            free.iter().map(|hold| (hold.performance, hold.id)).collect();
        for (performance, hold) in free {
            batch.apply_code(performance, hold, None);
        }
        if is_kept { Err(CodeRefusal::Needed.into()) } else { Ok(()) }
    }
}

fn open_holds(batch: &Batch, cart: CartSecret) -> impl Iterator<Item = &Hold> {
    let holds = batch.cart(cart).into_iter();
    holds
        .filter_map(|id| batch.holds.get(&id))
        .map(|kept| &kept.value)
        .filter(|hold| hold.state == HoldState::Open)
}

/// Whether a ticket of the hold is only sold with a code.
fn is_closed_without(batch: &Batch, hold: &Hold) -> bool {
    closed_types(batch, hold).next().is_some()
}

/// Whether a ticket of the hold is only sold with a code, and not with this one.
fn needs_other(batch: &Batch, hold: &Hold, code: &Code) -> bool {
    hold.code != Some(code.id) && closed_types(batch, hold).any(|kind| !code.rule.opens(kind))
}

fn closed_types(batch: &Batch, hold: &Hold) -> impl Iterator<Item = TicketTypeId> {
    let types = batch.performances.get(&hold.performance).map(|performance| &performance.inventory.types);
    let is_closed = move |kind: &TicketTypeId| {
        types.and_then(|types| types.get(kind)).is_some_and(|rule| rule.access != Access::Open)
    };
    hold.places.iter().map(|place| place.ticket_type).filter(is_closed)
}
