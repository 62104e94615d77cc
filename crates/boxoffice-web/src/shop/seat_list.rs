//! Seats as a list: section, then rows, then seats. Only free ones can be ticked, taken ones keep their place, so that
//! neighbours are seen. A list stays short enough to be read: a section of many seats is cut between rows.

use std::fmt::Write as _;

use boxoffice_app::i18n::Lang;
use boxoffice_app::selling::availability::{PerformanceAvailability, SeatView};

use super::offers::is_seated;

/// Seats on one page; a row is never cut.
const SEATS_PER_PAGE: usize = 400;

/// A row in which a seat is free.
#[derive(Clone, Debug)]
pub struct Row {
    /// `Row F`.
    pub label: String,
    /// Its seats.
    pub seats: Vec<Seat>,
}

/// A seat.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The value of its checkbox.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Row, seat, section and price in full.
    pub label: String,
    /// Whether it was ticked.
    pub is_chosen: bool,
    /// Whether it can be had.
    pub is_free: bool,
}

/// A section or a range of rows to go to.
#[derive(Clone, Debug)]
pub struct Way {
    /// What it is called.
    pub label: String,
    /// Where it is.
    pub href: String,
    /// Whether we are there.
    pub is_here: bool,
}

/// A page of a section's seats.
#[derive(Clone, Debug, Default)]
pub struct SeatList {
    /// All ranges of rows.
    pub ranges: Vec<Way>,
    /// The rows of this one.
    pub rows: Vec<Row>,
}

/// What a list needs to know.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The address of the section's list.
    pub href: &'a str,
    /// Name of the section.
    pub area: &'a str,
    /// What a seat costs in all.
    pub price: &'a str,
    /// Which range of rows.
    pub page: usize,
    /// Seats that were ticked.
    pub chosen: &'a [String],
}

impl SeatList {
    /// Cuts a section into pages and describes one.
    pub fn of(seats: &[SeatView], wish: &Wish<'_>) -> Self {
        let rows: Vec<&[SeatView]> =
            seats.chunk_by(|a, b| a.row == b.row).filter(|row| row.iter().any(|seat| seat.free)).collect();
        let pages = pages(&rows);
        let here = wish.page.min(pages.len().saturating_sub(1));
        let ranges = pages.iter().enumerate().map(|(number, rows)| range(number, rows, number == here, wish));
        let shown = pages.get(here).copied().unwrap_or_default();
        Self { ranges: ranges.collect(), rows: shown.iter().map(|row| describe(row, wish)).collect() }
    }
}

fn pages<'r, 's>(rows: &'r [&'s [SeatView]]) -> Vec<&'r [&'s [SeatView]]> {
    let (mut pages, mut start, mut seats) = (Vec::new(), 0, 0);
    for (number, row) in rows.iter().enumerate() {
        if seats > 0 && seats + row.len() > SEATS_PER_PAGE {
            pages.push(&rows[start..number]);
            (start, seats) = (number, 0);
        }
        seats += row.len();
    }
    if start < rows.len() {
        pages.push(&rows[start..]);
    }
    pages
}

fn range(number: usize, rows: &[&[SeatView]], is_here: bool, wish: &Wish<'_>) -> Way {
    let name = |row: Option<&&[SeatView]>| {
        row.and_then(|row| row.first()).map(|seat| seat.row.clone()).unwrap_or_default()
    };
    let (from, to) = (name(rows.first()), name(rows.last()));
    let mut href = wish.href.to_owned();
    // Writing into a string cannot fail.
    let _ = write!(href, "&rows={number}");
    Way {
        label: wish.lang.with("shop-seats-rows", &[("from", from.into()), ("to", to.into())]),
        href,
        is_here,
    }
}

fn describe(row: &[SeatView], wish: &Wish<'_>) -> Row {
    let name = row.first().map(|seat| seat.row.clone()).unwrap_or_default();
    Row {
        label: wish.lang.with("shop-seats-row", &[("row", name.into())]),
        seats: row.iter().map(|seat| describe_seat(seat, wish)).collect(),
    }
}

fn describe_seat(seat: &SeatView, wish: &Wish<'_>) -> Seat {
    let id = seat.seat.to_string();
    let label = wish.lang.with(
        "shop-seats-label",
        &[
            ("row", seat.row.clone().into()),
            ("seat", seat.label.clone().into()),
            ("area", wish.area.to_owned().into()),
            ("price", wish.price.to_owned().into()),
        ],
    );
    Seat { is_chosen: wish.chosen.contains(&id), is_free: seat.free, number: seat.label.clone(), label, id }
}

/// The seated sections of a performance.
pub fn sections(view: &PerformanceAvailability, here: &str, lang: Lang) -> Vec<Way> {
    let seated = view.areas.iter().filter(|area| is_seated(area));
    seated
        .map(|area| Way {
            label: lang.with(
                "shop-seats-in",
                &[("area", area.name.clone().into()), ("count", area.available.into())],
            ),
            href: format!("/{}/performances/{}/seats?area={}", lang.code(), view.performance, area.area),
            is_here: area.area.to_string() == here,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use boxoffice_domain::ids::SeatId;

    use super::*;

    fn hall(rows: u8, seats: u8) -> Vec<SeatView> {
        let seat = |row: u8, seat: u8| SeatView {
            seat: SeatId::from_bytes([row, seat, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            row: row.to_string(),
            label: seat.to_string(),
            free: seat != 1,
        };
        (1..=rows).flat_map(|row| (1..=seats).map(move |number| seat(row, number))).collect()
    }

    fn wish(page: usize) -> Wish<'static> {
        Wish { lang: Lang::EN, href: "?area=x", area: "Stalls", price: "€42.00", page, chosen: &[] }
    }

    #[test]
    fn a_large_section_is_cut_between_rows_and_taken_seats_keep_their_place() {
        let list = SeatList::of(&hall(40, 51), &wish(1));
        assert_eq!(list.ranges.len(), 6);
        assert_eq!(list.rows.len(), 7);
        assert_eq!(list.rows[0].label, "Row 8");
        assert_eq!(list.rows[0].seats.len(), 51);
        assert!(!list.rows[0].seats[0].is_free, "seat 1 is taken");
        assert_eq!(list.rows[0].seats[1].label, "Row 8, seat 2, Stalls, €42.00");
    }

    #[test]
    fn a_row_without_a_free_seat_is_left_out() {
        let mut seats = hall(3, 5);
        seats.iter_mut().filter(|seat| seat.row == "2").for_each(|seat| seat.free = false);
        let labels: Vec<_> = SeatList::of(&seats, &wish(0)).rows.into_iter().map(|row| row.label).collect();
        assert_eq!(labels, ["Row 1", "Row 3"]);
    }

    #[test]
    fn a_page_that_is_not_there_is_the_last_one() {
        assert_eq!(SeatList::of(&hall(3, 5), &wish(9)).rows.len(), 3);
        assert!(SeatList::of(&[], &wish(0)).rows.is_empty());
    }
}
