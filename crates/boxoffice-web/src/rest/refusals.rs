//! How the API refuses: one JSON shape, English sentences, stable codes.
//! The sentences of the six contract calls stand here once; errors of operations say their own.

use axum::http::StatusCode;
use boxoffice_app::catalog::create_event::CreateEventError;
use boxoffice_app::catalog::create_venue::VenueError;
use boxoffice_app::orders::{CheckoutError, RegisterError};
use boxoffice_app::selling::HoldError;
use boxoffice_app::selling::desk::DeskError;
use boxoffice_domain::catalog::field::DraftError;
use boxoffice_domain::inventory::HoldRefusal;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::json::invalid;
use crate::problem::Problem;

/// How every refusal looks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error)]
pub(crate) struct ErrorBody {
    /// A sentence for the person who reads the log.
    #[schema(example = "Resource not found")]
    pub error: String,
    /// What a program looks at; never changes.
    #[schema(example = "not_found")]
    pub code: String,
    /// The fields that were wrong, where that helps.
    #[schema(required = false)]
    pub fields: Vec<FieldError>,
    /// Where to pay, with 402.
    #[serde(rename = "checkoutUrl")]
    pub checkout_url: Option<String>,
    /// Names the log line of a 500.
    #[serde(rename = "correlationId")]
    pub correlation_id: Option<String>,
}

/// What is wrong with one field of a request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// The field, with its path: `items[0].quantity`.
    #[schema(example = "capacity")]
    pub field: String,
    /// What is wrong with it.
    #[schema(example = "capacity is a whole number from 1 to 1000000")]
    pub error: String,
}

/// 409: possible in another state or at another time.
pub(crate) fn conflict(code: &'static str, sentence: &str) -> Problem {
    Problem::refused(StatusCode::CONFLICT, code, &sentence)
}

/// 422: understood, and refused.
pub(crate) fn refused(code: &'static str, sentence: &str) -> Problem {
    Problem::refused(StatusCode::UNPROCESSABLE_ENTITY, code, &sentence)
}

/// Everything that is wrong with a draft, field by field, in the names that callers write.
pub(crate) fn refuse_draft(error: &DraftError) -> Problem {
    let named: Vec<_> = error
        .0
        .iter()
        .map(|refusal| (wire_name(refusal.field, refusal.at), refusal.error.to_string()))
        .collect();
    let fields: Vec<_> =
        named.iter().map(|(field, error)| json!({ "field": field, "error": error })).collect();
    let sentence: Vec<_> = named.iter().map(|(field, error)| format!("{field}: {error}")).collect();
    refused("invalid_value", &sentence.join("; ")).member("fields", fields)
}

/// Our `price` of the first ticket type is `ticketTypes[0].priceMinor` to callers. An event has one performance here.
fn wire_name(field: &str, at: Option<usize>) -> String {
    let of_type = match field {
        "ticket_type_name" => "name",
        "ticket_type_description" => "description",
        "price" => "priceMinor",
        "fee" => "feeMinor",
        "quantity" | "order_limit" => field,
        "hold_ttl_s" => return "holdSeconds".to_owned(),
        "cancel_until_s" => return "cancelUntilSeconds".to_owned(),
        _ => return camel_case(field),
    };
    format!("ticketTypes[{}].{}", at.unwrap_or_default(), camel_case(of_type))
}

/// `time_zone` as callers write it: `timeZone`.
fn camel_case(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        name + &head.to_uppercase() + tail
    })
}

/// Why an event was not created.
pub(crate) fn refuse_event(error: CreateEventError) -> Problem {
    match error {
        CreateEventError::NotYours | CreateEventError::NoSuchVenue => Problem::not_found(),
        CreateEventError::Draft(error) => refuse_draft(&error),
        CreateEventError::Publish(error) => conflict(error.code(), &error.to_string()),
        CreateEventError::Store(error) => error.into(),
    }
}

/// Why a venue was not made.
pub(crate) fn refuse_venue(error: VenueError) -> Problem {
    match error {
        VenueError::NotYours | VenueError::NoSuchVenue => Problem::not_found(),
        VenueError::Draft(error) => refuse_draft(&error),
        VenueError::Store(error) => error.into(),
    }
}

/// Why the desk did not decide.
pub(crate) fn refuse_desk(error: DeskError) -> Problem {
    match error {
        DeskError::Full | DeskError::Stopped => Problem::unavailable(1),
        DeskError::Store(error) => error.into(),
    }
}

/// Holds end by themselves; this is when asking again may help.
const ALL_HELD_RETRY_S: u32 = 15;

/// Why places were not held.
pub(crate) fn refuse_places(refusal: &HoldRefusal) -> Problem {
    let code = refusal.code();
    match refusal {
        HoldRefusal::NothingWanted | HoldRefusal::OverOrderLimit { .. } | HoldRefusal::ChooseSeats { .. } => {
            refused(code, &refusal.to_string())
        }
        HoldRefusal::NotPublished | HoldRefusal::NoSuchTicketType | HoldRefusal::NoSuchPlace => {
            Problem::not_found()
        }
        HoldRefusal::Full { .. } => conflict(code, "Event is full"),
        HoldRefusal::AllHeld { .. } => conflict(code, &refusal.to_string()).retry_after(ALL_HELD_RETRY_S),
        HoldRefusal::SeatTaken { seat, .. } => {
            conflict(code, &refusal.to_string()).member("seatId", seat.to_string())
        }
        HoldRefusal::NotOnSale { opens_at } => {
            conflict(code, &refusal.to_string()).member("opensAt", opens_at.millis())
        }
        _ => conflict(code, &refusal.to_string()),
    }
}

/// Why a hold was not made.
pub(crate) fn refuse_hold(error: HoldError) -> Problem {
    match error {
        HoldError::NoSuchPerformance => Problem::not_found(),
        HoldError::Refused(refusal) => refuse_places(&refusal),
        HoldError::Desk(error) => refuse_desk(error),
        HoldError::TooMany(refusal) => refusal.into(),
        error => conflict(error.code(), &error.to_string()),
    }
}

/// Why a cart was not checked out.
pub(crate) fn refuse_checkout(error: CheckoutError) -> Problem {
    let code = error.code();
    match error {
        CheckoutError::NoSuchCart => Problem::not_found(),
        CheckoutError::BadName => invalid("name", &error.to_string()),
        CheckoutError::BadEmail => invalid("email", &error.to_string()),
        CheckoutError::Company(why) => refused(why.code(), &why.to_string()),
        CheckoutError::TermsNotAccepted => refused(code, &error.to_string()),
        CheckoutError::PriceChanged { was_minor, now_minor, .. } => {
            conflict(code, &error.to_string()).member("wasMinor", was_minor).member("nowMinor", now_minor)
        }
        CheckoutError::Gateway => {
            Problem::refused(StatusCode::SERVICE_UNAVAILABLE, code, &error.to_string()).retry_after(5)
        }
        CheckoutError::Desk(error) => refuse_desk(error),
        error => conflict(code, &error.to_string()),
    }
}

/// Why there is no registration, in the words of the contract.
pub(crate) fn refuse_registration(error: RegisterError) -> Problem {
    match error {
        RegisterError::NoSuchEvent => Problem::not_found(),
        RegisterError::NotConfirmed => {
            Problem::refused(StatusCode::FORBIDDEN, "not_confirmed", &error.to_string())
        }
        RegisterError::Free => conflict("free", &error.to_string()),
        RegisterError::AlreadyRegistered => conflict("already_registered", &error.to_string()),
        RegisterError::PaymentNeeded(session) => {
            Problem::refused(StatusCode::PAYMENT_REQUIRED, "payment_needed", &"This event must be paid first")
                .member("checkoutUrl", session.url)
                .member("sessionId", session.session_ref)
        }
        RegisterError::Refused(refusal) => refuse_places(&refusal),
        RegisterError::Checkout(error) => refuse_checkout(error),
        RegisterError::Desk(error) => refuse_desk(error),
    }
}
