//! What a cart costs: what is held, with codes and fees that count by the order on top, as checkout will ask it.
//! The same price function as checkout's; without rules and codes nothing is computed.

use std::collections::HashMap;
use std::sync::Arc;

use boxoffice_domain::ids::{CodeId, HoldId, TicketTypeId};
use boxoffice_domain::inventory::HoldState;
use boxoffice_domain::money::Currency;
use boxoffice_domain::price::{Discount, Item, LinePrice, Receipt, Rules, TaxClass, price_order};
use boxoffice_domain::time::Time;

use super::batch::{Code, code_rule};
use super::cart::{Cart, CartCode};
use crate::store::carts::{CartHoldRow, CartLineRow};
use crate::store::pricing::{price_tag, read_currency, read_rules};
use crate::store::{Result, Tx};

/// Rules and codes of a cart's holds, and the list prices of their places.
#[derive(Debug)]
pub(super) struct CartPrices {
    holds: HashMap<HoldId, (Arc<Rules>, Currency, Option<CodeId>)>,
    codes: HashMap<CodeId, Code>,
    /// In the cart's order.
    lines: Vec<ListLine>,
    now: Time,
}

#[derive(Clone, Copy, Debug)]
struct ListLine {
    hold: HoldId,
    ticket_type: TicketTypeId,
    quantity: i64,
    list_minor: i64,
    own_fee_minor: i64,
    class: TaxClass,
}

impl CartPrices {
    pub(super) async fn load(
        tx: &mut Tx,
        holds: &[CartHoldRow],
        lines: &[CartLineRow],
        now: Time,
    ) -> Result<Self> {
        let mut prices = Self { holds: HashMap::new(), codes: HashMap::new(), lines: Vec::new(), now };
        for row in holds {
            let rules = read_rules(row.pricing.as_deref(), row.event_pricing.as_deref(), &row.country)?;
            prices.holds.insert(row.hold_id, (rules, read_currency(&row.currency)?, row.code_id));
            if let Some(id) = row.code_id.filter(|id| !prices.codes.contains_key(id)) {
                let types = tx.list_code_types(row.event_id).await?;
                let types =
                    types.into_iter().filter(|kind| kind.code_id == id).map(|kind| kind.ticket_type_id);
                let types = types.collect();
                if let Some(code) = tx.find_code_by_id(id).await? {
                    let rule = code_rule(&code, types)?;
                    prices.codes.insert(id, Code { id, event: code.event_id, label: code.label, rule });
                }
            }
        }
        prices.lines = lines.iter().map(list_line).collect();
        Ok(prices)
    }

    /// A code of the cart, and whether it counts now.
    pub(super) fn code(&self, id: CodeId) -> Option<CartCode> {
        let code = self.codes.get(&id)?;
        let refusal = code.rule.check_time(self.now).and_then(|()| code.rule.check_use(0)).err();
        Some(CartCode { id, label: code.label.clone(), refusal })
    }

    /// What a place of a line costs today, before codes and fees that count by the order.
    pub(super) fn tag(&self, line: &CartLineRow) -> LinePrice {
        let Some((rules, currency, _)) = self.holds.get(&line.hold_id) else { return LinePrice::default() };
        price_tag(rules, *currency, line.list_minor, line.own_fee_minor, line.tax_class)
    }

    /// The cart with what it costs in all.
    pub(super) fn total(&self, mut cart: Cart) -> Cart {
        let shown = |hold: &HoldId| {
            cart.holds.iter().any(|known| known.hold == *hold && known.state != HoldState::Released)
        };
        cart.may_reverse =
            self.holds.values().any(|(rules, _, _)| rules.reverse_from.is_some() && rules.tax.is_some());
        let is_plain = self.codes.is_empty() && self.holds.values().all(|(rules, _, _)| rules.is_plain());
        if is_plain || cart.mixed {
            return cart;
        }
        let mut items = Vec::new();
        for line in self.lines.iter().filter(|line| shown(&line.hold)) {
            let Some((rules, _, code)) = self.holds.get(&line.hold) else { continue };
            let code = code.and_then(|code| self.codes.get(&code));
            let item = Item {
                list_minor: line.list_minor,
                own_fee_minor: line.own_fee_minor,
                class: line.class,
                rules,
                discount: code.map_or(Discount::None, |code| code.rule.discount_on(line.ticket_type)),
            };
            items.extend(std::iter::repeat_n(item, usize::try_from(line.quantity).unwrap_or(0)));
        }
        let priced = price_order(&items, cart.currency, false);
        let today_minor = priced.receipt.total_minor;
        // What is held keeps its price; what comes on top or off is today's.
        let extra_minor = today_minor - cart.current_total_minor;
        let is_same = cart.total_minor == cart.current_total_minor;
        cart.total_minor += extra_minor;
        cart.current_total_minor = today_minor;
        if is_same {
            cart.fee_minor = priced.lines.iter().map(|line| line.fee_minor).sum();
            cart.receipt = Receipt { codes: self.labels(priced.receipt.discount_minor), ..priced.receipt };
        } else {
            cart.receipt = Receipt::plain(cart.total_minor - cart.fee_minor, cart.fee_minor);
        }
        cart
    }

    fn labels(&self, discount_minor: i64) -> Vec<String> {
        let lowering = self.codes.values().filter(|code| discount_minor > 0 && !code.rule.discount.is_none());
        let mut labels: Vec<String> = lowering.map(|code| code.label.clone()).collect();
        labels.sort_unstable();
        labels
    }
}

fn list_line(row: &CartLineRow) -> ListLine {
    ListLine {
        hold: row.hold_id,
        ticket_type: row.ticket_type_id,
        quantity: row.quantity,
        list_minor: row.list_minor,
        own_fee_minor: row.own_fee_minor,
        class: row.tax_class,
    }
}
