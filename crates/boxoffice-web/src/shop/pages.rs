//! Event pages for visitors without a session and cart: the same bytes for all, made once per version of what
//! is left and language. A page that is warm costs no query, no template and no compression.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use boxoffice_app::i18n::Lang;
use boxoffice_domain::ids::EventId;
use boxoffice_domain::limits::EVENT_PAGES_MAX;
use bytes::Bytes;

use crate::assets;
use crate::page::CachePolicy;
use crate::problem::Problem;

/// Pages as they were sent last. Cheap to clone; clones share.
#[derive(Clone, Debug, Default)]
pub struct Pages(Arc<Mutex<HashMap<Lang, BySlug>>>);

type BySlug = HashMap<String, Arc<Rendered>>;

/// A page of one version of an event in one language.
#[derive(Debug)]
pub struct Rendered {
    /// The event.
    pub event: EventId,
    /// The version of what is left that it shows.
    pub version: u64,
    html: Bytes,
    /// Packed when somebody first asks for it.
    packed: OnceLock<Bytes>,
}

impl Pages {
    /// The page at this address, whatever its version.
    pub fn find(&self, lang: Lang, slug: &str) -> Option<Arc<Rendered>> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get(&lang)?.get(slug).cloned()
    }

    /// Keeps a page. Versions replace each other; when there are too many events, all are made anew in time.
    pub fn keep(&self, lang: Lang, slug: &str, page: &Arc<Rendered>) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.values().map(HashMap::len).sum::<usize>() >= EVENT_PAGES_MAX {
            pages.clear();
        }
        pages.entry(lang).or_default().insert(slug.to_owned(), Arc::clone(page));
    }

    /// Forgets the page of an event that is gone.
    pub fn forget(&self, lang: Lang, slug: &str) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pages) = pages.get_mut(&lang) {
            pages.remove(slug);
        }
    }
}

impl Rendered {
    /// A page that was just made.
    pub fn new(event: EventId, version: u64, html: String) -> Self {
        Self { event, version, html: html.into(), packed: OnceLock::new() }
    }

    /// The answer to a request with these headers: the page, packed where that is understood, or "as you know it".
    pub fn answer(&self, headers: &HeaderMap) -> Result<Response, Problem> {
        let asked =
            |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
        let packs =
            asked(ACCEPT_ENCODING).split(',').any(|coding| coding.trim().split(';').next() == Some("br"));
        let tag = format!("\"{:x}-{}{}\"", self.version, assets::VERSION, if packs { "-br" } else { "" });
        let known = asked(IF_NONE_MATCH).split(',').any(|known| known.trim() == tag);
        let mut answer = Response::builder()
            .header(CACHE_CONTROL, CachePolicy::Fresh.header())
            .header(VARY, "accept-encoding, cookie")
            .header(ETAG, tag);
        if known {
            return answer
                .status(StatusCode::NOT_MODIFIED)
                .body(Body::empty())
                .map_err(|error| Problem::fault(&error));
        }
        if packs {
            answer = answer.header(CONTENT_ENCODING, "br");
        }
        let body =
            if packs { self.packed.get_or_init(|| pack(&self.html)).clone() } else { self.html.clone() };
        answer
            .header(CONTENT_TYPE, "text/html; charset=utf-8")
            .body(Body::from(body))
            .map_err(|error| Problem::fault(&error))
    }
}

/// Brotli at a quality that takes about a millisecond: a page lives until the next sale.
fn pack(html: &Bytes) -> Bytes {
    let mut packed = brotli::CompressorWriter::new(Vec::with_capacity(html.len() / 3), 4096, 5, 18);
    // Writing into memory cannot fail.
    let _ = packed.write_all(html);
    packed.into_inner().into()
}
