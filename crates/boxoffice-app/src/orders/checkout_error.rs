//! Why a cart does not become an order, each reason as a sentence to its buyer.

use boxoffice_domain::inventory::HoldOver;
use boxoffice_domain::limits::NAME_CHARS_MAX;
use boxoffice_domain::money::Currency;
use boxoffice_domain::price::CodeRefusal;

use super::company::CompanyError;
use crate::selling::desk::DeskError;

/// Why a cart could not be checked out. In this order: the first that applies is the answer.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    /// A name is missing or too long.
    #[error("give a name of at most {NAME_CHARS_MAX} characters")]
    BadName,
    /// The address cannot be one.
    #[error("this is not an e-mail address")]
    BadEmail,
    /// There is no such cart.
    #[error("there is no such cart")]
    NoSuchCart,
    /// Part of it is over.
    #[error(transparent)]
    Over(#[from] HoldOver),
    /// It belongs to several organizations or currencies.
    #[error("this cart has tickets of several organizers; check them out one after the other")]
    Mixed,
    /// A performance was cancelled or taken off sale meanwhile.
    #[error("a performance in this cart is no longer on sale")]
    OffSale,
    /// The terms were not accepted.
    #[error("accept the organizer's terms")]
    TermsNotAccepted,
    /// The event is not paid at the box office.
    #[error("this event cannot be paid at the box office")]
    NoBoxOffice,
    /// The organizer does not take bank transfers, or it is too late for one.
    #[error("this order cannot be paid by bank transfer any more")]
    NoBankTransfer,
    /// A price changed since the places were held.
    #[error("the price has changed")]
    PriceChanged {
        /// What the buyer saw, in minor units.
        was_minor: i64,
        /// What it costs now.
        now_minor: i64,
        /// In which currency.
        currency: Currency,
    },
    /// A code in the cart does not count, or no longer.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// What a business says of itself cannot be.
    #[error(transparent)]
    Company(#[from] CompanyError),
    /// The gateway cannot take money now.
    #[error("paying is not possible right now; your places are kept, try again in a moment")]
    Gateway,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl CheckoutError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadName => "bad_name",
            Self::BadEmail => "bad_email",
            Self::NoSuchCart => "no_such_cart",
            Self::Over(HoldOver::Expired) => "hold_expired",
            Self::Over(HoldOver::Released) => "hold_released",
            Self::Over(HoldOver::InOrder) => "hold_in_order",
            Self::Mixed => "cart_mixed",
            Self::OffSale => "off_sale",
            Self::TermsNotAccepted => "terms_not_accepted",
            Self::NoBoxOffice => "no_box_office",
            Self::NoBankTransfer => "no_bank_transfer",
            Self::PriceChanged { .. } => "price_changed",
            Self::Code(refusal) => refusal.code(),
            Self::Company(error) => error.code(),
            Self::Gateway => "gateway_unavailable",
            Self::Desk(_) => "busy",
        }
    }
}
