//! Refusals of the catalogue as sentences beside fields, or as problems of their own.

use axum::http::StatusCode;
use boxoffice_app::catalog::create_event::CreateEventError;
use boxoffice_app::catalog::create_venue::VenueError;
use boxoffice_app::catalog::edit::EditError;
use boxoffice_app::catalog::images::ImageError;
use boxoffice_app::i18n::Lang;
use boxoffice_domain::catalog::field::{DraftError, FieldError};
use boxoffice_domain::ids::AreaId;

use super::lengths::show_minutes;
use crate::form::Typed;
use crate::problem::Problem;

/// What is wrong with a field, in the reader's language.
fn sentence(lang: Lang, field: &str, error: &FieldError) -> String {
    if let ("hold_ttl_s", FieldError::OutOfRange { min, max }) = (field, error) {
        let (min, max) = (show_minutes(*min), show_minutes(*max));
        return lang
            .with("field-out-of-range", &[("min", min.as_str().into()), ("max", max.as_str().into())]);
    }
    let code = error.code().replace('_', "-");
    let key = match code.strip_prefix("seating-") {
        Some(rest) => format!("seating-{rest}"),
        None => format!("field-{}", code.trim_start_matches("field-")),
    };
    let args = error.args();
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    lang.with(&key, &args)
}

/// Notes what is wrong with a field. The sentence begins with the field's label, so that it can be understood in
/// the summary at the top, too.
pub(super) fn refuse(lang: Lang, typed: &mut Typed, field: &str, sentence: &str) {
    let named = label(field).map(|label| {
        lang.with("field-of", &[("label", lang.t(label).into()), ("sentence", sentence.into())])
    });
    typed.refuse(field, named.unwrap_or_else(|| sentence.to_owned()));
}

/// What a field is called on the forms of an event.
fn label(field: &str) -> Option<&'static str> {
    Some(match field {
        "title" => "office-title",
        "summary" => "office-summary",
        "description" => "office-description",
        "venue" => "office-venue",
        "city" => "office-city",
        "country" => "office-country",
        "url" => "office-url",
        "time_zone" => "office-time-zone",
        "currency" => "office-currency",
        "cancel_until_s" => "office-cancel-until",
        "cancel_fee_percent" => "office-cancel-fee-percent",
        "cancel_fee_minor" => "office-cancel-fee-fixed",
        "hold_ttl_s" => "office-hold-length",
        "age_limit" => "office-age-limit",
        "access_notes" => "office-access-notes",
        "starts_at" => "office-starts-at",
        "ends_at" => "office-ends-at",
        "doors_at" => "office-doors-at",
        "places" => "office-places",
        "ticket_type_name" => "office-ticket-type",
        "ticket_type_description" => "office-includes",
        "price" => "office-price",
        "fee" => "office-fee",
        "order_limit" => "office-order-limit",
        "quantity" => "office-quantity",
        "sale_opens_at" => "office-sale-opens-at",
        "street" => "office-street",
        "quota_name" => "office-quota-name",
        "quota_capacity" => "office-quota-capacity",
        "quota_types" => "office-quota-counts",
        "sale_closes_at" => "office-sale-closes-at",
        _ => return None,
    })
}

/// Notes each refused field beside it.
fn note_fields(lang: Lang, typed: &mut Typed, error: &DraftError) {
    for refusal in &error.0 {
        refuse(lang, typed, refusal.field, &sentence(lang, refusal.field, &refusal.error));
    }
}

/// Notes why a venue was not made or changed: on its own form, and on an event's that names it.
pub(crate) fn note_venue(lang: Lang, typed: &mut Typed, error: VenueError) -> Result<(), Problem> {
    match error {
        VenueError::NotYours | VenueError::NoSuchVenue => Err(Problem::not_found()),
        VenueError::Store(fault) => Err(Problem::fault(&fault)),
        VenueError::Draft(error) => {
            for refusal in &error.0 {
                let field = if refusal.field == "name" { "venue" } else { refusal.field };
                refuse(lang, typed, field, &sentence(lang, field, &refusal.error));
            }
            Ok(())
        }
    }
}

/// Notes beside an area's number why it was refused; every other refusal is handed on.
pub(super) fn note_capacity(
    lang: Lang,
    typed: &mut Typed,
    area: AreaId,
    error: EditError,
) -> Result<(), EditError> {
    let why = match &error {
        EditError::BelowSold { taken } => lang.error(error.code(), &[("taken", (*taken).into())]),
        EditError::Draft(draft) => {
            draft.0.iter().map(|refusal| sentence(lang, refusal.field, &refusal.error)).collect()
        }
        _ => return Err(error),
    };
    let label = lang.t("office-capacity");
    let named = lang.with("field-of", &[("label", label.into()), ("sentence", why.as_str().into())]);
    typed.refuse(&format!("capacity-{area}"), named);
    Ok(())
}

/// Notes why an edit was refused; what is not theirs or broken is no matter of the form.
pub(super) fn note_edit(lang: Lang, typed: &mut Typed, error: EditError) -> Result<(), Problem> {
    match error {
        EditError::NoSuchEvent => return Err(Problem::not_found()),
        EditError::Store(fault) => return Err(Problem::fault(&fault)),
        EditError::Draft(error) => note_fields(lang, typed, &error),
        EditError::CurrencyLocked => refuse(lang, typed, "currency", &lang.error(error.code(), &[])),
        EditError::TimeZoneLocked => refuse(lang, typed, "time_zone", &lang.error(error.code(), &[])),
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
