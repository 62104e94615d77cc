//! The doors of the shop: the address without a language, robots, and everything that is not there.

use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::i18n::Lang;

use crate::page::{CachePolicy, text};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/", Policy::Public, choose_language).get("/robots.txt", Policy::Public, robots);
}

/// `GET /`: on to the start page in the best language for this browser.
async fn choose_language(headers: HeaderMap) -> Response {
    let wish = headers.get(ACCEPT_LANGUAGE).and_then(|wish| wish.to_str().ok()).unwrap_or_default();
    let mut answer = Redirect::to(&format!("/{}", Lang::accepted(wish).code())).into_response();
    answer
        .headers_mut()
        .insert(axum::http::header::VARY, axum::http::HeaderValue::from_static("accept-language"));
    answer
}

/// `GET /robots.txt`: the shop may be found, what belongs to somebody not.
async fn robots() -> Response {
    let mut rules = String::from("User-agent: *\nDisallow: /api/\n");
    for lang in Lang::all() {
        for area in ["account", "carts", "door", "login", "office", "operator", "orders", "tickets"] {
            rules.push_str(&format!("Disallow: /{}/{area}\n", lang.code()));
        }
    }
    text(CachePolicy::Shared { seconds: 3_600 }, rules)
}

/// Everything else: an address with a slash too many moves, the rest is not there.
pub(crate) async fn fallback(method: Method, uri: Uri) -> Response {
    let path = uri.path();
    let trimmed = path.trim_end_matches('/');
    // Two leading slashes would lead to another site.
    if method.is_safe() && trimmed.len() < path.len() && !trimmed.is_empty() && !path.starts_with("//") {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return (StatusCode::PERMANENT_REDIRECT, [("location", format!("{trimmed}{query}"))]).into_response();
    }
    Problem::not_found().into_response()
}
