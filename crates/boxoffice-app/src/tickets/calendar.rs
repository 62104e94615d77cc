//! Calendar files (RFC 5545): one entry per performance of an order, so that the evening is in the diary.
//! The same performance always has the same UID, so a second import moves the entry instead of doubling it.

use std::collections::BTreeSet;

use boxoffice_domain::ids::{OrderId, PerformanceId};
use boxoffice_domain::time::{Time, Zone};

use super::files::TICKETS_MAX;
use super::order_url;
use crate::App;
use crate::i18n::Lang;
use crate::store::StoreError;
use crate::store::tickets::TicketPrint;

/// Lines may not be longer, in bytes without the line break.
const LINE_BYTES_MAX: usize = 75;

/// A performance as calendars know it.
#[derive(Clone, Debug)]
pub struct Date<'a> {
    /// Which: the same one moves instead of being doubled.
    pub performance: PerformanceId,
    /// When it starts.
    pub starts_at: Time,
    /// When it ends, where that is known.
    pub ends_at: Option<Time>,
    /// Title of the event.
    pub title: &'a str,
    /// Venue, street, city, country; unknown ones may be empty.
    pub place: [&'a str; 4],
    /// What stands above the link: an order's number, a summary.
    pub note: &'a str,
    /// Whether it takes place as announced.
    pub is_fixed: bool,
}

/// The calendar file of these tickets, or none while no performance has a date.
/// `host` makes the UIDs this installation's own, `link` leads to the order.
pub fn calendar(tickets: &[TicketPrint], now: Time, host: &str, link: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    let dates: Vec<Date<'_>> =
        tickets.iter().filter(|ticket| seen.insert(ticket.performance_id)).filter_map(date).collect();
    calendar_of(&dates, now, host, link)
}

/// The calendar file of these dates, or none when there are none.
pub fn calendar_of(dates: &[Date<'_>], now: Time, host: &str, link: &str) -> Option<String> {
    if dates.is_empty() {
        return None;
    }
    let mut file = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Boxoffice//Tickets//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ] {
        push(&mut file, line);
    }
    for date in dates {
        push_entry(&mut file, date, now, host, link);
    }
    push(&mut file, "END:VCALENDAR");
    Some(file)
}

/// Name and content of the calendar file of an order's valid tickets; none while nothing has a date.
pub async fn order_calendar(app: &App, order: OrderId) -> Result<Option<(String, String)>, StoreError> {
    let mut tx = app.store.read().await?;
    let tickets = tx.list_ticket_prints(order, TICKETS_MAX).await?;
    let letter = tx.find_order_letter(order).await?;
    drop(tx);
    let Some(letter) = letter else { return Ok(None) };
    let host = app.settings.public_url.rsplit("://").next().unwrap_or("boxoffice");
    let link = order_url(app, Lang::stored(&letter.locale), &letter.secret);
    let file = calendar(&tickets, app.clock.now(), host, &link);
    Ok(file.map(|file| (format!("{}.ics", letter.number), file)))
}

fn date(ticket: &TicketPrint) -> Option<Date<'_>> {
    Some(Date {
        performance: ticket.performance_id,
        starts_at: ticket.starts_at?,
        ends_at: ticket.ends_at,
        title: &ticket.title,
        place: [
            ticket.venue.as_deref().unwrap_or_default(),
            ticket.street.as_deref().unwrap_or_default(),
            &ticket.city,
            &ticket.country,
        ],
        note: &ticket.number,
        is_fixed: ticket.performance_state == "scheduled",
    })
}

fn push_entry(file: &mut String, date: &Date<'_>, now: Time, host: &str, link: &str) {
    let place: Vec<&str> = date.place.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    let status = if date.is_fixed { "CONFIRMED" } else { "TENTATIVE" };
    push(file, "BEGIN:VEVENT");
    push(file, &format!("UID:{}@{}", date.performance, escape(host)));
    push(file, &format!("DTSTAMP:{}", stamp(now)));
    push(file, &format!("DTSTART:{}", stamp(date.starts_at)));
    push(file, &format!("DTEND:{}", stamp(date.ends_at.unwrap_or(date.starts_at))));
    push(file, &format!("SUMMARY:{}", escape(date.title)));
    if !place.is_empty() {
        push(file, &format!("LOCATION:{}", escape(&place.join(", "))));
    }
    push(file, &format!("DESCRIPTION:{}", escape(&format!("{}\n{link}", date.note))));
    push(file, &format!("URL:{}", uri(link)));
    push(file, &format!("STATUS:{status}"));
    push(file, "END:VEVENT");
}

/// Coordinated universal time, which every calendar shows in its reader's zone.
fn stamp(time: Time) -> String {
    time.in_zone(&Zone::utc()).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn uri(link: &str) -> String {
    link.chars().filter(char::is_ascii_graphic).collect()
}

/// Appends a content line, folded so that no line is longer than allowed and no letter is torn.
fn push(file: &mut String, line: &str) {
    let mut room = LINE_BYTES_MAX;
    for letter in line.chars() {
        if letter.len_utf8() > room {
            file.push_str("\r\n ");
            room = LINE_BYTES_MAX - 1;
        }
        file.push(letter);
        room -= letter.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commas_semicolons_and_new_lines_are_escaped() {
        assert_eq!(escape("a,b;c\\d\r\ne\nf\u{7}"), "a\\,b\\;c\\\\d\\ne\\nf");
    }

    #[test]
    fn times_are_written_in_utc() {
        let time = Zone::named("Europe/Berlin").expect("zone").local("2027-05-01T19:30").expect("time");
        assert_eq!(stamp(time), "20270501T173000Z");
    }

    proptest! {
        #[test]
        fn folded_lines_are_short_and_unfold_to_what_they_were(line in "[^\r\n]{0,300}") {
            let mut file = String::new();
            push(&mut file, &line);
            prop_assert!(file.split("\r\n").all(|part| part.len() <= LINE_BYTES_MAX));
            prop_assert_eq!(file.replace("\r\n ", ""), format!("{line}\r\n"));
        }

        #[test]
        fn no_text_starts_a_line_of_its_own(text in "(?s).{0,120}") {
            prop_assert!(!escape(&text).contains(['\r', '\n']));
        }
    }
}
