//! The first operator: made on `/setup` with a one-time code that the terminal shows. There is no default
//! password, and once somebody runs the installation the page does not exist.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use super::create::{self, CreateError, Created, NewAccount, NewRole};
use crate::App;
use crate::activity::Actor;
use crate::rates::{Rate, TooMany};
use crate::store::StoreError;

/// Where the code's hash is remembered.
const CODE: &str = "setup_code_sha256";
/// Bytes of chance in a code: 80 bits, sixteen letters and digits.
const CODE_BYTES: usize = 10;

/// Why the installation was not set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Somebody runs the installation already.
    #[error("the installation is set up already")]
    Closed,
    /// Not the code that the terminal shows.
    #[error("this is not the code that the terminal shows")]
    WrongCode,
    /// Too many wrong codes.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The operator's account was refused.
    #[error(transparent)]
    Create(#[from] CreateError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A fresh one-time code to show on the terminal; none when somebody runs the installation. Earlier codes end.
pub async fn open_setup(app: &App) -> Result<Option<String>, StoreError> {
    if !is_setup_open(app).await? {
        return Ok(None);
    }
    let letters = BASE32_NOPAD.encode(&app.random.bytes::<CODE_BYTES>());
    let mut tx = app.store.begin().await?;
    tx.put_setting(CODE, &hash(&letters)).await?;
    tx.commit().await?;
    let groups: Vec<&str> = (0..letters.len() / 4).map(|at| &letters[at * 4..at * 4 + 4]).collect();
    Ok(Some(groups.join("-")))
}

/// Whether nobody runs the installation yet.
pub async fn is_setup_open(app: &App) -> Result<bool, StoreError> {
    Ok(!app.store.read().await?.has_operator().await?)
}

/// Who shall run the installation, as typed.
#[derive(Clone)]
pub struct FirstOperator {
    /// The address.
    pub email: String,
    /// What the person is called.
    pub name: String,
    /// The password.
    pub password: String,
    /// The language.
    pub locale: String,
}

impl std::fmt::Debug for FirstOperator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "first operator {}", self.email)
    }
}

/// Makes the operator's account. The code works once.
pub async fn set_up(
    app: &App,
    actor: &Actor,
    code: &str,
    operator: FirstOperator,
) -> Result<Created, SetupError> {
    if !is_setup_open(app).await? {
        return Err(SetupError::Closed);
    }
    let stored = app.store.read().await?.find_setting(CODE).await?.unwrap_or_default();
    let typed = hash(&code.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    if !bool::from(typed.as_bytes().ct_eq(stored.as_bytes())) {
        app.rates.check_address(Rate::SecretMiss, &actor.address)?;
        return Err(SetupError::WrongCode);
    }
    let new = NewAccount {
        email: operator.email,
        name: operator.name,
        password: operator.password,
        locale: operator.locale,
        role: NewRole::Operator,
        // Who reads the terminal runs the machine; there may be no mail yet to ask the mailbox.
        confirmed: true,
    };
    let ready = create::prepare(app, &new).await?;
    let mut tx = app.store.begin().await?;
    // Of two who know the code, one takes it.
    if tx.has_operator().await? || !tx.take_setting(CODE, &stored).await? {
        return Err(SetupError::Closed);
    }
    let created = create::insert(app, &mut tx, actor, &ready).await?;
    tx.commit().await?;
    Ok(created)
}

fn hash(letters: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(letters.as_bytes()))
}
