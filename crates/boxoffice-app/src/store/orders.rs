//! Reading orders with the names that people read; changing them is the desk's.

use boxoffice_domain::ids::{
    AccountId, AreaId, EventId, ImageId, OrderId, OrderLineId, OrganizationId, PaymentId, PerformanceId,
    RefundId, SeatId, TicketId, TicketTypeId,
};
use boxoffice_domain::time::Time;

use super::batch::OrderIdRow;
use super::bulk::Key;
use super::row::row;
use super::{Result, Tx, on};
use crate::orders::OrderSecret;

row! {
    pub(crate) struct OrderViewRow {
        pub(crate) order_id: OrderId,
        pub(crate) organization_id: OrganizationId,
        pub(crate) organization_name: String,
        pub(crate) organization_slug: String,
        pub(crate) organization_terms: String,
        pub(crate) organization_imprint: String,
        pub(crate) secret: Vec<u8>,
        pub(crate) cart_secret: Option<Vec<u8>>,
        pub(crate) number: String,
        pub(crate) account_id: Option<AccountId>,
        pub(crate) email: String,
        pub(crate) name: String,
        pub(crate) locale: String,
        pub(crate) state: String,
        pub(crate) method: String,
        pub(crate) currency: String,
        pub(crate) total_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) created_at: Time,
        pub(crate) pay_by: Time,
        pub(crate) confirmed_at: Option<Time>,
        pub(crate) ended_at: Option<Time>,
        pub(crate) end_reason: Option<String>,
        pub(crate) comp_reason: Option<String>,
        pub(crate) deposit_minor: i64,
        pub(crate) receipt: Option<String>,
    }
}
row! {
    pub(crate) struct LineRow {
        pub(crate) order_line_id: OrderLineId,
        pub(crate) line_no: i64,
        pub(crate) event_id: EventId,
        pub(crate) slug: String,
        pub(crate) title: String,
        pub(crate) performance_id: PerformanceId,
        pub(crate) starts_at: Option<Time>,
        pub(crate) ends_at: Option<Time>,
        pub(crate) doors_at: Option<Time>,
        pub(crate) time_zone: String,
        pub(crate) cancel_until_s: Option<i64>,
        pub(crate) cancel_fee_bp: i64,
        pub(crate) cancel_fee_minor: i64,
        pub(crate) venue: String,
        pub(crate) venue_address: String,
        pub(crate) image_id: Option<ImageId>,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) ticket_type_name: String,
        pub(crate) area_id: AreaId,
        pub(crate) area_name: String,
        pub(crate) seat_id: Option<SeatId>,
        pub(crate) row_label: Option<String>,
        pub(crate) seat_label: Option<String>,
        pub(crate) attendee_name: String,
        pub(crate) price_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) tax_ppm: Option<i64>,
        pub(crate) tax_minor: i64,
        pub(crate) ticket_id: Option<TicketId>,
        pub(crate) ticket_state: Option<String>,
        pub(crate) barcode: Option<String>,
        pub(crate) holder_name: Option<String>,
        pub(crate) issued_at: Option<Time>,
        pub(crate) used_at: Option<Time>,
        pub(crate) gate: Option<String>,
    }
}
row! {
    #[derive(Debug)]
    pub(crate) struct PaymentViewRow {
        pub(crate) payment_id: PaymentId,
        pub(crate) gateway: String,
        pub(crate) state: String,
        pub(crate) amount_minor: i64,
        pub(crate) checkout_url: Option<String>,
        pub(crate) failure: Option<String>,
        pub(crate) created_at: Time,
        pub(crate) captured_at: Option<Time>,
        pub(crate) taken_as: Option<String>,
    }
}
row! {
    #[derive(Debug)]
    pub(crate) struct RefundViewRow {
        pub(crate) refund_id: RefundId,
        pub(crate) payment_id: PaymentId,
        pub(crate) state: String,
        pub(crate) kind: String,
        pub(crate) amount_minor: i64,
        pub(crate) kept_minor: i64,
        pub(crate) reason: String,
        pub(crate) again_of: Option<RefundId>,
        pub(crate) created_at: Time,
        pub(crate) done_at: Option<Time>,
    }
}
row! {
    pub(crate) struct OrderSummaryRow {
        pub(crate) order_id: OrderId,
        pub(crate) secret: Vec<u8>,
        pub(crate) number: String,
        pub(crate) state: String,
        pub(crate) created_at: Time,
        pub(crate) total_minor: i64,
        pub(crate) currency: String,
        pub(crate) event_title: String,
        pub(crate) event_slug: String,
        pub(crate) starts_at: Option<Time>,
        pub(crate) time_zone: String,
        pub(crate) places: i64,
    }
}
row! {
    pub(crate) struct RegistrationRow {
        pub(crate) order_line_id: OrderLineId,
        pub(crate) event_id: EventId,
        pub(crate) ticket_id: TicketId,
        pub(crate) order_id: OrderId,
        pub(crate) number: String,
        pub(crate) account_id: Option<AccountId>,
        pub(crate) holder_name: String,
        pub(crate) holder_email: String,
        pub(crate) state: String,
        pub(crate) issued_at: Time,
        pub(crate) used_at: Option<Time>,
    }
}

impl Tx {
    /// The order whose page has this secret.
    pub(crate) async fn find_order_id(&mut self, secret: OrderSecret) -> Result<Option<OrderId>> {
        const SQL: &str = "select order_id from buyer_order where secret = $1";
        let found: Vec<OrderIdRow> = self.list_by(SQL, Key::Bytes(secret.bytes())).await?;
        Ok(found.first().map(|row| row.order_id))
    }

    /// An order by its id.
    pub(crate) async fn find_order(&mut self, order: OrderId) -> Result<Option<OrderViewRow>> {
        const SQL: &str = "
            select b.order_id, b.organization_id, o.name as organization_name, o.slug as organization_slug,
                   o.terms as organization_terms, o.imprint as organization_imprint, b.secret,
                   (select h.cart_secret from hold h where h.order_id = b.order_id limit 1) as cart_secret,
                   b.number, b.account_id, b.email, b.name, b.locale, b.state, b.method, b.currency, b.total_minor,
                   b.fee_minor, b.created_at, b.pay_by, b.confirmed_at, b.ended_at, b.end_reason, b.receipt,
                   b.comp_reason,
                   case when b.method = 'bank_transfer' and b.state = 'pending' then
                       cast(coalesce((select sum(n.amount_minor) from bank_entry n
                                       where n.order_id = b.order_id and n.state = 'taken'), 0) as bigint)
                       else 0 end as deposit_minor
              from buyer_order b join organization o on o.organization_id = b.organization_id
             where b.order_id = $1";
        Ok(self.list_by(SQL, Key::Bytes(order.bytes())).await?.pop())
    }

    /// The places of an order with their tickets.
    pub(crate) async fn list_order_lines(&mut self, order: OrderId) -> Result<Vec<LineRow>> {
        const SQL: &str = "
            select l.order_line_id, l.line_no, l.event_id, e.slug, e.title, l.performance_id, p.starts_at, p.ends_at,
                   p.doors_at, e.time_zone, e.cancel_until_s, e.cancel_fee_bp,
                   e.cancel_fee_minor, coalesce(v.name, '') as venue,
                   case when v.venue_id is null then e.city
                        else trim(v.street || ', ' || v.city || ', ' || v.country, ', ') end as venue_address,
                   e.image_id, l.ticket_type_id, y.name as ticket_type_name, l.area_id, a.name as area_name, l.seat_id,
                   s.row_label, s.seat_label, l.attendee_name, l.price_minor, l.fee_minor, l.tax_ppm,
                   coalesce(l.tax_minor + l.fee_tax_minor, 0) as tax_minor, t.ticket_id,
                   t.state as ticket_state, t.barcode, t.holder_name, t.issued_at, c.scanned_at as used_at, c.gate
              from order_line l
              join event e on e.event_id = l.event_id
              join performance p on p.performance_id = l.performance_id
              join ticket_type y on y.event_id = l.event_id and y.ticket_type_id = l.ticket_type_id
              join area a on a.performance_id = l.performance_id and a.area_id = l.area_id
              left join venue v on v.venue_id = e.venue_id
              left join seat s on s.performance_id = l.performance_id and s.seat_id = l.seat_id
              left join ticket t on t.order_id = l.order_id and t.line_no = l.line_no
              left join check_in c on c.performance_id = t.performance_id and c.ticket_id = t.ticket_id
                                  and c.checked_out_at is null
             where l.order_id = $1
             order by l.line_no
             limit 500";
        self.list_by(SQL, Key::Bytes(order.bytes())).await
    }

    /// The payments of an order, oldest first.
    pub(crate) async fn list_payments(&mut self, order: OrderId) -> Result<Vec<PaymentViewRow>> {
        const SQL: &str = "
            select payment_id, gateway, state, amount_minor, checkout_url, failure, created_at, captured_at,
                   taken_as
              from payment where order_id = $1 order by payment_id limit 100";
        self.list_by(SQL, Key::Bytes(order.bytes())).await
    }

    /// The refunds of an order, oldest first.
    pub(crate) async fn list_refunds(&mut self, order: OrderId) -> Result<Vec<RefundViewRow>> {
        const SQL: &str = "
            select refund_id, payment_id, state, kind, amount_minor, kept_minor, reason, again_of, created_at, done_at
              from refund where order_id = $1 order by refund_id limit 100";
        self.list_by(SQL, Key::Bytes(order.bytes())).await
    }

    /// Pending orders past their time, oldest first.
    pub(crate) async fn list_due_orders(&mut self, now: Time, limit: u32) -> Result<Vec<OrderId>> {
        const SQL: &str = "
            select order_id from buyer_order
             where state = 'pending' and pay_by <= $1
             order by pay_by, order_id
             limit $2";
        let rows: Vec<(Vec<u8>,)> = on!(self, conn => {
            sqlx::query_as(SQL).bind(now.micros()).bind(i64::from(limit)).fetch_all(conn).await?
        });
        rows.into_iter().map(|(bytes,)| order_id(bytes)).collect()
    }

    /// The gateway's name of a payment's session.
    pub(crate) async fn find_session_ref(&mut self, payment: PaymentId) -> Result<Option<String>> {
        const SQL: &str = "select session_ref from payment where payment_id = $1";
        let row: Option<(Option<String>,)> =
            on!(self, conn => sqlx::query_as(SQL).bind(payment.bytes()).fetch_optional(conn).await?);
        Ok(row.and_then(|(session_ref,)| session_ref))
    }

    /// The newest orders of an account.
    pub(crate) async fn list_orders_of(
        &mut self,
        account: AccountId,
        limit: u32,
    ) -> Result<Vec<OrderSummaryRow>> {
        const SQL: &str = "
            select b.order_id, b.secret, b.number, b.state, b.created_at, b.total_minor, b.currency,
                   e.title as event_title, e.slug as event_slug, p.starts_at, e.time_zone,
                   (select count(*) from order_line n where n.order_id = b.order_id) as places
              from buyer_order b
              join order_line l on l.order_id = b.order_id and l.line_no = 1
              join event e on e.event_id = l.event_id
              join performance p on p.performance_id = l.performance_id
             where b.account_id = $1
             order by b.created_at desc, b.order_id desc
             limit $2";
        Ok(on!(self, conn => {
            sqlx::query_as(SQL).bind(account.bytes()).bind(i64::from(limit)).fetch_all(conn).await?
        }))
    }

    /// Issued tickets of an event in order of their ids, after one of them.
    pub(crate) async fn list_registrations(
        &mut self,
        event: EventId,
        after: Option<TicketId>,
        limit: u32,
    ) -> Result<Vec<RegistrationRow>> {
        const SQL: &str = "
            select l.order_line_id, t.event_id, t.ticket_id, t.order_id, b.number, t.account_id, t.holder_name,
                   t.holder_email, t.state, t.issued_at, c.scanned_at as used_at
              from ticket t
              join buyer_order b on b.order_id = t.order_id
              join order_line l on l.order_id = t.order_id and l.line_no = t.line_no
              left join check_in c on c.performance_id = t.performance_id and c.ticket_id = t.ticket_id
                                  and c.checked_out_at is null
             where t.event_id = $1 and t.ticket_id > $2
             order by t.ticket_id
             limit $3";
        let after = after.unwrap_or(TicketId::from_bytes([0; 16]));
        Ok(on!(self, conn => {
            sqlx::query_as(SQL)
                .bind(event.bytes())
                .bind(after.bytes())
                .bind(i64::from(limit))
                .fetch_all(conn)
                .await?
        }))
    }
}

fn order_id(bytes: Vec<u8>) -> Result<OrderId> {
    let bytes =
        bytes.try_into().map_err(|_| super::StoreError::Broken("an order id is not 16 bytes long".into()));
    bytes.map(OrderId::from_bytes)
}
