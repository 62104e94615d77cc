//! An account's sign-ins: listed, and ended one by one or all but this one.

use boxoffice_domain::limits::SESSIONS_LISTED_MAX;
use serde_json::json;

use super::session::{SessionId, SessionView};
use super::{Principal, log};
use crate::App;
use crate::activity::Actor;
use crate::jobs::{Periodic, Where};
use crate::store::StoreError;

/// The caller's sign-ins, the one used last first.
pub async fn list_sessions(app: &App, principal: &Principal) -> Result<Vec<SessionView>, StoreError> {
    let mut tx = app.store.read().await?;
    let stored = tx.list_sessions(principal.account, app.clock.now(), SESSIONS_LISTED_MAX).await?;
    let views = stored.into_iter().filter_map(|session| {
        Some(SessionView {
            id: SessionId::from_bytes(&session.session_hash)?,
            created_at: session.created_at,
            seen_at: session.seen_at,
            address: session.address,
            agent: session.agent,
        })
    });
    Ok(views.collect())
}

/// Ends one of the caller's sign-ins; false when it is not theirs or has ended.
pub async fn end_session(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    session: SessionId,
) -> Result<bool, StoreError> {
    let mut tx = app.store.begin().await?;
    let ended = tx.delete_session(principal.account, session.bytes()).await?;
    if ended {
        let entry = log::about_account(app, actor, principal.account, "account.session_ended", json!({}));
        tx.log(&[entry]).await?;
    }
    tx.commit().await?;
    app.principals.forget(session);
    Ok(ended)
}

/// Ends all of the caller's sign-ins but this one, and says how many.
pub async fn end_other_sessions(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    kept: SessionId,
) -> Result<u64, StoreError> {
    let mut tx = app.store.begin().await?;
    let ended = tx.delete_other_sessions(principal.account, kept.bytes()).await?;
    let entry = log::about_account(
        app,
        actor,
        principal.account,
        "account.sessions_ended",
        json!({ "count": ended }),
    );
    tx.log(&[entry]).await?;
    tx.commit().await?;
    app.principals.forget_account(principal.account);
    Ok(ended)
}

/// How many rows one sweep removes, so that it never holds the writer long.
const SWEEP_ROWS: u32 = 1_000;
/// Links that stopped working are kept this long, for questions that come late.
const OLD_LINKS_KEPT_S: i64 = 30 * 86_400;

/// Sweeping, as periodic work.
pub const SWEEP: Periodic = Periodic {
    name: "remove ended sign-ins and old links",
    every_s: 600,
    on: Where::OneNode,
    work: |app| Box::pin(async move { Ok(sweep(&app).await.map(drop)?) }),
};

/// Removes sign-ins that ended and links that are long over.
pub async fn sweep(app: &App) -> Result<u64, StoreError> {
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    let sessions = tx.delete_ended_sessions(now, SWEEP_ROWS).await?;
    let tokens = tx.delete_old_account_tokens(now.plus_s(-OLD_LINKS_KEPT_S), SWEEP_ROWS).await?;
    tx.commit().await?;
    Ok(sessions + tokens)
}
