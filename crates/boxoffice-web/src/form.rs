//! Forms: fields are read into a struct, unknown ones are refused, and what was typed is kept, so that a
//! refused form comes back as it was, with a sentence beside each field.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A form that was sent. Give the struct `#[serde(deny_unknown_fields)]`; a test insists.
#[derive(Clone, Debug)]
pub struct Form<T> {
    /// The fields.
    pub value: T,
    /// The same as typed, to show the form again.
    pub typed: Typed,
}

/// What was typed into a form and what is wrong with it. Empty for a form that is shown first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Typed {
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
}

impl Typed {
    /// A form filled in from what is stored.
    pub fn filled<const N: usize>(values: [(&str, String); N]) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { values, errors: Vec::new() }
    }

    /// Fills in one more field.
    pub fn fill(&mut self, name: &str, value: impl Into<String>) {
        self.values.push((name.to_owned(), value.into()));
    }

    /// What the field holds; empty when nothing was typed.
    pub fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Everything that fields of this name hold (checkboxes).
    pub fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        self.values.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a choice is made.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|typed| typed == value)
    }

    /// Notes what is wrong with a field, in the reader's language. An empty name means the whole form.
    pub fn refuse(&mut self, name: &str, sentence: impl Into<String>) {
        self.errors.push((name.to_owned(), sentence.into()));
    }

    /// What is wrong with a field; empty when nothing is.
    pub fn error(&self, name: &str) -> &str {
        self.errors.iter().find(|(field, _)| field == name).map_or("", |(_, sentence)| sentence)
    }

    /// All that is wrong, in order: field and sentence.
    pub fn errors(&self) -> &[(String, String)] {
        &self.errors
    }

    /// Whether anything is wrong.
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Forgets a field, such as a password, before the form is shown again.
    pub fn forget(&mut self, name: &str) {
        self.values.retain(|(field, _)| field != name);
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::refused(status, "unsupported_media_type", &"Send a form"));
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
        let values = read(&body)?;
        let value = read(&body)?;
        Ok(Self { value, typed: Typed { values, errors: Vec::new() } })
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_html_form::from_bytes(body).map_err(|error| Problem::bad_request(&error))
}

pub(crate) fn too_large() -> Problem {
    Problem::refused(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &"The body is too large")
}
