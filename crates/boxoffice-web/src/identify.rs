//! Who is calling: the session behind the cookie, looked up at most once per request.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;

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
    let viewer = match cookies::find(&parts.headers, cookies::SESSION) {
        Some(secret) => Viewer(authenticate(web.app(), secret).await?),
        None => Viewer(None),
    };
    parts.extensions.insert(viewer.clone());
    Ok(viewer)
}

/// The principal of a session secret.
async fn authenticate(_app: &App, _secret: &str) -> Result<Option<Principal>, Problem> {
    Ok(None)
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
