//! Recording that money goes back: a refund is one intent, has one key, and has one effect at its gateway.
//! The job that carries it out is enqueued with it; money of the box office is handed over by its people.

use boxoffice_domain::ids::{OrderId, PaymentId, RefundId};
use boxoffice_domain::ledger::Account;
use boxoffice_domain::payment::{DisputeState, PaymentState, RefundKind, RefundState};

use super::issue_invoice::IssueCreditNotes;
use super::run_refund::RunRefund;
use crate::activity::Actor;
use crate::selling::batch::{Batch, Kept, Payment, Refund};

/// A refund to be recorded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owed<'a> {
    pub(crate) payment: PaymentId,
    pub(crate) kind: RefundKind,
    pub(crate) amount_minor: i64,
    pub(crate) kept_minor: i64,
    pub(crate) extra_minor: i64,
    pub(crate) again_of: Option<RefundId>,
    pub(crate) reason: &'a str,
}

impl Batch {
    /// Records that what is left of a captured payment that bought nothing goes back.
    pub(crate) fn owe_surplus(
        &mut self,
        payment: PaymentId,
        reason: &str,
        actor: &Actor,
    ) -> Option<RefundId> {
        let value = self.payments.get(&payment)?.value.clone();
        let amount_minor = self.left_of(&value);
        if value.state != PaymentState::Captured || amount_minor <= 0 {
            return None;
        }
        let kind = RefundKind::Surplus;
        let owed =
            Owed { payment, kind, amount_minor, kept_minor: 0, extra_minor: 0, again_of: None, reason };
        self.owe(owed, actor)
    }

    /// Records a refund, and has it sent after the commit.
    pub(crate) fn owe(&mut self, owed: Owed<'_>, actor: &Actor) -> Option<RefundId> {
        self.owe_as(self.new_refund_id(), owed, actor)
    }

    /// The id of a refund that nobody has named.
    pub(crate) fn new_refund_id(&self) -> RefundId {
        RefundId::from_bytes(self.new_id())
    }

    /// The same under an id that was chosen before, so that a repeated wish finds it.
    pub(crate) fn owe_as(&mut self, id: RefundId, owed: Owed<'_>, actor: &Actor) -> Option<RefundId> {
        let payment = self.payments.get(&owed.payment)?.value.clone();
        let refund = Refund {
            id,
            payment: payment.id,
            order: payment.order,
            state: RefundState::Wanted,
            kind: owed.kind,
            reason: owed.reason.to_owned(),
            amount_minor: owed.amount_minor,
            kept_minor: owed.kept_minor,
            extra_minor: owed.extra_minor,
            currency: payment.currency,
            idempotency_key: format!("refund-{id}"),
            gateway_ref: None,
            again_of: owed.again_of,
            created_at: self.now,
            updated_at: self.now,
            done_at: None,
        };
        self.refunds.insert(id, Kept::new(refund));
        if !Account::of_gateway(&payment.gateway).is_by_hand() {
            self.enqueue(&RunRefund { refund: id });
        }
        if owed.kind != RefundKind::Surplus && owed.again_of.is_none() {
            self.enqueue(&IssueCreditNotes { order: payment.order });
        }
        self.log_refund(id, actor, "refund.wanted");
        Some(id)
    }

    /// The captured payment that bought an order: the one that does not go back as surplus.
    pub(crate) fn sale_payment(&self, order: OrderId) -> Option<&Payment> {
        let is_surplus =
            |payment: &Payment| self.refunds_of(payment.id).any(|refund| refund.kind == RefundKind::Surplus);
        let payments = self.payments.values().map(|kept| &kept.value);
        payments
            .filter(|payment| payment.order == order && payment.state == PaymentState::Captured)
            .filter(|payment| !is_surplus(payment))
            .min_by_key(|payment| payment.id)
    }

    /// What may still go back of a payment: less what has gone, is owed, or is with the buyer's bank.
    pub(crate) fn left_of(&self, payment: &Payment) -> i64 {
        let is_again = |id: RefundId| self.refunds_of(payment.id).any(|refund| refund.again_of == Some(id));
        let owed = self
            .refunds_of(payment.id)
            .filter(|refund| refund.state != RefundState::Failed || !is_again(refund.id))
            .map(|refund| refund.amount_minor);
        let disputed = self
            .disputes
            .values()
            .map(|kept| &kept.value)
            .filter(|dispute| dispute.payment == payment.id && dispute.state != DisputeState::Won)
            .map(|dispute| dispute.amount_minor);
        payment.amount_minor - owed.chain(disputed).sum::<i64>()
    }

    fn refunds_of(&self, payment: PaymentId) -> impl Iterator<Item = &Refund> {
        self.refunds.values().map(|kept| &kept.value).filter(move |refund| refund.payment == payment)
    }
}
