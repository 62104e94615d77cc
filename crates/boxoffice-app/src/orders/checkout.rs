//! Checkout: a cart becomes an order. Everything is checked again in the transaction that makes it.
//! What is free is confirmed at once; what must be paid waits, and its places are not given away.

use boxoffice_domain::ids::{AccountId, HoldId, OrderId, OrderLineId, PaymentId};
use boxoffice_domain::inventory::{HoldOver, HoldState};
use boxoffice_domain::limits::NAME_CHARS_MAX;
use boxoffice_domain::money::Currency;
use boxoffice_domain::order::{Method, OrderState, order_number};
use boxoffice_domain::time::Time;
use serde_json::json;

use super::new_payment::through_gateway;
use super::pay_later::{how_to_pay, pay_later};
use crate::App;
use crate::activity::Actor;
use crate::payments::Gateways;
use crate::selling::batch::{Batch, Hold, Kept, Line, Needs, Order, Payment};
use crate::selling::desk::{Deed, DeskError};
use crate::selling::secret::{CartSecret, OrderSecret};

/// What a buyer says at checkout.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// The cart.
    pub cart: CartSecret,
    /// The signed-in buyer.
    pub account: Option<AccountId>,
    /// The buyer's name.
    pub name: String,
    /// Where the tickets go.
    pub email: String,
    /// One name per place in the cart's order; fewer: the buyer's own for the rest.
    pub attendees: Vec<String>,
    /// Language of mails and tickets.
    pub locale: String,
    /// How it is paid; it becomes `Free` when nothing is owed, and only then.
    pub method: Method,
    /// The organizer's terms were accepted.
    pub terms_accepted: bool,
    /// The total that the buyer saw; none: as held.
    pub accepted_total_minor: Option<i64>,
    /// The order's id, when it follows from an idempotency key or a form.
    pub id: Option<OrderId>,
}

/// An order that was made.
#[derive(Clone, Debug)]
pub struct CheckedOut {
    /// Its id.
    pub order: OrderId,
    /// The secret of its page.
    pub secret: OrderSecret,
    /// Where it stands.
    pub state: OrderState,
    /// Where to pay, when it must be paid through a gateway.
    pub pay_url: Option<String>,
}

/// Why a cart could not be checked out. In this order: the first that applies is the answer.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    /// A name is missing or too long.
    #[error("give a name of at most {NAME_CHARS_MAX} characters")]
    BadName,
    /// The address cannot be one.
    #[error("this is not an e-mail address")]
    BadEmail,
    /// There is no such cart.
    #[error("there is no such cart")]
    NoSuchCart,
    /// Part of it is over.
    #[error(transparent)]
    Over(#[from] HoldOver),
    /// It belongs to several organizations or currencies.
    #[error("this cart has tickets of several organizers; check them out one after the other")]
    Mixed,
    /// A performance was cancelled or taken off sale meanwhile.
    #[error("a performance in this cart is no longer on sale")]
    OffSale,
    /// The terms were not accepted.
    #[error("accept the organizer's terms")]
    TermsNotAccepted,
    /// The event is not paid at the box office.
    #[error("this event cannot be paid at the box office")]
    NoBoxOffice,
    /// The organizer does not take bank transfers, or it is too late for one.
    #[error("this order cannot be paid by bank transfer any more")]
    NoBankTransfer,
    /// A price changed since the places were held.
    #[error("the price has changed")]
    PriceChanged {
        /// What the buyer saw, in minor units.
        was_minor: i64,
        /// What it costs now.
        now_minor: i64,
        /// In which currency.
        currency: Currency,
    },
    /// The gateway cannot take money now.
    #[error("paying is not possible right now; your places are kept, try again in a moment")]
    Gateway,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl CheckoutError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadName => "bad_name",
            Self::BadEmail => "bad_email",
            Self::NoSuchCart => "no_such_cart",
            Self::Over(HoldOver::Expired) => "hold_expired",
            Self::Over(HoldOver::Released) => "hold_released",
            Self::Over(HoldOver::InOrder) => "hold_in_order",
            Self::Mixed => "cart_mixed",
            Self::OffSale => "off_sale",
            Self::TermsNotAccepted => "terms_not_accepted",
            Self::NoBoxOffice => "no_box_office",
            Self::NoBankTransfer => "no_bank_transfer",
            Self::PriceChanged { .. } => "price_changed",
            Self::Gateway => "gateway_unavailable",
            Self::Desk(_) => "busy",
        }
    }
}

/// Makes an order of a cart, and opens the payment where one is needed.
pub async fn checkout(app: &App, actor: &Actor, mut checkout: Checkout) -> Result<CheckedOut, CheckoutError> {
    checkout.name = checkout.name.trim().to_owned();
    let is_name = |name: &str| !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
    if !is_name(&checkout.name) || checkout.attendees.iter().any(|name| name.chars().count() > NAME_CHARS_MAX)
    {
        return Err(CheckoutError::BadName);
    }
    checkout.email = canonical(&checkout.email).ok_or(CheckoutError::BadEmail)?;
    let id = checkout.id.unwrap_or_else(|| OrderId::from_bytes(app.random.id(app.clock.now())));
    let made = app
        .desk
        .ask(MakeOrder {
            id,
            checkout,
            gateways: app.gateways.clone(),
            actor: actor.clone(),
            comp_reason: None,
        })
        .await??;
    let pay_url = match made.payment {
        Some(payment) => Some(super::open_session(app, payment).await.map_err(|_| CheckoutError::Gateway)?),
        None => None,
    };
    Ok(CheckedOut { order: made.order, secret: made.secret, state: made.state, pay_url })
}

fn canonical(email: &str) -> Option<String> {
    boxoffice_domain::email::Email::parse(email).ok().map(|email| email.as_str().to_owned())
}

/// What the deed answers.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) order: OrderId,
    pub(crate) secret: OrderSecret,
    pub(crate) state: OrderState,
    /// The payment to open, if any.
    pub(crate) payment: Option<PaymentId>,
}

pub(crate) struct MakeOrder {
    pub(crate) id: OrderId,
    pub(crate) checkout: Checkout,
    pub(crate) gateways: Gateways,
    pub(crate) actor: Actor,
    /// Why the organizer gives it away; none: it is sold.
    pub(crate) comp_reason: Option<String>,
}

impl Deed for MakeOrder {
    type Answer = Made;
    type Refusal = CheckoutError;

    fn needs(&self, needs: &mut Needs) {
        needs.cart(self.checkout.cart);
        needs.order(self.id);
        if self.checkout.method == Method::BankTransfer {
            needs.bank_accounts();
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Made, CheckoutError> {
        if let Some(made) = self.made_before(batch) {
            return Ok(made);
        }
        if batch.orders.contains_key(&self.id) {
            self.id = OrderId::from_bytes(batch.new_id());
        }
        let holds = self.open_holds(batch)?;
        self.make(batch, &holds)
    }
}

impl MakeOrder {
    pub(crate) fn make(&self, batch: &mut Batch, holds: &[HoldId]) -> Result<Made, CheckoutError> {
        let plan = self.plan(batch, holds)?;
        let order = plan.order;
        let (secret, id, method) = (order.secret, order.id, order.method);
        for hold in holds {
            let Some(hold) = batch.holds.get_mut(hold) else { continue };
            let hold = hold.change();
            hold.state = HoldState::Paying;
            hold.order = Some(id);
            hold.expires_at = order.pay_by;
        }
        batch.log_order(
            &order,
            &self.actor,
            "order.placed",
            json!({ "method": method.as_str(), "total_minor": order.total_minor }),
        );
        batch.orders.insert(id, Kept::new(order));
        let payment = plan.payment.map(|payment| {
            let id = payment.id;
            batch.payments.insert(id, Kept::new(payment));
            id
        });
        match method {
            Method::Free | Method::Comp => {
                batch.confirm(id, &self.actor);
                Ok(Made { order: id, secret, state: OrderState::Confirmed, payment: None })
            }
            Method::BoxOffice | Method::BankTransfer => {
                batch.mail(id, how_to_pay(method));
                Ok(Made { order: id, secret, state: OrderState::Pending, payment: None })
            }
            Method::Gateway => Ok(Made { order: id, secret, state: OrderState::Pending, payment }),
        }
    }

    fn plan(&self, batch: &Batch, ids: &[HoldId]) -> Result<Plan, CheckoutError> {
        let holds: Vec<&Hold> =
            ids.iter().filter_map(|id| batch.holds.get(id)).map(|kept| &kept.value).collect();
        let performance =
            |hold: &Hold| batch.performances.get(&hold.performance).ok_or(CheckoutError::OffSale);
        let first = performance(holds.first().ok_or(CheckoutError::NoSuchCart)?)?;
        let (mut was_minor, mut pay_by) = (0, Time::from_micros(i64::MAX));
        let mut lines = Vec::new();
        for hold in &holds {
            let performance = performance(hold)?;
            if performance.organization != first.organization || performance.currency != first.currency {
                return Err(CheckoutError::Mixed);
            }
            let is_comp = self.comp_reason.is_some();
            if !is_comp && performance.inventory.sale != boxoffice_domain::inventory::Sale::Scheduled {
                return Err(CheckoutError::OffSale);
            }
            if !is_comp && performance.has_terms && !self.checkout.terms_accepted {
                return Err(CheckoutError::TermsNotAccepted);
            }
            pay_by = pay_by.min(hold.expires_at);
            was_minor += hold.places.iter().map(|p| p.quantity * (p.price_minor + p.fee_minor)).sum::<i64>();
            self.add_lines(batch, hold, &mut lines);
        }
        let total_minor: i64 = lines.iter().map(|line| line.price_minor + line.fee_minor).sum();
        let seen_minor = match self.checkout.accepted_total_minor {
            _ if self.comp_reason.is_some() => 0,
            Some(accepted_minor) => accepted_minor,
            None => was_minor,
        };
        if seen_minor != total_minor {
            let currency = first.currency;
            return Err(CheckoutError::PriceChanged {
                was_minor: seen_minor,
                now_minor: total_minor,
                currency,
            });
        }
        let method = match self.checkout.method {
            _ if self.comp_reason.is_some() => Method::Comp,
            _ if total_minor == 0 => Method::Free,
            // What costs something is paid, whatever the buyer's form says.
            Method::Free | Method::Comp => Method::Gateway,
            method => method,
        };
        let all = || holds.iter().filter_map(|hold| batch.performances.get(&hold.performance));
        if let Some(later) = pay_later(batch, method, all, first)? {
            pay_by = later;
        }
        let fee_minor = lines.iter().map(|line| line.fee_minor).sum();
        let order = self.order(batch, first.organization, first.currency, method, pay_by, lines);
        let order = Order { total_minor, fee_minor, ..order };
        let through = || through_gateway(batch, &self.gateways, &order);
        let payment = if method == Method::Gateway { Some(through()?) } else { None };
        Ok(Plan { order, payment })
    }

    /// One line per place, at today's prices.
    fn add_lines(&self, batch: &Batch, hold: &Hold, lines: &mut Vec<Line>) {
        let types = batch.performances.get(&hold.performance).map(|p| &p.inventory.types);
        for place in &hold.places {
            let rule = types.and_then(|types| types.get(&place.ticket_type));
            let (price_minor, fee_minor) = match rule {
                _ if self.comp_reason.is_some() => (0, 0),
                Some(rule) => (rule.price_minor, rule.fee_minor),
                None => (place.price_minor, place.fee_minor),
            };
            for _ in 0..place.quantity {
                let named = self
                    .checkout
                    .attendees
                    .get(lines.len())
                    .map(|name| name.trim())
                    .filter(|n| !n.is_empty());
                lines.push(Line {
                    id: OrderLineId::from_bytes(batch.new_id()),
                    event: hold.event,
                    performance: hold.performance,
                    hold: hold.id,
                    ticket_type: place.ticket_type,
                    area: place.area,
                    seat: place.seat,
                    attendee: named.unwrap_or(&self.checkout.name).to_owned(),
                    price_minor,
                    fee_minor,
                });
            }
        }
    }

    fn order(
        &self,
        batch: &Batch,
        organization: boxoffice_domain::ids::OrganizationId,
        currency: Currency,
        method: Method,
        pay_by: Time,
        lines: Vec<Line>,
    ) -> Order {
        Order {
            id: self.id,
            organization,
            secret: OrderSecret::from_bytes(batch.random.bytes()),
            number: order_number(batch.random.bytes()),
            account: self.checkout.account,
            email: self.checkout.email.clone(),
            name: self.checkout.name.clone(),
            locale: self.checkout.locale.clone(),
            state: OrderState::Pending,
            method,
            currency,
            total_minor: 0,
            fee_minor: 0,
            created_at: batch.now,
            pay_by,
            terms_accepted_at: self.checkout.terms_accepted.then_some(batch.now),
            confirmed_at: None,
            ended_at: None,
            end_reason: None,
            comp_reason: self.comp_reason.clone(),
            lines,
        }
    }
}

struct Plan {
    order: Order,
    payment: Option<Payment>,
}
