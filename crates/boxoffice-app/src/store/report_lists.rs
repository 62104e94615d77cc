//! Lists that organizers page through: registrations, orders of an event, the activity log.

use boxoffice_domain::ids::{EventId, OrderId, OrganizationId, TicketId, TicketTypeId};
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{id_list, ids_in};
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// One issued ticket with its order, as staff look it up.
    #[derive(Clone, Debug)]
    pub struct FoundRegistration {
        /// The ticket.
        pub ticket_id: TicketId,
        /// Its order.
        pub order_id: OrderId,
        /// The order's number.
        pub number: String,
        /// Who comes.
        pub holder_name: String,
        /// Where the ticket went.
        pub holder_email: String,
        /// Who bought it.
        pub buyer_name: String,
        /// Its ticket type.
        pub ticket_type: String,
        /// When its performance starts.
        pub starts_at: Option<Time>,
        /// Its area.
        pub area: String,
        /// Its row.
        pub row_label: Option<String>,
        /// Its seat.
        pub seat_label: Option<String>,
        /// What it cost, fees included.
        pub total_minor: i64,
        /// `valid` or `void`.
        pub state: String,
        /// When it was issued.
        pub issued_at: Time,
        /// When its holder was let in.
        pub used_at: Option<Time>,
    }
}

row! {
    /// An order of an event.
    #[derive(Clone, Debug)]
    pub struct FoundOrder {
        /// Its id.
        pub order_id: OrderId,
        /// Its number.
        pub number: String,
        /// The buyer.
        pub name: String,
        /// The buyer's address.
        pub email: String,
        /// Where it stands.
        pub state: String,
        /// How it is paid.
        pub method: String,
        /// What it costs.
        pub total_minor: i64,
        /// When it was placed.
        pub created_at: Time,
        /// Its places at this event.
        pub places: i64,
    }
}

row! {
    /// An entry of the activity log, with names for what it is about.
    #[derive(Clone, Debug)]
    pub struct ActivityRow {
        /// Its number.
        pub activity_no: i64,
        /// When.
        pub at: Time,
        /// The kind of actor.
        pub actor_kind: String,
        /// Its name.
        pub actor_name: String,
        /// From where.
        pub address: String,
        /// What happened.
        pub action: String,
        /// To what kind of thing.
        pub subject_kind: String,
        /// Which.
        pub subject_id: Vec<u8>,
        /// The event concerned.
        pub event_id: Option<EventId>,
        /// What changed, as JSON.
        pub detail: String,
        /// The event's title.
        pub event_title: Option<String>,
        /// The event's time zone.
        pub event_time_zone: Option<String>,
        /// The order concerned, itself or through its payment, refund or ticket.
        pub order_id: Option<OrderId>,
        /// Its number.
        pub order_number: Option<String>,
        /// The member's name.
        pub account_name: Option<String>,
    }
}

/// Which registrations. Empty words find all.
#[derive(Clone, Debug)]
pub struct RegistrationsQuery {
    /// Of which event.
    pub event: EventId,
    /// Part of a name, an address or an order's number, as a pattern of `like`.
    pub pattern: Option<String>,
    /// Of this ticket type only.
    pub ticket_type: Option<TicketTypeId>,
    /// `valid`, `void` or `used` only.
    pub state: Option<&'static str>,
    /// The last one of the page before.
    pub after: Option<(Time, TicketId)>,
    /// Most of them.
    pub limit: u32,
}

/// Which entries of the log.
#[derive(Clone, Debug, Default)]
pub struct ActivityQuery {
    /// Of which organizations.
    pub organizations: Vec<OrganizationId>,
    /// About this event only.
    pub event: Option<EventId>,
    /// Older than this entry.
    pub before: Option<i64>,
    /// Most of them.
    pub limit: u32,
}

const ACTIVITY: &str = "
    select a.activity_no, a.at, a.actor_kind, a.actor_name, a.address, a.action, a.subject_kind, a.subject_id,
           a.event_id, a.detail, e.title as event_title, e.time_zone as event_time_zone, o.order_id, o.number as order_number,
           c.name as account_name
      from activity a
      left join event e on e.event_id = a.event_id
      left join payment p on a.subject_kind = 'payment' and p.payment_id = a.subject_id
      left join refund r on a.subject_kind = 'refund' and r.refund_id = a.subject_id
      left join ticket t on a.subject_kind = 'ticket' and t.ticket_id = a.subject_id
      left join buyer_order o on o.order_id = coalesce(p.order_id, r.order_id, t.order_id,
                case when a.subject_kind = 'order' then a.subject_id end)
      left join account c on a.subject_kind in ('member', 'account') and c.account_id = a.subject_id";

impl Tx {
    /// Registrations of an event, oldest first.
    pub async fn find_registrations(&mut self, which: &RegistrationsQuery) -> Result<Vec<FoundRegistration>> {
        const SQL: &str = "
            select t.ticket_id, t.order_id, o.number, t.holder_name, t.holder_email, o.name as buyer_name,
                   y.name as ticket_type, p.starts_at, a.name as area, s.row_label, s.seat_label,
                   l.price_minor + l.fee_minor as total_minor, t.state, t.issued_at, c.scanned_at as used_at
              from ticket t
              join buyer_order o on o.order_id = t.order_id
              join order_line l on l.order_id = t.order_id and l.line_no = t.line_no
              join performance p on p.performance_id = t.performance_id
              join area a on a.performance_id = t.performance_id and a.area_id = t.area_id
              join ticket_type y on y.event_id = t.event_id and y.ticket_type_id = t.ticket_type_id
              left join seat s on s.performance_id = t.performance_id and s.seat_id = t.seat_id
              left join check_in c on c.performance_id = t.performance_id and c.ticket_id = t.ticket_id
                   and c.checked_out_at is null
             where t.event_id = $1
               and (t.issued_at, t.ticket_id) > ($2, $3)
               and (cast($4 as text) is null
                    or lower(t.holder_name) like lower($4) escape '!' or lower(o.name) like lower($4) escape '!'
                    or lower(t.holder_email) like lower($4) escape '!' or lower(o.number) like lower($4) escape '!')
               and (cast($5 as bytea) is null or t.ticket_type_id = $5)
               and (cast($6 as text) is null
                    or ($6 = 'used' and t.state = 'valid' and c.ticket_id is not null)
                    or ($6 = 'void' and t.state = 'void')
                    or ($6 = 'valid' and t.state = 'valid' and c.ticket_id is null))
             order by t.issued_at, t.ticket_id
             limit $7";
        let (at, ticket) =
            which.after.map_or((-1, Vec::new()), |(at, ticket)| (at.micros(), ticket.bytes().to_vec()));
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(which.event.bytes())
            .bind(at)
            .bind(ticket)
            .bind(which.pattern.as_deref())
            .bind(which.ticket_type.map(|id| id.bytes().to_vec()))
            .bind(which.state)
            .bind(i64::from(which.limit))
            .fetch_all(conn)
            .await)?)
    }

    /// Orders with places at an event, newest first.
    pub async fn find_event_orders(
        &mut self,
        event: EventId,
        pattern: Option<&str>,
        state: Option<&str>,
        before: Option<(Time, OrderId)>,
        limit: u32,
    ) -> Result<Vec<FoundOrder>> {
        const SQL: &str = "
            select o.order_id, o.number, o.name, o.email, o.state, o.method, o.total_minor, o.created_at, l.places
              from (select order_id, count(*) as places from order_line where event_id = $1 group by order_id) l
              join buyer_order o on o.order_id = l.order_id
             where (o.created_at, o.order_id) < ($2, $3)
               and (cast($4 as text) is null
                    or lower(o.name) like lower($4) escape '!' or lower(o.email) like lower($4) escape '!'
                    or lower(o.number) like lower($4) escape '!')
               and (cast($5 as text) is null or o.state = $5
                    or (o.state = 'pending' and o.method = $5 and $5 in ('box_office', 'bank_transfer')))
             order by o.created_at desc, o.order_id desc
             limit $6";
        let (at, order) =
            before.map_or((i64::MAX, Vec::new()), |(at, order)| (at.micros(), order.bytes().to_vec()));
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(event.bytes())
            .bind(at)
            .bind(order)
            .bind(pattern)
            .bind(state)
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await)?)
    }

    /// Entries of the log, newest first.
    pub async fn list_activity(&mut self, which: &ActivityQuery) -> Result<Vec<ActivityRow>> {
        let sql = format!(
            "{ACTIVITY}
              where a.organization_id in {}
                and (cast($2 as bytea) is null or a.event_id = $2)
                and (cast($3 as bigint) is null or a.activity_no < $3)
              order by a.activity_no desc
              limit $4",
            ids_in(self.dialect())
        );
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql))
            .bind(id_list(which.organizations.iter().map(OrganizationId::bytes)))
            .bind(which.event.map(|id| id.bytes().to_vec()))
            .bind(which.before)
            .bind(i64::from(which.limit))
            .fetch_all(conn)
            .await)?)
    }

    /// What happened to some things (an order, its payments, its tickets), oldest first.
    pub async fn list_activity_of(&mut self, subjects: &[&[u8]], limit: u32) -> Result<Vec<ActivityRow>> {
        let sql = format!(
            "{ACTIVITY} where a.subject_id in {} order by a.activity_no limit $2",
            ids_in(self.dialect())
        );
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql))
            .bind(id_list(subjects.iter().copied()))
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await)?)
    }
}
