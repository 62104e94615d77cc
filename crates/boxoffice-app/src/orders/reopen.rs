//! Back to the cart: a buyer who returns unpaid gets their places as an open cart again, with the time that is left.
//! First the gateway must say that nothing comes any more. A buyer who paid after all has tickets instead.

use boxoffice_domain::ids::{OrderId, PaymentId};
use boxoffice_domain::order::{Method, OrderState};
use serde_json::json;

use super::end_session::end_session;
use super::find::{OrderKey, find_order};
use crate::App;
use crate::activity::{Actor, ActorKind};
use crate::selling::batch::{Batch, Needs};
use crate::selling::desk::{Deed, DeskError};
use crate::selling::secret::CartSecret;

/// What a payment's failure says while its buyer waits for the cart: once its session is over, the cart is open.
pub const LEFT: &str = "left";

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reopened {
    /// The places are in this cart, open or, when their time ran out meanwhile, expired.
    Cart(CartSecret),
    /// The money was there already: the order stands.
    Paid,
}

/// Why an order could not become a cart again.
#[derive(Debug, thiserror::Error)]
pub enum ReopenError {
    /// There is no such order.
    #[error("there is no such order")]
    NoSuchOrder,
    /// It does not wait for a payment that its buyer could leave.
    #[error("this order does not wait for a payment")]
    NotWaiting,
    /// The gateway did not confirm that nothing comes any more.
    #[error("the payment cannot be ended right now; your places are kept, try again in a moment")]
    Gateway,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl ReopenError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchOrder => "no_such_order",
            Self::NotWaiting => "order_not_waiting",
            Self::Gateway => "gateway_unavailable",
            Self::Desk(_) => "busy",
        }
    }
}

/// Ends the payment of a waiting order and opens its cart again.
pub async fn reopen(app: &App, order: OrderId) -> Result<Reopened, ReopenError> {
    let left = app.desk.ask(Leave { order }).await??;
    for payment in left.payments {
        if let Err(error) = end_session(app, payment).await {
            // The wish is on record: whenever the gateway says that the session is over, the cart opens.
            tracing::warn!(%payment, %error, "a payment could not be ended for a buyer who came back");
            return Err(ReopenError::Gateway);
        }
    }
    let order = find_order(app, OrderKey::Id(order)).await.map_err(DeskError::from)?;
    match order.map(|order| order.state) {
        Some(OrderState::Confirmed) => Ok(Reopened::Paid),
        Some(OrderState::Cancelled | OrderState::Expired) => Ok(Reopened::Cart(left.cart)),
        Some(OrderState::Pending) => Err(ReopenError::Gateway),
        None => Err(ReopenError::NoSuchOrder),
    }
}

/// Records that the buyer wants the cart back.
struct Leave {
    order: OrderId,
}

struct Left {
    cart: CartSecret,
    payments: Vec<PaymentId>,
}

impl Deed for Leave {
    type Answer = Left;
    type Refusal = ReopenError;

    fn needs(&self, needs: &mut Needs) {
        needs.order(self.order);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Left, ReopenError> {
        let order = &batch.orders.get(&self.order).ok_or(ReopenError::NoSuchOrder)?.value;
        if order.state != OrderState::Pending || order.method != Method::Gateway {
            return Err(ReopenError::NotWaiting);
        }
        let holds = batch.holds_of(self.order);
        let cart = holds.iter().find_map(|id| batch.holds.get(id)).map(|hold| hold.value.cart);
        let cart = cart.ok_or(ReopenError::NotWaiting)?;
        let now = batch.now;
        let mut payments = batch.payments_of(self.order);
        payments.retain(|id| batch.payments.get(id).is_some_and(|kept| kept.value.state.is_unfinished()));
        for payment in &payments {
            let Some(payment) = batch.payments.get_mut(payment) else { continue };
            let payment = payment.change();
            payment.failure = Some(LEFT.to_owned());
            payment.updated_at = now;
        }
        Ok(Left { cart, payments })
    }
}

impl Batch {
    /// Undoes a pending order whose buyer left its payment: its holds are open again, for as long as they were.
    /// False, and nothing is changed, when their time is over.
    pub(super) fn reopen_order(&mut self, id: OrderId) -> bool {
        let now = self.now;
        let holds = self.holds_of(id);
        let in_time = |hold| self.holds.get(hold).is_some_and(|kept| now < kept.value.expires_at);
        if !holds.iter().all(in_time) {
            return false;
        }
        for hold in holds {
            let Some(kept) = self.holds.get_mut(&hold) else { continue };
            if let Ok(open) = kept.value.state.reopen() {
                let hold = kept.change();
                hold.state = open;
                hold.order = None;
            }
        }
        self.return_codes(id);
        let buyer = Actor { kind: ActorKind::Buyer, address: "-".into() };
        let Some(order) = self.orders.get_mut(&id) else { return false };
        let order = order.change();
        order.state = OrderState::Cancelled;
        order.ended_at = Some(now);
        order.end_reason = Some("back_to_cart".to_owned());
        let order = order.clone();
        self.log_order(&order, &buyer, "order.cancelled", json!({ "reason": "back_to_cart" }));
        true
    }
}
