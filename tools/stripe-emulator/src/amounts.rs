//! What Stripe takes as an amount: whole units of the currency's smallest coin as Stripe counts them, at least so
//! much, with a last digit of zero where the banks behind it want that.

use crate::refusal::Refusal;

/// The most that one payment may be, in Stripe's units.
const AMOUNT_MAX: i64 = 99_999_999;
/// The least, where Stripe names one.
const LEAST: &[(&str, i64)] = &[
    ("usd", 50),
    ("eur", 50),
    ("chf", 50),
    ("aud", 50),
    ("cad", 50),
    ("nzd", 50),
    ("sgd", 50),
    ("brl", 50),
    ("gbp", 30),
    ("jpy", 50),
    ("dkk", 250),
    ("nok", 300),
    ("sek", 300),
    ("pln", 200),
    ("czk", 1_500),
    ("hkd", 400),
    ("mxn", 1_000),
    ("huf", 17_500),
    ("ron", 200),
    ("bgn", 100),
    ("aed", 200),
    ("thb", 1_000),
];
const THREE_DECIMALS: [&str; 5] = ["bhd", "jod", "kwd", "omr", "tnd"];

/// Refuses an amount that cannot be charged.
pub(crate) fn check(amount: i64, currency: &str, param: &str) -> Result<(), Refusal> {
    check_currency(currency)?;
    let least = LEAST.iter().find(|(code, _)| *code == currency).map_or(1, |(_, least)| *least);
    if amount < least {
        let message = format!("The amount must be at least {least} in the smallest unit of {currency}.");
        return Err(Refusal::invalid("amount_too_small", &message, param));
    }
    if amount > AMOUNT_MAX {
        let message = format!("The amount must be no more than {AMOUNT_MAX}.");
        return Err(Refusal::invalid("amount_too_large", &message, param));
    }
    check_digits(amount, currency, param)
}

/// Refuses what the banks behind cannot divide.
pub(crate) fn check_digits(amount: i64, currency: &str, param: &str) -> Result<(), Refusal> {
    if THREE_DECIMALS.contains(&currency) && amount % 10 != 0 {
        let message = format!("Amounts in {currency} must end in 0.");
        return Err(Refusal::invalid("parameter_invalid_integer", &message, param));
    }
    if ["isk", "ugx"].contains(&currency) && amount % 100 != 0 {
        let message = format!("Invalid amount. Amounts in {currency} must be evenly divisible by 100.");
        return Err(Refusal::invalid("invalid_charge_amount_no_decimal_compatible", &message, param));
    }
    Ok(())
}

fn check_currency(currency: &str) -> Result<(), Refusal> {
    if currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Ok(());
    }
    Err(Refusal::bad(&format!("Invalid currency: {currency}.")).about("currency"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_least_a_most_and_last_digits() {
        let code =
            |amount, currency| check(amount, currency, "amount").err().and_then(|refusal| refusal.code);
        assert_eq!(code(50, "eur"), None);
        assert_eq!(code(49, "eur"), Some("amount_too_small"));
        assert_eq!(code(100_000_000, "eur"), Some("amount_too_large"));
        assert_eq!(code(1_230, "kwd"), None);
        assert_eq!(code(1_234, "kwd"), Some("parameter_invalid_integer"));
        assert_eq!(code(550, "isk"), Some("invalid_charge_amount_no_decimal_compatible"));
    }
}
