//! A transfer came in for an order. The exact sum confirms it; what is too much goes back; what is too little waits
//! for the rest as a deposit, and goes back when the order ends without it. Money that comes late follows the rule
//! for gateways: the places again, or all of it back.

use boxoffice_domain::ids::OrderId;
use boxoffice_domain::ledger::Account;
use boxoffice_domain::order::{Method, OrderState};
use boxoffice_domain::payment::PaymentState;
use serde_json::json;

use super::new_payment::Taken;
use crate::activity::Actor;
use crate::notices::order_mail::OrderMail;
use crate::selling::batch::{Batch, Order, Payment};

impl Batch {
    /// What came in for an order and has neither paid for it nor gone back.
    pub(crate) fn deposit_of(&self, order: OrderId) -> i64 {
        let came = self.transferred.get(&order).copied().unwrap_or_default();
        let is_spent = |payment: &Payment| {
            payment.order == order
                && payment.gateway == Account::Bank.as_str()
                && payment.state == PaymentState::Captured
        };
        let payments = self.payments.values().map(|kept| &kept.value);
        came - payments.filter(|payment| is_spent(payment)).map(|payment| payment.amount_minor).sum::<i64>()
    }

    /// Records a transfer with everything that follows from it; `key` is what the bank calls it.
    pub(crate) fn receive_transfer(&mut self, order: OrderId, amount_minor: i64, key: &str, actor: &Actor) {
        let Some(order) = self.orders.get(&order).map(|kept| kept.value.clone()) else { return };
        let deposit = self.deposit_of(order.id);
        *self.transferred.entry(order.id).or_default() += amount_minor;
        let sum = deposit + amount_minor;
        let may_buy = matches!(order.state, OrderState::Pending | OrderState::Expired);
        if may_buy && sum >= order.total_minor {
            self.post_deposit(&order, -deposit);
            self.buy_with(&order, sum, key, actor);
        } else if order.state == OrderState::Pending {
            self.post_deposit(&order, amount_minor);
            self.log_deposit(&order, amount_minor, actor);
            self.mail(order.id, OrderMail::PaidInPart);
        } else {
            let reason = if order.state == OrderState::Confirmed { "paid_twice" } else { "late" };
            self.give_transfer_back(&order, amount_minor, key, reason, actor);
            if order.state != OrderState::Confirmed {
                self.mail(order.id, OrderMail::LateRefund);
            }
        }
    }

    fn buy_with(&mut self, order: &Order, sum: i64, key: &str, actor: &Actor) {
        let price = order.total_minor;
        let payment = self.record_taken(order, taken(price, key));
        self.log_payment(payment, actor, "payment.captured");
        self.settle_order(order.id, payment, actor);
        if sum > price {
            self.give_transfer_back(order, sum - price, &format!("{key}-surplus"), "overpaid", actor);
        }
    }

    /// An order ends without having been paid in full: what came in goes back.
    pub(crate) fn return_deposit(&mut self, id: OrderId, actor: &Actor) {
        let Some(order) = self.orders.get(&id).map(|kept| kept.value.clone()) else { return };
        if order.method != Method::BankTransfer {
            return;
        }
        let deposit = self.deposit_of(id);
        if deposit > 0 {
            self.post_deposit(&order, -deposit);
            self.give_transfer_back(&order, deposit, &format!("deposit-{id}"), "paid_in_part", actor);
        }
    }

    fn log_deposit(&mut self, order: &Order, minor: i64, actor: &Actor) {
        let detail = json!({ "amount_minor": minor, "currency": order.currency });
        self.log_money(order.id, actor, "payment.deposited", detail);
    }

    fn give_transfer_back(&mut self, order: &Order, minor: i64, key: &str, reason: &str, actor: &Actor) {
        let payment = self.record_taken(order, taken(minor, key));
        self.log_payment(payment, actor, "payment.captured");
        self.return_surplus(payment, reason, actor);
    }
}

fn taken(amount_minor: i64, key: &str) -> Taken {
    Taken {
        account: Account::Bank,
        amount_minor,
        key: format!("bank-{key}"),
        charge_ref: Some(key.to_owned()),
        taken_as: None,
    }
}
