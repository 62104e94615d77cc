//! Paying at the box office: staff take the money in person and the order is confirmed.

use boxoffice_domain::ids::OrderId;
use boxoffice_domain::ledger::Account;
use boxoffice_domain::order::{Method, OrderState};
use boxoffice_domain::payment::TakenAs;

use super::new_payment::Taken;
use crate::App;
use crate::activity::Actor;
use crate::selling::batch::{Batch, Needs};
use crate::selling::desk::{Deed, DeskError};

/// Why an order could not be marked as paid.
#[derive(Debug, thiserror::Error)]
pub enum MarkPaidError {
    /// There is no such order.
    #[error("there is no such order")]
    NoSuchOrder,
    /// It is not one that waits for the box office.
    #[error("this order does not wait to be paid at the box office")]
    NotWaiting,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl MarkPaidError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchOrder => "no_such_order",
            Self::NotWaiting => "not_waiting_for_box_office",
            Self::Desk(_) => "busy",
        }
    }
}

/// Records the payment in person and confirms the order.
pub async fn mark_paid(
    app: &App,
    actor: &Actor,
    order: OrderId,
    taken_as: TakenAs,
) -> Result<(), MarkPaidError> {
    app.desk.ask(MarkPaid { order, taken_as, actor: actor.clone() }).await?
}

struct MarkPaid {
    order: OrderId,
    taken_as: TakenAs,
    actor: Actor,
}

impl Deed for MarkPaid {
    type Answer = ();
    type Refusal = MarkPaidError;

    fn needs(&self, needs: &mut Needs) {
        needs.order(self.order);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), MarkPaidError> {
        let order = batch.orders.get(&self.order).ok_or(MarkPaidError::NoSuchOrder)?.value.clone();
        if order.method != Method::BoxOffice || order.state != OrderState::Pending {
            return Err(MarkPaidError::NotWaiting);
        }
        let taken = Taken {
            account: Account::BoxOffice,
            amount_minor: order.total_minor,
            key: format!("box-office-{}", order.id),
            charge_ref: None,
            taken_as: Some(self.taken_as),
        };
        let id = batch.record_taken(&order, taken);
        batch.log_payment(id, &self.actor, "payment.captured");
        batch.confirm(order.id, &self.actor);
        batch.post_sale(order.id, Account::BoxOffice);
        Ok(())
    }
}
