//! What the places of a cart cost when they become an order: today's prices, fees and taxes, with the codes that their
//! holds have. Without any of these each line costs its tag, and nothing is computed.

use std::collections::BTreeSet;

use boxoffice_domain::ids::{CodeId, OrderLineId};
use boxoffice_domain::inventory::Place;
use boxoffice_domain::price::{CodeRefusal, Discount, Item, Receipt, price_order};

use super::checkout::Checkout;
use super::checkout_error::CheckoutError;
use super::company::is_reverse;
use crate::selling::batch::{Batch, Hold, Line, Performance};
use crate::store::invoice_recipients::Recipient;

/// A cart with prices.
pub(super) struct Priced {
    /// One line per place.
    pub(super) lines: Vec<Line>,
    /// None where it says no more than the lines do.
    pub(super) receipt: Option<Receipt>,
    /// What is to be paid, in minor units.
    pub(super) total_minor: i64,
    /// What the places cost before codes and fees that count by the order.
    pub(super) tags_minor: i64,
    /// What would be to be paid with the tax that a business owes itself.
    pub(super) with_tax_minor: Option<i64>,
    /// The codes that are used.
    pub(super) codes: Vec<CodeId>,
}

impl Priced {
    /// Prices the holds of one order.
    pub(super) fn of(
        batch: &Batch,
        holds: &[&Hold],
        checkout: &Checkout,
        company: Option<&Recipient>,
        first: &Performance,
    ) -> Result<Self, CheckoutError> {
        let codes: BTreeSet<CodeId> = holds.iter().filter_map(|hold| hold.code).collect();
        for code in &codes {
            let known = batch.codes.get(*code).ok_or(CodeRefusal::NoSuchCode)?;
            known.rule.check_time(batch.now)?;
            batch.check_code_use(*code, &checkout.email)?;
        }
        let lines = lines(batch, holds, checkout);
        let tags_minor = lines.iter().map(|line| line.price_minor + line.fee_minor).sum();
        let mut priced = Self {
            lines,
            receipt: None,
            total_minor: tags_minor,
            tags_minor,
            with_tax_minor: None,
            codes: codes.into_iter().collect(),
        };
        let performances = || holds.iter().filter_map(|hold| batch.performances.get(&hold.performance));
        if !priced.codes.is_empty() || performances().any(|performance| !performance.rules.is_plain()) {
            let seller = first.rules.reverse_from.as_deref();
            let reverse = company.zip(seller).is_some_and(|(company, seller)| is_reverse(company, seller));
            priced.recompute(batch, holds, first, reverse);
        }
        Ok(priced)
    }

    /// Places that the organizer gives away: they cost nothing, and no code counts.
    pub(super) fn given_away(batch: &Batch, holds: &[&Hold], checkout: &Checkout) -> Self {
        let mut lines = lines(batch, holds, checkout);
        for line in &mut lines {
            (line.price_minor, line.fee_minor, line.parts) = (0, 0, None);
        }
        Self { lines, receipt: None, total_minor: 0, tags_minor: 0, with_tax_minor: None, codes: Vec::new() }
    }

    /// Prices the order as a whole.
    fn recompute(&mut self, batch: &Batch, holds: &[&Hold], first: &Performance, reverse: bool) {
        let mut items = Vec::with_capacity(self.lines.len());
        for hold in holds {
            let Some(performance) = batch.performances.get(&hold.performance) else { continue };
            let code = hold.code.and_then(|code| batch.codes.get(code));
            for place in &hold.places {
                let discount = code.map_or(Discount::None, |code| code.rule.discount_on(place.ticket_type));
                let item = item(performance, place, discount);
                items.extend(std::iter::repeat_n(item, usize::try_from(place.quantity).unwrap_or(0)));
            }
        }
        let has_tax = items.iter().any(|item| item.rules.tax.is_some());
        let priced = price_order(&items, first.currency, reverse && has_tax);
        for (line, price) in self.lines.iter_mut().zip(&priced.lines) {
            (line.price_minor, line.fee_minor, line.parts) =
                (price.price_minor, price.fee_minor, price.parts);
        }
        self.total_minor = priced.receipt.total_minor;
        if reverse && has_tax {
            self.with_tax_minor = Some(price_order(&items, first.currency, false).receipt.total_minor);
        }
        let mut receipt = priced.receipt;
        if receipt.discount_minor > 0 {
            let labels = self.codes.iter().filter_map(|code| batch.codes.get(*code));
            receipt.codes =
                labels.filter(|code| !code.rule.discount.is_none()).map(|code| code.label.clone()).collect();
        }
        self.receipt = (!receipt.is_plain()).then_some(receipt);
    }
}

/// One place to be priced under its event's rules.
fn item<'a>(performance: &'a Performance, place: &Place, discount: Discount) -> Item<'a> {
    let rule = performance.inventory.types.get(&place.ticket_type);
    Item {
        list_minor: rule.map_or(place.price_minor, |rule| rule.tag_in(place.area).list_minor),
        own_fee_minor: rule.map_or(place.fee_minor, |rule| rule.own_fee_minor),
        class: rule.map(|rule| rule.tax_class).unwrap_or_default(),
        rules: &performance.rules,
        discount,
    }
}

/// One line per place, at today's tags.
fn lines(batch: &Batch, holds: &[&Hold], checkout: &Checkout) -> Vec<Line> {
    let mut lines = Vec::new();
    for hold in holds {
        let types = batch.performances.get(&hold.performance).map(|p| &p.inventory.types);
        for place in &hold.places {
            let tag =
                types.and_then(|types| types.get(&place.ticket_type)).map(|rule| rule.tag_in(place.area));
            for _ in 0..place.quantity {
                let named = checkout.attendees.get(lines.len()).map(|name| name.trim());
                let named = named.filter(|name| !name.is_empty());
                lines.push(Line {
                    id: OrderLineId::from_bytes(batch.new_id()),
                    event: hold.event,
                    performance: hold.performance,
                    hold: hold.id,
                    ticket_type: place.ticket_type,
                    area: place.area,
                    seat: place.seat,
                    attendee: named.unwrap_or(&checkout.name).to_owned(),
                    price_minor: tag.map_or(place.price_minor, |tag| tag.price.price_minor),
                    fee_minor: tag.map_or(place.fee_minor, |tag| tag.price.fee_minor),
                    parts: tag.and_then(|tag| tag.price.parts),
                });
            }
        }
    }
    lines
}
