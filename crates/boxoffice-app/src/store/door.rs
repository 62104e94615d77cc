//! What the door sees: the events that somebody may scan for, how many are in, whose ticket it is.

use boxoffice_domain::ids::{EventId, OrganizationId, TicketId};
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{id_list, ids_in};
use super::row::row;
use super::{Dialect, Result, Tx, on};

row! {
    /// An event that is scanned for.
    #[derive(Clone, Debug)]
    pub struct DoorEvent {
        /// Its id.
        pub event_id: EventId,
        /// Whose it is.
        pub organization_id: OrganizationId,
        /// Its title.
        pub title: String,
        /// Its city.
        pub city: String,
        /// Its zone.
        pub time_zone: String,
        /// Its first start, if it is known.
        pub starts_at: Option<Time>,
    }
}

row! {
    /// What the door reads on a ticket.
    #[derive(Clone, Debug)]
    pub struct DoorTicket {
        /// The event it admits to.
        pub event_id: EventId,
        /// Who it admits.
        pub holder_name: String,
        /// Adult, Student, VIP.
        pub ticket_type: String,
        /// Section or standing area.
        pub area: String,
        /// The row of a numbered seat.
        pub row_label: Option<String>,
        /// The seat's label.
        pub seat_label: Option<String>,
    }
}

row! {
    /// How full the house is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct DoorCounts {
        /// Let in and not gone again.
        pub checked_in: i64,
        /// Valid tickets.
        pub sold: i64,
    }
}

const DOOR_EVENT: &str = "select event_id, organization_id, title, city, time_zone, starts_at from event";

fn door_events_sql(dialect: Dialect) -> String {
    let organizations = ids_in(dialect);
    format!(
        "{DOOR_EVENT} where organization_id in {organizations}
            and state = 'published' and (starts_at is null or coalesce(ends_at, starts_at) > $2)
          order by case when starts_at is null then 1 else 0 end, starts_at, event_id
          limit $3"
    )
}

impl Tx {
    /// Published events of these organizations that are not over since `since`, soonest first, undated last.
    pub async fn list_door_events(
        &mut self,
        organizations: &[OrganizationId],
        since: Time,
        limit: u32,
    ) -> Result<Vec<DoorEvent>> {
        let sql = door_events_sql(self.dialect());
        let ids = id_list(organizations.iter().map(OrganizationId::bytes));
        Ok(on!(self, conn => sqlx::query_as(AssertSqlSafe(sql))
            .bind(ids)
            .bind(since.micros())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await)?)
    }

    /// One event as the door sees it; deleted ones are not there.
    pub async fn find_door_event(&mut self, event: EventId) -> Result<Option<DoorEvent>> {
        const SQL: &str = "
            select event_id, organization_id, title, city, time_zone, starts_at
              from event
             where event_id = $1 and state <> 'deleted'";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_optional(conn).await)?)
    }

    /// What stands on a ticket.
    pub async fn find_door_ticket(&mut self, ticket: TicketId) -> Result<Option<DoorTicket>> {
        const SQL: &str = "
            select t.event_id, t.holder_name, y.name as ticket_type, a.name as area, s.row_label, s.seat_label
              from ticket t
              join ticket_type y on y.event_id = t.event_id and y.ticket_type_id = t.ticket_type_id
              join area a on a.performance_id = t.performance_id and a.area_id = t.area_id
              left join seat s on s.performance_id = t.performance_id and s.seat_id = t.seat_id
             where t.ticket_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(ticket.bytes()).fetch_optional(conn).await)?)
    }

    /// How many are in, of how many tickets.
    pub async fn find_door_counts(&mut self, event: EventId) -> Result<DoorCounts> {
        const SQL: &str = "
            select (select count(*) from check_in c
                     where c.event_id = $1 and c.checked_out_at is null) as checked_in,
                   cast(coalesce((select sum(a.sold) from area a
                                    join performance p on p.performance_id = a.performance_id
                                   where p.event_id = $1), 0) as bigint) as sold";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_one(conn).await)?)
    }
}
