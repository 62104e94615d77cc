//! The part of forms that sets fees: rows of kind, count, carrier, amount and percentage, the same for an organization
//! and for an event. A row without amount and percentage is none.

use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::{Carrier, FeeKind, FeeRule, Per};

use crate::form::Typed;

/// Rows that are empty, to be filled in.
const EMPTY_ROWS: usize = 2;
/// Hundredths of a percent to a percent, as decimals.
const BP_DECIMALS: u32 = 2;
/// Millionths to a percent, as decimals.
const PPM_DECIMALS: u32 = 4;

/// The fields as they were sent, one of each per row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FeeFields<'a> {
    pub(crate) kind: &'a [String],
    pub(crate) per: &'a [String],
    pub(crate) carrier: &'a [String],
    pub(crate) fixed: &'a [String],
    pub(crate) percent: &'a [String],
}

/// A row of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// `service` or `payment`.
    pub kind: String,
    /// `ticket` or `order`.
    pub per: String,
    /// `buyer` or `organizer`.
    pub carrier: String,
    /// The fixed amount.
    pub fixed: String,
    /// The percentage.
    pub percent: String,
}

impl FeeLine {
    /// The rows as typed; none where no form was sent.
    fn typed(typed: &Typed) -> Vec<Self> {
        let nth = |name: &str, at: usize| typed.all(name).nth(at).unwrap_or_default().to_owned();
        let rows = 0..typed.all("fee_fixed").count();
        rows.map(|at| Self {
            kind: nth("fee_kind", at),
            per: nth("fee_per", at),
            carrier: nth("fee_carrier", at),
            fixed: nth("fee_fixed", at),
            percent: nth("fee_percent", at),
        })
        .collect()
    }

    /// The rows as typed, else those of some fees and empty ones after them.
    pub(crate) fn all(fees: &[FeeRule], currency: Currency, typed: &Typed) -> Vec<Self> {
        let again = Self::typed(typed);
        if !again.is_empty() {
            return again;
        }
        let empty = Self {
            kind: "service".into(),
            per: "ticket".into(),
            carrier: "buyer".into(),
            fixed: String::new(),
            percent: String::new(),
        };
        let known = fees.iter().map(|fee| Self {
            kind: if fee.kind == FeeKind::Service { "service" } else { "payment" }.into(),
            per: if fee.per == Per::Ticket { "ticket" } else { "order" }.into(),
            carrier: if fee.carrier == Carrier::Buyer { "buyer" } else { "organizer" }.into(),
            fixed: if fee.fixed_minor > 0 && fee.currency == currency {
                Money::new(fee.fixed_minor, currency).plain()
            } else {
                String::new()
            },
            percent: if fee.part_bp > 0 { show_decimals(fee.part_bp, BP_DECIMALS) } else { String::new() },
        });
        known.chain(std::iter::repeat_n(empty, EMPTY_ROWS)).collect()
    }
}

/// The fees of the rows; `None` when a number cannot be read.
pub(crate) fn fees(fields: &FeeFields<'_>, currency: Currency) -> Option<Vec<FeeRule>> {
    let mut fees = Vec::new();
    for (at, fixed) in fields.fixed.iter().enumerate() {
        let percent = fields.percent.get(at)?.trim();
        let fixed = fixed.trim();
        if fixed.is_empty() && percent.is_empty() {
            continue;
        }
        fees.push(FeeRule {
            kind: match fields.kind.get(at)?.as_str() {
                "service" => FeeKind::Service,
                "payment" => FeeKind::Payment,
                _ => return None,
            },
            per: match fields.per.get(at)?.as_str() {
                "ticket" => Per::Ticket,
                "order" => Per::Order,
                _ => return None,
            },
            carrier: match fields.carrier.get(at)?.as_str() {
                "buyer" => Carrier::Buyer,
                "organizer" => Carrier::Organizer,
                _ => return None,
            },
            fixed_minor: if fixed.is_empty() { 0 } else { Money::parse(fixed, currency)?.minor },
            currency,
            part_bp: read_decimals(percent, BP_DECIMALS)?,
        });
    }
    Some(fees)
}

/// A percentage in millionths: `19`, `8.875`, `8,875`; nothing is zero.
pub(crate) fn read_percent(text: &str) -> Option<i64> {
    read_decimals(text, PPM_DECIMALS)
}

/// A percentage in hundredths of a percent.
pub(crate) fn read_part(text: &str) -> Option<i64> {
    read_decimals(text, BP_DECIMALS)
}

/// Millionths as a percentage; zero is nothing.
pub(crate) fn show_percent(ppm: i64) -> String {
    if ppm == 0 { String::new() } else { show_decimals(ppm, PPM_DECIMALS) }
}

/// Hundredths of a percent as a percentage; zero is nothing.
pub(crate) fn show_part(part_bp: i64) -> String {
    if part_bp == 0 { String::new() } else { show_decimals(part_bp, BP_DECIMALS) }
}

fn read_decimals(text: &str, decimals: u32) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    if text.is_empty() {
        return Some(0);
    }
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let width = decimals as usize;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > width || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    format!("{whole}{part:0<width$}").parse().ok()
}

fn show_decimals(number: i64, decimals: u32) -> String {
    let unit = 10_i64.pow(decimals);
    let exact = format!("{}.{:0width$}", number / unit, number % unit, width = decimals as usize);
    exact.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_exactly_and_shown_as_typed() {
        assert_eq!(read_percent("8.875"), Some(88_750));
        assert_eq!(read_percent("19 %"), Some(190_000));
        assert_eq!(read_percent(""), Some(0));
        assert_eq!(read_part("2,5"), Some(250));
        assert_eq!([read_percent("1.23456"), read_percent("-1"), read_percent("x")], [None; 3]);
        assert_eq!(
            (show_percent(88_750), show_part(250), show_percent(0)),
            ("8.875".into(), "2.5".into(), String::new())
        );
    }

    #[test]
    fn a_row_without_numbers_is_no_fee() {
        let text = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let (kind, per, carrier) =
            (text(&["service", "payment"]), text(&["ticket", "order"]), text(&["buyer"; 2]));
        let (fixed, percent) = (text(&["1.50", ""]), text(&["", ""]));
        let fields =
            FeeFields { kind: &kind, per: &per, carrier: &carrier, fixed: &fixed, percent: &percent };
        let read = fees(&fields, Currency::EUR).expect("readable");
        assert_eq!(read.len(), 1);
        assert_eq!(FeeLine::all(&read, Currency::EUR, &Typed::default())[0].fixed, "1.50");
        let wrong = text(&["x", ""]);
        assert_eq!(fees(&FeeFields { fixed: &wrong, ..fields }, Currency::EUR), None);
    }
}
