//! The periodic work itself: each is one line that calls an ordinary operation.

use super::schedule::Work;
use crate::App;
use crate::{idempotency, orders, selling};

/// Rounds of a sweep in a row, so that a great many at once do not wait for the next second each.
const ROUNDS_MAX: usize = 20;

/// On PostgreSQL every node takes the database's time, so that all nodes agree on who was too late.
pub(crate) fn follow_clock(app: App) -> Work {
    Box::pin(async move {
        if let Some(theirs) = app.store.database_time().await? {
            app.clock.follow(theirs);
        }
        Ok(())
    })
}

/// What the shop has not acknowledged is sent again.
pub(crate) fn send_test_webhooks(app: App) -> Work {
    Box::pin(async move {
        if let Some(gateway) = &app.test_gateway {
            gateway.send_waiting().await?;
        }
        Ok(())
    })
}

/// Acknowledged messages are forgotten after a day.
pub(crate) fn forget_test_webhooks(app: App) -> Work {
    Box::pin(async move {
        if let Some(gateway) = &app.test_gateway {
            gateway.forget_delivered().await?;
        }
        Ok(())
    })
}

/// Holds end by themselves.
pub(crate) fn expire_holds(app: App) -> Work {
    Box::pin(async move {
        for _ in 0..ROUNDS_MAX {
            if selling::expire_due(&app).await? == 0 {
                break;
            }
        }
        Ok(())
    })
}

/// Orders that were not paid in time end, or their gateways are asked to end them.
pub(crate) fn expire_orders(app: App) -> Work {
    Box::pin(async move {
        for _ in 0..ROUNDS_MAX {
            if orders::expire_due_orders(&app).await? == 0 {
                break;
            }
        }
        Ok(())
    })
}

/// Answers kept for their idempotency keys are forgotten after a day.
pub(crate) fn forget_answers(app: App) -> Work {
    Box::pin(async move {
        idempotency::forget_old(&app).await?;
        Ok(())
    })
}
