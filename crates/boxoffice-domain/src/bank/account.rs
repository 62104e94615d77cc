//! International bank account numbers and bank codes, checked as far as their letters can be.

use std::fmt;

use super::mod97;

/// Lengths of the account numbers of the countries that take part in SEPA, and of some more. Others are checked by
/// their check digits only.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("VA", 22),
];
/// Shortest and longest account number there is.
const IBAN_LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;

/// An international bank account number, upper case, without blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iban(String);

/// Why a text is not an account number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an IBAN: a letter or digit is missing, or two are exchanged")]
pub struct NotAnIban;

impl Iban {
    /// Reads an account number as people type it, blanks and lower case included.
    pub fn parse(text: &str) -> Result<Self, NotAnIban> {
        let iban: String =
            text.chars().filter(|letter| !letter.is_whitespace()).map(|l| l.to_ascii_uppercase()).collect();
        let plain = iban.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !plain || !IBAN_LENGTHS.contains(&iban.len()) {
            return Err(NotAnIban);
        }
        let (country, rest) = iban.split_at(2);
        let begins = country.bytes().all(|byte| byte.is_ascii_uppercase())
            && rest.bytes().take(2).all(|byte| byte.is_ascii_digit());
        let expected = LENGTHS.iter().find(|(code, _)| *code == country).map(|(_, length)| *length);
        let turned = format!("{}{}", &iban[4..], &iban[..4]);
        if begins && expected.is_none_or(|length| length == iban.len()) && mod97(&turned) == Some(1) {
            Ok(Self(iban))
        } else {
            Err(NotAnIban)
        }
    }

    /// Without blanks, as machines read it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In groups of four, as people read it.
impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&in_fours(&self.0))
    }
}

/// A text in groups of four letters.
pub fn in_fours(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// A bank's code: eight letters and digits, or eleven with the branch. Upper case; none when it cannot be one.
pub fn parse_bic(text: &str) -> Option<String> {
    let bic: String =
        text.chars().filter(|letter| !letter.is_whitespace()).map(|l| l.to_ascii_uppercase()).collect();
    let bank = bic.bytes().take(6).all(|byte| byte.is_ascii_uppercase());
    let rest = bic.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    (bank && rest && matches!(bic.len(), 8 | 11)).then_some(bic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn account_numbers_are_read_as_people_type_them() {
        let iban = Iban::parse(" de89 3704 0044 0532 0130 00 ").expect("an account number");
        assert_eq!(
            (iban.as_str(), iban.to_string().as_str()),
            ("DE89370400440532013000", "DE89 3704 0044 0532 0130 00")
        );
        for other in ["GB82WEST12345698765432", "NO9386011117947", "MT84MALT011000012345MTLCAST001S"] {
            assert!(Iban::parse(other).is_ok(), "{other}");
        }
        for wrong in [
            "",
            "DE89",
            "DE88370400440532013000",
            "DE8937040044053201300",
            "8937040044053201300DE",
            "DE89-3704",
        ] {
            assert_eq!(Iban::parse(wrong), Err(NotAnIban), "{wrong}");
        }
    }

    #[test]
    fn bank_codes_have_eight_or_eleven_letters() {
        assert_eq!(parse_bic("cobadeff xxx").as_deref(), Some("COBADEFFXXX"));
        assert_eq!(parse_bic("MARKDEF1").as_deref(), Some("MARKDEF1"));
        for wrong in ["", "COBADEF", "C0BADEFF", "COBADEFFXX", "COBADEFFXXXX"] {
            assert_eq!(parse_bic(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_two_exchanged_ones_are_noticed(at in 4_usize..22, digit in 0_u8..10) {
            let right = "DE89370400440532013000";
            let mut letters: Vec<char> = right.chars().collect();
            letters[at] = char::from(b'0' + digit);
            let wrong: String = letters.iter().collect();
            prop_assert_eq!(Iban::parse(&wrong).is_ok(), wrong == right);
            let mut letters: Vec<char> = right.chars().collect();
            letters.swap(at, at - 1);
            let exchanged: String = letters.iter().collect();
            prop_assert_eq!(Iban::parse(&exchanged).is_ok(), exchanged == right);
        }

        #[test]
        fn no_text_makes_it_fail(text in "\\PC*") {
            let _ = Iban::parse(&text);
        }
    }
}
