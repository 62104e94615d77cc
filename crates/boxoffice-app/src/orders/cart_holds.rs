//! What a checkout starts from: the cart's holds, all open, or the order that they have become already.

use boxoffice_domain::ids::{HoldId, PaymentId};
use boxoffice_domain::inventory::{HoldOver, HoldState};
use boxoffice_domain::order::OrderState;

use super::checkout::{Made, MakeOrder};
use super::checkout_error::CheckoutError;
use crate::selling::batch::{Batch, Hold};

impl MakeOrder {
    /// A retried checkout is not a second order. One whose holds went back into the cart stands in nobody's way.
    pub(super) fn made_before(&self, batch: &Batch) -> Option<Made> {
        let order = &batch.orders.get(&self.id)?.value;
        if order.state == OrderState::Cancelled && batch.holds_of(self.id).is_empty() {
            return None;
        }
        let unfinished =
            |id: &PaymentId| batch.payments.get(id).is_some_and(|p| p.value.state.is_unfinished());
        let payment = batch.payments_of(self.id).into_iter().rfind(unfinished);
        Some(Made { order: self.id, secret: order.secret, state: order.state, payment })
    }

    pub(super) fn open_holds(&self, batch: &Batch) -> Result<Vec<HoldId>, CheckoutError> {
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
}
