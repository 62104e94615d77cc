//! The code that banking apps read to fill in a transfer: the European Payments Council's quick response code, which
//! German banks call `GiroCode`. It exists for euros only.

use super::account::Iban;
use crate::money::{Currency, Money};

/// Longest name of the account's holder, in characters.
const HOLDER_CHARS_MAX: usize = 70;
/// Highest amount that the code can say, in cents.
const AMOUNT_MINOR_MAX: i64 = 99_999_999_999;

/// The text of the code; none where it cannot say this transfer.
pub fn girocode(holder: &str, iban: &Iban, bic: &str, amount: Money, reference: &str) -> Option<String> {
    if amount.currency != Currency::EUR || !(1..=AMOUNT_MINOR_MAX).contains(&amount.minor) {
        return None;
    }
    let holder: String = holder
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(HOLDER_CHARS_MAX)
        .collect();
    // Service tag, version, UTF-8, SEPA credit transfer; no purpose, no structured reference: apps that do not know
    // the structured one leave it out, and the text is kept by all of them.
    let lines = [
        "BCD",
        "002",
        "1",
        "SCT",
        bic,
        &holder,
        iban.as_str(),
        &format!("EUR{}", amount.plain()),
        "",
        "",
        reference,
    ];
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_in_euros_is_said_line_by_line() {
        let iban = Iban::parse("DE89370400440532013000").expect("an account number");
        let code =
            girocode("Bell\nTower e. V.", &iban, "COBADEFFXXX", Money::new(2_705, Currency::EUR), "RF18ABC");
        assert_eq!(
            code.as_deref(),
            Some(
                "BCD\n002\n1\nSCT\nCOBADEFFXXX\nBell Tower e. V.\nDE89370400440532013000\nEUR27.05\n\n\nRF18ABC"
            )
        );
    }

    #[test]
    fn other_currencies_and_amounts_have_none() {
        let iban = Iban::parse("CH9300762011623852957").expect("an account number");
        let code = |minor, currency: &str| {
            girocode(
                "Bell Tower",
                &iban,
                "",
                Money::new(minor, currency.parse().expect("a currency")),
                "RF18ABC",
            )
        };
        assert_eq!((code(100, "CHF"), code(0, "EUR"), code(-1, "EUR")), (None, None, None));
        assert!(code(AMOUNT_MINOR_MAX, "EUR").is_some() && code(AMOUNT_MINOR_MAX + 1, "EUR").is_none());
    }
}
