//! Writing a batch: one statement per table for new rows, one for changed ones, and the counters that moved.

use std::collections::{BTreeSet, HashMap};

use boxoffice_domain::ids::{AreaId, EventId, HoldId, PerformanceId, QuotaId, SeatId};
use boxoffice_domain::inventory::Count;
use serde_json::json;

use super::{Batch, Kept};
use crate::store::bank::{BANK_ENTRY, BANK_ENTRY_CHANGES};
use crate::store::bulk::{Columns, Kind};
use crate::store::cell::{Cells, cells};
use crate::store::{Result, StoreError, Tx};
use crate::stream::DomainEvent;

/// The counters and seat holders as they were loaded.
#[derive(Debug, Default)]
pub(super) struct Before {
    areas: HashMap<(PerformanceId, AreaId), Count>,
    quotas: HashMap<(PerformanceId, QuotaId), Count>,
    seats: HashMap<(PerformanceId, SeatId), Option<HoldId>>,
}

impl Before {
    pub(super) fn of(batch: &Batch) -> Self {
        let mut before = Self::default();
        for (id, performance) in &batch.performances {
            let inventory = &performance.inventory;
            before.areas.extend(inventory.areas.iter().map(|(area, a)| ((*id, *area), a.count)));
            before.quotas.extend(inventory.quotas.iter().map(|(quota, count)| ((*id, *quota), *count)));
            before.seats.extend(inventory.seats.iter().map(|(seat, s)| ((*id, *seat), s.holder)));
        }
        before
    }
}

const COUNTERS: [(&str, Kind); 2] = [("held", Kind::Int), ("sold", Kind::Int)];
const AREA: Columns = &[("performance_id", Kind::Bytes), ("area_id", Kind::Bytes), COUNTERS[0], COUNTERS[1]];
const QUOTA: Columns =
    &[("performance_id", Kind::Bytes), ("quota_id", Kind::Bytes), COUNTERS[0], COUNTERS[1]];
const SEAT: Columns = &[("performance_id", Kind::Bytes), ("seat_id", Kind::Bytes), ("hold_id", Kind::Bytes)];
const GATEWAY_EVENT: Columns =
    &[("gateway", Kind::Text), ("event_ref", Kind::Text), ("kind", Kind::Text), ("received_at", Kind::Int)];

impl Batch {
    /// Writes everything that was decided and says which events look different now.
    pub(in crate::selling) async fn write(mut self, tx: &mut Tx) -> Result<Vec<EventId>> {
        let changed = self.write_counters(tx).await?;
        self.write_holds(tx).await?;
        self.write_orders(tx).await?;
        self.write_codes(tx).await?;
        tx.insert_check_ins(&self.effects.check_ins).await?;
        tx.insert_scans(&self.effects.scans).await?;
        let now = self.now;
        let heard = std::mem::take(&mut self.effects.gateway_events);
        let heard =
            heard.into_iter().map(|(gateway, event, kind)| cells![gateway, event, kind, now]).collect();
        tx.insert_rows("gateway_event", GATEWAY_EVENT, heard).await?;
        tx.insert_ledger(&self.effects.ledger).await?;
        tx.insert_stray_money(&self.effects.stray_money).await?;
        self.announce(&changed);
        tx.log(&self.effects.activities).await?;
        tx.append_events(&self.effects.events).await?;
        tx.enqueue(&self.effects.jobs).await?;
        let mut events: BTreeSet<EventId> =
            changed.iter().filter_map(|id| self.performances.get(id)).map(|p| p.event).collect();
        events.extend(self.effects.events.iter().filter_map(|event| event.event));
        Ok(events.into_iter().collect())
    }

    async fn write_counters(&self, tx: &mut Tx) -> Result<BTreeSet<PerformanceId>> {
        let (mut areas, mut quotas, mut seats) = (Vec::new(), Vec::new(), Vec::new());
        let mut changed = BTreeSet::new();
        for (id, performance) in &self.performances {
            let inventory = &performance.inventory;
            for (area, now) in &inventory.areas {
                if self.before.areas.get(&(*id, *area)) != Some(&now.count) {
                    areas.push(cells![*id, *area, now.count.held, now.count.sold]);
                    changed.insert(*id);
                }
            }
            for (quota, now) in &inventory.quotas {
                if self.before.quotas.get(&(*id, *quota)) != Some(now) {
                    quotas.push(cells![*id, *quota, now.held, now.sold]);
                    changed.insert(*id);
                }
            }
            for (seat, now) in &inventory.seats {
                if self.before.seats.get(&(*id, *seat)) != Some(&now.holder) {
                    seats.push(cells![*id, *seat, now.holder]);
                    changed.insert(*id);
                }
            }
        }
        must_change(tx, "area", AREA, 2, areas).await?;
        must_change(tx, "quota", QUOTA, 2, quotas).await?;
        must_change(tx, "seat", SEAT, 2, seats).await?;
        Ok(changed)
    }

    async fn write_holds(&self, tx: &mut Tx) -> Result<()> {
        let (mut new, mut dirty, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for Kept { value: hold, new: is_new, dirty: is_dirty } in self.holds.values() {
            if *is_new {
                new.push(cells![
                    hold.performance,
                    hold.id,
                    hold.event,
                    hold.organization,
                    *hold.cart.as_bytes(),
                    hold.account,
                    hold.state.as_str(),
                    hold.order,
                    hold.extensions,
                    hold.created_at,
                    hold.expires_at,
                    hold.ended_at,
                ]);
                lines.extend(hold.places.iter().enumerate().map(|(at, place)| {
                    cells![
                        hold.performance,
                        hold.id,
                        at as i64 + 1,
                        place.ticket_type,
                        place.area,
                        place.seat,
                        place.quantity,
                        place.price_minor,
                        place.fee_minor,
                    ]
                }));
            } else if *is_dirty {
                dirty.push(cells![
                    hold.performance,
                    hold.id,
                    hold.state.as_str(),
                    hold.order,
                    hold.extensions,
                    hold.expires_at,
                    hold.ended_at,
                ]);
            }
        }
        tx.insert_rows("hold", super::super::hold::HOLD, new).await?;
        tx.insert_rows("hold_line", super::super::hold::HOLD_LINE, lines).await?;
        must_change(tx, "hold", super::super::hold::HOLD_CHANGES, 2, dirty).await?;
        let codes = self.effects.hold_codes.iter();
        let codes = codes.map(|(performance, hold, code)| cells![*performance, *hold, *code]).collect();
        must_change(tx, "hold", super::super::hold::HOLD_CODE, 2, codes).await
    }

    async fn write_orders(&mut self, tx: &mut Tx) -> Result<()> {
        use crate::orders::rows;
        let new_orders = || self.orders.values().filter(|kept| kept.new).map(|kept| &kept.value);
        let orders = split(self.orders.values(), rows::order, rows::order_changes);
        let payments = split(self.payments.values(), rows::payment, rows::payment_changes);
        let refunds = split(self.refunds.values(), rows::refund, rows::refund_changes);
        let tickets = split(self.tickets.values(), rows::ticket, rows::ticket_changes);
        let (plain, priced) = rows::lines(new_orders());
        let receipts = new_orders().filter_map(rows::receipt).collect();
        tx.insert_rows("buyer_order", rows::ORDER, orders.0).await?;
        must_change(tx, "buyer_order", rows::ORDER_CHANGES, 1, orders.1).await?;
        must_change(tx, "buyer_order", rows::ORDER_RECEIPT, 1, receipts).await?;
        tx.insert_rows("order_line", rows::LINE, plain).await?;
        tx.insert_rows("order_line", rows::PRICED_LINE, priced).await?;
        tx.insert_recipients(&self.effects.recipients, self.now).await?;
        tx.insert_rows("payment", rows::PAYMENT, payments.0).await?;
        must_change(tx, "payment", rows::PAYMENT_CHANGES, 1, payments.1).await?;
        tx.insert_rows("refund", rows::REFUND, refunds.0).await?;
        must_change(tx, "refund", rows::REFUND_CHANGES, 1, refunds.1).await?;
        tx.insert_rows(
            "refund_line",
            rows::REFUND_LINE,
            self.effects.refund_lines.iter().map(rows::refund_line).collect(),
        )
        .await?;
        let disputes = split(self.disputes.values(), rows::dispute, rows::dispute_changes);
        tx.insert_rows("dispute", rows::DISPUTE, disputes.0).await?;
        must_change(tx, "dispute", rows::DISPUTE_CHANGES, 1, disputes.1).await?;
        let entries = split(self.bank_entries.values(), super::bank::whole, super::bank::changes);
        tx.insert_rows("bank_entry", BANK_ENTRY, entries.0).await?;
        must_change(tx, "bank_entry", BANK_ENTRY_CHANGES, 1, entries.1).await?;
        // Voided before issued, so that a seat's new ticket never meets its old one.
        must_change(tx, "ticket", rows::TICKET_CHANGES, 2, tickets.1).await?;
        tx.insert_rows("ticket", rows::TICKET, tickets.0).await
    }

    /// One event per performance whose inventory moved, however many deeds moved it.
    fn announce(&mut self, changed: &BTreeSet<PerformanceId>) {
        for id in changed {
            let event = self.performances.get(id).map(|performance| performance.event);
            self.effects.events.push(DomainEvent {
                kind: "inventory.changed",
                event,
                performance: Some(*id),
                payload: json!({}),
                at: self.now,
            });
        }
    }
}

fn split<'a, T: 'a>(
    kept: impl Iterator<Item = &'a Kept<T>>,
    whole: impl Fn(&'a T) -> Cells<'a>,
    changes: impl Fn(&'a T) -> Cells<'a>,
) -> (Vec<Cells<'a>>, Vec<Cells<'a>>) {
    let (mut new, mut dirty) = (Vec::new(), Vec::new());
    for record in kept {
        if record.new {
            new.push(whole(&record.value));
        } else if record.dirty {
            dirty.push(changes(&record.value));
        }
    }
    (new, dirty)
}

/// Updates rows that were loaded and locked, so each of them must still be there.
pub(super) async fn must_change(
    tx: &mut Tx,
    table: &str,
    columns: Columns,
    keys: usize,
    rows: Vec<Cells<'_>>,
) -> Result<()> {
    let expected = rows.len() as u64;
    let changed = tx.update_rows(table, columns, keys, rows).await?;
    if changed == expected {
        return Ok(());
    }
    Err(StoreError::Broken(format!("{changed} of {expected} rows of {table} could be changed")))
}
