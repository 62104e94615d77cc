//! Which fees and taxes an organization asks, and how an event may differ. Rules are read when a price is made; what
//! is sold keeps the amounts that they gave.

use serde::{Deserialize, Serialize};

use crate::limits;
use crate::money::Currency;
use crate::price::country::same_country;
use crate::price::rounding::{WHOLE_BP, WHOLE_PPM, round_half_up};

/// What a fee is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// For selling.
    Service,
    /// For paying.
    Payment,
}

/// What a fee is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Each ticket.
    Ticket,
    /// Each order.
    Order,
}

/// Who carries a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Passed on: on top of the price.
    Buyer,
    /// Absorbed: out of the price, seen by the organizer only.
    Organizer,
}

/// A fee: a fixed amount, a part of the price, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRule {
    /// What it is for.
    pub kind: FeeKind,
    /// What it is counted by.
    pub per: Per,
    /// Who carries it.
    pub carrier: Carrier,
    /// The fixed amount, in minor units of `currency`.
    pub fixed_minor: i64,
    /// In which currency the fixed amount counts; in others there is none.
    pub currency: Currency,
    /// The part of the price after discount, in hundredths of a percent, rounded half up.
    pub part_bp: i64,
}

impl FeeRule {
    /// What it comes to on an amount; nothing on what is free.
    pub fn of(&self, amount_minor: i64, currency: Currency) -> i64 {
        if amount_minor <= 0 {
            return 0;
        }
        let fixed = if self.currency == currency { self.fixed_minor.max(0) } else { 0 };
        fixed.saturating_add(round_half_up(amount_minor, self.part_bp, WHOLE_BP))
    }
}

/// Which of a country's rates a ticket type is taxed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxClass {
    /// The standard rate.
    #[default]
    Standard,
    /// The reduced rate, as many countries have for culture.
    Reduced,
    /// Exempt.
    Exempt,
}

impl TaxClass {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Reduced, Self::Exempt];

    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Reduced => "reduced",
            Self::Exempt => "exempt",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }
}

/// The tax of one country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRule {
    /// Where it is due: a country's code or name; empty: wherever no other rule is for.
    pub country: String,
    /// The standard rate, in millionths: 190,000 is 19 %, 88,750 is 8.875 %.
    pub standard_ppm: i64,
    /// The reduced rate, in millionths.
    pub reduced_ppm: i64,
    /// True: prices and fees are without it and it comes on top. False: it is in them.
    pub is_added: bool,
}

impl TaxRule {
    /// The rate of a class, in millionths.
    pub fn rate_ppm(&self, class: TaxClass) -> i64 {
        let rate = match class {
            TaxClass::Standard => self.standard_ppm,
            TaxClass::Reduced => self.reduced_ppm,
            TaxClass::Exempt => 0,
        };
        rate.clamp(0, WHOLE_PPM)
    }
}

/// What an organization asks, as it is stored. Nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pricing {
    /// Fees of all its events.
    pub fees: Vec<FeeRule>,
    /// Taxes by country.
    pub taxes: Vec<TaxRule>,
    /// Where the organization is established: an ISO 3166 code of two letters, or empty.
    pub country: String,
    /// Its tax number, for receipts and invoices.
    pub vat_id: String,
    /// Whether businesses of other EU countries owe the tax themselves. Off by default: tax on admission is due where
    /// the event takes place, whoever buys.
    pub reverse_charge: bool,
    /// Whether every paid order gets an invoice by itself; otherwise when its buyer asks.
    pub invoices: bool,
}

/// Where an event differs from its organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EventPricing {
    /// Its own fees in place of the organization's.
    pub fees: Option<Vec<FeeRule>>,
    /// Its own tax in place of its country's.
    pub tax: Option<TaxRule>,
}

/// Why rules cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// More than can be read on a receipt.
    #[error("at most {max} rules")]
    TooMany {
        /// How many.
        max: usize,
    },
    /// A rate or part outside of 0 to 100 %.
    #[error("a rate is between 0 and 100 %")]
    BadRate,
    /// An amount below zero or beyond every price.
    #[error("this amount is out of range")]
    BadAmount,
    /// Two rules for one country.
    #[error("there are two tax rules for one country")]
    CountryTwice,
    /// Not a country's code.
    #[error("write a country as its code of two letters, such as DE")]
    BadCountry,
    /// The tax number does not have its country's form.
    #[error("this tax number does not have the form of its country")]
    BadVatId,
}

impl RulesError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooMany { .. } => "too_many_rules",
            Self::BadRate => "bad_rate",
            Self::BadAmount => "bad_amount",
            Self::CountryTwice => "country_twice",
            Self::BadCountry => "bad_country",
            Self::BadVatId => "bad_vat_id",
        }
    }
}

impl Pricing {
    /// True when it asks for nothing and says nothing.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The same, if it can be taken.
    pub fn check(self) -> Result<Self, RulesError> {
        check_fees(&self.fees)?;
        if self.taxes.len() > limits::TAX_RULES_MAX {
            return Err(RulesError::TooMany { max: limits::TAX_RULES_MAX });
        }
        for (at, rule) in self.taxes.iter().enumerate() {
            check_tax(rule)?;
            if self.taxes[..at].iter().any(|other| same_country(&other.country, &rule.country)) {
                return Err(RulesError::CountryTwice);
            }
        }
        let is_code = self.country.len() == 2 && self.country.bytes().all(|b| b.is_ascii_uppercase());
        if !self.country.is_empty() && !is_code {
            return Err(RulesError::BadCountry);
        }
        if self.vat_id.chars().count() > limits::VAT_ID_CHARS_MAX {
            return Err(RulesError::BadVatId);
        }
        Ok(self)
    }
}

impl EventPricing {
    /// True when it differs in nothing.
    pub fn is_default(&self) -> bool {
        self.fees.is_none() && self.tax.is_none()
    }

    /// The same, if it can be taken.
    pub fn check(self) -> Result<Self, RulesError> {
        check_fees(self.fees.as_deref().unwrap_or_default())?;
        self.tax.iter().try_for_each(check_tax)?;
        Ok(self)
    }
}

fn check_fees(fees: &[FeeRule]) -> Result<(), RulesError> {
    if fees.len() > limits::FEE_RULES_MAX {
        return Err(RulesError::TooMany { max: limits::FEE_RULES_MAX });
    }
    for fee in fees {
        if !(0..=WHOLE_BP).contains(&fee.part_bp) {
            return Err(RulesError::BadRate);
        }
        if !(0..=limits::PRICE_MINOR_MAX).contains(&fee.fixed_minor) {
            return Err(RulesError::BadAmount);
        }
    }
    Ok(())
}

fn check_tax(rule: &TaxRule) -> Result<(), RulesError> {
    let is_rate = |ppm: i64| (0..=WHOLE_PPM).contains(&ppm);
    if rule.country.chars().count() > limits::NAME_CHARS_MAX {
        return Err(RulesError::BadCountry);
    }
    if is_rate(rule.standard_ppm) && is_rate(rule.reduced_ppm) { Ok(()) } else { Err(RulesError::BadRate) }
}

/// What counts for one event: its own rules, else its organization's for its country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Fees.
    pub fees: Vec<FeeRule>,
    /// The tax where it takes place.
    pub tax: Option<TaxRule>,
    /// Where the organization is established, when businesses elsewhere in the EU owe the tax themselves.
    pub reverse_from: Option<String>,
    /// Whether paid orders get an invoice by themselves.
    pub invoices: bool,
}

impl Rules {
    /// The rules of an event in this country (its code or name; empty: online, so where the organization is).
    pub fn of(organization: &Pricing, event: &EventPricing, country: &str) -> Self {
        let place = if country.trim().is_empty() { organization.country.as_str() } else { country };
        let at = |wanted: &str| organization.taxes.iter().find(|rule| same_country(&rule.country, wanted));
        let tax = event.tax.as_ref().or_else(|| at(place)).or_else(|| at(""));
        Self {
            fees: event.fees.clone().unwrap_or_else(|| organization.fees.clone()),
            tax: tax.cloned(),
            reverse_from: organization.reverse_charge.then(|| organization.country.clone()),
            invoices: organization.invoices,
        }
    }

    /// True when a ticket costs what its type says, and nothing is in it.
    pub fn is_plain(&self) -> bool {
        self.fees.is_empty() && self.tax.is_none()
    }

    /// Whether what is shown before checkout is not all: fees that count by the order come on top.
    pub fn has_order_fee(&self) -> bool {
        self.fees.iter().any(|fee| fee.per == Per::Order && fee.carrier == Carrier::Buyer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tax(country: &str, standard_ppm: i64) -> TaxRule {
        TaxRule { country: country.into(), standard_ppm, reduced_ppm: 0, is_added: false }
    }

    #[test]
    fn the_tax_is_that_of_the_country_where_the_event_is() {
        let organization = Pricing {
            taxes: vec![tax("DE", 190_000), tax("Austria", 200_000), tax("", 10_000)],
            country: "DE".into(),
            ..Pricing::default()
        };
        let rate = |event: &EventPricing, country: &str| {
            Rules::of(&organization, event, country).tax.map(|rule| rule.standard_ppm)
        };
        let own = EventPricing::default();
        assert_eq!(rate(&own, "Germany"), Some(190_000));
        assert_eq!(rate(&own, "Österreich"), Some(200_000));
        assert_eq!(rate(&own, ""), Some(190_000));
        assert_eq!(rate(&own, "Peru"), Some(10_000));
        let other = EventPricing { tax: Some(tax("", 70_000)), fees: None };
        assert_eq!(rate(&other, "Germany"), Some(70_000));
    }

    #[test]
    fn rules_out_of_range_are_refused() {
        let twice = Pricing { taxes: vec![tax("DE", 1), tax("Germany", 1)], ..Pricing::default() };
        assert_eq!(twice.check(), Err(RulesError::CountryTwice));
        let much = Pricing { taxes: vec![tax("DE", WHOLE_PPM + 1)], ..Pricing::default() };
        assert_eq!(much.check(), Err(RulesError::BadRate));
        let nowhere = Pricing { country: "Germany".into(), ..Pricing::default() };
        assert_eq!(nowhere.check(), Err(RulesError::BadCountry));
        assert!(Pricing::default().check().is_ok_and(|rules| rules.is_default()));
    }
}
