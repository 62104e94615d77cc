//! Changing the address: with the password, confirmed from the new mailbox, and told to the old one.

use serde_json::json;

use super::change_password::{ReauthError, reauthenticate};
use super::confirm::{LinkError, use_token};
use super::fields::Reader;
use super::mail::{AccountMail, SendAccountMail};
use super::token::{LinkOver, TokenPurpose, new_token};
use super::{Principal, log};
use crate::App;
use crate::activity::{Actor, ActorKind};
use crate::jobs::NewJob;
use crate::rates::Rate;

/// Asks for another address. Nothing changes before the new mailbox answers; whether it has an account of its
/// own only that mailbox learns.
pub async fn ask_for_email(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    password: &str,
    email: &str,
) -> Result<(), ReauthError> {
    let mut reader = Reader::default();
    let email = reader.email("email", email);
    reader.finish()?;
    let account = reauthenticate(app, principal, password).await?;
    let Some(email) = email.filter(|email| email.as_str() != account.email) else { return Ok(()) };
    app.rates.check_address(Rate::ResetAddress, &actor.address)?;
    app.rates.check(Rate::Reset, email.as_str())?;
    let mut tx = app.store.begin().await?;
    let now = app.clock.now();
    tx.cancel_account_tokens(account.account_id, Some(TokenPurpose::Email.as_str()), now).await?;
    let mut mails = vec![SendAccountMail::to(app, &account, AccountMail::EmailChanging)];
    if let Some(taken) = tx.find_account_by_email(email.as_str()).await? {
        mails.push(SendAccountMail::to(app, &taken, AccountMail::AlreadyRegistered));
    } else {
        let (token, seed) = new_token(app, account.account_id, TokenPurpose::Email, email.as_str(), None);
        tx.insert_account_token(&token).await?;
        let mail = SendAccountMail::to(app, &account, AccountMail::ConfirmEmail { seed });
        mails.push(SendAccountMail { to: email.into_string(), ..mail });
    }
    let jobs: Vec<NewJob> = mails.iter().map(|mail| NewJob::now(app, mail)).collect();
    tx.enqueue(&jobs).await?;
    tx.log(&[log::about_account(app, actor, account.account_id, "account.email_asked", json!({}))]).await?;
    tx.commit().await?;
    Ok(())
}

/// Follows the link from the new mailbox: the account moves there, and older links stop working.
pub async fn confirm_email(app: &App, actor: &Actor, token: &str) -> Result<(), LinkError> {
    let mut tx = app.store.begin().await?;
    let used = use_token(app, &mut tx, actor, token, TokenPurpose::Email).await?;
    let account = tx.find_account(used.account_id).await?.filter(|account| account.disabled_at.is_none());
    let account = account.ok_or(LinkOver)?;
    match tx.update_account_email(account.account_id, &used.email).await {
        Ok(true) => {}
        Ok(false) => return Err(LinkOver.into()),
        Err(error) if error.is_duplicate() => return Err(LinkOver.into()),
        Err(error) => return Err(error.into()),
    }
    let now = app.clock.now();
    tx.confirm_account(account.account_id, now).await?;
    tx.cancel_account_tokens(account.account_id, None, now).await?;
    let actor = Actor { kind: ActorKind::Account(account.account_id, account.name), ..actor.clone() };
    tx.log(&[log::about_account(app, &actor, account.account_id, "account.email_changed", json!({}))])
        .await?;
    tx.commit().await?;
    app.principals.forget_account(account.account_id);
    Ok(())
}
