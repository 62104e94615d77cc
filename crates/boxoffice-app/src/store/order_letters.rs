//! Orders as mails tell of them: who to, what was bought, what was paid back.

use boxoffice_domain::ids::{OrderId, OrganizationId};
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// What a mail about an order says of the order itself.
    #[derive(Clone, Debug)]
    pub struct OrderLetter {
        /// Whose event it is.
        pub organization_id: OrganizationId,
        /// The order's number for people.
        pub number: String,
        /// The secret of its link.
        pub secret: Vec<u8>,
        /// Where mails go.
        pub email: String,
        /// The buyer's name.
        pub name: String,
        /// The buyer's language.
        pub locale: String,
        /// Pending, confirmed, cancelled or expired.
        pub state: String,
        /// The order's currency.
        pub currency: String,
        /// What was to be paid.
        pub total_minor: i64,
        /// The part of it that is fees.
        pub fee_minor: i64,
        /// The price receipt, where it says more than that.
        pub receipt: Option<String>,
        /// Until when.
        pub pay_by: Time,
        /// What came in by transfer and waits for the rest.
        pub deposit_minor: i64,
        /// What was given back so far.
        pub refunded_minor: i64,
        /// What is still on its way back.
        pub refunding_minor: i64,
        /// The organizer.
        pub organization: String,
        /// Where to ask.
        pub contact_email: String,
    }
}

row! {
    /// One place of an order, as a mail lists it.
    #[derive(Clone, Debug)]
    pub struct OrderLetterLine {
        /// The event's title.
        pub title: String,
        /// Draft, published, cancelled or deleted.
        pub event_state: String,
        /// Start; none while to be announced.
        pub starts_at: Option<Time>,
        /// The event's zone.
        pub time_zone: String,
        /// The venue, if there is one.
        pub venue: Option<String>,
        /// Its city.
        pub city: String,
        /// Adult, Student, VIP.
        pub ticket_type: String,
        /// Section or standing area.
        pub area: String,
        /// The row of a numbered seat.
        pub row_label: Option<String>,
        /// The seat's label.
        pub seat_label: Option<String>,
        /// Who comes.
        pub attendee_name: String,
        /// Price and fee.
        pub total_minor: i64,
        /// Whether it was given back.
        pub given_back: bool,
    }
}

impl Tx {
    /// What mails need to know of an order.
    pub async fn find_order_letter(&mut self, order: OrderId) -> Result<Option<OrderLetter>> {
        const SQL: &str = "
            select o.organization_id, o.number, o.secret, o.email, o.name, o.locale, o.state, o.currency, o.total_minor, o.fee_minor,
                   o.receipt,
                   o.pay_by, g.name as organization, g.contact_email,
                   case when o.method = 'bank_transfer' and o.state = 'pending' then
                       cast(coalesce((select sum(n.amount_minor) from bank_entry n
                                       where n.order_id = o.order_id and n.state = 'taken'), 0) as bigint)
                       else 0 end as deposit_minor,
                   cast(coalesce((select sum(r.amount_minor) from refund r
                                   where r.order_id = o.order_id and r.state = 'done'), 0) as bigint) as refunded_minor,
                   cast(coalesce((select sum(r.amount_minor) from refund r
                                   where r.order_id = o.order_id and r.state in ('wanted', 'pending', 'unknown')), 0)
                        as bigint) as refunding_minor
              from buyer_order o
              join organization g on g.organization_id = o.organization_id
             where o.order_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(order.bytes()).fetch_optional(conn).await)?)
    }

    /// The places of an order, in its own order.
    pub async fn list_order_letter_lines(
        &mut self,
        order: OrderId,
        limit: u32,
    ) -> Result<Vec<OrderLetterLine>> {
        const SQL: &str = "
            select e.title, case when p.state = 'cancelled' then p.state else e.state end as event_state, p.starts_at, e.time_zone, v.name as venue, e.city,
                   y.name as ticket_type, a.name as area, s.row_label, s.seat_label, l.attendee_name,
                   l.price_minor + l.fee_minor as total_minor,
                   exists (select 1 from refund_line g where g.order_id = l.order_id and g.line_no = l.line_no)
                       as given_back
              from order_line l
              join event e on e.event_id = l.event_id
              join performance p on p.performance_id = l.performance_id
              join ticket_type y on y.event_id = l.event_id and y.ticket_type_id = l.ticket_type_id
              join area a on a.performance_id = l.performance_id and a.area_id = l.area_id
              left join seat s on s.performance_id = l.performance_id and s.seat_id = l.seat_id
              left join venue v on v.venue_id = e.venue_id
             where l.order_id = $1
             order by l.line_no
             limit $2";
        Ok(
            on!(self, conn => sqlx::query_as(SQL).bind(order.bytes()).bind(i64::from(limit)).fetch_all(conn).await)?,
        )
    }
}
