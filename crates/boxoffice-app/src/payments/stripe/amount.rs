//! Amounts as Stripe counts them. Most currencies have the same smallest unit here and there; some do not, and some
//! must end in a zero. See <https://docs.stripe.com/currencies>.

use boxoffice_domain::money::{Currency, Money};

use crate::payments::GatewayError;

/// Currencies whose smallest unit is the whole one at Stripe.
const WHOLE: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
];
/// Currencies with thousandths, whose last digit must be a zero for the banks behind Stripe.
const THOUSANDTHS: &[&str] = &["BHD", "JOD", "KWD", "OMR", "TND"];
/// Currencies with hundredths at Stripe, and the two last digits a zero where the currency itself has none.
const HUNDREDTHS: &[&str] = &[
    "USD", "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN",
    "BMD", "BND", "BOB", "BRL", "BSD", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CVE",
    "CZK", "DKK", "DOP", "DZD", "EGP", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GIP", "GMD", "GTQ", "GYD",
    "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "ISK", "JMD", "KES", "KGS", "KHR", "KYD", "KZT", "LAK",
    "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MKD", "MMK", "MNT", "MOP", "MUR", "MVR", "MWK", "MXN", "MYR",
    "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON",
    "RSD", "SAR", "SBD", "SCR", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SZL", "THB", "TJS", "TOP", "TRY",
    "TTD", "TWD", "TZS", "UAH", "UYU", "UZS", "WST", "XCD", "YER", "ZAR", "ZMW",
];

/// Decimals of Stripe's unit; none when it does not take the currency. Uganda's shilling is left out: Stripe's own
/// pages give it both none and two.
fn decimals(currency: Currency) -> Option<u32> {
    let is_in = |list: &[&str]| list.contains(&currency.code());
    match () {
        () if is_in(WHOLE) => Some(0),
        () if is_in(HUNDREDTHS) => Some(2),
        () if is_in(THOUSANDTHS) => Some(3),
        () => None,
    }
}

/// Whether Stripe takes a currency.
pub(super) fn is_taken(currency: Currency) -> bool {
    decimals(currency).is_some()
}

/// An amount in Stripe's units.
pub(super) fn to_stripe(amount: Money) -> Result<i64, GatewayError> {
    let refuse =
        || GatewayError::Refused(format!("{} {} cannot be charged", amount.plain(), amount.currency));
    let theirs = decimals(amount.currency).ok_or_else(refuse)?;
    let ours = amount.currency.decimals();
    let converted = if theirs >= ours {
        amount.minor.checked_mul(10_i64.pow(theirs - ours)).ok_or_else(refuse)?
    } else {
        exact(amount.minor, 10_i64.pow(ours - theirs)).ok_or_else(refuse)?
    };
    if converted % step(amount.currency) == 0 { Ok(converted) } else { Err(refuse()) }
}

/// Least amounts, in Stripe's units. See <https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>. Those
/// of other currencies follow from the exchange rate of the day, so Stripe decides.
const LEAST: &[(&str, i64)] = &[
    ("USD", 50),
    ("AED", 200),
    ("AUD", 50),
    ("BGN", 100),
    ("BRL", 50),
    ("CAD", 50),
    ("CHF", 50),
    ("CZK", 1_500),
    ("DKK", 250),
    ("EUR", 50),
    ("GBP", 30),
    ("HKD", 400),
    ("HUF", 17_500),
    ("INR", 50),
    ("JPY", 50),
    ("MXN", 1_000),
    ("MYR", 200),
    ("NOK", 300),
    ("NZD", 50),
    ("PLN", 200),
    ("RON", 200),
    ("SEK", 300),
    ("SGD", 50),
    ("THB", 1_000),
];
/// Most, in Stripe's units: eight digits.
const MOST: i64 = 99_999_999;
/// Most in rupiah: twelve digits.
const MOST_IDR: i64 = 999_999_999_999;

/// Whether Stripe charges this amount.
pub(super) fn can_be_charged(amount: Money) -> bool {
    let code = amount.currency.code();
    let least = LEAST.iter().find(|(known, _)| *known == code).map_or(1, |(_, least)| *least);
    let most = if code == "IDR" { MOST_IDR } else { MOST };
    to_stripe(amount).is_ok_and(|theirs| (least..=most).contains(&theirs))
}

/// An amount that Stripe names, in ours; none when the currency is not taken or the amount does not exist here.
pub(super) fn from_stripe(amount: i64, currency: &str) -> Option<Money> {
    let currency: Currency = currency.parse().ok()?;
    let (theirs, ours) = (decimals(currency)?, currency.decimals());
    let minor = if theirs >= ours {
        exact(amount, 10_i64.pow(theirs - ours))?
    } else {
        amount.checked_mul(10_i64.pow(ours - theirs))?
    };
    Some(Money::new(minor, currency))
}

/// A share of an amount in Stripe's units, rounded down to what can be charged.
pub(super) fn share_rounded_down(amount: i64, bps: i64, currency: Currency) -> i64 {
    let share = i128::from(amount) * i128::from(bps) / 10_000;
    let share = i64::try_from(share).unwrap_or_default();
    share - share % step(currency)
}

/// What amounts must be a multiple of.
fn step(currency: Currency) -> i64 {
    match (decimals(currency), currency.decimals()) {
        (Some(3), _) => 10,
        (Some(2), 0) => 100,
        _ => 1,
    }
}

fn exact(amount: i64, by: i64) -> Option<i64> {
    (amount % by == 0).then_some(amount / by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, code.parse().expect("a currency"))
    }

    #[test]
    fn each_currency_is_counted_as_stripe_counts_it() {
        let stripe = |minor, code| to_stripe(money(minor, code)).ok();
        assert_eq!(stripe(1_250, "EUR"), Some(1_250));
        assert_eq!(stripe(980, "JPY"), Some(980));
        assert_eq!(stripe(5_120, "KWD"), Some(5_120));
        assert_eq!(stripe(5_124, "KWD"), None, "the last digit must be a zero");
        assert_eq!(stripe(5, "ISK"), Some(500), "counted in hundredths that do not exist");
        assert_eq!(stripe(1_200, "MGA"), Some(12), "counted in whole ones");
        assert_eq!(stripe(1_250, "MGA"), None);
        assert_eq!(stripe(500, "UGX"), None);
        assert_eq!(stripe(i64::MAX, "ISK"), None);
    }

    #[test]
    fn too_little_too_much_and_what_lies_between_steps_cannot_be_charged() {
        let charged = |minor, code| can_be_charged(money(minor, code));
        assert!(charged(50, "EUR") && !charged(49, "EUR") && !charged(0, "EUR"));
        assert!(charged(99_999_999, "EUR") && !charged(100_000_000, "EUR"));
        assert!(charged(50, "JPY") && !charged(49, "JPY"));
        assert!(charged(17_500, "HUF") && !charged(17_499, "HUF"));
        assert!(charged(5_120, "KWD") && !charged(5_124, "KWD"));
        assert!(charged(100_000_000, "IDR") && !charged(500, "UGX"));
        assert!(charged(1, "ZAR"), "Stripe decides by the day's rate");
    }

    #[test]
    fn what_is_sent_reads_back() {
        for (minor, code) in [(1_250, "EUR"), (980, "JPY"), (5_120, "KWD"), (5, "ISK"), (1_200, "MGA")] {
            let there = to_stripe(money(minor, code)).expect("can be charged");
            assert_eq!(from_stripe(there, &code.to_lowercase()), Some(money(minor, code)));
        }
        assert_eq!(from_stripe(550, "isk"), None);
        assert_eq!(from_stripe(550, "xxx"), None);
    }

    #[test]
    fn a_fee_is_rounded_down_to_what_can_be_charged() {
        assert_eq!(share_rounded_down(2_499, 250, Currency::EUR), 62);
        assert_eq!(share_rounded_down(5_120, 250, "KWD".parse().expect("KWD")), 120);
        assert_eq!(share_rounded_down(100_500, 250, "ISK".parse().expect("ISK")), 2_500);
    }
}
