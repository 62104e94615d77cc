//! What surrounds every request: its id, what was asked in which language, the access log, and the one place
//! where a refusal or fault becomes an answer that the asker understands.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use boxoffice_app::i18n::Lang;

use crate::problem;
use crate::state::Web;

/// Carries the request's id back, so that a visitor's report finds the log line.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What was asked for, as everything around the handler sees it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Correlation id of log lines and fault pages.
    pub id: String,
    /// Language of the answer.
    pub lang: Lang,
    /// Whether the asker is a program that wants JSON.
    pub wants_json: bool,
    /// The address.
    pub uri: Uri,
    /// The cookies, for pages that are made outside of handlers.
    pub(crate) cookies: Option<HeaderValue>,
}

impl Asked {
    fn read(id: String, uri: &Uri, headers: &HeaderMap) -> Self {
        let first = uri.path().trim_start_matches('/').split('/').next().unwrap_or_default();
        let accepted = || Lang::accepted(text(headers, &ACCEPT_LANGUAGE));
        let accept = text(headers, &ACCEPT);
        Self {
            id,
            lang: Lang::parse(first).unwrap_or_else(accepted),
            wants_json: first == "api" || (accept.contains("json") && !accept.contains("text/html")),
            uri: uri.clone(),
            cookies: headers.get(COOKIE).cloned(),
        }
    }

    /// The address after the language, with its query: what a change of language keeps.
    pub fn rest(&self) -> &str {
        let whole = self.uri.path_and_query().map_or("/", |address| address.as_str());
        whole.strip_prefix('/').and_then(|path| path.strip_prefix(self.lang.code())).unwrap_or("")
    }

    /// Where to sign in and come back from.
    pub fn sign_in_href(&self) -> String {
        let whole = self.uri.path_and_query().map_or("/", |address| address.as_str());
        format!("/{}/login?next={}", self.lang.code(), encode(whole))
    }
}

/// Percent-encodes a text for a query value.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Names the request, runs it, gives refusals their face, and writes one log line without anything secret.
pub(crate) async fn surround(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = next_id();
    let asked = Asked::read(id, request.uri(), request.headers());
    let method = request.method().clone();
    // The pattern, not the path: secrets of orders and carts are part of paths.
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(asked.clone());
    let mut answer = next.run(request).await;
    if answer.status().is_client_error() || answer.status().is_server_error() {
        answer = problem::give_face(&web, &asked, method == Method::HEAD, answer).await;
    }
    if let Ok(id) = HeaderValue::from_str(&asked.id) {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    tracing::debug!(
        target: "boxoffice::access",
        id = asked.id,
        %method,
        route = route.as_ref().map_or("-", MatchedPath::as_str),
        status = answer.status().as_u16(),
        micros = started.elapsed().as_micros() as u64,
        "request"
    );
    answer
}

/// Ids of this process count up from a start that differs per process, so that they are unique in a day's logs.
fn next_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{number:x}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(address: &str) -> Asked {
        Asked::read("1".into(), &address.parse().expect("address"), &HeaderMap::new())
    }

    #[test]
    fn the_rest_of_an_address_keeps_its_query() {
        assert_eq!(asked("/de/events?q=jazz").rest(), "/events?q=jazz");
        assert_eq!(asked("/de").rest(), "");
        assert_eq!(asked("/robots.txt").rest(), "");
    }

    #[test]
    fn signing_in_comes_back_to_the_whole_address() {
        assert_eq!(asked("/de/office?x=1&y=2").sign_in_href(), "/de/login?next=/de/office%3Fx%3D1%26y%3D2");
    }

    #[test]
    fn programs_are_answered_in_json() {
        assert!(asked("/api/v1/events").wants_json);
        assert!(!asked("/de/events").wants_json);
    }
}
