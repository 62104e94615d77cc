//! What the shop and the office both show of orders: their state in words, their refusals, names and amounts.
//! Not a face: it has no routes.

pub(crate) mod money_words;
pub mod order_view;
pub mod refusal;
pub(crate) mod samples;
pub(crate) mod ticket_choice;
pub mod transfer_view;

use std::str::FromStr;

use boxoffice_app::i18n::Lang;
use boxoffice_domain::money::{Currency, Money};

use crate::problem::Problem;

/// An id or secret from an address; what cannot be one is not there.
pub(crate) fn parse<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// An amount, or the word for nothing.
pub fn price(lang: Lang, minor: i64, currency: Currency) -> String {
    if minor == 0 { lang.t("shop-free").to_owned() } else { lang.money(Money::new(minor, currency)) }
}

/// Parts of an address that are known, with commas.
pub fn join(parts: &[&str]) -> String {
    let known: Vec<&str> = parts.iter().copied().map(str::trim).filter(|part| !part.is_empty()).collect();
    known.join(", ")
}

/// Section, row and seat.
pub fn seat_name(area: &str, row: &str, seat: &str, lang: Lang) -> String {
    let seat = lang.with("cart-seat", &[("row", row.to_owned().into()), ("seat", seat.to_owned().into())]);
    format!("{area}, {seat}")
}
