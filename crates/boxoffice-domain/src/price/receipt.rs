//! The price receipt: the total and every part that it is made of, kept as it was when an order was made.

use serde::{Deserialize, Serialize};

/// What a fee on a receipt is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeName {
    /// The ticket type's own.
    Ticket,
    /// For selling.
    Service,
    /// For paying.
    Payment,
}

/// A fee that the buyer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// What it is called.
    pub name: FeeName,
    /// How much, in minor units.
    pub minor: i64,
}

/// The tax of one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxPart {
    /// The rate, in millionths.
    pub rate_ppm: i64,
    /// What it is on, in minor units.
    pub net_minor: i64,
    /// How much, in minor units.
    pub minor: i64,
    /// True: on top of the other parts. False: in them.
    pub is_added: bool,
}

/// The parts of a total, in minor units of the order's currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Receipt {
    /// What the tickets cost by the list.
    pub tickets_minor: i64,
    /// What codes took off.
    pub discount_minor: i64,
    /// Those codes, as their organizer wrote them.
    pub codes: Vec<String>,
    /// Fees.
    pub fees: Vec<Fee>,
    /// Taxes.
    pub taxes: Vec<TaxPart>,
    /// Whether the buyer, a business, owes the tax itself.
    pub is_reverse_charge: bool,
    /// The tax that is taken out for that.
    pub reverse_minor: i64,
    /// What is to be paid.
    pub total_minor: i64,
}

impl Receipt {
    /// The receipt of tickets whose price has no further parts.
    pub fn plain(tickets_minor: i64, fee_minor: i64) -> Self {
        let fee = Fee { name: FeeName::Ticket, minor: fee_minor };
        Self {
            tickets_minor,
            fees: if fee_minor > 0 { vec![fee] } else { Vec::new() },
            total_minor: tickets_minor + fee_minor,
            ..Self::default()
        }
    }

    /// True when it says no more than tickets and their own fee do.
    pub fn is_plain(&self) -> bool {
        let own_only = self.fees.iter().all(|fee| fee.name == FeeName::Ticket);
        own_only
            && self.discount_minor == 0
            && self.codes.is_empty()
            && self.taxes.is_empty()
            && !self.is_reverse_charge
    }

    /// What its parts come to.
    pub fn sum_minor(&self) -> i64 {
        let fees: i64 = self.fees.iter().map(|fee| fee.minor).sum();
        let added: i64 = self.taxes.iter().filter(|tax| tax.is_added).map(|tax| tax.minor).sum();
        self.tickets_minor - self.discount_minor + fees + added - self.reverse_minor
    }

    /// All tax in it.
    pub fn tax_minor(&self) -> i64 {
        self.taxes.iter().map(|tax| tax.minor).sum()
    }
}
