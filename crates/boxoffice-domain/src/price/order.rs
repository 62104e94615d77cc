//! The price function: lines, rules and discounts in; what each line costs, of what, and the receipt out.
//! Fees are counted on the price after discount, tax on price and fees, both per ticket, because tickets are given
//! back one by one; what counts by the order is split over the lines. A code never makes an order dearer.

use std::collections::BTreeMap;

use super::code::Discount;
use super::receipt::{Fee, FeeName, Receipt, TaxPart};
use super::rounding::{WHOLE_PPM, round_half_up, split_by_weight};
use super::rules::{Carrier, FeeKind, Per, Rules, TaxClass};
use crate::money::Currency;

/// One ticket to be priced.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// Its price by the list: its type's, or its price level's.
    pub list_minor: i64,
    /// Its type's own fee.
    pub own_fee_minor: i64,
    /// Its tax class.
    pub class: TaxClass,
    /// What counts for its event.
    pub rules: &'a Rules,
    /// What a code takes off.
    pub discount: Discount,
}

/// What one ticket costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinePrice {
    /// What the buyer pays for it, its tax included.
    pub price_minor: i64,
    /// What the buyer pays in fees, their tax included.
    pub fee_minor: i64,
    /// What these amounts are made of; none: the price is the list's, and nothing is in it.
    pub parts: Option<LineParts>,
}

/// What a ticket's price is made of, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineParts {
    /// The price by the list.
    pub list_minor: i64,
    /// What a code took off.
    pub discount_minor: i64,
    /// The tax rate, in millionths.
    pub tax_ppm: i64,
    /// Tax in the price.
    pub tax_minor: i64,
    /// Tax in the fee.
    pub fee_tax_minor: i64,
    /// Fees that the organizer carries, out of the price without its tax.
    pub absorbed_minor: i64,
}

impl LinePrice {
    /// Price and fee.
    pub fn total_minor(&self) -> i64 {
        self.price_minor.saturating_add(self.fee_minor)
    }
}

/// An order's price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderPrice {
    /// Each ticket's.
    pub lines: Vec<LinePrice>,
    /// The receipt, without the names of codes.
    pub receipt: Receipt,
}

/// What a ticket costs by itself: what is shown from first sight.
pub fn tag(item: &Item<'_>, currency: Currency) -> LinePrice {
    let raw = Raw::of(item, currency);
    raw.finish(item, false).line
}

/// Prices an order. `is_reverse`: its buyer is a business that owes the tax itself.
pub fn price_order(items: &[Item<'_>], currency: Currency, is_reverse: bool) -> OrderPrice {
    let priced = price(items, currency, is_reverse);
    if items.iter().all(|item| item.discount.is_none()) {
        return priced;
    }
    let plain: Vec<Item<'_>> = items.iter().map(|item| Item { discount: Discount::None, ..*item }).collect();
    let plain = price(&plain, currency, is_reverse);
    // Splitting and rounding can eat a discount of a cent and more; then it does not count.
    if priced.receipt.total_minor <= plain.receipt.total_minor { priced } else { plain }
}

fn price(items: &[Item<'_>], currency: Currency, is_reverse: bool) -> OrderPrice {
    let mut raws: Vec<Raw> = items.iter().map(|item| Raw::of(item, currency)).collect();
    add_order_fees(&mut raws, items, currency);
    let mut sums = Sums::default();
    let lines = raws.iter().zip(items).map(|(raw, item)| sums.add(raw, item, is_reverse)).collect();
    OrderPrice { lines, receipt: sums.receipt(is_reverse) }
}

/// A line before tax.
#[derive(Clone, Copy, Debug, Default)]
struct Raw {
    discount_minor: i64,
    /// Price after discount.
    base_minor: i64,
    fees: [i64; 3],
    absorbed_minor: i64,
}

struct Finished {
    line: LinePrice,
    /// Tax that its buyer owes.
    reversed_minor: i64,
}

impl Raw {
    fn of(item: &Item<'_>, currency: Currency) -> Self {
        let discount_minor = item.discount.of(item.list_minor);
        let base_minor = item.list_minor - discount_minor;
        let mut raw = Self { discount_minor, base_minor, ..Self::default() };
        // A ticket that a code makes free is free.
        if base_minor > 0 || discount_minor == 0 {
            raw.fees[FeeName::Ticket as usize] = item.own_fee_minor;
        }
        for rule in item.rules.fees.iter().filter(|rule| rule.per == Per::Ticket) {
            raw.charge(rule.kind, rule.carrier, rule.of(base_minor, currency));
        }
        raw
    }

    fn charge(&mut self, kind: FeeKind, carrier: Carrier, minor: i64) {
        match carrier {
            Carrier::Buyer => self.fees[name(kind) as usize] += minor,
            Carrier::Organizer => self.absorbed_minor += minor,
        }
    }

    fn finish(&self, item: &Item<'_>, is_reverse: bool) -> Finished {
        let rate_ppm = item.rules.tax.as_ref().map_or(0, |tax| tax.rate_ppm(item.class));
        let is_added = item.rules.tax.as_ref().is_some_and(|tax| tax.is_added);
        let whole = if is_added { WHOLE_PPM } else { WHOLE_PPM + rate_ppm };
        let (mut price_minor, mut fee_minor) = (self.base_minor, self.fees.iter().sum::<i64>());
        let mut tax_minor = round_half_up(price_minor, rate_ppm, whole);
        let mut fee_tax_minor = round_half_up(fee_minor, rate_ppm, whole);
        let (mut tax_ppm, mut reversed_minor) = (rate_ppm, 0);
        match (is_added, is_reverse) {
            (true, false) => {
                price_minor += tax_minor;
                fee_minor += fee_tax_minor;
            }
            (false, false) => {}
            (_, true) => {
                if !is_added {
                    price_minor -= tax_minor;
                    fee_minor -= fee_tax_minor;
                    reversed_minor = tax_minor + fee_tax_minor;
                }
                (tax_ppm, tax_minor, fee_tax_minor) = (0, 0, 0);
            }
        }
        let absorbed_minor = self.absorbed_minor.min(price_minor - tax_minor);
        let parts = LineParts {
            list_minor: item.list_minor,
            discount_minor: self.discount_minor,
            tax_ppm,
            tax_minor,
            fee_tax_minor,
            absorbed_minor,
        };
        let is_taxed = tax_ppm > 0 && price_minor + fee_minor > 0;
        let is_plain = price_minor == item.list_minor && !is_taxed && absorbed_minor == 0;
        let parts = (!is_plain).then_some(parts);
        Finished { line: LinePrice { price_minor, fee_minor, parts }, reversed_minor }
    }
}

/// Fees that count by the order: those of the event that asks most, once, over all its lines by their price.
fn add_order_fees(raws: &mut [Raw], items: &[Item<'_>], currency: Currency) {
    let weights: Vec<i64> = raws.iter().map(|raw| raw.base_minor).collect();
    let sum = weights.iter().sum();
    let asked = |rules: &Rules| -> i64 {
        let by_order = rules.fees.iter().filter(|rule| rule.per == Per::Order);
        by_order.map(|rule| rule.of(sum, currency)).sum()
    };
    let Some(rules) = items.iter().map(|item| item.rules).max_by_key(|rules| asked(rules)) else { return };
    for rule in rules.fees.iter().filter(|rule| rule.per == Per::Order) {
        let minor = rule.of(sum, currency);
        if minor > 0 {
            for (raw, part) in raws.iter_mut().zip(split_by_weight(minor, &weights)) {
                raw.charge(rule.kind, rule.carrier, part);
            }
        }
    }
}

const fn name(kind: FeeKind) -> FeeName {
    match kind {
        FeeKind::Service => FeeName::Service,
        FeeKind::Payment => FeeName::Payment,
    }
}

/// What a receipt adds up.
#[derive(Debug, Default)]
struct Sums {
    tickets_minor: i64,
    discount_minor: i64,
    fees: [i64; 3],
    /// By rate and whether it is added: what it is on, and how much.
    taxes: BTreeMap<(i64, bool), (i64, i64)>,
    reverse_minor: i64,
    total_minor: i64,
}

impl Sums {
    fn add(&mut self, raw: &Raw, item: &Item<'_>, is_reverse: bool) -> LinePrice {
        let Finished { line, reversed_minor } = raw.finish(item, is_reverse);
        self.tickets_minor += item.list_minor;
        self.discount_minor += raw.discount_minor;
        for (sum, fee) in self.fees.iter_mut().zip(raw.fees) {
            *sum += fee;
        }
        self.reverse_minor += reversed_minor;
        self.total_minor += line.total_minor();
        if let Some(parts) = line.parts.filter(|parts| parts.tax_ppm > 0) {
            let is_added = item.rules.tax.as_ref().is_some_and(|tax| tax.is_added);
            let tax = parts.tax_minor + parts.fee_tax_minor;
            let sum = self.taxes.entry((parts.tax_ppm, is_added)).or_default();
            *sum = (sum.0 + line.total_minor() - tax, sum.1 + tax);
        }
        line
    }

    fn receipt(self, is_reverse_charge: bool) -> Receipt {
        let names = [FeeName::Ticket, FeeName::Service, FeeName::Payment];
        let fees = names.into_iter().zip(self.fees).filter(|(_, minor)| *minor > 0);
        let taxes = self.taxes.into_iter().map(|((rate_ppm, is_added), (net_minor, minor))| TaxPart {
            rate_ppm,
            net_minor,
            minor,
            is_added,
        });
        Receipt {
            tickets_minor: self.tickets_minor,
            discount_minor: self.discount_minor,
            codes: Vec::new(),
            fees: fees.map(|(name, minor)| Fee { name, minor }).collect(),
            taxes: taxes.collect(),
            is_reverse_charge,
            reverse_minor: self.reverse_minor,
            total_minor: self.total_minor,
        }
    }
}

#[cfg(test)]
mod tests;
