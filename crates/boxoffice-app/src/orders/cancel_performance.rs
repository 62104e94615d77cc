//! Cancels the orders of a performance that was called off, after the transaction that called it off.
//! An order with tickets of other performances too is left to the organizer: those attendees may still come.

use boxoffice_domain::ids::PerformanceId;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::activity::Actor;
use crate::jobs::{Job, JobError};
use crate::orders::cancel::{CancelBy, CancelError, Cancelled, cancel};

/// Cancels what is left of a cancelled performance's orders, some at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CancelPerformanceOrders {
    /// The performance.
    pub performance: PerformanceId,
}

/// Orders read at a time.
const ORDERS_PER_RUN: u32 = 100;

impl Job for CancelPerformanceOrders {
    const KIND: &'static str = "cancel_performance_orders";

    async fn run(self, app: &App) -> Result<(), JobError> {
        let mut waiting = 0;
        let mut after = None;
        loop {
            let orders = {
                let mut tx = app.store.read().await?;
                tx.list_live_orders_only_of(self.performance, after, ORDERS_PER_RUN).await?
            };
            let Some(last) = orders.last().copied() else { break };
            after = Some(last);
            for order in orders {
                match cancel(app, &Actor::system(), order, CancelBy::Organizer, "performance_cancelled").await
                {
                    Ok(Cancelled { done: true, .. }) | Err(CancelError::Used | CancelError::Ended) => {}
                    Ok(_) => waiting += 1,
                    Err(error) => return Err(JobError::Later(error.to_string())),
                }
            }
        }
        if waiting == 0 {
            return Ok(());
        }
        Err(JobError::Later(format!("{waiting} orders of a cancelled performance are left")))
    }
}
