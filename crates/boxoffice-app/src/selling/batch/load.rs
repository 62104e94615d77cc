//! Loading a batch: from what its deeds name to everything that hangs on it, each kind with one statement.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use boxoffice_domain::ids::{EventId, HoldId, OrderId, PaymentId, PerformanceId, SeatId, TicketId};
use boxoffice_domain::inventory::{Access, Area, Count, Place, Tag, TypeRule};
use boxoffice_domain::money::Currency;
use boxoffice_domain::price::Rules;

use super::records::{dispute, hold, line, order, payment, performance, place, refund, seat, ticket};
use super::{Batch, Kept, Line, Needs};
use crate::selling::desk::Tools;
use crate::store::batch::{By, PaymentRow, RefundRow, TicketRow, TypeRow};
use crate::store::pricing::price_tag;
use crate::store::{Result, Tx};

impl Batch {
    /// Loads and locks what the deeds need.
    pub(in crate::selling) async fn load(tools: &Tools, tx: &mut Tx, needs: Needs) -> Result<Self> {
        let mut batch = Self::empty(tools);
        batch.lock_banks(tx, &needs).await?;
        let needs = lock_registrations(tx, needs).await?;
        let orders = batch.load_money(tx, &needs).await?;
        batch.load_orders(tx, orders).await?;
        batch.load_disputes(tx, &needs).await?;
        batch.load_holds(tx, &needs).await?;
        batch.load_codes(tx, &needs).await?;
        batch.load_performances(tx, &needs).await?;
        batch.load_transfers(tx, &needs).await?;
        batch.load_seats(tx, &needs).await?;
        batch.load_tickets(tx, &needs).await?;
        batch.before = super::write::Before::of(&batch);
        Ok(batch)
    }

    /// Loads what moves money and says which orders come with it.
    async fn load_money(&mut self, tx: &mut Tx, needs: &Needs) -> Result<BTreeSet<OrderId>> {
        let mut orders = needs.orders.clone();
        let raw = |ids: &BTreeSet<PaymentId>| ids.iter().map(|id| *id.as_bytes()).collect::<Vec<[u8; 16]>>();
        if !needs.lone_payments.is_empty() {
            self.keep_payments(tx.batch_payments(By::Id, &raw(&needs.lone_payments)).await?)?;
        }
        if !needs.payments.is_empty() {
            let rows = tx.batch_payments(By::Id, &raw(&needs.payments)).await?;
            orders.extend(rows.iter().map(|row| row.order_id));
            self.keep_payments(rows)?;
        }
        if !needs.sessions.is_empty() {
            let sessions: Vec<_> = needs.sessions.iter().cloned().collect();
            let rows = tx.batch_payments_by_session(&sessions).await?;
            orders.extend(rows.iter().map(|row| row.order_id));
            self.keep_payments(rows)?;
        }
        if !needs.refunds.is_empty() {
            let ids: Vec<[u8; 16]> = needs.refunds.iter().map(|id| *id.as_bytes()).collect();
            self.keep_refunds(tx.batch_refunds(By::Id, &ids).await?)?;
        }
        if !needs.messages.is_empty() {
            let messages: Vec<_> = needs.messages.iter().cloned().collect();
            self.heard = tx.batch_heard(&messages).await?.into_iter().collect();
        }
        orders.extend(self.refunds.values().map(|refund| refund.value.order));
        Ok(orders)
    }

    async fn load_orders(&mut self, tx: &mut Tx, ids: BTreeSet<OrderId>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<OrderId> = ids.into_iter().collect();
        let raw: Vec<[u8; 16]> = ids.iter().map(|id| *id.as_bytes()).collect();
        let rows = tx.batch_orders(&ids).await?;
        let mut lines: HashMap<OrderId, Vec<Line>> = HashMap::new();
        for row in tx.batch_order_lines(&ids).await? {
            lines.entry(row.order_id).or_default().push(line(row));
        }
        for row in rows {
            let lines = lines.remove(&row.order_id).unwrap_or_default();
            let order = order(row, lines)?;
            self.orders.insert(order.id, Kept::loaded(order));
        }
        self.keep_payments(tx.batch_payments(By::Order, &raw).await?)?;
        self.keep_refunds(tx.batch_refunds(By::Order, &raw).await?)?;
        self.keep_tickets(tx.batch_tickets(By::Order, &raw).await?)
    }

    async fn load_disputes(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        if !needs.disputes || self.orders.is_empty() {
            return Ok(());
        }
        let ids: Vec<OrderId> = self.orders.keys().copied().collect();
        for row in tx.batch_disputes(&ids).await? {
            let dispute = dispute(row)?;
            self.disputes.insert(dispute.id, Kept::loaded(dispute));
        }
        Ok(())
    }

    async fn load_holds(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        let mut rows = Vec::new();
        if !needs.carts.is_empty() {
            let ids: Vec<_> = needs.carts.iter().copied().collect();
            rows.extend(tx.batch_holds(By::Cart, &ids).await?);
        }
        if !needs.holds.is_empty() {
            let ids: Vec<_> = needs.holds.iter().map(|id| *id.as_bytes()).collect();
            rows.extend(tx.batch_holds(By::Id, &ids).await?);
        }
        if !self.orders.is_empty() {
            let ids: Vec<_> = self.orders.keys().map(|id| *id.as_bytes()).collect();
            rows.extend(tx.batch_holds(By::Order, &ids).await?);
        }
        if rows.is_empty() {
            return Ok(());
        }
        let ids: BTreeSet<(PerformanceId, HoldId)> =
            rows.iter().map(|row| (row.performance_id, row.hold_id)).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let mut places: HashMap<HoldId, Vec<Place>> = HashMap::new();
        for row in tx.batch_hold_lines(&ids).await? {
            places.entry(row.hold_id).or_default().push(place(&row));
        }
        for row in rows {
            let Some(places) = places.remove(&row.hold_id) else { continue };
            let hold = hold(row, places)?;
            self.holds.insert(hold.id, Kept::loaded(hold));
        }
        Ok(())
    }

    async fn load_performances(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        let mut ids = needs.performances.clone();
        ids.extend(self.holds.values().map(|hold| hold.value.performance));
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<PerformanceId> = ids.into_iter().collect();
        let rows = tx.batch_performances(&ids).await?;
        let events: BTreeSet<EventId> = rows.iter().map(|row| row.event_id).collect();
        let events: Vec<EventId> = events.into_iter().collect();
        for row in rows {
            let id = row.performance_id;
            self.performances.insert(id, performance(&row)?);
        }
        for row in tx.batch_areas(&ids).await? {
            let count = Count { capacity: row.capacity, held: row.held, sold: row.sold };
            let area = Area { name: row.name, seated: row.kind == "seated", count };
            if let Some(performance) = self.performances.get_mut(&row.performance_id) {
                performance.inventory.areas.insert(row.area_id, area);
            }
        }
        for row in tx.batch_quotas(&ids).await? {
            let count = Count { capacity: row.capacity, held: row.held, sold: row.sold };
            if let Some(performance) = self.performances.get_mut(&row.performance_id) {
                performance.inventory.quotas.insert(row.quota_id, count);
            }
        }
        self.load_types(tx, &ids, &events).await
    }

    async fn load_types(&mut self, tx: &mut Tx, ids: &[PerformanceId], events: &[EventId]) -> Result<()> {
        let mut of_event: BTreeMap<EventId, Vec<TypeRow>> = BTreeMap::new();
        for row in tx.batch_types(events).await? {
            of_event.entry(row.event_id).or_default().push(row);
        }
        for performance in self.performances.values_mut() {
            let (rules, currency) = (&performance.rules, performance.currency);
            let types = of_event.get(&performance.event).into_iter().flatten();
            performance.inventory.types =
                types.map(|row| (row.ticket_type_id, type_rule(row, rules, currency))).collect();
        }
        for row in tx.batch_type_areas(ids).await? {
            let Some(performance) = self.performances.get_mut(&row.performance_id) else { continue };
            let (rules, currency) = (&performance.rules, performance.currency);
            let Some(rule) = performance.inventory.types.get_mut(&row.ticket_type_id) else { continue };
            rule.areas.push(row.area_id);
            if let Some(list_minor) = row.price_minor {
                let price = price_tag(rules, currency, list_minor, rule.own_fee_minor, rule.tax_class);
                rule.levels.push((row.area_id, Tag { list_minor, price }));
            }
        }
        for row in tx.batch_quota_types(ids).await? {
            if let Some(rule) = self.rule(row.performance_id, row.ticket_type_id) {
                rule.quotas.push(row.quota_id);
            }
        }
        Ok(())
    }

    fn rule(
        &mut self,
        performance: PerformanceId,
        ticket_type: boxoffice_domain::ids::TicketTypeId,
    ) -> Option<&mut TypeRule> {
        self.performances.get_mut(&performance)?.inventory.types.get_mut(&ticket_type)
    }

    async fn load_seats(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        let mut ids: BTreeSet<(PerformanceId, SeatId)> =
            needs.seats.iter().map(|(seat, performance)| (*performance, *seat)).collect();
        for hold in self.holds.values() {
            ids.extend(
                hold.value.places.iter().filter_map(|place| Some((hold.value.performance, place.seat?))),
            );
        }
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = ids.into_iter().collect();
        for row in tx.batch_seats(&ids).await? {
            if let Some(performance) = self.performances.get_mut(&row.performance_id) {
                performance.inventory.seats.insert(row.seat_id, seat(row));
            }
        }
        Ok(())
    }

    async fn load_tickets(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        if !needs.tickets.is_empty() {
            let ids: Vec<[u8; 16]> = needs.tickets.iter().map(|id| *id.as_bytes()).collect();
            self.keep_tickets(tx.batch_tickets(By::Id, &ids).await?)?;
        }
        if !needs.registrations.is_empty() {
            let wanted: Vec<_> = needs.registrations.iter().copied().collect();
            self.keep_tickets(tx.batch_registrations(&wanted).await?)?;
        }
        let ids: Vec<(PerformanceId, TicketId)> =
            self.tickets.values().map(|ticket| (ticket.value.performance, ticket.value.id)).collect();
        if !ids.is_empty() {
            for row in tx.batch_open_check_ins(&ids).await? {
                if let Some(ticket) = self.tickets.get_mut(&row.ticket_id) {
                    ticket.value.checked_in = Some((row.scanned_at, row.gate));
                }
            }
        }
        Ok(())
    }

    fn keep_payments(&mut self, rows: Vec<PaymentRow>) -> Result<()> {
        for row in rows {
            let payment = payment(row)?;
            self.payments.entry(payment.id).or_insert_with(|| Kept::loaded(payment));
        }
        Ok(())
    }

    fn keep_refunds(&mut self, rows: Vec<RefundRow>) -> Result<()> {
        for row in rows {
            let refund = refund(row)?;
            self.refunds.entry(refund.id).or_insert_with(|| Kept::loaded(refund));
        }
        Ok(())
    }

    fn keep_tickets(&mut self, rows: Vec<TicketRow>) -> Result<()> {
        for row in rows {
            let ticket = ticket(row)?;
            self.tickets.entry(ticket.id).or_insert_with(|| Kept::loaded(ticket));
        }
        Ok(())
    }
}

fn type_rule(row: &TypeRow, rules: &Rules, currency: Currency) -> TypeRule {
    let price = price_tag(rules, currency, row.price_minor, row.fee_minor, row.tax_class);
    TypeRule {
        tag: Tag { list_minor: row.price_minor, price },
        levels: Vec::new(),
        own_fee_minor: row.fee_minor,
        tax_class: row.tax_class,
        access: match (row.hidden, row.needs_code) {
            (true, _) => Access::Hidden,
            (false, true) => Access::Coded,
            (false, false) => Access::Open,
        },
        opens_at: row.sale_opens_at,
        closes_at: row.sale_closes_at,
        order_limit: u32::try_from(row.order_limit).unwrap_or(0),
        quotas: Vec::new(),
        areas: Vec::new(),
    }
}

/// One registration per account and event: calls of one account take turns, and its waiting orders come along.
async fn lock_registrations(tx: &mut Tx, mut needs: Needs) -> Result<Needs> {
    if !needs.registrations.is_empty() {
        let wanted: Vec<_> = needs.registrations.iter().copied().collect();
        needs.orders.extend(tx.batch_pending_orders(&wanted).await?);
        needs.orders.extend(tx.batch_registrations(&wanted).await?.into_iter().map(|ticket| ticket.order_id));
    }
    Ok(needs)
}
