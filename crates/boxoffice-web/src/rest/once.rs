//! `Idempotency-Key` on every POST of the API: the same request sent twice has one effect and one answer.
//! Without the header nothing happens here, and no database is asked.
//! A request with a key runs in a task of its own: who disconnects and asks again finds its answer.

use std::fmt::Display;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::idempotency::{self, Begun, Claim, IdSeed, IdempotencyKey, KeptAnswer};
use boxoffice_domain::limits;

use super::refusals::{conflict, refused};
use crate::client::Client;
use crate::form::too_large;
use crate::identify::identify;
use crate::problem::{self, Problem};
use crate::request::Asked;
use crate::state::Web;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Headers that belong to an answer and are kept with it; all others are made anew for each request.
const KEPT_HEADERS: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::SET_COOKIE];

/// Where the ids of what this request creates come from; without a key they are drawn anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seed(pub Option<IdSeed>);

impl Seed {
    /// The 16 bytes of the thing with this id prefix that this request creates, if the caller sent a key.
    pub fn id(self, prefix: &str) -> Option<[u8; 16]> {
        self.0.map(|seed| seed.id(prefix))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Seed {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Seed>().copied().unwrap_or_default())
    }
}

/// Runs a POST with a key once, and answers its repeats.
pub(super) async fn once(web: Web, request: Request, next: Next) -> Response {
    // The answer of a sign-in is a secret and never kept; signing in twice harms nobody.
    let is_login = request.uri().path() == "/api/v1/auth/login";
    if is_login || request.method() != Method::POST || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    keyed(web, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn keyed(web: Web, request: Request, next: Next) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let caller = name_caller(&web, &mut parts).await?;
    let key = read_key(&parts, &caller)?;
    let bytes = to_bytes(body, limits::JSON_BYTES_MAX).await.map_err(|_| too_large())?;
    let asked =
        idempotency::digest(&[parts.uri.to_string().as_bytes(), content_type(&parts.headers), &bytes]);
    match idempotency::begin(web.app(), &key, asked).await? {
        Begun::Run(claim) => {
            parts.extensions.insert(Seed(Some(claim.ids)));
            let request = Request::from_parts(parts, Body::from(bytes));
            tokio::spawn(run(web, claim, request, next)).await.map_err(|error| Problem::fault(&error))?
        }
        Begun::Answered(answer) => Ok(replay(answer)),
        Begun::OtherRequest => {
            Err(refused("idempotency_key_reused", "This Idempotency-Key was used for another request"))
        }
        Begun::StillRunning => {
            let sentence = "The first request with this Idempotency-Key is still running";
            Err(conflict("in_progress", sentence).retry_after(1))
        }
    }
}

/// Keys belong to the account; those of guests to the address they come from.
async fn name_caller(web: &Web, parts: &mut Parts) -> Result<String, Problem> {
    let viewer = identify(web, parts).await?;
    Ok(match viewer.0 {
        Some(principal) => principal.account.to_string(),
        None => Client::of(web, parts).address,
    })
}

fn read_key(parts: &Parts, caller: &str) -> Result<IdempotencyKey, Problem> {
    let mut keys = parts.headers.get_all(KEY).iter();
    let (Some(key), None) = (keys.next(), keys.next()) else {
        return Err(bad_key(&"send one Idempotency-Key"));
    };
    let path = parts.extensions.get::<MatchedPath>().map_or(parts.uri.path(), MatchedPath::as_str);
    // Anything that is not ASCII is refused by the key's own rule, with its sentence.
    let key = String::from_utf8_lossy(key.as_bytes());
    IdempotencyKey::parse(caller, path, &key).map_err(|error| bad_key(&error))
}

fn bad_key(sentence: &impl Display) -> Problem {
    Problem::refused(StatusCode::BAD_REQUEST, "idempotency_key", sentence)
}

fn content_type(headers: &HeaderMap) -> &[u8] {
    headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default()
}

async fn run(web: Web, claim: Claim, request: Request, next: Next) -> Result<Response, Problem> {
    let asked = request.extensions().get::<Asked>().cloned();
    let mut response = next.run(request).await;
    if let Some(asked) = asked {
        // What is kept is the answer as it is read, so a refusal gets its words here.
        response = problem::give_face(&web, &asked, false, response).await;
    }
    if is_final(&response) {
        return keep(web.app(), &claim, response).await;
    }
    if let Err(error) = idempotency::give_back(web.app(), &claim).await {
        tracing::warn!(%error, "an idempotency key could not be given back; it frees itself in a moment");
    }
    Ok(response)
}

/// Answers that ask to be tried again are not kept: neither faults, nor "sign in", nor "come back later".
fn is_final(response: &Response) -> bool {
    let status = response.status();
    !status.is_server_error()
        && status != StatusCode::UNAUTHORIZED
        && status != StatusCode::REQUEST_TIMEOUT
        && !response.headers().contains_key(header::RETRY_AFTER)
}

async fn keep(app: &App, claim: &Claim, response: Response) -> Result<Response, Problem> {
    let (mut parts, body) = response.into_parts();
    let bytes =
        to_bytes(body, limits::IDEMPOTENCY_ANSWER_BYTES_MAX).await.map_err(|error| Problem::fault(&error))?;
    let mut headers = Vec::new();
    for name in KEPT_HEADERS {
        for value in parts.headers.get_all(&name).iter().filter_map(|value| value.to_str().ok()) {
            headers.push((name.to_string(), value.to_owned()));
        }
    }
    let body = String::from_utf8_lossy(&bytes).into_owned();
    let answer = KeptAnswer { status: parts.status.as_u16(), headers, body };
    let kept = idempotency::finish(app, claim, answer.clone()).await?;
    if kept == answer {
        parts.headers.remove(header::CONTENT_LENGTH);
        return Ok(Response::from_parts(parts, Body::from(bytes)));
    }
    Ok(replay(kept))
}

fn replay(answer: KeptAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, Body::from(answer.body)).into_response();
    response.headers_mut().remove(header::CONTENT_TYPE);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
