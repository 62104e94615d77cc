//! The secret of a browser's sign-in, and what is stored of it.

use std::fmt;

use boxoffice_domain::time::Time;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::random::Random;

/// 256 bits that only the browser has. Prints as dots; [`SessionSecret::text`] is for the cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionSecret([u8; 32]);

/// Which sign-in: the hash of its secret. Names it without giving it away.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId([u8; 32]);

impl SessionSecret {
    /// A new one.
    pub fn new(random: &Random) -> Self {
        Self(random.bytes())
    }

    /// Reads the cookie's text.
    pub fn parse(text: &str) -> Option<Self> {
        BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }

    /// The cookie's text.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// Which sign-in it is the secret of.
    pub fn id(&self) -> SessionId {
        SessionId(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl SessionId {
    /// The stored bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// From the stored bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its text in forms and tokens.
    pub fn text(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// Reads its text.
    pub fn parse(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "session {}", &self.text()[..8])
    }
}

/// A sign-in as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// When it began.
    pub created_at: Time,
    /// When it was last used, to the hour.
    pub seen_at: Time,
    /// From where it began.
    pub address: String,
    /// What the browser called itself.
    pub agent: String,
}
