//! What a batch of the desk reads: rows by lists of ids, locked on PostgreSQL in one order for all nodes
//! (payments, orders, holds, codes, areas, quotas, seats, tickets), so that batches wait for each other but never in a circle.

mod rows;

use boxoffice_domain::ids::{EventId, HoldId, OrderId, PerformanceId, SeatId, TicketId};

pub(crate) use rows::{
    AreaRow, HeardRow, HoldLineRow, HoldRow, LockedRow, OpenCheckInRow, OrderIdRow, OrderLineRow, OrderRow,
    PaymentRow, PerformanceRow, QuotaRow, QuotaTypeRow, RefundRow, SeatRow, TicketRow, TypeAreaRow, TypeRow,
};

use super::bulk::{AnyRow, id_list, ids_in, rows_json};
use super::cell::{Cells, cells};
use super::{Result, Tx};

/// The columns by which holds, orders, payments and tickets of a batch are found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    /// The record's own id.
    Id,
    /// The order it belongs to.
    Order,
    /// The cart's secret.
    Cart,
}

impl Tx {
    pub(crate) async fn batch_performances(&mut self, ids: &[PerformanceId]) -> Result<Vec<PerformanceRow>> {
        self.list_in(
            "select p.performance_id, p.event_id, p.organization_id, p.starts_at, p.ends_at,
                    p.state as performance_state, e.state as event_state, e.currency, e.hold_ttl_s,
                    e.cancel_until_s, e.cancel_fee_bp, e.cancel_fee_minor, e.box_office, o.terms <> '' as has_terms,
                    o.pricing, e.pricing as event_pricing,
                    case when o.pricing is null then null else e.country end as tax_country
               from performance p
               join event e on e.event_id = p.event_id
               join organization o on o.organization_id = p.organization_id
              where p.performance_id",
            String::new(),
            ids.iter().map(PerformanceId::bytes),
        )
        .await
    }

    pub(crate) async fn batch_areas(&mut self, ids: &[PerformanceId]) -> Result<Vec<AreaRow>> {
        let tail = format!(" order by performance_id, area_id{}", self.dialect().for_update_of("area"));
        self.list_in(
            "select performance_id, area_id, name, kind, capacity, held, sold from area where performance_id",
            tail,
            ids.iter().map(PerformanceId::bytes),
        )
        .await
    }

    pub(crate) async fn batch_quotas(&mut self, ids: &[PerformanceId]) -> Result<Vec<QuotaRow>> {
        let tail = format!(" order by performance_id, quota_id{}", self.dialect().for_update_of("quota"));
        self.list_in(
            "select performance_id, quota_id, capacity, held, sold from quota where performance_id",
            tail,
            ids.iter().map(PerformanceId::bytes),
        )
        .await
    }

    pub(crate) async fn batch_quota_types(&mut self, ids: &[PerformanceId]) -> Result<Vec<QuotaTypeRow>> {
        self.list_in(
            "select performance_id, quota_id, ticket_type_id from quota_ticket_type where performance_id",
            String::new(),
            ids.iter().map(PerformanceId::bytes),
        )
        .await
    }

    pub(crate) async fn batch_type_areas(&mut self, ids: &[PerformanceId]) -> Result<Vec<TypeAreaRow>> {
        self.list_in(
            "select performance_id, ticket_type_id, area_id, price_minor from ticket_type_area where performance_id",
            String::new(),
            ids.iter().map(PerformanceId::bytes),
        )
        .await
    }

    pub(crate) async fn batch_types(&mut self, ids: &[EventId]) -> Result<Vec<TypeRow>> {
        self.list_in(
            "select event_id, ticket_type_id, price_minor, fee_minor, sale_opens_at, sale_closes_at, order_limit,
                    tax_class, hidden, needs_code
               from ticket_type where event_id",
            String::new(),
            ids.iter().map(EventId::bytes),
        )
        .await
    }

    pub(crate) async fn batch_seats(&mut self, ids: &[(PerformanceId, SeatId)]) -> Result<Vec<SeatRow>> {
        let given = self.pairs();
        let lock = self.dialect().for_update_of("seat");
        let sql = format!(
            "select seat.performance_id, seat.seat_id, seat.area_id, seat.row_label, seat.seat_label, seat.hold_id
               from {given} join seat on seat.performance_id = given_pair.a and seat.seat_id = given_pair.b
              order by seat.performance_id, seat.seat_id{lock}"
        );
        self.list_pairs(sql, ids.iter().map(|(p, s)| (p.bytes(), s.bytes()))).await
    }

    pub(crate) async fn batch_holds(&mut self, by: By, ids: &[[u8; 16]]) -> Result<Vec<HoldRow>> {
        let column = match by {
            By::Id => "hold_id",
            By::Order => "order_id",
            By::Cart => "cart_secret",
        };
        let tail = format!(" order by hold_id{}", self.dialect().for_update_of("hold"));
        self.list_in(
            &format!(
                "select performance_id, hold_id, event_id, organization_id, cart_secret, account_id, state, order_id,
                        extensions, created_at, expires_at, ended_at, code_id from hold where {column}"
            ),
            tail,
            ids.iter().map(<[u8; 16]>::as_slice),
        )
        .await
    }

    pub(crate) async fn batch_hold_lines(
        &mut self,
        ids: &[(PerformanceId, HoldId)],
    ) -> Result<Vec<HoldLineRow>> {
        let given = self.pairs();
        let sql = format!(
            "select l.hold_id, l.ticket_type_id, l.area_id, l.seat_id, l.quantity, l.price_minor, l.fee_minor
               from {given} join hold_line l on l.performance_id = given_pair.a and l.hold_id = given_pair.b
              order by l.hold_id, l.line_no"
        );
        self.list_pairs(sql, ids.iter().map(|(p, h)| (p.bytes(), h.bytes()))).await
    }

    pub(crate) async fn batch_orders(&mut self, ids: &[OrderId]) -> Result<Vec<OrderRow>> {
        let tail = format!(" order by order_id{}", self.dialect().for_update_of("buyer_order"));
        self.list_in(
            "select order_id, organization_id, secret, number, account_id, email, name, locale, state, method, currency,
                    total_minor, fee_minor, created_at, pay_by, terms_accepted_at, confirmed_at, ended_at, end_reason,
                    comp_reason, receipt
               from buyer_order where order_id",
            tail,
            ids.iter().map(OrderId::bytes),
        )
        .await
    }

    pub(crate) async fn batch_order_lines(&mut self, ids: &[OrderId]) -> Result<Vec<OrderLineRow>> {
        self.list_in(
            "select order_id, order_line_id, event_id, performance_id, hold_id, ticket_type_id, area_id, seat_id,
                    attendee_name, price_minor, fee_minor, list_minor, discount_minor, tax_ppm, tax_minor, fee_tax_minor,
                    absorbed_minor from order_line where order_id",
            " order by order_id, line_no".to_owned(),
            ids.iter().map(OrderId::bytes),
        )
        .await
    }

    pub(crate) async fn batch_payments(&mut self, by: By, ids: &[[u8; 16]]) -> Result<Vec<PaymentRow>> {
        let column = if matches!(by, By::Order) { "order_id" } else { "payment_id" };
        let tail = format!(" order by payment_id{}", self.dialect().for_update_of("payment"));
        self.list_in(&format!("{PAYMENT_SELECT} where {column}"), tail, ids.iter().map(<[u8; 16]>::as_slice))
            .await
    }

    /// `session_ref is not null` names the partial index; without it SQLite would read every payment there is.
    pub(crate) async fn batch_payments_by_session(
        &mut self,
        sessions: &[(String, String)],
    ) -> Result<Vec<PaymentRow>> {
        let rows = self.dialect().rows_from_json();
        let lock = self.dialect().for_update_of("payment");
        let sql = format!(
            "{PAYMENT_SELECT} where session_ref is not null
                and (gateway, session_ref) in (select value ->> 0, value ->> 1 from {rows})
              order by payment_id{lock}"
        );
        self.list_json(sql, pair_texts(sessions)).await
    }

    pub(crate) async fn batch_refunds(&mut self, by: By, ids: &[[u8; 16]]) -> Result<Vec<RefundRow>> {
        let column = if matches!(by, By::Order) { "order_id" } else { "refund_id" };
        let tail = format!(" order by refund_id{}", self.dialect().for_update_of("refund"));
        self.list_in(
            &format!(
                "select refund_id, payment_id, order_id, state, kind, reason, amount_minor, kept_minor, extra_minor,
                        currency, idempotency_key, gateway_ref, again_of, created_at, updated_at, done_at from refund where {column}"
            ),
            tail,
            ids.iter().map(<[u8; 16]>::as_slice),
        )
        .await
    }

    pub(crate) async fn batch_tickets(&mut self, by: By, ids: &[[u8; 16]]) -> Result<Vec<TicketRow>> {
        let column = if matches!(by, By::Order) { "order_id" } else { "ticket_id" };
        let tail = format!(" order by ticket_id{}", self.dialect().for_update_of("ticket"));
        self.list_in(&format!("{TICKET_SELECT} where {column}"), tail, ids.iter().map(<[u8; 16]>::as_slice))
            .await
    }

    /// Locks the accounts, then finds their orders for these events that wait to be paid.
    pub(crate) async fn batch_pending_orders(
        &mut self,
        wanted: &[(EventId, [u8; 16])],
    ) -> Result<Vec<OrderId>> {
        let lock = self.dialect().for_update_of("account");
        let locked: Vec<LockedRow> = self
            .list_in(
                "select account_id from account where account_id",
                format!(" order by account_id{lock}"),
                wanted.iter().map(|(_, account)| account.as_slice()),
            )
            .await?;
        let given = self.pairs();
        let sql = format!(
            "select distinct b.order_id from {given} join buyer_order b on b.account_id = given_pair.b
               join order_line l on l.order_id = b.order_id and l.event_id = given_pair.a
              where b.state = 'pending'"
        );
        let is_there = |account: &[u8; 16]| locked.iter().any(|row| row.account_id.as_bytes() == account);
        let there = wanted.iter().filter(|(_, account)| is_there(account));
        let rows: Vec<OrderIdRow> =
            self.list_pairs(sql, there.map(|(event, account)| (event.bytes(), account.as_slice()))).await?;
        Ok(rows.into_iter().map(|row| row.order_id).collect())
    }

    /// The valid tickets that accounts have for events.
    pub(crate) async fn batch_registrations(
        &mut self,
        wanted: &[(EventId, [u8; 16])],
    ) -> Result<Vec<TicketRow>> {
        let given = self.pairs();
        let sql = format!(
            "select t.performance_id, t.ticket_id, t.event_id, t.organization_id, t.order_id, t.line_no,
                    t.ticket_type_id, t.area_id, t.seat_id, t.account_id, t.holder_name, t.holder_email, t.barcode,
                    t.state, t.issued_at, t.voided_at, t.void_reason
               from {given} join ticket t on t.event_id = given_pair.a and t.account_id = given_pair.b
              where t.state = 'valid'"
        );
        self.list_pairs(sql, wanted.iter().map(|(event, account)| (event.bytes(), account.as_slice()))).await
    }

    pub(crate) async fn batch_open_check_ins(
        &mut self,
        ids: &[(PerformanceId, TicketId)],
    ) -> Result<Vec<OpenCheckInRow>> {
        let given = self.pairs();
        let sql = format!(
            "select c.ticket_id, c.gate, c.scanned_at
               from {given} join check_in c on c.performance_id = given_pair.a and c.ticket_id = given_pair.b
              where c.checked_out_at is null"
        );
        self.list_pairs(sql, ids.iter().map(|(p, t)| (p.bytes(), t.bytes()))).await
    }

    /// Which of these gateway messages were heard before.
    pub(crate) async fn batch_heard(
        &mut self,
        messages: &[(String, String)],
    ) -> Result<Vec<(String, String)>> {
        let rows = self.dialect().rows_from_json();
        let sql = format!(
            "select gateway, event_ref from gateway_event
              where (gateway, event_ref) in (select value ->> 0, value ->> 1 from {rows})"
        );
        let heard: Vec<HeardRow> = self.list_json(sql, pair_texts(messages)).await?;
        Ok(heard.into_iter().map(|row| (row.gateway, row.event_ref)).collect())
    }

    async fn list_in<'a, T>(
        &mut self,
        select: &str,
        tail: String,
        ids: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Vec<T>>
    where
        T: AnyRow,
    {
        let sql = format!("{select} in {}{tail}", ids_in(self.dialect()));
        self.list_json(sql, id_list(ids)).await
    }

    fn pairs(&self) -> String {
        let dialect = self.dialect();
        let (a, b) = (dialect.bytes_from_hex("value ->> 0"), dialect.bytes_from_hex("value ->> 1"));
        format!("(select {a} as a, {b} as b from {}) as given_pair", dialect.rows_from_json())
    }

    async fn list_pairs<'a, T>(
        &mut self,
        sql: String,
        pairs: impl Iterator<Item = (&'a [u8], &'a [u8])>,
    ) -> Result<Vec<T>>
    where
        T: AnyRow,
    {
        let rows: Vec<Cells<'_>> = pairs.map(|(a, b)| cells![a, b]).collect();
        self.list_json(sql, rows_json(&rows)).await
    }
}

const PAYMENT_SELECT: &str =
    "select payment_id, order_id, gateway, state, amount_minor, currency, idempotency_key,
    session_ref, checkout_url, charge_ref, failure, created_at, updated_at, captured_at,
    gateway_account_id, session_until, taken_as from payment";

const TICKET_SELECT: &str = "select performance_id, ticket_id, event_id, organization_id, order_id, line_no,
    ticket_type_id, area_id, seat_id, account_id, holder_name, holder_email, barcode, state, issued_at, voided_at,
    void_reason from ticket";

fn pair_texts(pairs: &[(String, String)]) -> String {
    let rows: Vec<Cells<'_>> = pairs.iter().map(|(a, b)| cells![a.as_str(), b.as_str()]).collect();
    rows_json(&rows)
}
