//! Codes in a batch: which ones its holds have, who uses them, and the counter that is exact because the code is
//! locked. A batch without codes asks nothing about them.

use std::collections::{BTreeSet, HashMap};

use boxoffice_domain::ids::{CodeId, EventId, HoldId, OrderId, PerformanceId, TicketTypeId};
use boxoffice_domain::price::code::buyer_key;
use boxoffice_domain::price::{CodeKind, CodeRefusal, CodeRule, Discount};
use boxoffice_domain::time::Time;

use super::{Batch, Kept, Needs};
use crate::store::cell::cells;
use crate::store::codes::{CODE_USE, CODE_USE_CHANGES, CODE_USED, CodeRow};
use crate::store::{Result, StoreError, Tx};

/// A code with what it allows.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) id: CodeId,
    pub(crate) event: EventId,
    pub(crate) label: String,
    pub(crate) rule: CodeRule,
}

/// An order that used a code.
#[derive(Clone, Debug)]
struct Use {
    buyer: String,
    used_at: Time,
    returned_at: Option<Time>,
}

/// The codes of a batch.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    known: HashMap<CodeId, Kept<Code>>,
    uses: HashMap<(CodeId, OrderId), Kept<Use>>,
    by_buyer: HashMap<(CodeId, String), i64>,
}

/// Reads what a code takes off and allows.
pub(crate) fn rule(row: &CodeRow, ticket_types: BTreeSet<TicketTypeId>) -> Result<CodeRule> {
    Ok(CodeRule {
        kind: CodeKind::parse(&row.kind)
            .ok_or_else(|| StoreError::Broken(format!("code kind {:?}", row.kind)))?,
        discount: match (row.part_bp, row.amount_minor) {
            (0, 0) => Discount::None,
            (0, minor) => Discount::Amount(minor),
            (part_bp, _) => Discount::Part(part_bp),
        },
        ticket_types,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        uses_max: row.uses_max,
        per_buyer_max: row.per_buyer_max,
        used: row.used,
        is_closed: row.closed_at.is_some(),
    })
}

impl Codes {
    /// A code.
    pub(crate) fn get(&self, id: CodeId) -> Option<&Code> {
        self.known.get(&id).map(|kept| &kept.value)
    }

    fn buyer_limits(&self) -> impl Iterator<Item = CodeId> {
        let limited = |kept: &&Kept<Code>| kept.value.rule.per_buyer_max.is_some();
        self.known.values().filter(limited).map(|kept| kept.value.id)
    }
}

impl Batch {
    /// Loads and locks the codes of the batch's holds and those that its deeds name.
    pub(super) async fn load_codes(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        let mut ids = needs.codes.clone();
        ids.extend(self.holds.values().filter_map(|kept| kept.value.code));
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<CodeId> = ids.into_iter().collect();
        let mut types: HashMap<CodeId, BTreeSet<TicketTypeId>> = HashMap::new();
        for row in tx.batch_code_types(&ids).await? {
            types.entry(row.code_id).or_default().insert(row.ticket_type_id);
        }
        for row in tx.batch_codes(&ids).await? {
            let rule = rule(&row, types.remove(&row.code_id).unwrap_or_default())?;
            let code = Code { id: row.code_id, event: row.event_id, label: row.label, rule };
            self.codes.known.insert(code.id, Kept::loaded(code));
        }
        self.load_uses(tx, needs).await
    }

    async fn load_uses(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        let orders: Vec<OrderId> = self.orders.keys().copied().collect();
        if !orders.is_empty() {
            for row in tx.batch_code_uses(&orders).await? {
                let kept = Use { buyer: row.buyer, used_at: row.used_at, returned_at: row.returned_at };
                self.codes.uses.insert((row.code_id, row.order_id), Kept::loaded(kept));
            }
        }
        let mut buyers: BTreeSet<String> = needs.buyers.iter().map(|email| buyer_key(email)).collect();
        buyers.extend(self.orders.values().map(|kept| buyer_key(&kept.value.email)));
        let wanted: Vec<(CodeId, &str)> = self
            .codes
            .buyer_limits()
            .flat_map(|code| buyers.iter().map(move |buyer| (code, buyer.as_str())))
            .collect();
        if !wanted.is_empty() {
            for row in tx.batch_buyer_uses(&wanted).await? {
                self.codes.by_buyer.insert((row.code_id, row.buyer), row.uses);
            }
        }
        Ok(())
    }

    /// Whether one more order of this buyer may use a code.
    pub(crate) fn check_code_use(&self, code: CodeId, email: &str) -> Result<(), CodeRefusal> {
        let known = self.codes.get(code).ok_or(CodeRefusal::NoSuchCode)?;
        let used = self.codes.by_buyer.get(&(code, buyer_key(email))).copied().unwrap_or(0);
        known.rule.check_use(used)
    }

    /// Counts a code for an order; the caller has checked that it may be.
    pub(crate) fn use_code(&mut self, code: CodeId, order: OrderId, email: &str) {
        let (now, buyer) = (self.now, buyer_key(email));
        let Some(known) = self.codes.known.get_mut(&code) else { return };
        match self.codes.uses.get_mut(&(code, order)) {
            Some(kept) if kept.value.returned_at.is_none() => return,
            Some(kept) => {
                let again = kept.change();
                again.used_at = now;
                again.returned_at = None;
            }
            None => {
                let new = Use { buyer: buyer.clone(), used_at: now, returned_at: None };
                self.codes.uses.insert((code, order), Kept::new(new));
            }
        }
        known.change().rule.used += 1;
        *self.codes.by_buyer.entry((code, buyer)).or_default() += 1;
    }

    /// Gives back what an order used: it has ended, however it did.
    pub(crate) fn return_codes(&mut self, order: OrderId) {
        let now = self.now;
        let open = |((_, of), kept): &(&(CodeId, OrderId), &Kept<Use>)| {
            *of == order && kept.value.returned_at.is_none()
        };
        let used: Vec<CodeId> = self.codes.uses.iter().filter(open).map(|((code, _), _)| *code).collect();
        for code in used {
            if let Some(kept) = self.codes.uses.get_mut(&(code, order)) {
                let kept = kept.change();
                kept.returned_at = Some(now);
                if let Some(uses) = self.codes.by_buyer.get_mut(&(code, kept.buyer.clone())) {
                    *uses -= 1;
                }
            }
            if let Some(known) = self.codes.known.get_mut(&code) {
                known.change().rule.used -= 1;
            }
        }
    }

    /// The codes that an order's holds have.
    pub(crate) fn codes_of(&self, holds: &[HoldId]) -> BTreeSet<CodeId> {
        holds.iter().filter_map(|id| self.holds.get(id)?.value.code).collect()
    }

    /// Gives a hold a code, or takes it away.
    pub(crate) fn apply_code(&mut self, performance: PerformanceId, hold: HoldId, code: Option<CodeId>) {
        if let Some(kept) = self.holds.get_mut(&hold) {
            kept.value.code = code;
            self.effects.hold_codes.push((performance, hold, code));
        }
    }

    /// Writes counters and uses that moved.
    pub(super) async fn write_codes(&self, tx: &mut Tx) -> Result<()> {
        let dirty = self.codes.known.values().filter(|kept| kept.dirty);
        let counters = dirty.map(|kept| cells![kept.value.id, kept.value.rule.used]).collect();
        super::write::must_change(tx, "code", CODE_USED, 1, counters).await?;
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for ((code, order), Kept { value, new: is_new, dirty }) in &self.codes.uses {
            if *is_new {
                new.push(cells![*code, *order, value.buyer.as_str(), value.used_at, value.returned_at]);
            } else if *dirty {
                changed.push(cells![*code, *order, value.used_at, value.returned_at]);
            }
        }
        tx.insert_rows("code_use", CODE_USE, new).await?;
        super::write::must_change(tx, "code_use", CODE_USE_CHANGES, 2, changed).await
    }
}
