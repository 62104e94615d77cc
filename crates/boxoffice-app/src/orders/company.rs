//! A business that buys: its name and address for the invoice, and its tax number, of which only the form is checked.

use boxoffice_domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use boxoffice_domain::price::country::{is_eu, parse_vat_id};

use crate::store::invoice_recipients::Recipient;

/// Why what a business says of itself cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompanyError {
    /// Its name is missing or too long.
    #[error("give the company's name, in at most {NAME_CHARS_MAX} characters")]
    BadName,
    /// Its address or country is too long.
    #[error("this address is too long")]
    BadAddress,
    /// Its tax number does not have the form of an EU country.
    #[error(
        "this VAT number does not have the form of an EU country's; write it with its country, such as DE123456789"
    )]
    BadVatId,
}

impl CompanyError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadName => "bad_company_name",
            Self::BadAddress => "bad_company_address",
            Self::BadVatId => "bad_vat_id",
        }
    }
}

/// The same, trimmed, with its tax number in its one form.
pub(crate) fn check_company(company: &Recipient) -> Result<Recipient, CompanyError> {
    let name = company.name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(CompanyError::BadName);
    }
    let (address, country) = (company.address.trim(), company.country.trim());
    if address.chars().count() > NOTE_CHARS_MAX || country.chars().count() > NAME_CHARS_MAX {
        return Err(CompanyError::BadAddress);
    }
    let vat_id = match company.vat_id.trim() {
        "" => String::new(),
        text => parse_vat_id(text).ok_or(CompanyError::BadVatId)?.text,
    };
    Ok(Recipient { name: name.to_owned(), address: address.to_owned(), country: country.to_owned(), vat_id })
}

/// Whether a business owes the tax itself: it has a tax number of another EU country than the seller, whose country
/// is one, too.
pub(crate) fn is_reverse(company: &Recipient, seller: &str) -> bool {
    parse_vat_id(&company.vat_id).is_some_and(|id| is_eu(seller) && id.country != seller)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_of_another_eu_country_turns_the_tax_around() {
        let with = |vat_id: &str| Recipient {
            name: " Glocke GmbH ".into(),
            address: String::new(),
            country: String::new(),
            vat_id: vat_id.into(),
        };
        let austrian = check_company(&with("atu 12345678")).expect("a number");
        assert_eq!((austrian.name.as_str(), austrian.vat_id.as_str()), ("Glocke GmbH", "ATU12345678"));
        assert!(is_reverse(&austrian, "DE"));
        assert!(!is_reverse(&austrian, "AT") && !is_reverse(&austrian, "CH") && !is_reverse(&with(""), "DE"));
        assert_eq!(check_company(&with("AT1")), Err(CompanyError::BadVatId));
    }
}
