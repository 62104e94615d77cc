//! Tokens of links in mails. The table keeps a token's hash and the job that mails it keeps a seed; the token
//! itself is made from the seed and a link key only when the mail is written, so a copy of the database has none.

use boxoffice_domain::ids::AccountId;
use boxoffice_domain::limits::{CONFIRM_TTL_S, RESET_TTL_S};
use boxoffice_domain::time::Time;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::App;
use crate::keys::{Keys, Purpose};
use crate::store::account_tokens::StoredToken;

/// What following a link does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenPurpose {
    /// Proves the mailbox of a new account.
    Confirm,
    /// Sets a new password.
    Reset,
    /// Proves the mailbox that an account moves to.
    Email,
}

impl TokenPurpose {
    /// As the database stores it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reset => "reset",
            Self::Email => "email",
        }
    }

    fn ttl_s(self) -> i64 {
        match self {
            Self::Confirm | Self::Email => CONFIRM_TTL_S,
            Self::Reset => RESET_TTL_S,
        }
    }
}

/// From which a token is made. Worthless without the link key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TokenSeed {
    key: u32,
    chance: String,
}

impl TokenSeed {
    /// Names the mail that carries the token, without giving the token away.
    pub fn name(&self) -> String {
        format!("account link {}", self.chance)
    }

    /// The token's text; none when the link key was retired since.
    pub fn token(&self, keys: &Keys) -> Option<String> {
        let mac = keys.link_mac_with(self.key, format!("account token {}", self.chance).as_bytes())?;
        Some(BASE64URL_NOPAD.encode(&mac))
    }
}

/// What is stored of a token.
pub fn hash_token(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A new link for an account, to be stored and mailed.
pub fn new_token(
    app: &App,
    account: AccountId,
    purpose: TokenPurpose,
    email: &str,
    password_hash: Option<String>,
) -> (StoredToken, TokenSeed) {
    let now = app.clock.now();
    let seed = TokenSeed {
        key: app.keys.current_id(Purpose::Link, now),
        chance: HEXLOWER.encode(&app.random.bytes::<32>()),
    };
    let token = seed.token(&app.keys).unwrap_or_default();
    let stored = StoredToken {
        token_hash: hash_token(&token),
        account_id: account,
        purpose: purpose.as_str().to_owned(),
        email: email.to_owned(),
        password_hash,
        created_at: now,
        expires_at: now.plus_s(purpose.ttl_s()),
    };
    (stored, seed)
}

/// The link in a mail does not work (any more): used, too old, replaced, or never sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this link was used already or is too old; ask for a new one")]
pub struct LinkOver;

/// Whether a link from a mail would still work, for the page that it opens; opening it changes nothing.
pub async fn is_link_open(
    app: &App,
    token: &str,
    purpose: TokenPurpose,
    now: Time,
) -> Result<bool, crate::store::StoreError> {
    app.store.read().await?.is_token_open(&hash_token(token), purpose.as_str(), now).await
}
