//! The periodic work itself: each is one line that calls an ordinary operation.

use super::schedule::Work;
use crate::App;

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
