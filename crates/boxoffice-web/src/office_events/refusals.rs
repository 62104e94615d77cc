//! Refusals of the catalogue as sentences beside fields, or as problems of their own.

use axum::http::StatusCode;
use boxoffice_app::catalog::create_event::CreateEventError;
use boxoffice_app::catalog::edit::EditError;
use boxoffice_app::catalog::images::ImageError;
use boxoffice_app::i18n::Lang;
use boxoffice_domain::catalog::field::{DraftError, FieldError};

use crate::form::Typed;
use crate::problem::Problem;

/// What is wrong with a field, in the reader's language.
fn sentence(lang: Lang, error: &FieldError) -> String {
    let code = error.code().replace('_', "-");
    let key = match code.strip_prefix("seating-") {
        Some(rest) => format!("seating-{rest}"),
        None => format!("field-{}", code.trim_start_matches("field-")),
    };
    let args = error.args();
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    lang.with(&key, &args)
}

/// Notes each refused field beside it.
pub(super) fn note_fields(lang: Lang, typed: &mut Typed, error: &DraftError) {
    for refusal in &error.0 {
        typed.refuse(refusal.field, sentence(lang, &refusal.error));
    }
}

/// Notes why an edit was refused; what is not theirs or broken is no matter of the form.
pub(super) fn note_edit(lang: Lang, typed: &mut Typed, error: EditError) -> Result<(), Problem> {
    match error {
        EditError::NoSuchEvent => return Err(Problem::not_found()),
        EditError::Store(fault) => return Err(Problem::fault(&fault)),
        EditError::Draft(error) => note_fields(lang, typed, &error),
        EditError::BelowSold { .. } => typed.refuse("capacity", lang.error(error.code(), &[])),
        error => typed.refuse("", lang.error(error.code(), &[])),
    }
    Ok(())
}

/// Notes why a new event was refused.
pub(super) fn note_create(lang: Lang, typed: &mut Typed, error: CreateEventError) -> Result<(), Problem> {
    match error {
        CreateEventError::NotYours => return Err(Problem::not_found()),
        CreateEventError::Store(fault) => return Err(Problem::fault(&fault)),
        CreateEventError::Draft(error) => note_fields(lang, typed, &error),
        error => typed.refuse("", lang.error(error.code(), &[])),
    }
    Ok(())
}

impl From<EditError> for Problem {
    fn from(error: EditError) -> Self {
        match &error {
            EditError::NoSuchEvent => Self::not_found(),
            EditError::Store(fault) => Self::fault(fault),
            _ => Self::refused(StatusCode::CONFLICT, error.code(), &error),
        }
    }
}

impl From<ImageError> for Problem {
    fn from(error: ImageError) -> Self {
        let status = match error {
            ImageError::Event(error) => return error.into(),
            ImageError::Files(fault) => return Self::fault(&fault),
            ImageError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            ImageError::NotAPicture => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ImageError::TooManyPixels { .. } | ImageError::Damaged => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::refused(status, error.code(), &error)
    }
}
