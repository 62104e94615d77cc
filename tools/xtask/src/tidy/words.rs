//! Identifiers speak the glossary's words. One meaning per word, and these are the words for other meanings.

use std::collections::BTreeSet;

use super::{Checkout, Complaint};

/// Words that our own names never use; GLOSSARY.md says what we say instead.
const FORBIDDEN: &[&str] = &[
    "booking",
    "reservation",
    "customer",
    "purchaser",
    "patron",
    "basket",
    "coupon",
    "voucher",
    "promo",
    "subevent",
    "occurrence",
    "timeslot",
    "psp",
    "redeem",
];

/// Where our SQL schema is.
const MIGRATIONS: &str = "crates/boxoffice-app/migrations/";

pub(crate) fn identifiers_use_our_words(checkout: &Checkout) -> Vec<Complaint> {
    let rust = checkout.code.iter().filter(|file| !file.path.ends_with("tidy/words.rs"));
    let sql = checkout.other.iter().filter(|file| file.path.starts_with(MIGRATIONS));
    rust.chain(sql)
        .flat_map(|file| {
            let names: BTreeSet<&str> = identifiers(&file.text).filter(|name| is_forbidden(name)).collect();
            names.into_iter().map(|name| format!("{}: {name}", file.path)).collect::<Vec<_>>()
        })
        .collect()
}

fn identifiers(code: &str) -> impl Iterator<Item = &str> {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

fn is_forbidden(name: &str) -> bool {
    name.contains("attendee_list")
        || segments(name)
            .iter()
            .any(|word| FORBIDDEN.iter().any(|bad| word == bad || word.strip_suffix('s') == Some(bad)))
}

/// `BasketLine`, `basket_line` and `BASKET_LINE` are the words basket and line.
fn segments(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    for letter in name.chars() {
        let begins = letter == '_' || (letter.is_uppercase() && before.is_lowercase());
        if begins {
            words.push(String::new());
        }
        if letter != '_' {
            words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
        before = letter;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_words_are_found_in_every_spelling_and_only_as_words() {
        for name in ["Basket", "basket_lines", "BASKETS", "oldBasket", "attendee_list"] {
            assert!(is_forbidden(name), "{name}");
        }
        for name in ["basketball", "promote", "hold", "upspin"] {
            assert!(!is_forbidden(name), "{name}");
        }
    }
}
