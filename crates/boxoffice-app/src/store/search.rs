//! Search rows: kept in step with events by `search/index.rs`, walked in order of their start.
//! A walk ends as soon as its page is full, so a word that every event has costs no more than a rare one.

use boxoffice_domain::ids::{EventId, ImageId, OrganizationId};
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{Columns, Kind, id_list, ids_in, rows_json};
use super::cell::{Cell, Cells, cells};
use super::events::Event;
use super::row::row;
use super::{Dialect, Result, Tx, on};

row! {
    /// An event as lists show it.
    #[derive(Clone, Debug)]
    pub struct EventCard {
        /// Its id.
        pub event_id: EventId,
        /// Whose it is.
        pub organization_id: OrganizationId,
        /// The organization's name.
        pub organization_name: String,
        /// Its part of the address.
        pub slug: String,
        /// Title.
        pub title: String,
        /// Summary.
        pub summary: String,
        /// Category slug.
        pub category: String,
        /// The venue's name, or empty.
        pub venue_name: String,
        /// City.
        pub city: String,
        /// Country.
        pub country: String,
        /// Online.
        pub online: bool,
        /// IANA zone.
        pub time_zone: String,
        /// Currency code.
        pub currency: String,
        /// Its picture.
        pub image_id: Option<ImageId>,
        /// First start.
        pub starts_at: Option<Time>,
        /// Last end.
        pub ends_at: Option<Time>,
        /// Lowest total.
        pub price_from_minor: Option<i64>,
    }
}

row! {
    /// A step of a walk.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Hit {
        pub(crate) event_id: EventId,
        pub(crate) event_no: i64,
    }
}

/// Which way and how far a walk goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk {
    /// From this number, inclusive.
    pub(crate) from: i64,
    /// To this number, inclusive.
    pub(crate) to: i64,
    /// Latest first.
    pub(crate) backwards: bool,
    /// Over no earlier than this.
    pub(crate) ends_from: i64,
    /// Over no later than this.
    pub(crate) ends_to: i64,
    /// Costs no more than this, in hundredths of a unit.
    pub(crate) price_max: Option<i64>,
    /// Only with a place left.
    pub(crate) only_available: bool,
    /// At most so many.
    pub(crate) limit: i64,
}

/// What search keeps of an event.
#[derive(Clone, Debug)]
pub(crate) struct SearchRow {
    pub(crate) event_no: i64,
    pub(crate) event: EventId,
    pub(crate) organization: OrganizationId,
    pub(crate) state: &'static str,
    pub(crate) ends_at: i64,
    pub(crate) price_hundredths: Option<i64>,
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) body: String,
    pub(crate) facet: String,
}

const EVENT: Columns = &[
    ("event_no", Kind::Int),
    ("event_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("state", Kind::Text),
    ("ends_at", Kind::Int),
    ("price_hundredths", Kind::Int),
];

const TEXT: Columns = &[
    ("rowid", Kind::Int),
    ("title", Kind::Text),
    ("place", Kind::Text),
    ("body", Kind::Text),
    ("facet", Kind::Text),
];

impl Tx {
    /// Forgets what search knows of these events.
    pub(crate) async fn delete_search_rows(&mut self, events: &[EventId]) -> Result<()> {
        let dialect = self.dialect();
        let ids = id_list(events.iter().map(EventId::bytes));
        if dialect == Dialect::Sqlite {
            let sql = format!(
                "delete from search_text where rowid in (select event_no from search_event where event_id in {})",
                ids_in(dialect)
            );
            on!(self, conn => sqlx::query(AssertSqlSafe(sql)).bind(&ids).execute(conn).await?.rows_affected());
        }
        let sql = format!("delete from search_event where event_id in {}", ids_in(dialect));
        on!(self, conn => sqlx::query(AssertSqlSafe(sql)).bind(&ids).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Makes events findable.
    pub(crate) async fn insert_search_rows(&mut self, rows: &[SearchRow]) -> Result<()> {
        match self.dialect() {
            Dialect::Sqlite => {
                self.insert_rows("search_event", EVENT, rows.iter().map(event_row).collect()).await?;
                self.insert_rows("search_text", TEXT, rows.iter().map(text_row).collect()).await
            }
            Dialect::Postgres => self.insert_postgres_search_rows(rows).await,
        }
    }

    async fn insert_postgres_search_rows(&mut self, rows: &[SearchRow]) -> Result<()> {
        const POSTGRES_SQL: &str = "
            insert into search_event
                   (event_no, event_id, organization_id, state, ends_at, price_hundredths, words)
            select cast(value ->> 0 as bigint), decode(value ->> 1, 'hex'), decode(value ->> 2, 'hex'), value ->> 3,
                   cast(value ->> 4 as bigint), cast(value ->> 5 as bigint),
                   setweight(to_tsvector('simple', value ->> 6), 'A')
                   || setweight(to_tsvector('simple', value ->> 7), 'B')
                   || setweight(to_tsvector('simple', value ->> 8), 'C')
                   || setweight(to_tsvector('simple', value ->> 9), 'D')
              from json_array_elements(cast($1 as json)) as given(value)";
        let rows: Vec<Cells<'_>> = rows.iter().map(whole_row).collect();
        let json = rows_json(&rows);
        on!(self, conn => sqlx::query(POSTGRES_SQL).bind(json).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Events that match the expression (all, when there is none), in the order of the walk.
    pub(crate) async fn walk_search(&mut self, expression: Option<&str>, walk: Walk) -> Result<Vec<Hit>> {
        let sql = walk_sql(self.dialect(), expression.is_some(), walk.backwards);
        // Planned anew each time: how common a word is decides how PostgreSQL should look for it.
        on!(self, conn => Ok(sqlx::query_as(sql)
            .persistent(false)
            .bind(expression.unwrap_or_default())
            .bind(walk.from)
            .bind(walk.to)
            .bind(walk.ends_from)
            .bind(walk.ends_to)
            .bind(walk.price_max)
            .bind(walk.only_available)
            .bind(walk.limit)
            .fetch_all(conn)
            .await?))
    }

    /// Has PostgreSQL count anew what many rows at once have changed. It does so by itself, but a minute later, and
    /// until then it searches as if there were hardly an event.
    pub(crate) async fn count_anew(&mut self) -> Result<()> {
        const POSTGRES_SQL: &str =
            "analyze event, performance, area, ticket_type, search_event, search_word, search_trigram";
        if self.dialect() == Dialect::Postgres {
            on!(self, conn => sqlx::query(POSTGRES_SQL).execute(conn).await?.rows_affected());
        }
        Ok(())
    }

    /// These events as lists show them, in no particular order.
    pub(crate) async fn list_event_cards(&mut self, events: &[EventId]) -> Result<Vec<EventCard>> {
        let sql = format!(
            "select event.event_id, event.organization_id, organization.name as organization_name, event.slug,
                    event.title, event.summary, event.category, coalesce(venue.name, '') as venue_name, event.city,
                    event.country, event.online, event.time_zone, event.currency, event.image_id, event.starts_at,
                    event.ends_at, event.price_from_minor
               from event
               join organization using (organization_id)
               left join venue on venue.venue_id = event.venue_id
              where event.event_id in {}",
            ids_in(self.dialect())
        );
        let ids = id_list(events.iter().map(EventId::bytes));
        on!(self, conn => Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await?))
    }

    /// Events that run over many days or dates, are not over, and are still sorted by a date before `event_no`.
    pub(crate) async fn list_events_sorted_before(&mut self, event_no: i64, now: Time) -> Result<Vec<Event>> {
        const SQL: &str = "
            select event.*
              from search_event
              join event using (event_id)
             where search_event.event_no < $1 and search_event.ends_at >= $2 and search_event.state = 'published'
             order by search_event.event_no
             limit 500";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(event_no).bind(now.micros()).fetch_all(conn).await?))
    }
}

fn walk_sql(dialect: Dialect, matching: bool, backwards: bool) -> &'static str {
    match (dialect, matching, backwards) {
        (Dialect::Sqlite, true, false) => MATCH_SQLITE_SQL,
        (Dialect::Sqlite, true, true) => MATCH_BACK_SQLITE_SQL,
        (Dialect::Postgres, true, false) => MATCH_POSTGRES_SQL,
        (Dialect::Postgres, true, true) => MATCH_BACK_POSTGRES_SQL,
        (_, false, false) => BROWSE_SQL,
        (_, false, true) => BROWSE_BACK_SQL,
    }
}

const MATCH_SQLITE_SQL: &str = "
    select s.event_id, s.event_no
      from search_text
     cross join search_event as s on s.event_no = search_text.rowid
     where search_text match $1 and search_text.rowid >= $2 and search_text.rowid <= $3
       and s.state = 'published' and s.ends_at >= $4 and s.ends_at <= $5
       and (cast($6 as bigint) is null or s.price_hundredths <= $6)
       and (not $7 or exists (
            select 1
              from performance
              join area using (performance_id)
             where performance.event_id = s.event_id and performance.state = 'scheduled'
               and area.held + area.sold < area.capacity))
     order by search_text.rowid
     limit $8";

const MATCH_BACK_SQLITE_SQL: &str = "
    select s.event_id, s.event_no
      from search_text
     cross join search_event as s on s.event_no = search_text.rowid
     where search_text match $1 and search_text.rowid >= $2 and search_text.rowid <= $3
       and s.state = 'published' and s.ends_at >= $4 and s.ends_at <= $5
       and (cast($6 as bigint) is null or s.price_hundredths <= $6)
       and (not $7 or exists (
            select 1
              from performance
              join area using (performance_id)
             where performance.event_id = s.event_id and performance.state = 'scheduled'
               and area.held + area.sold < area.capacity))
     order by search_text.rowid desc
     limit $8";

const MATCH_POSTGRES_SQL: &str = "
    select s.event_id, s.event_no
      from search_event as s
     where s.words @@ cast($1 as tsquery) and s.event_no >= $2 and s.event_no <= $3
       and s.state = 'published' and s.ends_at >= $4 and s.ends_at <= $5
       and (cast($6 as bigint) is null or s.price_hundredths <= $6)
       and (not $7 or exists (
            select 1
              from performance
              join area using (performance_id)
             where performance.event_id = s.event_id and performance.state = 'scheduled'
               and area.held + area.sold < area.capacity))
     order by s.event_no
     limit $8";

const MATCH_BACK_POSTGRES_SQL: &str = "
    select s.event_id, s.event_no
      from search_event as s
     where s.words @@ cast($1 as tsquery) and s.event_no >= $2 and s.event_no <= $3
       and s.state = 'published' and s.ends_at >= $4 and s.ends_at <= $5
       and (cast($6 as bigint) is null or s.price_hundredths <= $6)
       and (not $7 or exists (
            select 1
              from performance
              join area using (performance_id)
             where performance.event_id = s.event_id and performance.state = 'scheduled'
               and area.held + area.sold < area.capacity))
     order by s.event_no desc
     limit $8";

const BROWSE_SQL: &str = "
    select s.event_id, s.event_no
      from search_event as s
     where cast($1 as text) = '' and s.event_no >= $2 and s.event_no <= $3
       and s.state = 'published' and s.ends_at >= $4 and s.ends_at <= $5
       and (cast($6 as bigint) is null or s.price_hundredths <= $6)
       and (not $7 or exists (
            select 1
              from performance
              join area using (performance_id)
             where performance.event_id = s.event_id and performance.state = 'scheduled'
               and area.held + area.sold < area.capacity))
     order by s.event_no
     limit $8";

const BROWSE_BACK_SQL: &str = "
    select s.event_id, s.event_no
      from search_event as s
     where cast($1 as text) = '' and s.event_no >= $2 and s.event_no <= $3
       and s.state = 'published' and s.ends_at >= $4 and s.ends_at <= $5
       and (cast($6 as bigint) is null or s.price_hundredths <= $6)
       and (not $7 or exists (
            select 1
              from performance
              join area using (performance_id)
             where performance.event_id = s.event_id and performance.state = 'scheduled'
               and area.held + area.sold < area.capacity))
     order by s.event_no desc
     limit $8";

fn event_row(row: &SearchRow) -> Cells<'_> {
    cells![row.event_no, row.event, row.organization, row.state, row.ends_at, row.price_hundredths]
}

fn text_cells(row: &SearchRow) -> [Cell<'_>; 4] {
    [&row.title, &row.place, &row.body, &row.facet].map(|text| Cell::from(text.as_str()))
}

fn text_row(row: &SearchRow) -> Cells<'_> {
    std::iter::once(Cell::from(row.event_no)).chain(text_cells(row)).collect()
}

fn whole_row(row: &SearchRow) -> Cells<'_> {
    event_row(row).into_iter().chain(text_cells(row)).collect()
}
