//! Recording payments: one that a gateway is to take, or one that people have taken already.

use boxoffice_domain::ids::PaymentId;
use boxoffice_domain::ledger::Account;
use boxoffice_domain::money::Money;
use boxoffice_domain::payment::{PaymentState, TakenAs};

use super::checkout_error::CheckoutError;
use crate::payments::{Gateways, Payee};
use crate::selling::batch::{Batch, Kept, Order, Payment};

/// Money that is here: in a till, or on the organizer's bank account.
#[derive(Debug)]
pub(crate) struct Taken {
    /// Where.
    pub(crate) account: Account,
    /// How much, in minor units of the order's currency.
    pub(crate) amount_minor: i64,
    /// What it can be once only.
    pub(crate) key: String,
    /// What the bank calls it.
    pub(crate) charge_ref: Option<String>,
    /// How the box office was paid.
    pub(crate) taken_as: Option<TakenAs>,
}

/// The payment of an order through the first gateway that takes its organization's money.
pub(crate) fn through_gateway(
    batch: &Batch,
    gateways: &Gateways,
    order: &Order,
) -> Result<Payment, CheckoutError> {
    let id = PaymentId::from_bytes(batch.new_id());
    let amount = Money::new(order.total_minor, order.currency);
    let chosen = gateways.choose_for(Some(order.organization), amount);
    let (gateway, payee) = chosen.ok_or(CheckoutError::Gateway)?;
    Ok(Payment {
        idempotency_key: format!("session-{id}"),
        payee,
        session_until: Some(order.pay_by),
        ..blank(batch, order, id, gateway.name())
    })
}

fn blank(batch: &Batch, order: &Order, id: PaymentId, gateway: &str) -> Payment {
    Payment {
        id,
        order: order.id,
        gateway: gateway.to_owned(),
        state: PaymentState::Created,
        amount_minor: order.total_minor,
        currency: order.currency,
        idempotency_key: String::new(),
        session_ref: None,
        checkout_url: None,
        charge_ref: None,
        failure: None,
        created_at: batch.now,
        updated_at: batch.now,
        captured_at: None,
        payee: Payee::Installation,
        session_until: None,
        taken_as: None,
    }
}

impl Batch {
    /// Records a payment that is here already.
    pub(crate) fn record_taken(&mut self, order: &Order, taken: Taken) -> PaymentId {
        let id = PaymentId::from_bytes(self.new_id());
        let payment = Payment {
            state: PaymentState::Captured,
            amount_minor: taken.amount_minor,
            idempotency_key: taken.key,
            charge_ref: taken.charge_ref,
            captured_at: Some(self.now),
            taken_as: taken.taken_as,
            ..blank(self, order, id, taken.account.as_str())
        };
        self.payments.insert(id, Kept::new(payment));
        id
    }
}
