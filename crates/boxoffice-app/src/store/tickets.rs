//! Tickets as they are printed, and the files that were made of them.

use boxoffice_domain::ids::{EventId, ImageId, OrderId, OrganizationId, PerformanceId, TicketId};
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// Everything that stands on a printed ticket.
    #[derive(Clone, Debug)]
    pub struct TicketPrint {
        /// The ticket.
        pub ticket_id: TicketId,
        /// Its order.
        pub order_id: OrderId,
        /// The event.
        pub event_id: EventId,
        /// The performance.
        pub performance_id: PerformanceId,
        /// What the scanner reads.
        pub barcode: String,
        /// Who it admits.
        pub holder_name: String,
        /// Adult, Student, VIP.
        pub ticket_type: String,
        /// Section or standing area.
        pub area: String,
        /// The row of a numbered seat.
        pub row_label: Option<String>,
        /// The seat's label in its row.
        pub seat_label: Option<String>,
        /// Price without the fee.
        pub price_minor: i64,
        /// Fee on top.
        pub fee_minor: i64,
        /// The order's currency.
        pub currency: String,
        /// The order's number for people.
        pub number: String,
        /// The buyer's language.
        pub locale: String,
        /// The event's title.
        pub title: String,
        /// The event's address part.
        pub slug: String,
        /// The organizer's picture.
        pub image_id: Option<ImageId>,
        /// Start; none while to be announced.
        pub starts_at: Option<Time>,
        /// End, if known.
        pub ends_at: Option<Time>,
        /// Doors, if known.
        pub doors_at: Option<Time>,
        /// Scheduled, postponed or cancelled.
        pub performance_state: String,
        /// The event's zone.
        pub time_zone: String,
        /// The venue, if there is one.
        pub venue: Option<String>,
        /// Its street.
        pub street: Option<String>,
        /// The event's city.
        pub city: String,
        /// The event's country.
        pub country: String,
        /// Whether it takes place on line.
        pub online: bool,
        /// From what age, in the organizer's words.
        pub age_limit: String,
        /// Notes on access, in the organizer's words.
        pub access_notes: String,
        /// Who puts it on.
        pub organization_id: OrganizationId,
        /// Its name.
        pub organization: String,
        /// Where to ask.
        pub contact_email: String,
        /// Its terms.
        pub terms: String,
    }
}

row! {
    /// An order found by its secret link.
    #[derive(Clone, Debug)]
    pub struct LinkedOrder {
        /// The order.
        pub order_id: OrderId,
        /// Its number for people.
        pub number: String,
    }
}

row! {
    /// A stored file of an order's tickets.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TicketFile {
        /// The order.
        pub order_id: OrderId,
        /// Where it is stored.
        pub path: String,
    }
}

impl Tx {
    /// The valid tickets of an order as they are printed, in the order of its lines.
    pub async fn list_ticket_prints(&mut self, order: OrderId, limit: u32) -> Result<Vec<TicketPrint>> {
        const SQL: &str = "
            select t.ticket_id, t.order_id, t.event_id, t.performance_id, t.barcode, t.holder_name,
                   y.name as ticket_type, a.name as area, s.row_label, s.seat_label, l.price_minor, l.fee_minor,
                   o.currency, o.number, o.locale, e.title, e.slug, e.image_id, p.starts_at, p.ends_at, p.doors_at,
                   p.state as performance_state, e.time_zone, v.name as venue, v.street, e.city, e.country, e.online,
                   e.age_limit, e.access_notes, g.organization_id, g.name as organization, g.contact_email, g.terms
              from ticket t
              join buyer_order o on o.order_id = t.order_id
              join order_line l on l.order_id = t.order_id and l.line_no = t.line_no
              join event e on e.event_id = t.event_id
              join performance p on p.performance_id = t.performance_id
              join organization g on g.organization_id = e.organization_id
              join ticket_type y on y.event_id = t.event_id and y.ticket_type_id = t.ticket_type_id
              join area a on a.performance_id = t.performance_id and a.area_id = t.area_id
              left join seat s on s.performance_id = t.performance_id and s.seat_id = t.seat_id
              left join venue v on v.venue_id = e.venue_id
             where t.order_id = $1 and t.state = 'valid'
             order by t.line_no
             limit $2";
        Ok(
            on!(self, conn => sqlx::query_as(SQL).bind(order.bytes()).bind(i64::from(limit)).fetch_all(conn).await)?,
        )
    }

    /// The order behind a secret link.
    pub async fn find_linked_order(&mut self, secret: [u8; 16]) -> Result<Option<LinkedOrder>> {
        const SQL: &str = "select order_id, number from buyer_order where secret = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(secret.to_vec()).fetch_optional(conn).await)?)
    }

    /// The stored file of an order's tickets, if there is one.
    pub async fn find_ticket_file(&mut self, order: OrderId) -> Result<Option<TicketFile>> {
        const SQL: &str = "select order_id, path from ticket_file where order_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(order.bytes()).fetch_optional(conn).await)?)
    }

    /// Remembers the file of an order's tickets, in place of an earlier one.
    pub async fn upsert_ticket_file(&mut self, file: &TicketFile, made_at: Time) -> Result<()> {
        const SQL: &str = "
            insert into ticket_file (order_id, path, made_at)
            values ($1, $2, $3)
                on conflict (order_id) do update set path = excluded.path, made_at = excluded.made_at";
        on!(self, conn => sqlx::query(SQL)
            .bind(file.order_id.bytes())
            .bind(&file.path)
            .bind(made_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Files made before `before`, oldest first.
    pub async fn list_old_ticket_files(&mut self, before: Time, limit: u32) -> Result<Vec<TicketFile>> {
        const SQL: &str = "
            select order_id, path
              from ticket_file
             where made_at < $1
             order by made_at, order_id
             limit $2";
        Ok(
            on!(self, conn => sqlx::query_as(SQL).bind(before.micros()).bind(i64::from(limit)).fetch_all(conn).await)?,
        )
    }

    /// Forgets a file made before `before`, unless another one has taken its place. Says whether it did.
    pub async fn delete_ticket_file(&mut self, file: &TicketFile, before: Time) -> Result<bool> {
        const SQL: &str = "delete from ticket_file where order_id = $1 and path = $2 and made_at < $3";
        let deleted = on!(self, conn => sqlx::query(SQL)
            .bind(file.order_id.bytes())
            .bind(&file.path)
            .bind(before.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(deleted == 1)
    }
}
