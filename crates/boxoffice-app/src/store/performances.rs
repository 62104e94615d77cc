//! Performances and the places that are made with them. After that only the desk changes places.

use boxoffice_domain::catalog::state::PerformanceState;
use boxoffice_domain::ids::{AreaId, EventId, OrganizationId, PerformanceId, SeatId};
use boxoffice_domain::time::Time;
use sqlx::AssertSqlSafe;

use super::bulk::{Columns, Kind, id_list, ids_in};
use super::cell::{Cells, cells};
use super::row::{row, via};
use super::{Result, Tx, on};

row! {
    /// One dated occurrence, as stored.
    #[derive(Clone, Debug)]
    pub struct Performance {
        /// Its id.
        pub performance_id: PerformanceId,
        /// Of which event.
        pub event_id: EventId,
        /// Whose it is.
        pub organization_id: OrganizationId,
        /// Start; none: to be announced.
        pub starts_at: Option<Time>,
        /// End.
        pub ends_at: Option<Time>,
        /// Doors.
        pub doors_at: Option<Time>,
        /// Where it stands.
        pub state: PerformanceState,
        /// When it was made.
        pub created_at: Time,
    }
}

row! {
    /// An area of a performance with its exact figures.
    #[derive(Clone, Debug)]
    pub struct Area {
        /// Of which performance.
        pub performance_id: PerformanceId,
        /// Its id.
        pub area_id: AreaId,
        /// Its name.
        pub name: String,
        /// `standing` or `seated`.
        pub kind: String,
        /// Places.
        pub capacity: i64,
        /// Held now.
        pub held: i64,
        /// Sold.
        pub sold: i64,
        /// Order in lists.
        pub sort: i64,
    }
}

/// A numbered seat about to be made.
#[derive(Clone, Debug)]
pub(crate) struct NewSeat {
    pub(crate) performance: PerformanceId,
    pub(crate) seat: SeatId,
    pub(crate) area: AreaId,
    pub(crate) row: String,
    pub(crate) label: String,
    pub(crate) sort: i64,
}

row! {
    /// How a seat is labelled.
    #[derive(Clone, Debug)]
    pub(crate) struct SeatLabel {
        pub(crate) area_id: AreaId,
        pub(crate) row_label: String,
        pub(crate) seat_label: String,
    }
}

via!(PerformanceState, String, |text| parse_state(&text));

fn parse_state(text: &str) -> Result<PerformanceState, sqlx::Error> {
    PerformanceState::parse(text)
        .ok_or_else(|| sqlx::Error::Decode(format!("performance state {text}").into()))
}

const PERFORMANCE: Columns = &[
    ("performance_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("starts_at", Kind::Int),
    ("ends_at", Kind::Int),
    ("doors_at", Kind::Int),
    ("state", Kind::Text),
    ("created_at", Kind::Int),
];

const AREA: Columns = &[
    ("performance_id", Kind::Bytes),
    ("area_id", Kind::Bytes),
    ("name", Kind::Text),
    ("kind", Kind::Text),
    ("capacity", Kind::Int),
    ("held", Kind::Int),
    ("sold", Kind::Int),
    ("sort", Kind::Int),
];

const SEAT: Columns = &[
    ("performance_id", Kind::Bytes),
    ("seat_id", Kind::Bytes),
    ("area_id", Kind::Bytes),
    ("row_label", Kind::Text),
    ("seat_label", Kind::Text),
    ("sort", Kind::Int),
];

/// Seats of one statement: enough to be fast, little enough to stay a few megabytes.
const SEATS_PER_STATEMENT: usize = 10_000;

fn performance_row(performance: &Performance) -> Cells<'_> {
    cells![
        performance.performance_id,
        performance.event_id,
        performance.organization_id,
        performance.starts_at,
        performance.ends_at,
        performance.doors_at,
        performance.state.as_str(),
        performance.created_at,
    ]
}

fn area_row(area: &Area) -> Cells<'_> {
    cells![
        area.performance_id,
        area.area_id,
        area.name.as_str(),
        area.kind.as_str(),
        area.capacity,
        area.held,
        area.sold,
        area.sort,
    ]
}

fn seat_row(seat: &NewSeat) -> Cells<'_> {
    cells![seat.performance, seat.seat, seat.area, seat.row.as_str(), seat.label.as_str(), seat.sort,]
}

impl Tx {
    /// Inserts performances.
    pub(crate) async fn insert_performances(&mut self, performances: &[Performance]) -> Result<()> {
        self.insert_rows("performance", PERFORMANCE, performances.iter().map(performance_row).collect()).await
    }

    /// Writes a performance back as it is now.
    pub(crate) async fn update_performance(&mut self, performance: &Performance) -> Result<()> {
        self.update_rows("performance", PERFORMANCE, 1, vec![performance_row(performance)]).await.map(|_| ())
    }

    /// Inserts areas, empty as they are when they are made.
    pub(crate) async fn insert_areas(&mut self, areas: &[Area]) -> Result<()> {
        self.insert_rows("area", AREA, areas.iter().map(area_row).collect()).await
    }

    /// Inserts seats, tens of thousands in a moment.
    pub(crate) async fn insert_seats(&mut self, seats: &[NewSeat]) -> Result<()> {
        for some in seats.chunks(SEATS_PER_STATEMENT) {
            self.insert_rows("seat", SEAT, some.iter().map(seat_row).collect()).await?;
        }
        Ok(())
    }

    /// The performance with this id.
    pub async fn find_performance(&mut self, performance: PerformanceId) -> Result<Option<Performance>> {
        const SQL: &str = "select * from performance where performance_id = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(performance.bytes()).fetch_optional(conn).await?))
    }

    /// The performances of an event, soonest first, those without a date last.
    pub async fn list_performances(&mut self, event: EventId) -> Result<Vec<Performance>> {
        const SQL: &str = "
            select *
              from performance
             where event_id = $1
             order by case when starts_at is null then 1 else 0 end, starts_at, performance_id
             limit 2000";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// The areas of all performances of an event, in order.
    pub async fn list_areas_of_event(&mut self, event: EventId) -> Result<Vec<Area>> {
        const SQL: &str = "
            select area.*
              from area
              join performance using (performance_id)
             where performance.event_id = $1
             order by area.performance_id, area.sort, area.area_id";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// The areas of some performances.
    pub async fn list_areas_of(&mut self, performances: &[PerformanceId]) -> Result<Vec<Area>> {
        let sql = format!(
            "select * from area where performance_id in {} order by performance_id, sort, area_id",
            ids_in(self.dialect())
        );
        let ids = id_list(performances.iter().map(PerformanceId::bytes));
        on!(self, conn => Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(conn).await?))
    }

    /// Gives a standing area another capacity, unless more than that is taken. Says whether it did.
    pub(crate) async fn change_area_capacity(
        &mut self,
        performance: PerformanceId,
        area: AreaId,
        capacity: i64,
    ) -> Result<bool> {
        const SQL: &str = "
            update area
               set capacity = $3
             where performance_id = $1 and area_id = $2 and kind = 'standing' and held + sold <= $3";
        let changed = on!(self, conn => sqlx::query(SQL)
            .bind(performance.bytes())
            .bind(area.bytes())
            .bind(capacity)
            .execute(conn)
            .await?
            .rows_affected());
        Ok(changed == 1)
    }

    /// How many numbered seats a performance has.
    pub async fn count_seats(&mut self, performance: PerformanceId) -> Result<i64> {
        const SQL: &str = "select count(*) from seat where performance_id = $1";
        on!(self, conn => Ok(sqlx::query_scalar(SQL).bind(performance.bytes()).fetch_one(conn).await?))
    }

    /// How the seats of a performance are labelled, in order.
    pub(crate) async fn list_seat_labels(&mut self, performance: PerformanceId) -> Result<Vec<SeatLabel>> {
        const SQL: &str = "
            select area_id, row_label, seat_label
              from seat
             where performance_id = $1
             order by area_id, sort";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(performance.bytes()).fetch_all(conn).await?))
    }
}
