//! The reference that a buyer writes on a transfer: the order's number as a creditor reference (ISO 11649), which
//! begins with RF and two check digits. Banks know it, forms keep it, and a wrong letter is noticed: by the digits, or
//! because there is no such order.

use super::mod97;
use crate::order::{NUMBER_CHARS, is_order_number};

/// References that one text is searched for: a transfer for more orders than that is no buyer's.
const FOUND_MAX: usize = 8;

/// The reference of an order.
pub fn reference(number: &str) -> String {
    let rest = mod97(&format!("{number}RF00")).unwrap_or_default();
    format!("RF{:02}{number}", 98 - rest)
}

/// The orders that a transfer's text names, each once, in the order of the text. Blanks and hyphens that forms put
/// between the letters do not matter. A number that stands alone counts too, although nothing checks it.
pub fn find_numbers(text: &str) -> Vec<String> {
    let upper = text.to_uppercase();
    let joined: String = upper.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut found: Vec<String> = Vec::new();
    let mut note = |number: &str| {
        if found.len() < FOUND_MAX && !found.iter().any(|known| known == number) {
            found.push(number.to_owned());
        }
    };
    for (at, _) in joined.match_indices("RF") {
        let end = at + "RF00".len() + NUMBER_CHARS;
        let Some(candidate) = joined.get(at..end) else { continue };
        let number = &candidate["RF00".len()..];
        if is_order_number(number) && reference(number) == candidate {
            note(number);
        }
    }
    for word in
        upper.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| is_order_number(word))
    {
        note(word);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::order_number;
    use proptest::prelude::*;

    #[test]
    fn a_reference_survives_what_forms_and_people_do_to_it() {
        let reference = reference("AB23CD45EF");
        assert!(reference.starts_with("RF") && reference.ends_with("AB23CD45EF"), "{reference}");
        let spaced = crate::bank::account::in_fours(&reference);
        for text in [
            reference.clone(),
            spaced.clone(),
            reference.to_lowercase(),
            format!("Tickets {spaced}, thank you"),
            format!("SVWZ+{}-{} EREF+NOTPROVIDED", &reference[..7], &reference[7..]),
            format!("{}\n{}", &reference[..5], &reference[5..]),
            "order ab23cd45ef".to_owned(),
        ] {
            assert_eq!(find_numbers(&text), ["AB23CD45EF"], "{text}");
        }
        assert_eq!(find_numbers("RF00AB23CD45EF"), [""; 0]);
        assert_eq!(find_numbers("Rechnung 2027-03-31, Kunde 4711"), [""; 0]);
    }

    #[test]
    fn two_orders_in_one_text_are_both_named() {
        let text = format!("{} {}", reference("AB23CD45EF"), reference("GH67JK89LM"));
        assert_eq!(find_numbers(&text), ["AB23CD45EF", "GH67JK89LM"]);
    }

    proptest! {
        #[test]
        fn every_number_is_found_by_its_reference(chance in proptest::array::uniform10(0_u8..)) {
            let number = order_number(chance);
            prop_assert_eq!(find_numbers(&reference(&number)), vec![number]);
        }

        // A letter counts as two digits, so mistaking one for a digit is noticed only almost always.
        #[test]
        fn a_wrong_letter_or_two_exchanged_ones_name_no_order(
            chance in proptest::array::uniform10(0_u8..24), at in 1_usize..10, other in 0_u8..24,
        ) {
            let number = order_number(chance);
            let right = reference(&number);
            let mut letters: Vec<char> = right.chars().collect();
            letters[4 + at] = order_number([other; 10]).chars().next().expect("a letter");
            let wrong: String = letters.iter().collect();
            prop_assert_eq!(find_numbers(&wrong).is_empty(), wrong != right);
            let mut letters: Vec<char> = right.chars().collect();
            letters.swap(4 + at, 3 + at);
            let exchanged: String = letters.iter().collect();
            prop_assert_eq!(find_numbers(&exchanged).is_empty(), exchanged != right);
        }
    }
}
