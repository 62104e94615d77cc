//! Refusals and faults on their way to the asker: a friendly page, or `{"error", "code"}` for programs.
//! A handler only says what went wrong; `give_face` decides later how it looks, and logs a fault once.

use std::any::Any;
use std::fmt::Display;

use askama::Template;
use axum::Extension;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::i18n::{Lang, Value};
use boxoffice_app::store::StoreError;
use serde_json::{Map, json};
use tower_http::csrf::ProtectionError;

use crate::frame::Frame;
use crate::page::{Page, Sample};
use crate::request::Asked;
use crate::state::Web;

/// Why there is no better answer.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    /// The sentence that programs get, in English.
    sentence: String,
    /// Variables of the translated sentence.
    args: Vec<(&'static str, Value<'static>)>,
    /// What the log says of a fault; never shown.
    fault: Option<String>,
    retry_after_s: Option<u32>,
    /// Further members of the JSON answer.
    members: Map<String, serde_json::Value>,
}

impl Problem {
    /// A refusal. Pages translate `error-{code}`; programs read the error's own sentence.
    pub fn refused(status: StatusCode, code: &'static str, error: &impl Display) -> Self {
        Self {
            status,
            code,
            sentence: error.to_string(),
            args: Vec::new(),
            fault: None,
            retry_after_s: None,
            members: Map::new(),
        }
    }

    /// Our own failure: logged once under the request's id, shown without its inside.
    pub fn fault(error: &impl Display) -> Self {
        let fault = Some(error.to_string());
        Self {
            fault,
            ..Self::refused(StatusCode::INTERNAL_SERVER_ERROR, "internal", &"Internal server error")
        }
    }

    /// Nothing there, or not theirs: the two are never told apart.
    pub fn not_found() -> Self {
        Self::refused(StatusCode::NOT_FOUND, "not_found", &"Resource not found")
    }

    /// No session and no valid token.
    pub fn not_signed_in() -> Self {
        Self::refused(StatusCode::UNAUTHORIZED, "not_signed_in", &"Authentication required")
    }

    /// The account lacks the role.
    pub fn forbidden() -> Self {
        Self::refused(StatusCode::FORBIDDEN, "forbidden", &"Insufficient permissions")
    }

    /// The request cannot be read; `detail` says to programs why.
    pub fn bad_request(detail: &impl Display) -> Self {
        Self::refused(StatusCode::BAD_REQUEST, "bad_request", detail)
    }

    /// Too many tries; the asker may come back after so many seconds.
    pub fn too_many_requests(retry_after_s: u32) -> Self {
        let problem = Self::refused(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", &"Too many requests");
        problem.retry_after(retry_after_s)
    }

    /// Too busy to take it now.
    pub fn unavailable(retry_after_s: u32) -> Self {
        let problem = Self::refused(StatusCode::SERVICE_UNAVAILABLE, "unavailable", &"Service unavailable");
        problem.retry_after(retry_after_s)
    }

    /// Fills a variable of the translated sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Value<'static>>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Says when to come back.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Adds a member to the JSON answer, such as `fields` or `checkoutUrl`.
    #[must_use]
    pub fn member(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// A further member of the JSON answer.
    pub fn find_member(&self, name: &str) -> Option<&serde_json::Value> {
        self.members.get(name)
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Its stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The sentence in a language, for pages that show it beside a form instead of a page of its own.
    pub fn sentence(&self, lang: Lang) -> String {
        let key = self.key("");
        if lang.has(&key) { lang.with(&key, &self.args) } else { self.sentence.clone() }
    }

    /// `error-{code}`, with a suffix.
    fn key(&self, suffix: &str) -> String {
        format!("error-{}{suffix}", self.code.replace('_', "-"))
    }

    /// The message of this code with the suffix, or the one of everything with this status.
    fn text(&self, lang: Lang, suffix: &str) -> Option<String> {
        let by_status = match self.status {
            StatusCode::BAD_REQUEST => "bad-request",
            StatusCode::UNAUTHORIZED => "not-signed-in",
            StatusCode::FORBIDDEN => "forbidden",
            StatusCode::NOT_FOUND => "not-found",
            StatusCode::CONFLICT => "conflict",
            StatusCode::GONE => "gone",
            StatusCode::PAYLOAD_TOO_LARGE => "too-large",
            StatusCode::TOO_MANY_REQUESTS => "too-many-requests",
            StatusCode::SERVICE_UNAVAILABLE => "unavailable",
            status if status.is_server_error() => "internal",
            _ => "refused",
        };
        [self.key(suffix), format!("error-{by_status}{suffix}")]
            .into_iter()
            .find(|key| lang.has(key))
            .map(|key| lang.with(&key, &self.args))
    }

    fn from_status(status: StatusCode) -> Option<Self> {
        Some(match status {
            StatusCode::BAD_REQUEST => Self::bad_request(&"The request could not be read"),
            StatusCode::UNAUTHORIZED => Self::not_signed_in(),
            StatusCode::FORBIDDEN => Self::forbidden(),
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::refused(status, "method_not_allowed", &"This address does not take that method")
            }
            StatusCode::PAYLOAD_TOO_LARGE => Self::refused(status, "too_large", &"The body is too large"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Self::refused(status, "unsupported_media_type", &"This content type is not taken here")
            }
            StatusCode::UNPROCESSABLE_ENTITY => Self::bad_request(&"The request could not be understood"),
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable(1),
            _ => return None,
        })
    }
}

/// The answer stays empty until `give_face` knows the asker.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut answer = self.status.into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        // A crowd is no fault of ours to report, and coming back helps.
        if error.is_busy() { Self::unavailable(1) } else { Self::fault(&error) }
    }
}

/// The page of a refusal or fault.
#[derive(Clone, Debug, Template)]
#[template(path = "shell/problem.html")]
pub struct ProblemPage {
    frame: Frame,
    status: u16,
    title: String,
    sentence: String,
    help: Option<String>,
    /// Shown for faults, so that a report finds the log line.
    fault_id: Option<String>,
}

impl Sample for ProblemPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        [Problem::not_found(), Problem::forbidden(), Problem::unavailable(3), Problem::fault(&"a sample")]
            .iter()
            .map(|problem| Self::new(problem, frame.clone(), "1-a"))
            .collect()
    }
}

impl ProblemPage {
    fn new(problem: &Problem, frame: Frame, id: &str) -> Self {
        let lang = frame.lang;
        Self {
            status: problem.status.as_u16(),
            title: problem.text(lang, "-title").unwrap_or_default(),
            sentence: problem.sentence(lang),
            help: problem.text(lang, "-help"),
            fault_id: problem.fault.is_some().then(|| id.to_owned()),
            frame,
        }
    }
}

/// Turns a refusal into the page or the JSON that the asker understands. Answers that already have a face stay.
pub(crate) async fn give_face(web: &Web, asked: &Asked, head: bool, mut answer: Response) -> Response {
    let given = answer.extensions_mut().remove::<Problem>();
    let Some(problem) = given.or_else(|| faceless(&answer)) else { return answer };
    if let Some(fault) = &problem.fault {
        tracing::error!(id = asked.id, fault, "request failed");
    }
    let mut face = if asked.wants_json {
        as_json(&problem, &asked.id)
    } else {
        let frame = Frame::of(web, asked).await;
        Page::new(ProblemPage::new(&problem, frame, &asked.id)).into_response()
    };
    *face.status_mut() = problem.status;
    keep_headers(answer.headers(), face.headers_mut());
    if let Some(seconds) = problem.retry_after_s {
        face.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    if head {
        *face.body_mut() = Body::empty();
    }
    face
}

/// What the library answered by itself: plain text or nothing at all.
fn faceless(answer: &Response) -> Option<Problem> {
    let plain = answer
        .headers()
        .get(CONTENT_TYPE)
        .is_none_or(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/plain")));
    if plain { Problem::from_status(answer.status()) } else { None }
}

/// `Allow`, cookies and the like survive the change of face; what describes the old body does not.
fn keep_headers(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from {
        let of_body = name.as_str().starts_with("content-");
        if !of_body && !to.contains_key(name) {
            to.append(name, value.clone());
        }
    }
}

fn as_json(problem: &Problem, id: &str) -> Response {
    let mut members = problem.members.clone();
    members.insert("error".into(), json!(capital(problem)));
    members.insert("code".into(), json!(problem.code));
    if problem.fault.is_some() {
        members.insert("correlationId".into(), json!(id));
    }
    let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let mut answer = (kind, serde_json::Value::Object(members).to_string()).into_response();
    if problem.status == StatusCode::UNAUTHORIZED {
        answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    answer
}

/// A sentence begins with a capital letter, unless it begins with the name of a field.
fn capital(problem: &Problem) -> String {
    let sentence = &problem.sentence;
    let fields = problem.members.get("fields").and_then(serde_json::Value::as_array);
    let begins_with_a_field = fields.into_iter().flatten().any(|field| {
        field["field"].as_str().is_some_and(|field| !field.is_empty() && sentence.starts_with(field))
    });
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) if !begins_with_a_field => first.to_uppercase().chain(letters).collect(),
        _ => sentence.clone(),
    }
}

/// The address exists, the method does not. A person who reloads the answer to a form, or reads it in another
/// language, is led to the page that the form stands on.
pub(crate) async fn method_not_allowed(method: Method, Extension(asked): Extension<Asked>) -> Response {
    let path = asked.uri.path();
    let is_page = path.split('/').nth(1).and_then(Lang::parse).is_some();
    match path.rsplit_once('/') {
        Some((above, _)) if is_page && method == Method::GET => Redirect::to(above).into_response(),
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

pub(crate) fn cross_site(_: ProtectionError) -> Response {
    Problem::refused(StatusCode::FORBIDDEN, "cross_site", &"The request came from another website")
        .into_response()
}

pub(crate) fn from_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    Problem::fault(&format!("panic: {said}")).into_response()
}
