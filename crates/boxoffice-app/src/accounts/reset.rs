//! A forgotten password: a link to the mailbox, and with it a new password. Every sign-in ends.

use serde_json::json;

use super::confirm::{LinkError, use_token};
use super::fields::{FieldsRefused, Reader};
use super::hashing::Busy;
use super::log;
use super::mail::{AccountMail, SendAccountMail};
use super::register::RegisterError;
use super::token::{LinkOver, TokenPurpose, is_link_open, new_token};
use crate::App;
use crate::activity::{Actor, ActorKind};
use crate::jobs::NewJob;
use crate::rates::{Rate, TooMany};
use crate::store::StoreError;

/// Why the password stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The new password was refused.
    #[error(transparent)]
    Fields(#[from] FieldsRefused),
    /// The link does not work (any more).
    #[error(transparent)]
    Over(#[from] LinkOver),
    /// Too many wrong links from there.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too many passwords at this moment.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<LinkError> for ResetError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Over(error) => Self::Over(error),
            LinkError::TooMany(error) => Self::TooMany(error),
            LinkError::Store(error) => Self::Store(error),
        }
    }
}

/// Mails a link that sets a new password. The answer is the same whether or not there is such an account.
pub async fn forgot_password(app: &App, actor: &Actor, email: &str) -> Result<(), RegisterError> {
    let mut reader = Reader::default();
    let email = reader.email("email", email);
    reader.finish()?;
    let Some(email) = email else { return Ok(()) };
    app.rates.check_address(Rate::ResetAddress, &actor.address)?;
    app.rates.check(Rate::Reset, email.as_str())?;
    let mut tx = app.store.begin().await?;
    let account = tx.find_account_by_email(email.as_str()).await?;
    if let Some(account) = account.filter(|account| account.disabled_at.is_none()) {
        let (token, seed) = new_token(app, account.account_id, TokenPurpose::Reset, &account.email, None);
        tx.insert_account_token(&token).await?;
        let mail = SendAccountMail::to(app, &account, AccountMail::Reset { seed });
        tx.enqueue(&[NewJob::now(app, &mail)]).await?;
        let entry = log::about_account(app, actor, account.account_id, "account.reset_asked", json!({}));
        tx.log(&[entry]).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Sets a new password with the link from the mail. Following it proves the mailbox as well.
pub async fn reset_password(app: &App, actor: &Actor, token: &str, password: &str) -> Result<(), ResetError> {
    let mut reader = Reader::default();
    let chosen = reader.password("password", password);
    reader.finish()?;
    let Some(chosen) = chosen else { return Ok(()) };
    // Hashing is dear, so a link that cannot work is refused before it.
    if !is_link_open(app, token, TokenPurpose::Reset, app.clock.now()).await? {
        app.rates.check_address(Rate::SecretMiss, &actor.address)?;
        return Err(LinkOver.into());
    }
    let hash = app.hashing.hash(&app.random, chosen).await?;
    let mut tx = app.store.begin().await?;
    let used = use_token(app, &mut tx, actor, token, TokenPurpose::Reset).await?;
    let account = tx.find_account(used.account_id).await?.filter(|account| account.disabled_at.is_none());
    let account = account.filter(|account| account.email == used.email).ok_or(LinkOver)?;
    let now = app.clock.now();
    tx.update_password(account.account_id, &hash).await?;
    tx.confirm_account(account.account_id, now).await?;
    tx.cancel_account_tokens(account.account_id, None, now).await?;
    tx.delete_other_sessions(account.account_id, &[]).await?;
    let mail = SendAccountMail::to(app, &account, AccountMail::PasswordChanged);
    tx.enqueue(&[NewJob::now(app, &mail)]).await?;
    let actor = Actor { kind: ActorKind::Account(account.account_id, account.name), ..actor.clone() };
    tx.log(&[log::about_account(app, &actor, account.account_id, "account.password_reset", json!({}))])
        .await?;
    tx.commit().await?;
    app.principals.forget_account(account.account_id);
    Ok(())
}
