//! Signed links: whoever has one may download that one file, for an hour, without signing in.
//! The link carries its end and an HMAC over both; nothing is stored for it.

use boxoffice_domain::limits::FILE_LINK_TTL_S;
use boxoffice_domain::time::Time;
use data_encoding::BASE64URL_NOPAD;

use crate::App;

/// Why a link does not open its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Its hour is over.
    #[error("this link has expired; ask for a new one")]
    Expired,
    /// It was never given out.
    #[error("this link is not valid")]
    Forged,
}

impl LinkError {
    /// The stable code that faces translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Expired => "link_expired",
            Self::Forged => "link_invalid",
        }
    }
}

/// The path and query of a link to the file at `path`, good for an hour from now.
pub fn sign(app: &App, path: &str) -> String {
    let now = app.clock.now();
    let expires = now.seconds().saturating_add(FILE_LINK_TTL_S);
    let (key, mac) = app.keys.link_mac(now, statement(path, expires).as_bytes());
    format!("/files/{path}?expires={expires}&signature={key}.{}", BASE64URL_NOPAD.encode(&mac))
}

/// As [`sign`], with the address of the shop in front.
pub fn sign_whole(app: &App, path: &str) -> String {
    format!("{}{}", app.settings.public_url, sign(app, path))
}

/// Whether the link may still open the file at `path`. A forged link never learns whether it would have expired.
pub fn check(app: &App, path: &str, expires: &str, signature: &str) -> Result<(), LinkError> {
    let (key, mac) = signature.split_once('.').ok_or(LinkError::Forged)?;
    let key: u32 = key.parse().map_err(|_| LinkError::Forged)?;
    let mac = BASE64URL_NOPAD.decode(mac.as_bytes()).map_err(|_| LinkError::Forged)?;
    let ends: i64 = expires.parse().map_err(|_| LinkError::Forged)?;
    if !app.keys.verify_link(key, statement(path, ends).as_bytes(), &mac) {
        return Err(LinkError::Forged);
    }
    if Time::from_seconds(ends) <= app.clock.now() { Err(LinkError::Expired) } else { Ok(()) }
}

fn statement(path: &str, expires: i64) -> String {
    format!("file\n{path}\n{expires}")
}
