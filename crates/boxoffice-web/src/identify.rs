//! Who is calling: the account behind a bearer token or the session's cookie, looked up at most once per request.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::accounts::authenticate::authenticate;
use boxoffice_app::jwt::{self, TokenError};

use crate::cookies;
use crate::problem::Problem;
use crate::state::Web;

/// Who is looking at a page: `None` is a visitor without a session.
#[derive(Clone, Debug, Default)]
pub struct Viewer(pub Option<Principal>);

/// Whoever is signed in; a route with this extractor answers visitors as [`Problem::not_signed_in`].
#[derive(Clone, Debug)]
pub struct SignedIn(pub Principal);

/// Looks the session of a request up.
pub async fn identify(web: &Web, parts: &mut Parts) -> Result<Viewer, Problem> {
    if let Some(known) = parts.extensions.get::<Viewer>() {
        return Ok(known.clone());
    }
    let viewer = Viewer(find_principal(web.app(), &parts.headers).await?);
    parts.extensions.insert(viewer.clone());
    Ok(viewer)
}

/// A token decides alone: with a wrong one the caller is nobody, whatever cookie comes with it.
async fn find_principal(app: &App, headers: &HeaderMap) -> Result<Option<Principal>, Problem> {
    let principal = match bearer(headers) {
        Some(token) => match jwt::authenticate(app, token).await {
            Ok(principal) => Some(principal),
            Err(TokenError::Invalid) => None,
            Err(TokenError::Store(error)) => return Err(error.into()),
        },
        None => match cookies::find(headers, cookies::SESSION) {
            Some(secret) => authenticate(app, secret).await?,
            None => None,
        },
    };
    Ok(principal.map(Arc::unwrap_or_clone))
}

/// What follows `Bearer` in the `Authorization` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

impl FromRequestParts<Web> for Viewer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        identify(web, parts).await
    }
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        identify(web, parts).await?.0.map(Self).ok_or_else(Problem::not_signed_in)
    }
}

impl OptionalFromRequestParts<Web> for SignedIn {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Option<Self>, Problem> {
        Ok(identify(web, parts).await?.0.map(Self))
    }
}
