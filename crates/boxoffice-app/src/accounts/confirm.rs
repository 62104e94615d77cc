//! Confirming: the mailbox has answered, so the account is its owner's.

use serde_json::json;

use super::log;
use super::token::{LinkOver, TokenPurpose, hash_token};
use crate::App;
use crate::activity::{Actor, ActorKind};
use crate::rates::{Rate, TooMany};
use crate::store::account_tokens::StoredToken;
use crate::store::{StoreError, Tx};

/// Why following a link did nothing.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The link does not work (any more).
    #[error(transparent)]
    Over(#[from] LinkOver),
    /// Too many wrong links from there.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Follows the link of a confirmation mail.
pub async fn confirm(app: &App, actor: &Actor, token: &str) -> Result<(), LinkError> {
    let mut tx = app.store.begin().await?;
    let used = use_token(app, &mut tx, actor, token, TokenPurpose::Confirm).await?;
    let now = app.clock.now();
    let account = tx.find_account(used.account_id).await?.filter(|account| account.disabled_at.is_none());
    let account = account.ok_or(LinkOver)?;
    if account.email != used.email {
        return Err(LinkOver.into());
    }
    if let Some(hash) = used.password_hash.filter(|hash| *hash != account.password_hash) {
        // Somebody else had registered this address before: their password and sign-ins end here.
        tx.update_password(account.account_id, &hash).await?;
        tx.delete_other_sessions(account.account_id, &[]).await?;
    }
    tx.confirm_account(account.account_id, now).await?;
    tx.cancel_account_tokens(account.account_id, Some(TokenPurpose::Confirm.as_str()), now).await?;
    let actor = Actor { kind: ActorKind::Account(account.account_id, account.name), ..actor.clone() };
    tx.log(&[log::about_account(app, &actor, account.account_id, "account.confirmed", json!({}))]).await?;
    tx.commit().await?;
    app.principals.forget_account(account.account_id);
    Ok(())
}

/// Uses a token up; a wrong one counts against the address that it came from.
pub(super) async fn use_token(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    token: &str,
    purpose: TokenPurpose,
) -> Result<StoredToken, LinkError> {
    if let Some(used) = tx.use_account_token(&hash_token(token), purpose.as_str(), app.clock.now()).await? {
        Ok(used)
    } else {
        app.rates.check_address(Rate::SecretMiss, &actor.address)?;
        Err(LinkOver.into())
    }
}
