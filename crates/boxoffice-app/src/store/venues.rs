//! Venues of organizations.

use boxoffice_domain::ids::{OrganizationId, VenueId};
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{Columns, Kind, id_list, ids_in};
use super::cell::{Cells, cells};
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A place, as stored.
    #[derive(Clone, Debug)]
    pub struct Venue {
        /// Its id.
        pub venue_id: VenueId,
        /// Whose it is.
        pub organization_id: OrganizationId,
        /// Name.
        pub name: String,
        /// Street and number.
        pub street: String,
        /// City.
        pub city: String,
        /// Country.
        pub country: String,
        /// IANA zone.
        pub time_zone: String,
        /// When it was made.
        pub created_at: Time,
    }
}

const VENUE: Columns = &[
    ("venue_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("name", Kind::Text),
    ("street", Kind::Text),
    ("city", Kind::Text),
    ("country", Kind::Text),
    ("time_zone", Kind::Text),
    ("created_at", Kind::Int),
];

fn venue_row(venue: &Venue) -> Cells<'_> {
    cells![
        venue.venue_id,
        venue.organization_id,
        venue.name.as_str(),
        venue.street.as_str(),
        venue.city.as_str(),
        venue.country.as_str(),
        venue.time_zone.as_str(),
        venue.created_at,
    ]
}

impl Tx {
    /// Inserts a venue.
    pub(crate) async fn insert_venue(&mut self, venue: &Venue) -> Result<()> {
        self.insert_rows("venue", VENUE, vec![venue_row(venue)]).await
    }

    /// Inserts several venues.
    pub(crate) async fn insert_venues(&mut self, venues: &[Venue]) -> Result<()> {
        self.insert_rows("venue", VENUE, venues.iter().map(venue_row).collect()).await
    }

    /// Writes a venue back as it is now.
    pub(crate) async fn update_venue(&mut self, venue: &Venue) -> Result<()> {
        self.update_rows("venue", VENUE, 1, vec![venue_row(venue)]).await.map(|_| ())
    }

    /// The venue with this id.
    pub async fn find_venue(&mut self, venue: VenueId) -> Result<Option<Venue>> {
        const SQL: &str = "select * from venue where venue_id = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(venue.bytes()).fetch_optional(conn).await?))
    }

    /// Several venues, in no particular order.
    pub async fn list_venues_by_id(&mut self, venues: &[VenueId]) -> Result<Vec<Venue>> {
        let sql = format!("select * from venue where venue_id in {}", ids_in(self.dialect()));
        let ids = id_list(venues.iter().map(VenueId::bytes));
        on!(self, conn => Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await?))
    }

    /// The venues of an organization by name.
    pub async fn list_venues_of(&mut self, organization: OrganizationId, limit: u32) -> Result<Vec<Venue>> {
        const SQL: &str = "
            select *
              from venue
             where organization_id = $1
             order by name, venue_id
             limit $2";
        on!(self, conn => Ok(sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }
}
