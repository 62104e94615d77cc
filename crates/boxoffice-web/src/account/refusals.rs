//! What operations on accounts refuse, as sentences beside fields or as problems of their own.

use axum::http::StatusCode;
use boxoffice_app::accounts::change_password::ReauthError;
use boxoffice_app::accounts::confirm::LinkError;
use boxoffice_app::accounts::fields::{FieldWrong, FieldsRefused};
use boxoffice_app::accounts::hashing::Busy;
use boxoffice_app::accounts::register::RegisterError;
use boxoffice_app::accounts::token::LinkOver;
use boxoffice_app::rates::TooMany;
use serde_json::json;

use crate::form::Typed;
use crate::frame::Frame;
use crate::problem::Problem;

/// A password form that hashing has no room for may be sent again so soon.
const BUSY_RETRY_S: u32 = 3;

impl From<TooMany> for Problem {
    fn from(refused: TooMany) -> Self {
        Self::too_many_requests(refused.retry_after_s)
    }
}

impl From<Busy> for Problem {
    fn from(_: Busy) -> Self {
        Self::unavailable(BUSY_RETRY_S)
    }
}

impl From<LinkOver> for Problem {
    fn from(over: LinkOver) -> Self {
        Self::refused(StatusCode::GONE, "link_over", &over)
    }
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Over(error) => error.into(),
            LinkError::TooMany(error) => error.into(),
            LinkError::Store(error) => error.into(),
        }
    }
}

impl From<RegisterError> for Problem {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Fields(error) => error.into(),
            RegisterError::TooMany(error) => error.into(),
            RegisterError::Busy(error) => error.into(),
            RegisterError::Store(error) => error.into(),
        }
    }
}

impl From<ReauthError> for Problem {
    fn from(error: ReauthError) -> Self {
        match error {
            ReauthError::WrongPassword => {
                Self::refused(StatusCode::UNPROCESSABLE_ENTITY, "wrong_password", &error)
            }
            ReauthError::Fields(error) => error.into(),
            ReauthError::TooMany(error) => error.into(),
            ReauthError::Busy(error) => error.into(),
            ReauthError::Store(error) => error.into(),
        }
    }
}

/// For programs: 400 when something is missing, else 422 with the reason of each field.
impl From<FieldsRefused> for Problem {
    fn from(refused: FieldsRefused) -> Self {
        let is_missing = refused.0.iter().all(|field| field.wrong == FieldWrong::Missing);
        let problem = if is_missing {
            Self::refused(StatusCode::BAD_REQUEST, "missing_fields", &"Missing required fields")
        } else {
            Self::refused(StatusCode::UNPROCESSABLE_ENTITY, code_of(&refused), &refused)
        };
        let fields = refused.0.iter().map(|field| {
            json!({ "field": field.field, "error": field.wrong.to_string(), "code": field.wrong.code() })
        });
        problem.member("fields", fields.collect::<Vec<_>>())
    }
}

fn code_of(refused: &FieldsRefused) -> &'static str {
    match refused.0.iter().map(|field| &field.wrong).find(|wrong| **wrong != FieldWrong::Missing) {
        Some(FieldWrong::Weak(_)) => "weak_password",
        Some(FieldWrong::NotAnEmail(_)) => "not_an_email",
        _ => "invalid_value",
    }
}

/// Notes each refused field in the reader's language. All that a password lacks is one line.
pub(super) fn note_fields(frame: &Frame, typed: &mut Typed, refused: &FieldsRefused) {
    let mut names: Vec<&'static str> = refused.0.iter().map(|field| field.field).collect();
    names.dedup();
    for name in names {
        let wrongs = refused.0.iter().filter(|field| field.field == name).map(|field| &field.wrong);
        let sentences: Vec<String> = wrongs.map(|wrong| sentence(frame, name, wrong)).collect();
        typed.refuse(name, sentences.join(" "));
    }
}

/// The summary above the form stands alone, so it must name what is missing.
fn sentence(frame: &Frame, field: &str, wrong: &FieldWrong) -> String {
    match (wrong, field) {
        (FieldWrong::Missing, "name") => return frame.t("account-missing-name").to_owned(),
        (FieldWrong::Missing, "email") => return frame.t("account-missing-email").to_owned(),
        (FieldWrong::Missing, "password") => return frame.t("account-missing-password").to_owned(),
        _ => {}
    }
    let bound = i64::try_from(wrong.bound().unwrap_or_default()).unwrap_or(i64::MAX);
    frame.lang.error(wrong.code(), &[("max", bound.into())])
}
