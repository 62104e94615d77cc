//! Refunds that no job moves any more, because it was put aside or never ran: they are still owed, so they are
//! carried to their gateway again, with longer and longer pauses, until it has spoken.

use super::check_sessions::note_question;
use super::run_refund::run_refund;
use crate::App;
use crate::jobs::{JobError, Periodic, Where};
use crate::store::gateway_questions::REFUND;

/// A refund's own job tries for longer than this before it is put aside.
const QUIET_S: i64 = 600;
/// Refunds that one round carries.
const REFUNDS_PER_ROUND: u32 = 100;
/// The longest pause between two tries.
const PAUSE_S_MAX: i64 = 3_600;

/// Carries quiet refunds, once a minute.
pub(crate) const CHECK: Periodic = Periodic {
    name: "carry quiet refunds to their gateways",
    every_s: 60,
    on: Where::OneNode,
    work: |app| Box::pin(async move { check_quiet_refunds(&app).await }),
};

async fn check_quiet_refunds(app: &App) -> Result<(), JobError> {
    let now = app.clock.now();
    let quiet = {
        let mut tx = app.store.read().await?;
        tx.list_quiet_refunds(now.plus_s(-QUIET_S), now, REFUNDS_PER_ROUND).await?
    };
    for refund in quiet {
        let carried = run_refund(app, refund).await;
        if let Err(error) = &carried {
            tracing::warn!(%refund, %error, "a refund is still on its way; it is carried again");
        }
        note_question(app, REFUND, refund.bytes(), carried, PAUSE_S_MAX).await?;
    }
    Ok(())
}
