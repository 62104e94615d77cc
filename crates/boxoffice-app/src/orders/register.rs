//! Registering for an event over REST: one place per account and event.
//! A free event registers at once, in one transaction; a paid one opens (or finds again) one payment session.

use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::{EventId, HoldId, OrderId, OrderLineId, TicketId};
use boxoffice_domain::inventory::{HoldRefusal, Wanted};
use boxoffice_domain::order::{Method, OrderState};
use boxoffice_domain::ticket::TicketState;

use super::checkout::{Checkout, Made, MakeOrder};
use super::checkout_error::CheckoutError;
use crate::App;
use crate::accounts::Principal;
use crate::activity::Actor;
use crate::selling::availability::{SaleStatus, TypeAvailability, availability_now};
use crate::selling::batch::{Batch, Needs};
use crate::selling::claims::{Claim, ClaimRefusal};
use crate::selling::desk::{Deed, DeskError};
use crate::selling::hold::{Choice, HoldError};
use crate::selling::secret::{CartSecret, OrderSecret};
use crate::store::StoreError;

/// A registration: one ticket of an account for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The registration's id: the order line's.
    pub registration: OrderLineId,
    /// The ticket.
    pub ticket: TicketId,
    /// The order it belongs to.
    pub order: OrderId,
    /// False when it existed before this call.
    pub new: bool,
}

/// An open payment session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaySession {
    /// The order to be paid.
    pub order: OrderId,
    /// The secret of its page.
    pub secret: OrderSecret,
    /// Where to pay.
    pub url: String,
    /// The gateway's name of the session.
    pub session_ref: String,
}

/// Why there is no registration.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// There is no such event, or it is not published.
    #[error("Resource not found")]
    NoSuchEvent,
    /// The account's address is not confirmed.
    #[error("confirm your e-mail address first")]
    NotConfirmed,
    /// The event costs nothing, so there is nothing to pay.
    #[error("this event is free; register instead")]
    Free,
    /// The account has a ticket already.
    #[error("you are already registered for this event")]
    AlreadyRegistered,
    /// It must be paid first.
    #[error("this event must be paid first")]
    PaymentNeeded(PaySession),
    /// The engine's refusal.
    #[error(transparent)]
    Refused(#[from] HoldRefusal),
    /// Checkout's refusal.
    #[error(transparent)]
    Checkout(CheckoutError),
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for RegisterError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<CheckoutError> for RegisterError {
    fn from(error: CheckoutError) -> Self {
        match error {
            CheckoutError::Desk(error) => Self::Desk(error),
            error => Self::Checkout(error),
        }
    }
}

/// Registers an account for an event; `email` is where the ticket goes.
pub async fn register(
    app: &App,
    actor: &Actor,
    who: &Principal,
    event: EventId,
    email: &str,
) -> Result<Registered, RegisterError> {
    let place = find_place(app, event).await?;
    if place.is_free() {
        return match app.desk.ask(place.deed(app, actor, who, email).await?).await?? {
            Outcome::Registered(registered) => Ok(registered),
            Outcome::Session(_) => Err(RegisterError::NoSuchEvent),
        };
    }
    match start(app, actor, who, place, email).await? {
        Ok(session) => Err(RegisterError::PaymentNeeded(session)),
        Err(registered) => Ok(registered),
    }
}

/// Opens the payment session for one place, or finds the one that is open.
pub async fn start_payment(
    app: &App,
    actor: &Actor,
    who: &Principal,
    event: EventId,
) -> Result<PaySession, RegisterError> {
    let place = find_place(app, event).await?;
    if place.is_free() {
        // Not even its price is told of a draft.
        let known = app.store.read().await?.find_event(event).await?;
        let is_draft = known.is_none_or(|event| event.state == EventState::Draft);
        return Err(if is_draft { RegisterError::NoSuchEvent } else { RegisterError::Free });
    }
    let email = who.email.clone();
    start(app, actor, who, place, &email).await?.map_err(|_| RegisterError::AlreadyRegistered)
}

async fn start(
    app: &App,
    actor: &Actor,
    who: &Principal,
    place: FirstPlace,
    email: &str,
) -> Result<Result<PaySession, Registered>, RegisterError> {
    let deed = place.deed(app, actor, who, email).await?;
    let (order, made) = match app.desk.ask(deed).await?? {
        Outcome::Registered(registered) => return Ok(Err(registered)),
        Outcome::Session(session) => session,
    };
    let payment = made.payment.ok_or(RegisterError::NoSuchEvent)?;
    let url = super::open_session(app, payment).await.map_err(|_| CheckoutError::Gateway)?;
    let mut tx = app.store.read().await?;
    let session_ref = tx.find_session_ref(payment).await?.unwrap_or_default();
    Ok(Ok(PaySession { order, secret: made.secret, url, session_ref }))
}

/// The first ticket type of the first performance that sells.
struct FirstPlace {
    event: EventId,
    performance: boxoffice_domain::ids::PerformanceId,
    rule: TypeAvailability,
}

async fn find_place(app: &App, event: EventId) -> Result<FirstPlace, RegisterError> {
    let view = availability_now(app, event).await?.ok_or(RegisterError::NoSuchEvent)?;
    let on_sale = |status| matches!(status, SaleStatus::Open | SaleStatus::AllHeld);
    let performances = &view.performances;
    let performance = performances.iter().find(|p| on_sale(p.status)).or(performances.first());
    let performance = performance.ok_or(RegisterError::NoSuchEvent)?;
    let types = || performance.ticket_types.iter().filter(|rule| !rule.hidden);
    let rule = types().find(|rule| on_sale(rule.status)).or_else(|| types().next());
    let rule = rule.ok_or(RegisterError::NoSuchEvent)?.clone();
    Ok(FirstPlace { event, performance: performance.performance, rule })
}

impl FirstPlace {
    fn is_free(&self) -> bool {
        self.rule.price_minor + self.rule.fee_minor == 0
    }

    async fn deed(
        &self,
        app: &App,
        actor: &Actor,
        who: &Principal,
        email: &str,
    ) -> Result<Register, RegisterError> {
        if !who.confirmed {
            return Err(RegisterError::NotConfirmed);
        }
        let email = boxoffice_domain::email::Email::parse(email).map_err(|_| CheckoutError::BadEmail)?;
        let now = app.clock.now();
        let cart = CartSecret::from_bytes(app.random.bytes());
        let claim = Claim {
            id: HoldId::from_bytes(app.random.id(now)),
            performance: self.performance,
            cart,
            account: Some(who.account),
            code: None,
            wanted: vec![self.wanted(app).await?],
        };
        let checkout = Checkout {
            cart,
            account: Some(who.account),
            name: who.name.clone(),
            email: email.into_string(),
            attendees: Vec::new(),
            locale: who.locale.clone(),
            method: Method::Gateway,
            terms_accepted: true,
            accepted_total_minor: None,
            id: None,
        };
        let id = OrderId::from_bytes(app.random.id(now));
        let (gateways, actor) = (app.gateways.clone(), actor.clone());
        let order = MakeOrder { id, checkout, company: None, gateways, actor, comp_reason: None };
        Ok(Register { event: self.event, claim, order })
    }

    async fn wanted(&self, app: &App) -> Result<Wanted, RegisterError> {
        let one = Choice::Count { area: None, quantity: 1 };
        let item = crate::selling::Item { ticket_type: self.rule.ticket_type, choice: one };
        let mut wanted = crate::selling::hold::choose(app, self.performance, &[item]).await.map_err(
            |error| match error {
                HoldError::Refused(refusal) => RegisterError::Refused(refusal),
                HoldError::Desk(error) => RegisterError::Desk(error),
                _ => RegisterError::NoSuchEvent,
            },
        )?;
        wanted.pop().ok_or(RegisterError::NoSuchEvent)
    }
}

enum Outcome {
    Registered(Registered),
    Session((OrderId, Made)),
}

struct Register {
    event: EventId,
    claim: Claim,
    order: MakeOrder,
}

impl Deed for Register {
    type Answer = Outcome;
    type Refusal = RegisterError;

    fn needs(&self, needs: &mut Needs) {
        self.claim.needs(needs);
        if let Some(account) = self.claim.account {
            needs.registration(self.event, *account.as_bytes());
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Outcome, RegisterError> {
        if let Some(registered) = self.find_ticket(batch, false) {
            return Ok(Outcome::Registered(registered));
        }
        if let Some(session) = self.find_session(batch) {
            return Ok(Outcome::Session(session));
        }
        let (hold, _, _) = self.claim.make(batch).map_err(|refusal| match refusal {
            ClaimRefusal::Hold(HoldRefusal::NotPublished) => RegisterError::NoSuchEvent,
            ClaimRefusal::Hold(refusal) => RegisterError::Refused(refusal),
            _ => RegisterError::NoSuchEvent,
        })?;
        let made = match self.order.make(batch, &[hold]) {
            Ok(made) => made,
            Err(refusal) => {
                batch.end_hold(hold, boxoffice_domain::inventory::HoldState::Released);
                return Err(refusal.into());
            }
        };
        match self.find_ticket(batch, true) {
            Some(registered) => Ok(Outcome::Registered(registered)),
            None => Ok(Outcome::Session((self.order.id, made))),
        }
    }
}

impl Register {
    fn find_ticket(&self, batch: &Batch, new: bool) -> Option<Registered> {
        let is_own = |ticket: &&crate::selling::batch::Ticket| {
            ticket.event == self.event
                && ticket.account == self.claim.account
                && ticket.state == TicketState::Valid
        };
        let ticket = batch.tickets.values().map(|kept| &kept.value).find(is_own)?;
        let order = &batch.orders.get(&ticket.order)?.value;
        let line = order.lines.get(usize::try_from(ticket.line_no - 1).ok()?)?;
        Some(Registered { registration: line.id, ticket: ticket.id, order: order.id, new })
    }

    /// The account's order for this event that waits to be paid.
    fn find_session(&self, batch: &Batch) -> Option<(OrderId, Made)> {
        let is_own = |order: &&crate::selling::batch::Order| {
            order.account == self.claim.account
                && order.state == OrderState::Pending
                && order.method == Method::Gateway
                && order.lines.iter().any(|line| line.event == self.event)
        };
        let order = batch.orders.values().map(|kept| &kept.value).find(is_own)?;
        let unfinished = |id: &boxoffice_domain::ids::PaymentId| {
            batch.payments.get(id).is_some_and(|kept| kept.value.state.is_unfinished())
        };
        let payment = batch.payments_of(order.id).into_iter().rfind(unfinished)?;
        Some((
            order.id,
            Made { order: order.id, secret: order.secret, state: order.state, payment: Some(payment) },
        ))
    }
}
