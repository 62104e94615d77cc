//! Money: whole minor units with a currency. Never a floating-point number.
//! Rounding happens only in functions that name it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Currency(iso_currency::Currency);

/// Why a text is not a currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a currency; use a code such as EUR")]
pub struct NotACurrency(pub String);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(iso_currency::Currency::EUR);

    /// The three letters, upper case.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Decimals of the currency: 2 for EUR, 0 for JPY, 3 for BHD.
    pub fn decimals(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(2))
    }

    /// The usual symbol, or the code where there is none.
    pub fn symbol(self) -> String {
        self.0.symbol().to_string()
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;
    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        iso_currency::Currency::from_code(&text.trim().to_ascii_uppercase())
            .filter(|currency| currency.exponent().is_some())
            .map(Self)
            .ok_or_else(|| NotACurrency(text.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount in whole minor units (cents for EUR, yen for JPY).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative only in differences.
    pub minor: i64,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// So many minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// True when nothing is owed.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The plain decimal text with a point and no grouping: `1234.50`, `980` for yen.
    pub fn plain(self) -> String {
        let (sign, digits) =
            if self.minor < 0 { ("-", self.minor.unsigned_abs()) } else { ("", self.minor as u64) };
        let decimals = self.currency.decimals();
        if decimals == 0 {
            return format!("{sign}{digits}");
        }
        let unit = 10_u64.pow(decimals);
        format!("{sign}{}.{:0width$}", digits / unit, digits % unit, width = decimals as usize)
    }

    /// Reads `12`, `12.5`, `12.50` or `12,50` exactly; more decimals than the currency has are refused.
    pub fn parse(text: &str, currency: Currency) -> Option<Self> {
        let text = text.trim();
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let decimals = currency.decimals() as usize;
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(part) || part.len() > decimals {
            return None;
        }
        format!("{whole}{part:0<decimals$}").parse().ok().map(|minor| Self { minor, currency })
    }

    /// Splits the amount over `parts` so that the parts add up exactly.
    /// The first parts carry the odd cents, so 10.00 over 3 gives 3.34, 3.33, 3.33.
    pub fn split(self, parts: u32) -> impl Iterator<Item = Self> {
        let count = i64::from(parts.max(1));
        let (share, odd) = (self.minor.div_euclid(count), self.minor.rem_euclid(count));
        (0..count).map(move |i| Self { minor: share + i64::from(i < odd), currency: self.currency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_print_with_the_decimals_of_their_currency() {
        assert_eq!(Money::new(123_450, Currency::EUR).plain(), "1234.50");
        assert_eq!(Money::new(980, "JPY".parse().expect("JPY")).plain(), "980");
        assert_eq!(Money::new(1_005, "BHD".parse().expect("BHD")).plain(), "1.005");
        assert_eq!(Money::new(-5, Currency::EUR).plain(), "-0.05");
    }

    #[test]
    fn only_exact_amounts_are_read() {
        let eur = |text| Money::parse(text, Currency::EUR).map(|m| m.minor);
        assert_eq!(eur("12"), Some(1200));
        assert_eq!(eur("12,5"), Some(1250));
        assert_eq!(eur("12.345"), None);
        assert_eq!(eur("-1"), None);
        assert_eq!(eur("1e3"), None);
        assert_eq!(eur(""), None);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_split_add_up(minor in -1_000_000_i64..1_000_000, parts in 1_u32..50) {
            let sum: i64 = Money::new(minor, Currency::EUR).split(parts).map(|m| m.minor).sum();
            prop_assert_eq!(sum, minor);
        }

        #[test]
        fn what_is_printed_reads_back(minor in 0_i64..1_000_000_000) {
            let money = Money::new(minor, Currency::EUR);
            prop_assert_eq!(Money::parse(&money.plain(), Currency::EUR), Some(money));
        }
    }
}
