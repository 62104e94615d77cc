//! Checkout: a cart becomes an order. Everything is checked again in the transaction that makes it.
//! What is free is confirmed at once; what must be paid waits, and its places are not given away.

use boxoffice_domain::ids::{AccountId, CodeId, HoldId, OrderId, PaymentId};
use boxoffice_domain::inventory::{HoldOver, HoldState};
use boxoffice_domain::limits::{BOX_OFFICE_DEADLINE_S, NAME_CHARS_MAX};
use boxoffice_domain::money::Currency;
use boxoffice_domain::order::{Method, OrderState, order_number};
use boxoffice_domain::payment::PaymentState;
use boxoffice_domain::time::Time;
use serde_json::json;

use super::checkout_error::CheckoutError;
use super::company::check_company;
use super::price::Priced;
use crate::App;
use crate::activity::Actor;
use crate::notices::order_mail::OrderMail;
use crate::payments::Gateways;
use crate::selling::batch::{Batch, Hold, Kept, Line, Needs, Order, Payment};
use crate::selling::desk::Deed;
use crate::selling::secret::{CartSecret, OrderSecret};
use crate::store::invoice_recipients::Recipient;

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
    /// How it is paid; `Gateway` becomes `Free` when nothing is owed.
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

/// Makes an order of a cart, and opens the payment where one is needed.
pub async fn checkout(app: &App, actor: &Actor, checkout: Checkout) -> Result<CheckedOut, CheckoutError> {
    checkout_as(app, actor, checkout, None).await
}

/// The same for a business: its invoice is written to it, and where the organizer lets tax be owed by it, the order
/// costs that much less.
pub async fn checkout_as(
    app: &App,
    actor: &Actor,
    mut checkout: Checkout,
    company: Option<&Recipient>,
) -> Result<CheckedOut, CheckoutError> {
    let company = company.map(check_company).transpose()?;
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
        .ask(MakeOrder { id, checkout, company, gateways: app.gateways.clone(), actor: actor.clone() })
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
    /// The business that buys.
    pub(crate) company: Option<Recipient>,
    pub(crate) gateways: Gateways,
    pub(crate) actor: Actor,
}

impl Deed for MakeOrder {
    type Answer = Made;
    type Refusal = CheckoutError;

    fn needs(&self, needs: &mut Needs) {
        needs.cart(self.checkout.cart);
        needs.order(self.id);
        needs.buyer(&self.checkout.email);
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
    /// A retried checkout is not a second order. One whose holds went back into the cart stands in nobody's way.
    fn made_before(&self, batch: &Batch) -> Option<Made> {
        let order = &batch.orders.get(&self.id)?.value;
        if order.state == OrderState::Cancelled && batch.holds_of(self.id).is_empty() {
            return None;
        }
        let unfinished =
            |id: &PaymentId| batch.payments.get(id).is_some_and(|p| p.value.state.is_unfinished());
        let payment = batch.payments_of(self.id).into_iter().rfind(unfinished);
        Some(Made { order: self.id, secret: order.secret, state: order.state, payment })
    }

    fn open_holds(&self, batch: &Batch) -> Result<Vec<HoldId>, CheckoutError> {
        let all = batch.cart(self.checkout.cart);
        let holds = || all.iter().filter_map(|id| batch.holds.get(id)).map(|kept| &kept.value);
        if all.is_empty() {
            return Err(CheckoutError::NoSuchCart);
        }
        if holds().any(|hold| matches!(hold.state, HoldState::Paying | HoldState::Ordered)) {
            return Err(HoldOver::InOrder.into());
        }
        if holds().all(|hold| hold.state == HoldState::Released) {
            return Err(HoldOver::Released.into());
        }
        // One expired part expires the whole cart: the buyer decides what to do without it.
        let is_over = |hold: &Hold| match hold.state {
            HoldState::Open => hold.expires_at <= batch.now,
            HoldState::Expired => true,
            _ => false,
        };
        if holds().any(is_over) {
            return Err(HoldOver::Expired.into());
        }
        Ok(holds().filter(|hold| hold.state == HoldState::Open).map(|hold| hold.id).collect())
    }

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
        for code in plan.codes {
            batch.use_code(code, id, &order.email);
        }
        batch.effects.recipients.extend(self.company.clone().map(|company| (id, company)));
        batch.orders.insert(id, Kept::new(order));
        let payment = plan.payment.map(|payment| {
            let id = payment.id;
            batch.payments.insert(id, Kept::new(payment));
            id
        });
        match method {
            Method::Free => {
                batch.confirm(id, &self.actor);
                Ok(Made { order: id, secret, state: OrderState::Confirmed, payment: None })
            }
            Method::BoxOffice => {
                batch.mail(id, OrderMail::PayAtBoxOffice);
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
        let (mut was_minor, mut pay_by, mut starts_at) = (0, Time::from_micros(i64::MAX), None::<Time>);
        for hold in &holds {
            let performance = performance(hold)?;
            if performance.organization != first.organization || performance.currency != first.currency {
                return Err(CheckoutError::Mixed);
            }
            if performance.inventory.sale != boxoffice_domain::inventory::Sale::Scheduled {
                return Err(CheckoutError::OffSale);
            }
            if performance.has_terms && !self.checkout.terms_accepted {
                return Err(CheckoutError::TermsNotAccepted);
            }
            pay_by = pay_by.min(hold.expires_at);
            starts_at = [starts_at, performance.starts_at].into_iter().flatten().min();
            was_minor += hold.places.iter().map(|p| p.quantity * (p.price_minor + p.fee_minor)).sum::<i64>();
        }
        let priced = Priced::of(batch, &holds, &self.checkout, self.company.as_ref(), first)?;
        let total_minor = priced.total_minor;
        // Fees by the order and codes come on top of what was held.
        let seen_minor =
            self.checkout.accepted_total_minor.unwrap_or(was_minor + total_minor - priced.tags_minor);
        if seen_minor != total_minor && Some(seen_minor) != priced.with_tax_minor {
            let currency = first.currency;
            return Err(CheckoutError::PriceChanged {
                was_minor: seen_minor,
                now_minor: total_minor,
                currency,
            });
        }
        let method = if total_minor == 0 { Method::Free } else { self.checkout.method };
        if method == Method::BoxOffice {
            if holds.iter().any(|hold| performance(hold).is_ok_and(|p| !p.box_office)) {
                return Err(CheckoutError::NoBoxOffice);
            }
            pay_by =
                batch.now.plus_s(BOX_OFFICE_DEADLINE_S).min(starts_at.unwrap_or(Time::from_micros(i64::MAX)));
        }
        let fee_minor = priced.lines.iter().map(|line| line.fee_minor).sum();
        let order = self.order(batch, first.organization, first.currency, method, pay_by, priced.lines);
        let order = Order { total_minor, fee_minor, receipt: priced.receipt.map(Box::new), ..order };
        let payment = if method == Method::Gateway { Some(self.payment(batch, &order)?) } else { None };
        Ok(Plan { order, payment, codes: priced.codes })
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
            receipt: None,
            lines,
        }
    }

    fn payment(&self, batch: &Batch, order: &Order) -> Result<Payment, CheckoutError> {
        let id = PaymentId::from_bytes(batch.new_id());
        let (gateway, payee) =
            self.gateways.choose(Some(order.organization), order.currency).ok_or(CheckoutError::Gateway)?;
        Ok(Payment {
            id,
            order: order.id,
            gateway: gateway.name().to_owned(),
            state: PaymentState::Created,
            amount_minor: order.total_minor,
            currency: order.currency,
            idempotency_key: format!("session-{id}"),
            session_ref: None,
            checkout_url: None,
            charge_ref: None,
            failure: None,
            created_at: batch.now,
            updated_at: batch.now,
            captured_at: None,
            payee,
            session_until: Some(order.pay_by),
        })
    }
}

struct Plan {
    order: Order,
    payment: Option<Payment>,
    codes: Vec<CodeId>,
}
