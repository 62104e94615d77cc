//! Signing in and out. A wrong password and an account that does not exist are one answer after the same work.
//! Tries are limited per client address and per account; an address from which the account is signed in already
//! has a limit of its own, so that a stranger's guesses never lock the owner out.

use std::sync::Arc;

use boxoffice_domain::email::Email;
use boxoffice_domain::ids::AccountId;
use boxoffice_domain::limits::SESSION_TTL_S;
use boxoffice_domain::password::Password;
use serde_json::json;

use super::authenticate::find_principal;
use super::hashing::Busy;
use super::session::{SessionId, SessionSecret};
use super::{Principal, log};
use crate::App;
use crate::activity::Actor;
use crate::address::client_key;
use crate::rates::{Rate, TooMany};
use crate::store::accounts::Account;
use crate::store::sessions::StoredSession;
use crate::store::{StoreError, Tx};

/// Longest name of a browser that is kept, in characters: enough to recognise it by.
const AGENT_CHARS_MAX: usize = 200;

/// A fresh sign-in. The secret goes to the browser and nowhere else.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// For the cookie.
    pub secret: SessionSecret,
    /// Who.
    pub principal: Arc<Principal>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// No such account, another password, or closed.
    #[error("e-mail or password is wrong")]
    Wrong,
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

impl LoginError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "wrong_login",
            Self::TooMany(error) => error.code(),
            Self::Busy(_) => "unavailable",
            Self::Store(_) => "internal",
        }
    }
}

/// Signs in. Always a new secret, whatever the browser had before, so that none can be planted.
pub async fn login(
    app: &App,
    actor: &Actor,
    agent: &str,
    email: &str,
    password: &str,
) -> Result<LoggedIn, LoginError> {
    let email = Email::parse(email).map_or_else(|_| String::new(), Email::into_string);
    app.rates.check_address(Rate::LoginAddress, &actor.address)?;
    let mut tx = app.store.read().await?;
    let account = tx.find_account_by_email(&email).await?;
    limit_tries(app, &mut tx, actor, account.as_ref(), &email).await?;
    drop(tx);
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let is_right = app.hashing.verify(stored, Password::typed(password)).await?;
    let account =
        account.filter(|account| is_right && account.disabled_at.is_none()).ok_or(LoginError::Wrong)?;
    let mut tx = app.store.begin().await?;
    // The password may have changed while it was being checked.
    let now_stored = tx.find_account(account.account_id).await?;
    if now_stored.is_none_or(|now| now.password_hash != account.password_hash) {
        return Err(LoginError::Wrong);
    }
    let principal = find_principal(&mut tx, account.account_id).await?.ok_or(LoginError::Wrong)?;
    let actor = principal.actor(&actor.address);
    let secret = open_session(app, &mut tx, account.account_id, &actor, agent).await?;
    tx.log(&[log::about_account(app, &actor, account.account_id, "account.signed_in", json!({}))]).await?;
    tx.commit().await?;
    Ok(LoggedIn { secret, principal: Arc::new(principal) })
}

async fn limit_tries(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    account: Option<&Account>,
    email: &str,
) -> Result<(), LoginError> {
    // The same question for an account that does not exist, so that both take as long.
    let id = account.map_or(AccountId::from_bytes([0; 16]), |account| account.account_id);
    let is_known = tx.is_signed_in_from(id, &actor.address, app.clock.now()).await?;
    let who = if is_known { format!("{email} {}", client_key(&actor.address)) } else { email.to_owned() };
    Ok(app.rates.check(Rate::LoginAccount, &who)?)
}

/// Stores a new sign-in of an account.
pub(super) async fn open_session(
    app: &App,
    tx: &mut Tx,
    account: AccountId,
    actor: &Actor,
    agent: &str,
) -> Result<SessionSecret, StoreError> {
    let (secret, now) = (SessionSecret::new(&app.random), app.clock.now());
    tx.insert_session(&StoredSession {
        session_hash: secret.id().bytes().to_vec(),
        account_id: account,
        created_at: now,
        seen_at: now,
        expires_at: now.plus_s(SESSION_TTL_S),
        address: actor.address.clone(),
        agent: agent.chars().filter(|c| !c.is_control()).take(AGENT_CHARS_MAX).collect(),
    })
    .await?;
    Ok(secret)
}

/// Signs out. A session that has ended already is none the worse for it.
pub async fn logout(app: &App, actor: &Actor, session: SessionId) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    if let Some(stored) = tx.find_session(session.bytes(), app.clock.now()).await? {
        tx.delete_session(stored.account_id, session.bytes()).await?;
        let entry = log::about_account(app, actor, stored.account_id, "account.signed_out", json!({}));
        tx.log(&[entry]).await?;
    }
    tx.commit().await?;
    app.principals.forget(session);
    Ok(())
}
