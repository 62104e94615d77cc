//! What operators must know of money: what a gateway holds without an order, and what is not finished.

use serde_json::json;

use crate::App;
use crate::accounts::Principal;
use crate::activity::{Activity, Actor};
use crate::store::StoreError;
use crate::store::gateway_questions::Unfinished;
use crate::store::stray_money::StrayMoney;

/// Rows that one page shows.
const ROWS_MAX: u32 = 200;
/// Younger ones are on their ordinary way.
const SETTLE_S: i64 = 60;

/// Money without an order, oldest first. Nothing for who is no operator.
pub async fn list_stray_money(app: &App, caller: &Principal) -> Result<Vec<StrayMoney>, StoreError> {
    if !caller.operator {
        return Ok(Vec::new());
    }
    app.store.read().await?.list_stray_money(ROWS_MAX).await
}

/// Payments and refunds that are not finished, oldest first. Nothing for who is no operator.
pub async fn list_unfinished(app: &App, caller: &Principal) -> Result<Vec<Unfinished>, StoreError> {
    if !caller.operator {
        return Ok(Vec::new());
    }
    app.store.read().await?.list_unfinished(app.clock.now().plus_s(-SETTLE_S), ROWS_MAX).await
}

/// A person has dealt with money that had no order. False when there is none such, or for who is no operator.
pub async fn settle_stray_money(
    app: &App,
    actor: &Actor,
    caller: &Principal,
    gateway: &str,
    event_ref: &str,
) -> Result<bool, StoreError> {
    if !caller.operator {
        return Ok(false);
    }
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    let settled = tx.settle_stray_money(gateway, event_ref, now).await?;
    if settled {
        let entry = Activity {
            organization: None,
            at: now,
            actor: actor.clone(),
            action: "payments.stray_settled",
            subject_kind: "installation",
            subject: [0; 16],
            event: None,
            detail: json!({ "gateway": gateway, "event": event_ref }),
        };
        tx.log(&[entry]).await?;
    }
    tx.commit().await?;
    Ok(settled)
}
