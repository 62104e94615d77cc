//! A refund that the gateway refused, in the hands of the organizer: tried again there, or paid out in person.
//! Each is a step of its own that happens once, however often it is asked for.

use boxoffice_domain::ids::{OrderId, RefundId};
use boxoffice_domain::ledger::Account;
use boxoffice_domain::payment::RefundState;

use super::owe::Owed;
use crate::App;
use crate::activity::Actor;
use crate::selling::batch::{Batch, Needs, Refund};
use crate::selling::desk::{Deed, DeskError};

/// Why a refund stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum RefundAgainError {
    /// There is no such refund of this order.
    #[error("there is no such refund")]
    NoSuchRefund,
    /// It has not failed, or is being tried again already.
    #[error("this refund has not failed, or is tried again already")]
    NotFailed,
    /// Not money of the box office or of a bank account, or paid back already.
    #[error("this refund is not one that people carry out, or is done already")]
    NotInPerson,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl RefundAgainError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRefund => "no_such_refund",
            Self::NotFailed => "refund_not_failed",
            Self::NotInPerson => "refund_not_in_person",
            Self::Desk(_) => "busy",
        }
    }
}

/// Tries a failed refund again, as a new one with a key of its own. Gives the new one.
pub async fn try_refund_again(
    app: &App,
    actor: &Actor,
    order: OrderId,
    refund: RefundId,
) -> Result<RefundId, RefundAgainError> {
    app.desk.ask(Again { order, refund, actor: actor.clone() }).await?
}

/// Records that people have paid a buyer back: at the box office, or by a transfer.
pub async fn hand_over_refund(
    app: &App,
    actor: &Actor,
    order: OrderId,
    refund: RefundId,
) -> Result<(), RefundAgainError> {
    app.desk.ask(HandOver { order, refund, actor: actor.clone() }).await?
}

fn find(batch: &Batch, order: OrderId, refund: RefundId) -> Result<Refund, RefundAgainError> {
    let found = batch.refunds.get(&refund).filter(|kept| kept.value.order == order);
    Ok(found.ok_or(RefundAgainError::NoSuchRefund)?.value.clone())
}

struct Again {
    order: OrderId,
    refund: RefundId,
    actor: Actor,
}

impl Deed for Again {
    type Answer = RefundId;
    type Refusal = RefundAgainError;

    fn needs(&self, needs: &mut Needs) {
        needs.order(self.order);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<RefundId, RefundAgainError> {
        let failed = find(batch, self.order, self.refund)?;
        let is_again = batch.refunds.values().any(|kept| kept.value.again_of == Some(failed.id));
        if failed.state != RefundState::Failed || is_again {
            return Err(RefundAgainError::NotFailed);
        }
        let owed = Owed {
            payment: failed.payment,
            kind: failed.kind,
            amount_minor: failed.amount_minor,
            kept_minor: failed.kept_minor,
            extra_minor: failed.extra_minor,
            again_of: Some(failed.id),
            reason: &failed.reason,
        };
        batch.post_refund_again(&failed);
        batch.owe(owed, &self.actor).ok_or(RefundAgainError::NoSuchRefund)
    }
}

struct HandOver {
    order: OrderId,
    refund: RefundId,
    actor: Actor,
}

impl Deed for HandOver {
    type Answer = ();
    type Refusal = RefundAgainError;

    fn needs(&self, needs: &mut Needs) {
        needs.order(self.order);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), RefundAgainError> {
        let refund = find(batch, self.order, self.refund)?;
        let in_person = batch
            .payments
            .get(&refund.payment)
            .is_some_and(|kept| Account::of_gateway(&kept.value.gateway).is_by_hand());
        if !in_person || !refund.state.is_unfinished() {
            return Err(RefundAgainError::NotInPerson);
        }
        batch.report_refund(refund.id, RefundState::Done, None, &self.actor);
        Ok(())
    }
}
