//! Orders that were not paid in time. Those under payment end only when their gateway says that nothing comes
//! any more, so here it is merely asked; those for the box office end at once.

use boxoffice_domain::ids::OrderId;
use boxoffice_domain::order::OrderState;

use super::end_session::EndSession;
use crate::App;
use crate::activity::Actor;
use crate::selling::batch::{Batch, Needs};
use crate::selling::desk::{Deed, DeskError};

/// Orders that one sweep looks at.
const ORDERS_PER_SWEEP: u32 = 200;
/// How long a gateway that was asked to end a session is left alone.
const ASK_AGAIN_S: i64 = 60;

/// Ends pending orders whose time has run out, and says how many were due.
pub async fn expire_due_orders(app: &App) -> Result<usize, DeskError> {
    let due = {
        let mut tx = app.store.read().await?;
        tx.list_due_orders(app.clock.now(), ORDERS_PER_SWEEP).await?
    };
    let count = due.len();
    if !due.is_empty() {
        let Ok(()) = app.desk.ask(Expire { orders: due }).await?;
    }
    Ok(count)
}

struct Expire {
    orders: Vec<OrderId>,
}

impl Deed for Expire {
    type Answer = ();
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        for order in &self.orders {
            needs.order(*order);
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), Self::Refusal> {
        for id in &self.orders {
            let now = batch.now;
            let Some(order) = batch.orders.get(id) else { continue };
            if order.value.state != OrderState::Pending || order.value.pay_by > now {
                continue;
            }
            let mut unfinished = batch.payments_of(*id);
            unfinished
                .retain(|id| batch.payments.get(id).is_some_and(|kept| kept.value.state.is_unfinished()));
            if unfinished.is_empty() {
                batch.end_order(*id, OrderState::Expired, "not_paid", &Actor::system());
                continue;
            }
            // Not listed again before the gateway had time to answer.
            if let Some(order) = batch.orders.get_mut(id) {
                order.change().pay_by = now.plus_s(ASK_AGAIN_S);
            }
            for payment in unfinished {
                batch.enqueue(&EndSession { payment });
            }
        }
        Ok(())
    }
}
