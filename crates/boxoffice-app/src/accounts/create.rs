//! Making accounts on the machine: `boxoffice admin account create`, the demo shop, and the first operator.

use boxoffice_domain::ids::{AccountId, OrganizationId};
use serde_json::json;

use super::fields::{FieldWrong, FieldsRefused, Reader};
use super::hashing::Busy;
use super::register::send_confirmation;
use super::{log, organization};
use crate::App;
use crate::activity::Actor;
use crate::store::accounts::Account;
use crate::store::{StoreError, Tx};

/// What an account made on the machine shall be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NewRole {
    /// A buyer.
    Attendee,
    /// Owner of an organization of the account's name.
    Organizer,
    /// Who runs the installation.
    Operator,
}

impl NewRole {
    /// Reads the word of the command line.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "attendee" => Some(Self::Attendee),
            "organizer" => Some(Self::Organizer),
            "operator" => Some(Self::Operator),
            _ => None,
        }
    }
}

/// An account to be made.
#[derive(Clone)]
pub struct NewAccount {
    /// The address.
    pub email: String,
    /// What the person, or the organizer's organization, is called.
    pub name: String,
    /// The password; the policy holds here too.
    pub password: String,
    /// The language.
    pub locale: String,
    /// What it shall be.
    pub role: NewRole,
    /// Whether the mailbox counts as proven; otherwise it is asked.
    pub confirmed: bool,
}

impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "new {:?} {}", self.role, self.email)
    }
}

/// An account that was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Created {
    /// The account.
    pub account: AccountId,
    /// The organizer's organization.
    pub organization: Option<OrganizationId>,
}

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The address has one.
    #[error("there is an account with this address already")]
    Exists,
    /// Something was refused.
    #[error(transparent)]
    Fields(#[from] FieldsRefused),
    /// Too many passwords at this moment.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An account with its fields read and its password hashed.
pub(super) struct ReadyAccount {
    account: Account,
    role: NewRole,
}

/// Makes an account. `actor` is whoever ordered it, usually [`Actor::command`].
pub async fn create(app: &App, actor: &Actor, new: &NewAccount) -> Result<Created, CreateError> {
    let ready = prepare(app, new).await?;
    let mut tx = app.store.begin().await?;
    let created = insert(app, &mut tx, actor, &ready).await?;
    tx.commit().await?;
    Ok(created)
}

/// Everything that needs no transaction: reading and hashing.
pub(super) async fn prepare(app: &App, new: &NewAccount) -> Result<ReadyAccount, CreateError> {
    let mut reader = Reader::default();
    let email = reader.email("email", &new.email);
    let name = reader.name("name", &new.name);
    let password = reader.password("password", &new.password);
    reader.finish()?;
    let (Some(email), Some(password)) = (email, password) else {
        let missing = super::fields::FieldRefused { field: "email", wrong: FieldWrong::Missing };
        return Err(FieldsRefused(vec![missing]).into());
    };
    let password_hash = app.hashing.hash(&app.random, password).await?;
    let now = app.clock.now();
    let account = Account {
        account_id: AccountId::from_bytes(app.random.id(now)),
        email: email.into_string(),
        name,
        password_hash,
        attendee: true,
        operator: new.role == NewRole::Operator,
        locale: new.locale.clone(),
        created_at: now,
        confirmed_at: new.confirmed.then_some(now),
        disabled_at: None,
    };
    Ok(ReadyAccount { account, role: new.role })
}

/// Stores it.
pub(super) async fn insert(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    ready: &ReadyAccount,
) -> Result<Created, CreateError> {
    let account = &ready.account;
    if !tx.insert_account(account).await? {
        return Err(CreateError::Exists);
    }
    let detail = json!({ "operator": account.operator });
    tx.log(&[log::about_account(app, actor, account.account_id, "account.created", detail)]).await?;
    if account.confirmed_at.is_none() {
        send_confirmation(app, tx, account, None).await?;
    }
    let organization = match ready.role {
        NewRole::Organizer => Some(
            organization::insert(app, tx, actor, account.account_id, &account.name, &account.email).await?,
        ),
        NewRole::Attendee | NewRole::Operator => None,
    };
    Ok(Created { account: account.account_id, organization })
}
