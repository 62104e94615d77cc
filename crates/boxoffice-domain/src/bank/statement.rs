//! An entry of a bank statement, and how amounts and days are written in statements of the usual kinds.

use serde::{Deserialize, Serialize};

use crate::money::Currency;

/// Longest text that is kept of a field, in characters: what transfers may say, with some to spare.
pub const TEXT_CHARS_MAX: usize = 500;

/// Money that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// On which day it was booked: `2027-03-31`; empty where the statement does not say.
    pub booked_on: String,
    /// How much, in minor units of the account's currency.
    pub amount_minor: i64,
    /// Who sent it.
    pub payer: String,
    /// From which account.
    pub payer_iban: String,
    /// What the sender wrote.
    pub text: String,
    /// The bank's own name of the entry; empty where the statement has none.
    pub bank_ref: String,
}

/// What of an entry makes it that entry: the bank's own name of it, or else everything that it says.
pub fn content(entry: &Entry) -> String {
    let parts = if entry.bank_ref.is_empty() {
        ["content", &entry.booked_on, &entry.payer, &entry.payer_iban, &entry.text]
    } else {
        ["bank_ref", &entry.booked_on, &entry.bank_ref, "", ""]
    };
    // Blanks differ between two downloads of the same entry.
    let squeezed = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase());
    format!("{}\u{1f}{}", squeezed.join("\u{1f}"), entry.amount_minor)
}

/// Reads an amount as statements write it: `1.234,56`, `1,234.56`, `-12,50`, `12.5-`, `+3`, with a currency's name or
/// sign around it. Gives minor units; none for what is not exactly an amount.
pub fn parse_amount(text: &str, currency: Currency) -> Option<i64> {
    let kept: String = text
        .chars()
        .filter(|letter| {
            !letter.is_whitespace() && !letter.is_alphabetic() && !"€$£¥'’\u{a0}".contains(*letter)
        })
        .map(|letter| if letter == '−' { '-' } else { letter })
        .collect();
    let negative = kept.starts_with('-') || kept.ends_with('-');
    let signs = ['+', '-'];
    let digits = kept.strip_prefix(signs).unwrap_or(&kept);
    let digits = digits.strip_suffix(signs).unwrap_or(digits);
    let decimals = currency.decimals() as usize;
    let last = digits.rfind(['.', ',']);
    let (whole, part) = match last {
        // Three digits after it: it parts thousands, unless the currency has three decimals.
        Some(at) if digits.len() - at - 1 == 3 && decimals != 3 => (digits.to_owned(), ""),
        Some(at) if at + 1 == digits.len() => return None,
        Some(at) => (digits[..at].to_owned(), &digits[at + 1..]),
        None => (digits.to_owned(), ""),
    };
    let is_number = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(['.', ',']);
    let begins = groups.next().is_some_and(is_number);
    if !begins || !groups.all(|group| is_number(group) && group.len() == 3) {
        return None;
    }
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    // Some write more decimals than there are; only nothing may stand there.
    let (kept, over) = part.split_at(part.len().min(decimals));
    if over.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let minor: i64 = format!("{whole}{kept:0<decimals$}").parse().ok()?;
    Some(if negative { -minor } else { minor })
}

/// Reads a day as statements write it (`31.03.2027`, `31.03.27`, `2027-03-31`, `31/03/2027`, `03/31/2027`) and
/// writes it as `2027-03-31`; none for what is not a day. Between slashes the day comes first, unless it cannot.
pub fn parse_day(text: &str) -> Option<String> {
    let text = text.trim().split(['T', ' ']).next()?;
    let parts: Vec<&str> = text.split(['.', '-', '/']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return None };
    let number =
        |part: &str| part.parse::<u32>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let (a_number, b_number, c_number) = (number(a)?, number(b)?, number(c)?);
    let (year, month, day) = match (a.len(), c.len()) {
        (4, _) => (a_number, b_number, c_number),
        (_, 2 | 4) if text.contains('/') && b_number > 12 => (century(c_number), a_number, b_number),
        (_, 2 | 4) => (century(c_number), b_number, a_number),
        _ => return None,
    };
    let in_range = (1_970..=2_199).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    in_range.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn century(year: u32) -> u32 {
    if year < 100 { 2_000 + year } else { year }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_in_every_usual_form() {
        let eur = |text| parse_amount(text, Currency::EUR);
        for text in ["1.234,56", "1,234.56", "1234.56", "1234,56", "+1.234,56 €", "EUR 1 234,56", "1'234.56"]
        {
            assert_eq!(eur(text), Some(123_456), "{text}");
        }
        for (text, minor) in [
            ("-12,50", -1_250),
            ("12,50-", -1_250),
            ("3", 300),
            ("3,5", 350),
            ("1.234", 123_400),
            ("2,500", 250_000),
            ("7.0000", 700),
        ] {
            assert_eq!(eur(text), Some(minor), "{text}");
        }
        for wrong in ["", "x", "1,2,", "1.2345", "--1", "1..2", "99999999999999999999"] {
            assert_eq!(eur(wrong), None, "{wrong}");
        }
        let currency = |code: &str| code.parse().expect("a currency");
        assert_eq!(parse_amount("1.234", currency("BHD")), Some(1_234));
        assert_eq!(parse_amount("1,234", currency("JPY")), Some(1_234));
    }

    #[test]
    fn days_are_read_in_every_usual_form() {
        for text in [
            "31.03.2027",
            "31.03.27",
            "2027-03-31",
            "2027-03-31T10:00:00",
            "31/03/2027",
            "03/31/2027",
            "31-03-2027",
        ] {
            assert_eq!(parse_day(text).as_deref(), Some("2027-03-31"), "{text}");
        }
        for wrong in ["", "31.03.", "32.03.2027", "31.13.2027", "soon", "+1.03.2027"] {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_banks_own_name_counts_more_than_what_the_entry_says() {
        let entry = Entry {
            booked_on: "2027-03-31".into(),
            amount_minor: 100,
            payer: "Ada Example".into(),
            payer_iban: String::new(),
            text: "RF18 ABC".into(),
            bank_ref: "B-1".into(),
        };
        let renamed = Entry { payer: "ADA  EXAMPLE".into(), text: "rf18 abc".into(), ..entry.clone() };
        assert_eq!(content(&entry), content(&renamed));
        let unnamed = Entry { bank_ref: String::new(), ..entry.clone() };
        assert_eq!(content(&unnamed), content(&Entry { bank_ref: String::new(), ..renamed }));
        assert_ne!(content(&entry), content(&unnamed));
        assert_ne!(content(&unnamed), content(&Entry { amount_minor: 101, ..unnamed.clone() }));
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_fail(text in "\\PC*") {
            let _ = (parse_amount(&text, Currency::EUR), parse_day(&text));
        }
    }
}
