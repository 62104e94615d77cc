//! Checkout: a cart becomes an order. Everything is checked again in the transaction that makes it.
//! What is free is confirmed at once; what must be paid waits, and its places are not given away.

use boxoffice_domain::ids::{AccountId, CodeId, HoldId, OrderId, PaymentId};
use boxoffice_domain::inventory::HoldState;
use boxoffice_domain::limits::NAME_CHARS_MAX;
use boxoffice_domain::money::Currency;
use boxoffice_domain::order::{Method, OrderState, order_number};
use boxoffice_domain::time::Time;
use serde_json::json;

use super::checkout_error::CheckoutError;
use super::company::check_company;
use super::new_payment::through_gateway;
use super::pay_later::{how_to_pay, pay_later};
use super::price::Priced;
use crate::App;
use crate::activity::Actor;
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
        .ask(MakeOrder {
            id,
            checkout,
            company,
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
    /// The business that buys.
    pub(crate) company: Option<Recipient>,
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
        }
        let priced = match self.comp_reason {
            Some(_) => Priced::given_away(batch, &holds, &self.checkout),
            None => Priced::of(batch, &holds, &self.checkout, self.company.as_ref(), first)?,
        };
        let total_minor = priced.total_minor;
        // Fees by the order and codes come on top of what was held.
        let seen_minor = match self.checkout.accepted_total_minor {
            _ if self.comp_reason.is_some() => 0,
            Some(accepted_minor) => accepted_minor,
            None => was_minor + total_minor - priced.tags_minor,
        };
        if seen_minor != total_minor && Some(seen_minor) != priced.with_tax_minor {
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
        let fee_minor = priced.lines.iter().map(|line| line.fee_minor).sum();
        let order = self.order(batch, first.organization, first.currency, method, pay_by, priced.lines);
        let order = Order { total_minor, fee_minor, receipt: priced.receipt.map(Box::new), ..order };
        let through = || through_gateway(batch, &self.gateways, &order);
        let payment = if method == Method::Gateway { Some(through()?) } else { None };
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
            comp_reason: self.comp_reason.clone(),
            receipt: None,
            lines,
        }
    }
}

struct Plan {
    order: Order,
    payment: Option<Payment>,
    codes: Vec<CodeId>,
}
