//! Answers that are pages: a struct whose fields are all that it may show, with status and cache policy.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};

use crate::frame::Frame;
use crate::problem::Problem;

/// How long an answer may be kept, and by whom; each with its reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CachePolicy {
    /// Somebody's order, ticket, account, or a form of theirs: nobody keeps it, not even their browser's disk.
    Personal,
    /// The shop: the top bar shows who is signed in, so only the browser keeps it, and asks before showing it again.
    Fresh,
    /// The same for everybody and cheap to be late: pictures, feeds.
    Shared {
        /// For how long.
        seconds: u32,
    },
    /// Named by its content: assets, hashed files.
    Immutable,
}

impl CachePolicy {
    /// The `Cache-Control` value.
    pub fn header(self) -> String {
        match self {
            Self::Personal => "private, no-store".into(),
            Self::Fresh => "private, no-cache".into(),
            Self::Shared { seconds } => format!("public, max-age={seconds}"),
            Self::Immutable => "public, max-age=31536000, immutable".into(),
        }
    }
}

/// A page on its way out.
#[derive(Clone, Debug)]
pub struct Page<T> {
    template: T,
    status: StatusCode,
    cache: CachePolicy,
}

impl<T: Template> Page<T> {
    /// A page that nobody keeps; loosen it with [`Page::cache`].
    pub fn new(template: T) -> Self {
        Self { template, status: StatusCode::OK, cache: CachePolicy::Personal }
    }

    /// A form shown again, because what was typed was refused.
    pub fn refused(template: T) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, ..Self::new(template) }
    }

    /// Answers with another status.
    #[must_use]
    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Says who may keep it.
    #[must_use]
    pub fn cache(self, cache: CachePolicy) -> Self {
        Self { cache, ..self }
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.template.render() {
            Ok(html) => (self.status, [(CACHE_CONTROL, self.cache.header())], Html(html)).into_response(),
            Err(error) => Problem::fault(&format!("a page does not render: {error}")).into_response(),
        }
    }
}

/// A page that can show itself with made-up but believable content, in every state that matters.
/// One test renders the samples of all pages in all languages.
pub trait Sample: Template + Sized {
    /// The page in its states.
    fn samples(frame: &Frame) -> Vec<Self>;
}

/// Plain text, such as `robots.txt`.
pub(crate) fn text(cache: CachePolicy, body: String) -> Response {
    ([(CACHE_CONTROL, cache.header()), (CONTENT_TYPE, "text/plain; charset=utf-8".into())], body)
        .into_response()
}
