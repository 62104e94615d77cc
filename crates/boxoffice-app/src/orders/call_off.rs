//! The orders of an event or a performance that was called off, after the transaction that called it off: its tickets
//! die, their money goes back, their holders are told. Tickets of other performances in the same order stay.
//! Attendees who were let in were there; their tickets stay as they are.

use boxoffice_domain::ids::{EventId, OrderId, PerformanceId};
use boxoffice_domain::order::OrderState;
use serde::{Deserialize, Serialize};

use super::cancel::cancel_pending;
use super::try_refund_again::{RefundAgainError, try_refund_again};
use crate::App;
use crate::activity::Actor;
use crate::jobs::{Job, JobError, Lane};
use crate::selling::batch::{Batch, Line, Needs, Order};
use crate::selling::desk::{Deed, DeskError};

/// Cancels what is left of a cancelled event's orders, some at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CancelEventOrders {
    /// The event.
    pub event: EventId,
}

/// The same for a performance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CancelPerformanceOrders {
    /// The performance.
    pub performance: PerformanceId,
}

/// Tries every refund again that the gateway refused after an event was called off.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TryRefundsAgain {
    /// The event.
    pub event: EventId,
}

/// Orders read at a time.
const ORDERS_PER_RUN: u32 = 100;

impl Job for CancelEventOrders {
    const KIND: &'static str = "cancel_event_orders";
    // Money does not wait behind the mails of the sale that is called off.
    const LANE: Lane = Lane::Prompt;

    async fn run(self, app: &App) -> Result<(), JobError> {
        call_off(app, self.event, None, "event_cancelled").await
    }
}

impl Job for CancelPerformanceOrders {
    const KIND: &'static str = "cancel_performance_orders";
    const LANE: Lane = Lane::Prompt;

    async fn run(self, app: &App) -> Result<(), JobError> {
        let found = app.store.read().await?.find_performance(self.performance).await?;
        let found = found.ok_or_else(|| JobError::Never("there is no such performance".into()))?;
        call_off(app, found.event_id, Some(self.performance), "performance_cancelled").await
    }
}

impl Job for TryRefundsAgain {
    const KIND: &'static str = "try_refunds_again";
    const LANE: Lane = Lane::Prompt;

    async fn run(self, app: &App) -> Result<(), JobError> {
        loop {
            let failed = {
                let mut tx = app.store.read().await?;
                tx.list_failed_refunds(self.event, None, ORDERS_PER_RUN).await?
            };
            for row in &failed {
                match try_refund_again(app, &Actor::system(), row.order_id, row.refund_id).await {
                    Ok(_) | Err(RefundAgainError::NotFailed | RefundAgainError::NoSuchRefund) => {}
                    Err(error) => return Err(JobError::Later(error.to_string())),
                }
            }
            if failed.len() < ORDERS_PER_RUN as usize {
                return Ok(());
            }
        }
    }
}

async fn call_off(
    app: &App,
    event: EventId,
    performance: Option<PerformanceId>,
    reason: &'static str,
) -> Result<(), JobError> {
    let (mut waiting, mut after) = (0, None);
    loop {
        let orders = {
            let mut tx = app.store.read().await?;
            tx.list_orders_to_call_off(event, performance, after, ORDERS_PER_RUN).await?
        };
        let Some(last) = orders.last().copied() else { break };
        after = Some(last);
        // Together, so that they share batches and flushes.
        let deeds = orders.into_iter().map(|order| ask(app, CallOff { order, event, performance, reason }));
        for done in futures_util::future::join_all(deeds).await {
            waiting += usize::from(!done?);
        }
    }
    if waiting == 0 {
        return Ok(());
    }
    Err(JobError::Later(format!("{waiting} orders of what was called off are left")))
}

async fn ask(app: &App, deed: CallOff) -> Result<bool, DeskError> {
    let Ok(done) = app.desk.ask(deed).await?;
    Ok(done)
}

/// Takes one order's places of what was called off. Answers whether nothing is left to do.
struct CallOff {
    order: OrderId,
    event: EventId,
    performance: Option<PerformanceId>,
    reason: &'static str,
}

impl Deed for CallOff {
    type Answer = bool;
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        needs.order(self.order);
        needs.disputes();
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<bool, Self::Refusal> {
        let Some(order) = batch.orders.get(&self.order).map(|kept| kept.value.clone()) else {
            return Ok(true);
        };
        Ok(match order.state {
            OrderState::Cancelled | OrderState::Expired => true,
            // With other places too, it is looked at again when it is paid or has ended.
            OrderState::Pending => {
                order.lines.iter().all(|line| self.concerns(line))
                    && cancel_pending(batch, &order, self.reason, &Actor::system()).done
            }
            OrderState::Confirmed => {
                self.void(batch, &order);
                true
            }
        })
    }
}

impl CallOff {
    fn concerns(&self, line: &Line) -> bool {
        line.event == self.event && self.performance.is_none_or(|performance| performance == line.performance)
    }

    fn void(&self, batch: &mut Batch, order: &Order) {
        let mut tickets = batch.live_tickets_in_order(order.id);
        tickets.retain(|id| {
            let Some(ticket) = batch.tickets.get(id).map(|kept| &kept.value) else { return false };
            let at = usize::try_from(ticket.line_no - 1).unwrap_or(usize::MAX);
            ticket.checked_in.is_none() && order.lines.get(at).is_some_and(|line| self.concerns(line))
        });
        if !tickets.is_empty() {
            batch.give_back(batch.new_refund_id(), order, &tickets, false, self.reason, &Actor::system());
        }
    }
}
