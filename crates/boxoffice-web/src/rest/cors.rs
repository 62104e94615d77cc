//! Which other web sites may call the API from a browser: an allow-list of origins, empty by default.
//! Cookies never cross: an allowed site sends its own bearer token.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::once::once;
use crate::state::Web;

/// Answers preflights, and tells browsers whether the page that asked may read the answer.
pub(super) async fn cross_origin(web: Web, request: Request, next: Next) -> Response {
    let origin = allowed(&web, request.headers());
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response =
        if is_preflight { StatusCode::NO_CONTENT.into_response() } else { once(web, request, next).await };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        allow(response.headers_mut(), origin, is_preflight);
    }
    response
}

/// The origin that asks, if the configuration names it. `null` and `*` are nobody, whatever it says.
fn allowed(web: &Web, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let text = origin.to_str().ok().filter(|text| text.starts_with("http"))?;
    let named = web.app().settings.cors_origins.iter().any(|name| name.trim_end_matches('/') == text);
    named.then(|| origin.clone())
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue, is_preflight: bool) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if is_preflight {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, DELETE"));
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("authorization, content-type, idempotency-key"),
        );
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    } else {
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("link, location, retry-after, idempotency-replayed"),
        );
    }
}
