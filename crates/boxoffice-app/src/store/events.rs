//! Events: what is advertised. Lists that people search are in `search.rs`.

use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::{EventId, ImageId, OrganizationId, VenueId};
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{Columns, Kind, id_list, ids_in, text_list};
use super::cell::{Cells, cells};
use super::row::{row, via};
use super::{Result, Tx, on};

row! {
    /// One event, as stored.
    #[derive(Clone, Debug)]
    pub struct Event {
        /// Its id.
        pub event_id: EventId,
        /// Whose it is.
        pub organization_id: OrganizationId,
        /// Where, when it is a known venue.
        pub venue_id: Option<VenueId>,
        /// Its part of the address.
        pub slug: String,
        /// Title.
        pub title: String,
        /// Summary.
        pub summary: String,
        /// Markdown.
        pub description: String,
        /// Category slug.
        pub category: String,
        /// City.
        pub city: String,
        /// Country.
        pub country: String,
        /// Online.
        pub online: bool,
        /// Web page or empty.
        pub url: String,
        /// IANA zone.
        pub time_zone: String,
        /// Currency code.
        pub currency: String,
        /// Where it stands.
        pub state: EventState,
        /// Its picture.
        pub image_id: Option<ImageId>,
        /// Hold length.
        pub hold_ttl_s: i64,
        /// Until when before the start buyers may cancel.
        pub cancel_until_s: Option<i64>,
        /// What the organizer keeps then: hundredths of a percent.
        pub cancel_fee_bp: i64,
        /// And a fixed amount per ticket.
        pub cancel_fee_minor: i64,
        /// Pay at the box office.
        pub box_office: bool,
        /// Age limit.
        pub age_limit: String,
        /// Access notes.
        pub access_notes: String,
        /// First start; none: to be announced.
        pub starts_at: Option<Time>,
        /// Last end, where one is known.
        pub ends_at: Option<Time>,
        /// Lowest total of its visible ticket types.
        pub price_from_minor: Option<i64>,
        /// When it was made.
        pub created_at: Time,
        /// When it was published.
        pub published_at: Option<Time>,
        /// When it was cancelled.
        pub cancelled_at: Option<Time>,
        /// Counts its changes.
        pub version: i64,
    }
}

row! {
    /// What makes an imported event the same as one that is there already.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub(crate) struct EventKey {
        pub(crate) title: String,
        pub(crate) starts_at: Option<i64>,
        pub(crate) city: String,
    }
}

via!(EventState, String, |text| parse_state(&text));

fn parse_state(text: &str) -> Result<EventState, sqlx::Error> {
    EventState::parse(text).ok_or_else(|| sqlx::Error::Decode(format!("event state {text}").into()))
}

const EVENT: Columns = &[
    ("event_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("venue_id", Kind::Bytes),
    ("slug", Kind::Text),
    ("title", Kind::Text),
    ("summary", Kind::Text),
    ("description", Kind::Text),
    ("category", Kind::Text),
    ("city", Kind::Text),
    ("country", Kind::Text),
    ("online", Kind::Bool),
    ("url", Kind::Text),
    ("time_zone", Kind::Text),
    ("currency", Kind::Text),
    ("state", Kind::Text),
    ("image_id", Kind::Bytes),
    ("hold_ttl_s", Kind::Int),
    ("cancel_until_s", Kind::Int),
    ("cancel_fee_bp", Kind::Int),
    ("cancel_fee_minor", Kind::Int),
    ("box_office", Kind::Bool),
    ("age_limit", Kind::Text),
    ("access_notes", Kind::Text),
    ("starts_at", Kind::Int),
    ("ends_at", Kind::Int),
    ("price_from_minor", Kind::Int),
    ("created_at", Kind::Int),
    ("published_at", Kind::Int),
    ("cancelled_at", Kind::Int),
    ("version", Kind::Int),
];

fn event_row(event: &Event) -> Cells<'_> {
    cells![
        event.event_id,
        event.organization_id,
        event.venue_id,
        event.slug.as_str(),
        event.title.as_str(),
        event.summary.as_str(),
        event.description.as_str(),
        event.category.as_str(),
        event.city.as_str(),
        event.country.as_str(),
        event.online,
        event.url.as_str(),
        event.time_zone.as_str(),
        event.currency.as_str(),
        event.state.as_str(),
        event.image_id,
        event.hold_ttl_s,
        event.cancel_until_s,
        event.cancel_fee_bp,
        event.cancel_fee_minor,
        event.box_office,
        event.age_limit.as_str(),
        event.access_notes.as_str(),
        event.starts_at,
        event.ends_at,
        event.price_from_minor,
        event.created_at,
        event.published_at,
        event.cancelled_at,
        event.version,
    ]
}

impl Tx {
    /// Inserts events.
    pub(crate) async fn insert_events(&mut self, events: &[Event]) -> Result<()> {
        self.insert_rows("event", EVENT, events.iter().map(event_row).collect()).await
    }

    /// Writes an event back as it is now. The caller has locked it with [`Tx::lock_event`].
    pub(crate) async fn update_event(&mut self, event: &Event) -> Result<()> {
        self.update_rows("event", EVENT, 1, vec![event_row(event)]).await.map(|_| ())
    }

    /// The event with this id, deleted ones included.
    pub async fn find_event(&mut self, event: EventId) -> Result<Option<Event>> {
        const SQL: &str = "select * from event where event_id = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(event.bytes()).fetch_optional(conn).await?))
    }

    /// The same, locked until this transaction ends, so that two editors take turns.
    pub(crate) async fn lock_event(&mut self, event: EventId) -> Result<Option<Event>> {
        const SQL: &str = "select * from event where event_id = $1";
        let sql = format!("{SQL}{}", self.dialect().for_update_of("event"));
        on!(self, conn => {
            Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(event.bytes()).fetch_optional(conn).await?)
        })
    }

    /// The event at this address.
    pub async fn find_event_by_slug(&mut self, slug: &str) -> Result<Option<Event>> {
        const SQL: &str = "select * from event where slug = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(slug).fetch_optional(conn).await?))
    }

    /// Several events, in no particular order.
    pub async fn list_events_by_id(&mut self, events: &[EventId]) -> Result<Vec<Event>> {
        let sql = format!("select * from event where event_id in {}", ids_in(self.dialect()));
        let ids = id_list(events.iter().map(EventId::bytes));
        on!(self, conn => Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await?))
    }

    /// An organization's events, newest first, before `before`; deleted ones are left out.
    pub async fn list_events_of(
        &mut self,
        organization: OrganizationId,
        before: Option<EventId>,
        limit: u32,
    ) -> Result<Vec<Event>> {
        const SQL: &str = "
            select *
              from event
             where organization_id = $1 and state <> 'deleted'
               and (cast($2 as bytea) is null or event_id < $2)
             order by event_id desc
             limit $3";
        on!(self, conn => Ok(sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(before.map(|id| id.bytes().to_vec()))
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }

    /// The keys of an organization's events with one of these titles.
    pub(crate) async fn list_event_keys(
        &mut self,
        organization: OrganizationId,
        titles: &[String],
    ) -> Result<Vec<EventKey>> {
        let sql = format!(
            "select title, starts_at, city
               from event
              where organization_id = $2 and state <> 'deleted'
                and title in (select value ->> 0 from {})",
            self.dialect().rows_from_json()
        );
        let titles = text_list(titles.iter().map(String::as_str));
        on!(self, conn => Ok(sqlx::query_as(AssertSqlSafe(sql))
            .bind(titles.as_str())
            .bind(organization.bytes())
            .fetch_all(conn)
            .await?))
    }

    /// Whether any order was ever placed for an event, whatever became of it.
    pub async fn has_orders(&mut self, event: EventId) -> Result<bool> {
        const SQL: &str = "select order_id from order_line where event_id = $1 limit 1";
        let found: Option<Vec<u8>> = on!(self, conn => {
            sqlx::query_scalar(SQL).bind(event.bytes()).fetch_optional(conn).await?
        });
        Ok(found.is_some())
    }

    /// Which of these addresses are taken.
    pub(crate) async fn list_taken_slugs(&mut self, slugs: &[String]) -> Result<Vec<String>> {
        let sql = format!(
            "select slug from event where slug in (select value ->> 0 from {})",
            self.dialect().rows_from_json()
        );
        let wanted = text_list(slugs.iter().map(String::as_str));
        on!(self, conn => Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(wanted.as_str()).fetch_all(conn).await?))
    }
}
