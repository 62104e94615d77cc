//! Security headers of every answer. Scripts and styles come from our own files only, none stands in a page;
//! an answer may bring a looser policy of its own where a decision says so.

use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;
use boxoffice_app::App;

/// No inline script, no inline style, no other origin, no frame.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
    frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Secret links must not travel to the sites that a page links to.
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    // Browsers ignore it over plain HTTP, so it needs no condition.
    (STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];

/// [`POLICY`], with the sites where buyers pay: a form's answer may lead there, which browsers count as its target.
pub(crate) fn policy(app: &App) -> HeaderValue {
    let targets: String = app.gateways.pages().map(|origin| format!(" {origin}")).collect();
    let policy = POLICY.replace("form-action 'self'", &format!("form-action 'self'{targets}"));
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(POLICY))
}

pub(crate) async fn secure(State(policy): State<HeaderValue>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    answer.headers_mut().entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    for (name, value) in HEADERS {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}
