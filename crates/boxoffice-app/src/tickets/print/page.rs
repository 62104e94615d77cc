//! One ticket on one A4 page: what it is for on the left, what the scanner reads on the stub, terms below.

use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Zone;
use krilla::geom::Rect;
use krilla::image::Image;

use super::canvas::{Canvas, Column, INK, QUIET, Type};
use super::fonts::Weight;
use crate::i18n::{Lang, Value};
use crate::store::tickets::TicketPrint;
use crate::tickets::qr::Qr;

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);

const MARGIN: f32 = 42.0;
const STUB_WIDTH: f32 = 206.0;
const PADDING: f32 = 18.0;
const PICTURE_HEIGHT: f32 = 132.0;
const QR_SIDE: f32 = 158.0;

const TITLE: Type = Type::new(20.0, Weight::Bold, INK, 2);
/// For titles that would not fit.
const LONG_TITLE: Type = Type::new(14.0, Weight::Bold, INK, 7);
/// Titles longer than this are set in [`LONG_TITLE`], in characters.
const TITLE_CHARS: usize = 40;
const LABEL: Type = Type::new(7.5, Weight::Regular, QUIET, 1);
const VALUE: Type = Type::new(10.5, Weight::Bold, INK, 4);
const DETAIL: Type = Type::new(9.0, Weight::Regular, INK, 4);
const PLACE: Type = Type::new(13.0, Weight::Bold, INK, 4);
const SMALL: Type = Type::new(7.0, Weight::Regular, QUIET, 4);
const CODE: Type = Type::new(5.6, Weight::Regular, QUIET, 8);
const TERMS: Type = Type::new(8.0, Weight::Regular, QUIET, 24);
const HEADING: Type = Type::new(9.0, Weight::Bold, INK, 1);

/// What one page shows.
pub(super) struct Sheet<'a> {
    pub(super) lang: Lang,
    pub(super) ticket: &'a TicketPrint,
    pub(super) zone: &'a Zone,
    pub(super) currency: Currency,
    pub(super) qr: &'a Qr,
    pub(super) picture: Option<Image>,
    /// This page and how many there are.
    pub(super) number: (usize, usize),
}

/// Draws the page.
pub(super) fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
    let right = PAGE.0 - MARGIN;
    let tear = right - STUB_WIDTH;
    let main = draw_main(canvas, sheet, Column { x: MARGIN + PADDING, width: tear - MARGIN - 2.0 * PADDING });
    let stub = draw_stub(canvas, sheet, Column { x: tear + PADDING, width: STUB_WIDTH - 2.0 * PADDING });
    let bottom = main.max(stub) + PADDING;
    if let Some(card) = Rect::from_ltrb(MARGIN, MARGIN, right, bottom) {
        canvas.ticket_outline(card, tear);
    }
    draw_below(canvas, sheet, bottom + 18.0, Column { x: MARGIN, width: right - MARGIN });
}

/// Says where it ends.
fn draw_main(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, column: Column) -> f32 {
    let (lang, ticket) = (sheet.lang, sheet.ticket);
    let mut y = MARGIN + PADDING;
    if let Some(picture) = sheet.picture.clone() {
        if let Some(frame) = Rect::from_xywh(column.x, y, column.width, PICTURE_HEIGHT) {
            canvas.picture(frame, picture);
        }
        y += PICTURE_HEIGHT + 12.0;
    }
    let title = if ticket.title.chars().count() > TITLE_CHARS { LONG_TITLE } else { TITLE };
    y = canvas.text(column, y, &ticket.title, title) + 8.0;
    y = fact(canvas, column, y, lang.t("ticket-when"), &when(sheet), &doors(sheet));
    y = fact(canvas, column, y, lang.t("ticket-where"), &venue(sheet), &address(ticket));
    y = fact(canvas, column, y, lang.t("ticket-place"), &place(sheet), "");
    y = fact(canvas, column, y, lang.t("ticket-holder"), &ticket.holder_name, "");
    let half = Column { width: (column.width - 12.0) / 2.0, ..column };
    let other = Column { x: half.x + half.width + 12.0, ..half };
    let left = fact(canvas, half, y, lang.t("ticket-type"), &ticket.ticket_type, "");
    y = fact(canvas, other, y, lang.t("ticket-order"), &ticket.number, "").max(left);
    fact(canvas, half, y, lang.t("ticket-price"), &price(sheet), &fee(sheet))
}

/// Says where it ends.
fn draw_stub(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, column: Column) -> f32 {
    let ticket = sheet.ticket;
    let mut y = MARGIN + PADDING;
    let x = column.x + (column.width - QR_SIDE) / 2.0;
    canvas.qr(x, y + 4.0, QR_SIDE, sheet.qr);
    y += QR_SIDE + 16.0;
    y = canvas.centred(column, y, &place(sheet), PLACE) + 2.0;
    y = canvas.centred(column, y, &ticket.ticket_type, DETAIL);
    y = canvas.centred(column, y, &ticket.holder_name, DETAIL) + 8.0;
    y = canvas.centred(column, y, sheet.lang.t("ticket-by-hand"), LABEL);
    y = canvas.centred(column, y, &ticket.ticket_id.to_string(), SMALL) + 6.0;
    let code: Vec<String> =
        ticket.barcode.as_bytes().chunks(32).map(|part| String::from_utf8_lossy(part).into()).collect();
    canvas.centred(column, y, &code.join("\n"), CODE)
}

fn draw_below(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, y: f32, column: Column) {
    let (lang, ticket) = (sheet.lang, sheet.ticket);
    let mut y = canvas.text(column, y, lang.t("ticket-once"), DETAIL) + 4.0;
    for note in [&ticket.age_limit, &ticket.access_notes] {
        if !note.trim().is_empty() {
            y = canvas.prose(column, y, note.trim(), DETAIL) + 4.0;
        }
    }
    y += 6.0;
    let by = lang.with("ticket-by", &[("organization", Value::from(ticket.organization.as_str()))]);
    y = canvas.text(column, y, &by, HEADING);
    y = canvas.text(column, y, &ticket.contact_email, SMALL) + 8.0;
    if !ticket.terms.trim().is_empty() {
        y = canvas.text(column, y, lang.t("ticket-terms"), HEADING) + 2.0;
        let room = ((PAGE.1 - MARGIN - 24.0 - y) / (TERMS.size * 1.28)).max(1.0) as usize;
        canvas.prose(column, y, ticket.terms.trim(), Type { lines_max: room, ..TERMS });
    }
    let (page, pages) = sheet.number;
    let foot = lang.with(
        "ticket-page",
        &[
            ("page", Value::from(page)),
            ("pages", Value::from(pages)),
            ("order", Value::from(ticket.number.as_str())),
        ],
    );
    canvas.text(column, PAGE.1 - MARGIN, &foot, SMALL);
}

fn fact(canvas: &mut Canvas<'_>, column: Column, y: f32, label: &str, value: &str, detail: &str) -> f32 {
    if value.is_empty() {
        return y;
    }
    let mut y = canvas.text(column, y, label, LABEL);
    y = canvas.text(column, y, value, VALUE);
    if !detail.is_empty() {
        y = canvas.text(column, y, detail, DETAIL);
    }
    y + 8.0
}

fn when(sheet: &Sheet<'_>) -> String {
    let (lang, ticket) = (sheet.lang, sheet.ticket);
    match ticket.starts_at {
        _ if ticket.performance_state == "postponed" => lang.t("ticket-postponed").to_owned(),
        Some(start) => lang.date_time_zone(start, sheet.zone),
        None => lang.t("ticket-date-open").to_owned(),
    }
}

fn doors(sheet: &Sheet<'_>) -> String {
    let doors = sheet.ticket.doors_at.map(|doors| sheet.lang.time(doors, sheet.zone));
    doors.map_or_else(String::new, |time| sheet.lang.with("ticket-doors", &[("time", Value::from(time))]))
}

fn venue(sheet: &Sheet<'_>) -> String {
    let ticket = sheet.ticket;
    match &ticket.venue {
        Some(venue) => venue.clone(),
        None if ticket.online => sheet.lang.t("ticket-online").to_owned(),
        None => address(ticket),
    }
}

fn address(ticket: &TicketPrint) -> String {
    let parts = [ticket.street.as_deref().unwrap_or_default(), &ticket.city, &ticket.country];
    let given: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    given.join(", ")
}

/// Area, and row and seat where there are some.
pub(super) fn place(sheet: &Sheet<'_>) -> String {
    let ticket = sheet.ticket;
    match (&ticket.row_label, &ticket.seat_label) {
        (Some(row), Some(seat)) => sheet.lang.with(
            "ticket-place-seat",
            &[
                ("area", Value::from(ticket.area.as_str())),
                ("row", Value::from(row.as_str())),
                ("seat", Value::from(seat.as_str())),
            ],
        ),
        _ => ticket.area.clone(),
    }
}

fn price(sheet: &Sheet<'_>) -> String {
    let ticket = sheet.ticket;
    let total = ticket.price_minor.saturating_add(ticket.fee_minor);
    match total {
        0 => sheet.lang.t("ticket-free").to_owned(),
        _ => sheet.lang.money(Money::new(total, sheet.currency)),
    }
}

fn fee(sheet: &Sheet<'_>) -> String {
    match sheet.ticket.fee_minor {
        0 => String::new(),
        fee => {
            let fee = sheet.lang.money(Money::new(fee, sheet.currency));
            sheet.lang.with("ticket-fee-included", &[("fee", Value::from(fee))])
        }
    }
}
