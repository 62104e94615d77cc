//! Changing the password: with the old one, and every other sign-in ends.

use boxoffice_domain::password::Password;
use serde_json::json;

use super::fields::{FieldsRefused, Reader};
use super::hashing::Busy;
use super::mail::{AccountMail, SendAccountMail};
use super::session::SessionId;
use super::{Principal, log};
use crate::App;
use crate::activity::Actor;
use crate::jobs::NewJob;
use crate::rates::{Rate, TooMany};
use crate::store::StoreError;
use crate::store::accounts::Account;

/// Why something that needs the password again was not done.
#[derive(Debug, thiserror::Error)]
pub enum ReauthError {
    /// The password is not the account's.
    #[error("the password is wrong")]
    WrongPassword,
    /// Something typed was refused.
    #[error(transparent)]
    Fields(#[from] FieldsRefused),
    /// Too many tries.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too many passwords at this moment.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The caller once more, by the password. Guessing here is limited like guessing at the sign-in.
pub(super) async fn reauthenticate(
    app: &App,
    principal: &Principal,
    password: &str,
) -> Result<Account, ReauthError> {
    app.rates.check(Rate::LoginAccount, &format!("again {}", principal.account))?;
    let account = app.store.read().await?.find_account(principal.account).await?;
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let is_right = app.hashing.verify(stored, Password::typed(password)).await?;
    account.filter(|account| is_right && account.disabled_at.is_none()).ok_or(ReauthError::WrongPassword)
}

/// Sets a new password. `session` is the one sign-in that goes on.
pub async fn change_password(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    session: SessionId,
    current: &str,
    new: &str,
) -> Result<(), ReauthError> {
    let mut reader = Reader::default();
    let chosen = reader.password("password", new);
    reader.finish()?;
    let account = reauthenticate(app, principal, current).await?;
    let Some(chosen) = chosen else { return Ok(()) };
    let hash = app.hashing.hash(&app.random, chosen).await?;
    let mut tx = app.store.begin().await?;
    tx.update_password(account.account_id, &hash).await?;
    tx.cancel_account_tokens(account.account_id, None, app.clock.now()).await?;
    tx.delete_other_sessions(account.account_id, session.bytes()).await?;
    let mail = SendAccountMail::to(app, &account, AccountMail::PasswordChanged);
    tx.enqueue(&[NewJob::now(app, &mail)]).await?;
    tx.log(&[log::about_account(app, actor, account.account_id, "account.password_changed", json!({}))])
        .await?;
    tx.commit().await?;
    app.principals.forget_account(account.account_id);
    Ok(())
}
