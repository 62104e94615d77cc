//! Registering: a new account with the attendee role (S1, S4), unproven until its mailbox answers (S2).
//! The answer is the same whether or not the address has an account; only the mailbox learns which.

use boxoffice_domain::email::Email;
use boxoffice_domain::ids::AccountId;
use boxoffice_domain::password::Password;
use serde_json::json;

use super::fields::{FieldsRefused, Reader};
use super::hashing::Busy;
use super::log;
use super::mail::{AccountMail, SendAccountMail};
use super::token::{TokenPurpose, new_token};
use crate::App;
use crate::activity::Actor;
use crate::jobs::NewJob;
use crate::rates::{Rate, TooMany};
use crate::store::accounts::Account;
use crate::store::{StoreError, Tx};

/// What a person types to register.
#[derive(Clone)]
pub struct Registration {
    /// The address.
    pub email: String,
    /// The password, as typed.
    pub password: String,
    /// What the person is called.
    pub name: String,
    /// The language of mails.
    pub locale: String,
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "registration of {}", self.email)
    }
}

/// Why nobody was registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Something typed was refused.
    #[error(transparent)]
    Fields(#[from] FieldsRefused),
    /// Too many new accounts from there.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too many passwords at this moment.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was typed, read.
struct NewAccount {
    email: Email,
    name: String,
    locale: String,
    password_hash: String,
}

/// Registers, or reminds the owner of the mailbox that there is an account already.
pub async fn register(app: &App, actor: &Actor, registration: &Registration) -> Result<(), RegisterError> {
    let (email, name, password) = read(registration)?;
    app.rates.check_address(Rate::Register, &actor.address)?;
    app.rates.check(Rate::Reset, email.as_str())?;
    let password_hash = app.hashing.hash(&app.random, password).await?;
    let new = NewAccount { email, name, locale: registration.locale.clone(), password_hash };
    let mut tx = app.store.begin().await?;
    match tx.find_account_by_email(new.email.as_str()).await? {
        Some(known) if known.disabled_at.is_some() => {}
        Some(known) if known.confirmed_at.is_some() => {
            let mail = SendAccountMail::to(app, &known, AccountMail::AlreadyRegistered);
            tx.enqueue(&[NewJob::now(app, &mail)]).await?;
        }
        // Whoever owns the mailbox decides: each link carries the password that was typed with it.
        Some(known) => send_confirmation(app, &mut tx, &known, Some(new.password_hash)).await?,
        None => insert(app, &mut tx, actor, new).await?,
    }
    tx.commit().await?;
    Ok(())
}

fn read(registration: &Registration) -> Result<(Email, String, Password), FieldsRefused> {
    let mut reader = Reader::default();
    let name = reader.name("name", &registration.name);
    let email = reader.email("email", &registration.email);
    let password = reader.password("password", &registration.password);
    reader.finish()?;
    match (email, password) {
        (Some(email), Some(password)) => Ok((email, name, password)),
        _ => Err(FieldsRefused(Vec::new())),
    }
}

async fn insert(app: &App, tx: &mut Tx, actor: &Actor, new: NewAccount) -> Result<(), StoreError> {
    let now = app.clock.now();
    let account = Account {
        account_id: AccountId::from_bytes(app.random.id(now)),
        email: new.email.into_string(),
        name: new.name,
        password_hash: new.password_hash,
        attendee: true,
        operator: false,
        locale: new.locale,
        created_at: now,
        confirmed_at: None,
        disabled_at: None,
    };
    if !tx.insert_account(&account).await? {
        // Somebody registered the address in this very moment; their mail is on its way.
        return Ok(());
    }
    let entry = log::about_account(app, actor, account.account_id, "account.registered", json!({}));
    tx.log(&[entry]).await?;
    send_confirmation(app, tx, &account, Some(account.password_hash.clone())).await
}

/// Stores a link that proves the mailbox, and mails it.
pub(super) async fn send_confirmation(
    app: &App,
    tx: &mut Tx,
    account: &Account,
    password_hash: Option<String>,
) -> Result<(), StoreError> {
    let (token, seed) =
        new_token(app, account.account_id, TokenPurpose::Confirm, &account.email, password_hash);
    tx.insert_account_token(&token).await?;
    let mail = SendAccountMail::to(app, account, AccountMail::Confirm { seed });
    tx.enqueue(&[NewJob::now(app, &mail)]).await
}

/// Mails the confirmation link again. The answer is the same whether or not there is such an account.
pub async fn resend_confirmation(app: &App, actor: &Actor, email: &str) -> Result<(), RegisterError> {
    let mut reader = Reader::default();
    let email = reader.email("email", email);
    reader.finish()?;
    let Some(email) = email else { return Ok(()) };
    app.rates.check_address(Rate::ResetAddress, &actor.address)?;
    app.rates.check(Rate::Reset, email.as_str())?;
    let mut tx = app.store.begin().await?;
    let account = tx.find_account_by_email(email.as_str()).await?;
    if let Some(account) = account.filter(|it| it.confirmed_at.is_none() && it.disabled_at.is_none()) {
        send_confirmation(app, &mut tx, &account, None).await?;
    }
    tx.commit().await?;
    Ok(())
}
