//! What moved for an order, as people see it: payments, refunds and disputes.

use boxoffice_domain::ids::{DisputeId, PaymentId, RefundId};
use boxoffice_domain::ledger::Account;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::payment::{DisputeState, PaymentState, RefundKind, RefundState, TakenAs};
use boxoffice_domain::time::Time;

use crate::store::StoreError;
use crate::store::disputes::DisputeRow;
use crate::store::orders::{PaymentViewRow, RefundViewRow};

/// A payment of an order.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// Through which gateway, or `box_office` or `bank`.
    pub gateway: String,
    /// How the box office was paid.
    pub taken_as: Option<TakenAs>,
    /// Where it stands.
    pub state: PaymentState,
    /// How much.
    pub amount: Money,
    /// Where the buyer pays, while it is open.
    pub checkout_url: Option<String>,
    /// Why the last try failed.
    pub failure: Option<String>,
    /// When it was made.
    pub created_at: Time,
    /// When the money came.
    pub captured_at: Option<Time>,
}

/// A refund of an order.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// Where it stands.
    pub state: RefundState,
    /// What for.
    pub kind: RefundKind,
    /// How much.
    pub amount: Money,
    /// What the organizer kept of what the places cost.
    pub kept_minor: i64,
    /// Why.
    pub reason: String,
    /// True when it failed and is being tried again by another one.
    pub is_tried_again: bool,
    /// Where the money lies that people give back by hand; none: a gateway does.
    pub by_hand: Option<Account>,
    /// Since when it is owed.
    pub created_at: Time,
    /// When the buyer had it.
    pub done_at: Option<Time>,
}

/// A dispute of an order.
#[derive(Clone, Debug)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// Where it stands.
    pub state: DisputeState,
    /// How much.
    pub amount: Money,
    /// The bank's word for why.
    pub reason: String,
    /// Its name at the gateway.
    pub dispute_ref: String,
    /// Since when.
    pub opened_at: Time,
    /// When it was decided.
    pub closed_at: Option<Time>,
}

/// The rows that an order's money is read from.
#[derive(Debug)]
pub(super) struct MoneyRows {
    pub(super) payments: Vec<PaymentViewRow>,
    pub(super) refunds: Vec<RefundViewRow>,
    pub(super) disputes: Vec<DisputeRow>,
}

impl MoneyRows {
    pub(super) fn payments(&self, currency: Currency) -> Result<Vec<Payment>, StoreError> {
        let payment = |row: &PaymentViewRow| {
            Ok(Payment {
                id: row.payment_id,
                state: PaymentState::parse(&row.state).ok_or_else(|| broken("payment state", &row.state))?,
                gateway: row.gateway.clone(),
                taken_as: row.taken_as.as_deref().and_then(TakenAs::parse),
                amount: Money::new(row.amount_minor, currency),
                checkout_url: row.checkout_url.clone(),
                failure: row.failure.clone(),
                created_at: row.created_at,
                captured_at: row.captured_at,
            })
        };
        self.payments.iter().map(payment).collect()
    }

    pub(super) fn refunds(&self, currency: Currency) -> Result<Vec<Refund>, StoreError> {
        let by_hand = |payment: PaymentId| {
            let of = self.payments.iter().find(|row| row.payment_id == payment)?;
            Some(Account::of_gateway(&of.gateway)).filter(|account| account.is_by_hand())
        };
        let refund = |row: &RefundViewRow| {
            Ok(Refund {
                id: row.refund_id,
                state: RefundState::parse(&row.state).ok_or_else(|| broken("refund state", &row.state))?,
                kind: RefundKind::parse(&row.kind).ok_or_else(|| broken("refund kind", &row.kind))?,
                amount: Money::new(row.amount_minor, currency),
                kept_minor: row.kept_minor,
                reason: row.reason.clone(),
                is_tried_again: self.refunds.iter().any(|other| other.again_of == Some(row.refund_id)),
                by_hand: by_hand(row.payment_id),
                created_at: row.created_at,
                done_at: row.done_at,
            })
        };
        self.refunds.iter().map(refund).collect()
    }

    pub(super) fn disputes(&self, currency: Currency) -> Result<Vec<Dispute>, StoreError> {
        let dispute = |row: &DisputeRow| {
            Ok(Dispute {
                id: row.dispute_id,
                state: DisputeState::parse(&row.state).ok_or_else(|| broken("dispute state", &row.state))?,
                amount: Money::new(row.amount_minor, currency),
                reason: row.reason.clone(),
                dispute_ref: row.dispute_ref.clone(),
                opened_at: row.opened_at,
                closed_at: row.closed_at,
            })
        };
        self.disputes.iter().map(dispute).collect()
    }
}

fn broken(what: &str, value: &str) -> StoreError {
    StoreError::Broken(format!("{what} {value:?}"))
}
