//! Countries as organizers and buyers write them, and the forms of tax numbers in the EU. The form is checked, not
//! whether the number exists: that only the tax office of its country knows.

use crate::text::normalise;

/// A country of the EU: code, prefix of its tax numbers, its names, and their forms after the prefix: a digit is `9`,
/// a letter `A`, either `X`.
struct Country(&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const EU: &[Country] = &[
    Country("AT", "AT", &["austria", "osterreich"], &["A99999999"]),
    Country("BE", "BE", &["belgium", "belgien"], &["9999999999"]),
    Country("BG", "BG", &["bulgaria", "bulgarien"], &["999999999", "9999999999"]),
    Country("CY", "CY", &["cyprus", "zypern"], &["99999999A"]),
    Country(
        "CZ",
        "CZ",
        &["czechia", "czech republic", "tschechien"],
        &["99999999", "999999999", "9999999999"],
    ),
    Country("DE", "DE", &["germany", "deutschland"], &["999999999"]),
    Country("DK", "DK", &["denmark", "danemark"], &["99999999"]),
    Country("EE", "EE", &["estonia", "estland"], &["999999999"]),
    Country("ES", "ES", &["spain", "spanien"], &["X9999999X"]),
    Country("FI", "FI", &["finland", "finnland"], &["99999999"]),
    Country("FR", "FR", &["france", "frankreich"], &["XX999999999"]),
    Country("GR", "EL", &["greece", "griechenland"], &["999999999"]),
    Country("HR", "HR", &["croatia", "kroatien"], &["99999999999"]),
    Country("HU", "HU", &["hungary", "ungarn"], &["99999999"]),
    Country("IE", "IE", &["ireland", "irland"], &["9999999A", "9999999AA", "9X99999A"]),
    Country("IT", "IT", &["italy", "italien"], &["99999999999"]),
    Country("LT", "LT", &["lithuania", "litauen"], &["999999999", "999999999999"]),
    Country("LU", "LU", &["luxembourg", "luxemburg"], &["99999999"]),
    Country("LV", "LV", &["latvia", "lettland"], &["99999999999"]),
    Country("MT", "MT", &["malta"], &["99999999"]),
    Country("NL", "NL", &["netherlands", "the netherlands", "niederlande"], &["999999999A99"]),
    Country("PL", "PL", &["poland", "polen"], &["9999999999"]),
    Country("PT", "PT", &["portugal"], &["999999999"]),
    Country(
        "RO",
        "RO",
        &["romania", "rumanien"],
        &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"],
    ),
    Country("SE", "SE", &["sweden", "schweden"], &["999999999999"]),
    Country("SI", "SI", &["slovenia", "slowenien"], &["99999999"]),
    Country("SK", "SK", &["slovakia", "slowakei"], &["9999999999"]),
];

/// A tax number of the EU that has the form of its country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatId {
    /// The country's ISO code: `GR`, although Greek numbers begin with `EL`.
    pub country: &'static str,
    /// Upper case, without spaces and dots.
    pub text: String,
}

/// Reads a tax number of the EU as a person writes it: `DE 123 456 789`, `atu12345678`.
pub fn parse_vat_id(text: &str) -> Option<VatId> {
    if text.len() > 40 {
        return None;
    }
    let is_noise = |c: &char| !(c.is_whitespace() || matches!(c, '.' | '-' | '/'));
    let text: String = text.chars().filter(is_noise).map(|c| c.to_ascii_uppercase()).collect();
    let country = EU.iter().find(|country| text.starts_with(country.1))?;
    let rest = text.get(country.1.len()..)?;
    let fits = country.3.iter().any(|form| has_form(rest, form));
    fits.then_some(VatId { country: country.0, text })
}

fn has_form(text: &str, form: &str) -> bool {
    let fits = |(c, kind): (char, char)| match kind {
        '9' => c.is_ascii_digit(),
        'A' => c.is_ascii_uppercase(),
        _ => c.is_ascii_digit() || c.is_ascii_uppercase(),
    };
    text.chars().count() == form.len() && text.chars().zip(form.chars()).all(fits)
}

/// Whether a code is that of an EU country.
pub fn is_eu(code: &str) -> bool {
    EU.iter().any(|country| country.0 == code)
}

/// Whether two texts mean the same country: codes, names in English and German, or the very same words.
pub fn same_country(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    one == other
}

fn key(text: &str) -> String {
    let text = normalise(text);
    let known =
        |country: &&Country| country.0.eq_ignore_ascii_case(&text) || country.2.contains(&text.as_str());
    EU.iter().find(known).map_or(text, |country| country.0.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them_and_refused_when_they_cannot_be() {
        let read = |text| parse_vat_id(text).map(|id| (id.country, id.text));
        assert_eq!(read("de 123 456 789"), Some(("DE", "DE123456789".into())));
        assert_eq!(read("ATU12345678"), Some(("AT", "ATU12345678".into())));
        assert_eq!(read("EL123456789"), Some(("GR", "EL123456789".into())));
        assert_eq!(read("NL123456789B01"), Some(("NL", "NL123456789B01".into())));
        for wrong in
            ["DE12345678", "DE12345678A", "XX123456789", "", "GR123456789", "ÄÖ123", "DE１２３４５６７８９"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_country_is_the_same_by_code_and_by_name() {
        assert!(same_country("DE", "Germany") && same_country("Deutschland", "de"));
        assert!(same_country("Österreich", "AT") && same_country("Peru", "peru"));
        assert!(!same_country("DE", "AT") && !same_country("", "DE") && same_country("", " "));
        assert!(is_eu("GR") && !is_eu("CH"));
    }
}
