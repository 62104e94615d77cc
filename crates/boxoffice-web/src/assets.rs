//! Style sheets, scripts and icons, packed into the program by `build.rs`.
//! Their address carries a version of all of them, so they may be kept for ever.

use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::page::CachePolicy;
use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

struct File {
    name: &'static str,
    raw: &'static [u8],
    br: &'static [u8],
    gz: &'static [u8],
}

const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Changes when any asset does.
pub const VERSION: &str = include!(concat!(env!("OUT_DIR"), "/version.rs"));

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/assets/{version}/{*name}", Policy::Public, show).get(
        "/favicon.ico",
        Policy::Public,
        favicon,
    );
}

/// The address of a file of `assets/`.
pub fn href(name: &str) -> String {
    debug_assert!(find(name).is_some(), "there is no asset {name}");
    format!("/assets/{VERSION}/{name}")
}

/// Bytes on the wire of a file, brotli: what budgets count.
pub fn packed_len(name: &str) -> Option<usize> {
    find(name).map(|file| file.br.len())
}

/// Names of all files.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|file| file.name)
}

fn find(name: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.name == name)
}

/// `GET /assets/{version}/{name}`. A page of an earlier release may ask for an earlier version:
/// it gets today's file, which it must not keep.
async fn show(
    Path((version, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let file = find(&name).ok_or_else(Problem::not_found)?;
    let cache = if version == VERSION { CachePolicy::Immutable } else { CachePolicy::Fresh };
    Ok(answer(file, cache, &headers))
}

/// `GET /favicon.ico`: what browsers ask for where no page says otherwise.
async fn favicon(headers: HeaderMap) -> Result<Response, Problem> {
    let file = find("favicon.svg").ok_or_else(Problem::not_found)?;
    Ok(answer(file, CachePolicy::Shared { seconds: 86_400 }, &headers))
}

fn answer(file: &'static File, cache: CachePolicy, headers: &HeaderMap) -> Response {
    let accepts = |coding: &str| {
        let wish = headers.get(ACCEPT_ENCODING).and_then(|wish| wish.to_str().ok()).unwrap_or_default();
        wish.split(',').any(|item| item.trim().split(';').next() == Some(coding) && !item.contains("q=0"))
    };
    let (coding, body) = match () {
        () if accepts("br") => (Some("br"), file.br),
        () if accepts("gzip") => (Some("gzip"), file.gz),
        () => (None, file.raw),
    };
    let tag = format!("\"{VERSION}-{}\"", coding.unwrap_or("id"));
    let known = headers.get(IF_NONE_MATCH).is_some_and(|tags| tags.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, kind(file.name))], body).into_response()
    };
    let fields = response.headers_mut();
    if let (Some(coding), false) = (coding, known) {
        fields.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    fields.insert(VARY, HeaderValue::from_static("accept-encoding"));
    for (name, value) in [(CACHE_CONTROL, cache.header()), (ETAG, tag)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            fields.insert(name, value);
        }
    }
    response
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
