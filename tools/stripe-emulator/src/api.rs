//! One request to the API: who asks, whether it was asked before, what it does, and what shall go wrong with it.

use std::sync::PoisonError;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use data_encoding::BASE64;
use serde_json::Value;

use crate::book::{API_VERSION, Book, Owner, Remembered};
use crate::expand::expand;
use crate::faults::Fault;
use crate::params::Params;
use crate::refusal::Refusal;
use crate::routes::{self, Route};
use crate::{Shared, lock};

/// The longest body taken.
const BODY_BYTES_MAX: usize = 1 << 20;
/// The longest idempotency key.
const KEY_CHARS_MAX: usize = 255;

/// A request that was read.
struct Call {
    owner: Owner,
    route: Route,
    params: Params,
    key: Option<String>,
    fingerprint: String,
}

/// An answer on its way.
struct Answer {
    status: u16,
    body: Value,
    replayed: bool,
}

/// Every `/v1/…` comes here.
pub(crate) async fn serve(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else { return cut() };
    let (call, fault) = {
        let mut book = lock(&shared);
        book.pass_time();
        let call = read(&book, &parts, &body);
        let fault = call.as_ref().ok().and_then(|call| book.faults.take(call.route.name));
        (call, fault)
    };
    let call = match (call, fault) {
        (Err(refusal), _) => return answer(&shared, &parts.headers, refused(&refusal)),
        (Ok(_), Some(Fault::LostCall)) => return cut(),
        (Ok(_), Some(Fault::Error)) => return answer(&shared, &parts.headers, refused(&Refusal::internal())),
        (Ok(_), Some(Fault::RateLimited)) => {
            return answer(&shared, &parts.headers, refused(&Refusal::rate_limited()));
        }
        (Ok(_), Some(Fault::Refused)) => {
            return answer(&shared, &parts.headers, refused(&Refusal::insufficient()));
        }
        (Ok(call), _) => call,
    };
    // Each guard ends with its statement: nothing is locked while an answer is made slow.
    let begun = begin(&mut lock(&shared), &call);
    let said = match begun {
        Ok(None) => {
            let done = execute(&mut lock(&shared), &call);
            if let Some(Fault::Slow(ms)) = fault {
                tokio::time::sleep(Duration::from_millis(ms)).await;
            }
            remember(&mut lock(&shared), &call, &done);
            match done {
                Ok(body) => Answer { status: 200, body, replayed: false },
                Err(refusal) => refused(&refusal),
            }
        }
        Ok(Some(earlier)) => earlier,
        Err(refusal) => refused(&refusal),
    };
    if fault == Some(Fault::LostAnswer) {
        return cut();
    }
    answer(&shared, &parts.headers, said)
}

fn read(book: &Book, parts: &Parts, body: &Bytes) -> Result<Call, Refusal> {
    let owner = authenticate(book, &parts.headers)?;
    check_version(&parts.headers)?;
    let path = parts.uri.path();
    let route =
        routes::find(&parts.method, path).ok_or_else(|| Refusal::no_such_url(parts.method.as_str(), path))?;
    let text = if parts.method == Method::POST {
        form(&parts.headers, body)?
    } else {
        parts.uri.query().unwrap_or("")
    };
    let params = Params::parse(text)?;
    let key = parts.headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    if key.as_ref().is_some_and(|key| key.is_empty() || key.len() > KEY_CHARS_MAX) {
        return Err(Refusal::bad("Idempotency keys have 1 to 255 characters"));
    }
    let fingerprint = format!("{} {path} {}", parts.method, params.fingerprint());
    Ok(Call { owner, route, params, key: key.filter(|_| parts.method == Method::POST), fingerprint })
}

fn form<'b>(headers: &HeaderMap, body: &'b Bytes) -> Result<&'b str, Refusal> {
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !body.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Refusal::bad(
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded).",
        ));
    }
    std::str::from_utf8(body).map_err(|_| Refusal::bad("Invalid request body"))
}

fn authenticate(book: &Book, headers: &HeaderMap) -> Result<Owner, Refusal> {
    let given = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let secret = match given.split_once(' ') {
        Some(("Bearer", secret)) => secret.to_owned(),
        Some(("Basic", coded)) => {
            let plain = BASE64.decode(coded.as_bytes()).unwrap_or_default();
            String::from_utf8_lossy(&plain).split(':').next().unwrap_or_default().to_owned()
        }
        _ => String::new(),
    };
    if secret.is_empty() {
        return Err(Refusal::not_signed_in(
            "You did not provide an API key. You need to provide your API key in the Authorization header.",
        ));
    }
    let owner = book.keys.iter().find(|key| key.secret == secret).map(|key| key.owner.clone());
    let Some(owner) = owner else {
        let shown: String = secret.chars().take(8).collect();
        return Err(Refusal::not_signed_in(&format!("Invalid API Key provided: {shown}****")));
    };
    let Some(account) = headers.get("stripe-account").and_then(|value| value.to_str().ok()) else {
        return Ok(owner);
    };
    if book.accounts.get(account).is_some_and(|platform| platform.as_ref() == Some(&owner.account)) {
        return Ok(Owner { account: account.to_owned(), ..owner });
    }
    Err(Refusal::forbidden(
        "account_invalid",
        &format!(
            "The provided key does not have access to account '{account}' (or that account does not exist)."
        ),
    ))
}

fn check_version(headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(version) = headers.get("stripe-version") else { return Ok(()) };
    let version = version.to_str().unwrap_or_default();
    let date = version.split('.').next().unwrap_or_default();
    let is_date = date.len() == 10 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_date { Ok(()) } else { Err(Refusal::bad(&format!("Invalid Stripe API version: {version}"))) }
}

/// The earlier answer to the same key, or none: then the call may begin and its key is in use.
fn begin(book: &mut Book, call: &Call) -> Result<Option<Answer>, Refusal> {
    let Some(key) = &call.key else { return Ok(None) };
    let place = (call.owner.clone(), key.clone());
    if let Some(earlier) = book.answers.get(&place) {
        if earlier.fingerprint != call.fingerprint {
            return Err(Refusal::other_parameters(key));
        }
        let Some((status, body)) = &earlier.answer else { return Err(Refusal::in_flight(key)) };
        return Ok(Some(Answer { status: *status, body: body.clone(), replayed: true }));
    }
    let remembered = Remembered { fingerprint: call.fingerprint.clone(), at: book.now(), answer: None };
    book.answers.insert(place, remembered);
    Ok(None)
}

fn execute(book: &mut Book, call: &Call) -> Result<Value, Refusal> {
    let said = (call.route.run)(book, &call.owner, &call.route.id, &call.params)?;
    expand(book, said, &call.params.list("expand"))
}

/// What was refused before it began is forgotten: the same key may be used again.
fn remember(book: &mut Book, call: &Call, done: &Result<Value, Refusal>) {
    let Some(key) = &call.key else { return };
    let place = (call.owner.clone(), key.clone());
    match done {
        Ok(body) => {
            if let Some(remembered) = book.answers.get_mut(&place) {
                remembered.answer = Some((200, body.clone()));
            }
        }
        Err(_) => drop(book.answers.remove(&place)),
    }
}

fn refused(refusal: &Refusal) -> Answer {
    Answer { status: refusal.status, body: refusal.body(), replayed: false }
}

fn answer(shared: &Shared, asked: &HeaderMap, answer: Answer) -> Response {
    let request = shared.lock().unwrap_or_else(PoisonError::into_inner).reference("req");
    let mut response = Response::new(Body::from(answer.body.to_string()));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    if let Ok(request) = HeaderValue::from_str(&request) {
        headers.insert("request-id", request);
    }
    let version = asked.get("stripe-version").cloned();
    headers.insert("stripe-version", version.unwrap_or(HeaderValue::from_static(API_VERSION)));
    if let Some(key) = asked.get("idempotency-key") {
        headers.insert("idempotency-key", key.clone());
    }
    if answer.replayed {
        headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    response
}

/// A connection that ends in the middle of an answer: whoever asked knows nothing.
fn cut() -> Response {
    let broken = futures_util::stream::once(async {
        Err::<Bytes, _>(std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "cut"))
    });
    Response::new(Body::from_stream(broken))
}
