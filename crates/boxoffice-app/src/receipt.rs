//! The price receipt in words: the same lines on cart, order page, mail and invoice.
//! The total is the caller's to show first; these lines say what it is made of.

use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::{FeeName, Receipt, TaxPart};

use crate::i18n::Lang;

/// A receipt as people read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptText {
    /// Its parts, which sum to the total.
    pub lines: Vec<ReceiptLine>,
    /// What is in the parts: taxes, and who owes them.
    pub notes: Vec<String>,
    /// The total.
    pub total: String,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptLine {
    /// What it is.
    pub what: String,
    /// Why, or on what; empty: that goes without saying.
    pub detail: String,
    /// How much, with a minus where it is taken off.
    pub amount: String,
}

impl ReceiptText {
    /// Writes a receipt in a language.
    pub fn of(receipt: &Receipt, currency: Currency, lang: Lang) -> Self {
        let money = |minor| lang.money(Money::new(minor, currency));
        let line = |what: String, detail: String, minor| ReceiptLine { what, detail, amount: money(minor) };
        let mut lines = vec![line(lang.t("price-tickets").to_owned(), String::new(), receipt.tickets_minor)];
        if receipt.discount_minor > 0 {
            let codes = receipt.codes.join(", ");
            let what = lang.with("price-discount", &[("code", codes.into())]);
            lines.push(line(what, String::new(), -receipt.discount_minor));
        }
        for fee in &receipt.fees {
            let (what, detail) = match fee.name {
                FeeName::Ticket | FeeName::Service => ("price-fee-service", "price-fee-service-note"),
                FeeName::Payment => ("price-fee-payment", "price-fee-payment-note"),
            };
            lines.push(line(lang.t(what).to_owned(), lang.t(detail).to_owned(), fee.minor));
        }
        for tax in receipt.taxes.iter().filter(|tax| tax.is_added) {
            let what = lang.with("price-tax-added", &[("rate", lang.ppm(tax.rate_ppm).into())]);
            let detail = lang.with("price-tax-on", &[("amount", money(tax.net_minor).into())]);
            lines.push(line(what, detail, tax.minor));
        }
        if receipt.reverse_minor > 0 {
            lines.push(line(lang.t("price-reverse").to_owned(), String::new(), -receipt.reverse_minor));
        }
        let included = receipt.taxes.iter().filter(|tax| !tax.is_added);
        let mut notes: Vec<String> = included.map(|tax| included_tax(tax, currency, lang)).collect();
        if receipt.is_reverse_charge {
            notes.push(lang.t("price-reverse-note").to_owned());
        }
        Self { lines, notes, total: money(receipt.total_minor) }
    }
}

fn included_tax(tax: &TaxPart, currency: Currency, lang: Lang) -> String {
    let money = |minor| lang.money(Money::new(minor, currency));
    lang.with(
        "price-tax-included",
        &[
            ("tax", money(tax.minor).into()),
            ("rate", lang.ppm(tax.rate_ppm).into()),
            ("net", money(tax.net_minor).into()),
        ],
    )
}
