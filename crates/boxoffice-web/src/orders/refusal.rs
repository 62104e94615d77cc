//! Refusals of selling as the shop says them: status, code and the variables of the sentence.

use axum::http::StatusCode;
use boxoffice_app::i18n::Lang;
use boxoffice_app::orders::{CancelError, CheckoutError, RefundAgainError, RefundError};
use boxoffice_app::selling::desk::DeskError;
use boxoffice_app::selling::{CodeError, ExtendError, HoldError, ReleaseError};
use boxoffice_domain::inventory::HoldRefusal;
use boxoffice_domain::limits::{HOLDS_PER_CART_MAX, NAME_CHARS_MAX};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::CodeRefusal;
use boxoffice_domain::time::Zone;

use crate::problem::Problem;

/// A desk that is full or closing: come back in a moment. Its faults are ours.
pub fn desk(error: &DeskError) -> Problem {
    match error {
        DeskError::Store(error) if !error.is_busy() => Problem::fault(error),
        _ => Problem::unavailable(1),
    }
}

/// Why places could not be held, in the words of the page's zone.
pub fn hold(error: &HoldError, lang: Lang, zone: &Zone) -> Problem {
    let refused = |status| Problem::refused(status, error.code(), error);
    match error {
        HoldError::Desk(error) => desk(error),
        HoldError::NoSuchPerformance => Problem::not_found(),
        HoldError::CartFull => refused(StatusCode::CONFLICT).arg("max", HOLDS_PER_CART_MAX as i64),
        HoldError::NothingExpired => refused(StatusCode::CONFLICT),
        HoldError::TooMany(refusal) => Problem::from(*refusal),
        HoldError::Refused(refusal) => match refusal {
            HoldRefusal::NothingWanted | HoldRefusal::NoSuchPlace | HoldRefusal::NoSuchTicketType => {
                refused(StatusCode::UNPROCESSABLE_ENTITY)
            }
            HoldRefusal::OverOrderLimit { max } => {
                refused(StatusCode::UNPROCESSABLE_ENTITY).arg("max", i64::from(*max))
            }
            HoldRefusal::ChooseSeats { area } => {
                refused(StatusCode::UNPROCESSABLE_ENTITY).arg("area", area.clone())
            }
            HoldRefusal::NotOnSale { opens_at } => {
                refused(StatusCode::FORBIDDEN).arg("time", lang.date_time_zone(*opens_at, zone))
            }
            HoldRefusal::SeatTaken { label, .. } => refused(StatusCode::CONFLICT).arg("seat", label.clone()),
            HoldRefusal::Full { left } | HoldRefusal::AllHeld { left } => {
                refused(StatusCode::CONFLICT).arg("left", *left)
            }
            _ => refused(StatusCode::CONFLICT),
        },
    }
}

/// Why there is no more time.
pub fn extend(error: &ExtendError) -> Problem {
    match error {
        ExtendError::Desk(error) => desk(error),
        other => Problem::refused(StatusCode::CONFLICT, other.code(), other),
    }
}

/// Why nothing was released.
pub fn release(error: &ReleaseError) -> Problem {
    match error {
        ReleaseError::Desk(error) => desk(error),
        ReleaseError::NoSuchCart => Problem::not_found(),
        ReleaseError::Over(_) => Problem::refused(StatusCode::CONFLICT, error.code(), error),
    }
}

/// Why a cart could not be checked out.
pub fn checkout(error: &CheckoutError, lang: Lang) -> Problem {
    let refused = |status| Problem::refused(status, error.code(), error);
    match error {
        CheckoutError::Desk(error) => desk(error),
        CheckoutError::NoSuchCart => Problem::not_found(),
        CheckoutError::BadName => refused(StatusCode::UNPROCESSABLE_ENTITY).arg("max", NAME_CHARS_MAX as i64),
        CheckoutError::PriceChanged { was_minor, now_minor, currency } => {
            let money = |minor| lang.money(Money::new(minor, *currency));
            refused(StatusCode::CONFLICT).arg("old", money(*was_minor)).arg("new", money(*now_minor))
        }
        CheckoutError::BadEmail | CheckoutError::TermsNotAccepted => {
            refused(StatusCode::UNPROCESSABLE_ENTITY)
        }
        CheckoutError::Company(_) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY).arg("max", NAME_CHARS_MAX as i64)
        }
        CheckoutError::Code(CodeRefusal::UsedByBuyer { max }) => {
            refused(StatusCode::CONFLICT).arg("max", *max)
        }
        CheckoutError::Gateway => refused(StatusCode::SERVICE_UNAVAILABLE).retry_after(5),
        _ => refused(StatusCode::CONFLICT),
    }
}

/// Why a code changes nothing.
pub fn code(error: &CodeError) -> Problem {
    let refused = |status| Problem::refused(status, error.code(), error);
    match error {
        CodeError::Desk(error) => desk(error),
        CodeError::TooMany(refusal) => Problem::from(*refusal),
        CodeError::NoSuchCart => refused(StatusCode::CONFLICT),
        CodeError::Refused(CodeRefusal::UsedByBuyer { max }) => {
            refused(StatusCode::CONFLICT).arg("max", *max)
        }
        CodeError::Refused(_) => refused(StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// Why a code does not count, as a sentence.
pub fn code_words(refusal: &CodeRefusal, lang: Lang) -> String {
    let max = match refusal {
        CodeRefusal::UsedByBuyer { max } => *max,
        _ => 0,
    };
    lang.error(refusal.code(), &[("max", max.into())])
}

/// Why an order could not be cancelled.
pub fn cancel(error: &CancelError) -> Problem {
    match error {
        CancelError::Desk(error) => desk(error),
        CancelError::NoSuchOrder => Problem::not_found(),
        _ => Problem::refused(StatusCode::CONFLICT, error.code(), error),
    }
}

/// Why nothing was given back.
pub fn refund(error: &RefundError, lang: Lang, currency: Currency) -> Problem {
    let refused = |status| Problem::refused(status, error.code(), error);
    match error {
        RefundError::Desk(error) => desk(error),
        RefundError::Cancel(error) => cancel(error),
        RefundError::NoSuchOrder => Problem::not_found(),
        RefundError::NoAmount | RefundError::NoSuchTicket => refused(StatusCode::UNPROCESSABLE_ENTITY),
        RefundError::TooMuch { left_minor } => {
            refused(StatusCode::CONFLICT).arg("left", lang.money(Money::new(*left_minor, currency)))
        }
        RefundError::NoTickets | RefundError::Disputed => refused(StatusCode::CONFLICT),
    }
}

/// Why a refund stays as it is.
pub fn refund_again(error: &RefundAgainError) -> Problem {
    match error {
        RefundAgainError::Desk(error) => desk(error),
        RefundAgainError::NoSuchRefund => Problem::not_found(),
        error => Problem::refused(StatusCode::CONFLICT, error.code(), error),
    }
}
