//! The session of this very browser, by its cookie.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::accounts::login::LoggedIn;
use boxoffice_app::accounts::session::{SessionId, SessionSecret};
use boxoffice_domain::limits::SESSION_TTL_S;

use crate::cookies;
use crate::state::Web;

/// Which session this browser has, ended ones too.
#[derive(Clone, Copy, Debug)]
pub struct ThisSession(pub Option<SessionId>);

impl ThisSession {
    /// The session of a request's cookie.
    pub fn of(headers: &HeaderMap) -> Self {
        Self(
            cookies::find(headers, cookies::SESSION).and_then(SessionSecret::parse).map(|secret| secret.id()),
        )
    }
}

impl FromRequestParts<Web> for ThisSession {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

/// The `Set-Cookie` value of a fresh sign-in.
pub(super) fn cookie(web: &Web, signed_in: &LoggedIn) -> String {
    cookies::set(web, cookies::SESSION, &signed_in.secret.text(), SESSION_TTL_S)
}

/// On to another page, with a cookie.
pub(super) fn redirect_with(cookie: String, to: &str) -> Response {
    ([(SET_COOKIE, cookie)], Redirect::to(to)).into_response()
}
