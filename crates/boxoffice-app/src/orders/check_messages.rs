//! Messages that never came: now and then gateways are asked what they have told, and what was not heard is heard now.
//! Payments and refunds under way are asked about sooner, one by one (`check_sessions.rs`, `check_refunds.rs`).

use boxoffice_domain::time::Time;

use super::receive_webhook::{ReceiveError, hear};
use crate::App;
use crate::jobs::{JobError, Periodic, Where};
use crate::payments::{Gateway, GatewayEvent};

/// Where it stands until when everything was heard, in seconds since 1970.
const HEARD_UNTIL: &str = "messages_heard_until";
/// The first time, and after a long stand-still: for so long gateways repeat what nobody takes.
const FIRST_S: i64 = 3 * 86_400;
/// Clocks differ, and a dispute may be told long before its capture is known.
const OVERLAP_S: i64 = 2 * 3_600;

/// Asks every five minutes.
pub(crate) const CHECK: Periodic = Periodic {
    name: "hear messages that were lost",
    every_s: 300,
    on: Where::OneNode,
    work: |app| Box::pin(async move { hear_lost(&app).await }),
};

async fn hear_lost(app: &App) -> Result<(), JobError> {
    let now = app.clock.now();
    let stored = app.store.read().await?.find_setting(HEARD_UNTIL).await?;
    let until = stored.and_then(|until| until.parse().ok()).map_or(now.plus_s(-FIRST_S), Time::from_seconds);
    for gateway in app.gateways.all() {
        let told = gateway.list_told(until).await?;
        for event in unheard(app, &**gateway, told).await? {
            let (kind, event_ref) = (event.told.kind(), event.event_ref.clone());
            match hear(app, &**gateway, event).await {
                Ok(()) => tracing::info!(gateway = gateway.name(), event_ref, kind, "heard by asking"),
                Err(ReceiveError::TooEarly) => {}
                Err(error) => return Err(JobError::Later(error.to_string())),
            }
        }
    }
    let mut tx = app.store.begin().await?;
    tx.put_setting(HEARD_UNTIL, &now.plus_s(-OVERLAP_S).seconds().to_string()).await?;
    tx.commit().await?;
    Ok(())
}

/// Those whose effect is not on record.
async fn unheard(
    app: &App,
    gateway: &dyn Gateway,
    told: Vec<GatewayEvent>,
) -> Result<Vec<GatewayEvent>, JobError> {
    if told.is_empty() {
        return Ok(told);
    }
    let named = |event: &GatewayEvent| (gateway.name().to_owned(), event.event_ref.clone());
    let all: Vec<_> = told.iter().map(named).collect();
    let heard = app.store.read().await?.batch_heard(&all).await?;
    Ok(told.into_iter().filter(|event| !heard.contains(&named(event))).collect())
}
