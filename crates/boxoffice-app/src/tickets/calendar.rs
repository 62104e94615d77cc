//! Calendar files (RFC 5545): one entry per performance of an order, so that the evening is in the diary.
//! The same performance always has the same UID, so a second import moves the entry instead of doubling it.

use std::collections::BTreeSet;

use boxoffice_domain::ids::OrderId;
use boxoffice_domain::time::{Time, Zone};

use super::files::TICKETS_MAX;
use super::order_url;
use crate::App;
use crate::i18n::Lang;
use crate::store::StoreError;
use crate::store::tickets::TicketPrint;

/// Lines may not be longer, in bytes without the line break.
const LINE_BYTES_MAX: usize = 75;

/// The calendar file of these tickets, or none while no performance has a date.
/// `host` makes the UIDs this installation's own, `link` leads to the order.
pub fn calendar(tickets: &[TicketPrint], now: Time, host: &str, link: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    let entries: Vec<String> = tickets
        .iter()
        .filter(|ticket| seen.insert(ticket.performance_id))
        .filter_map(|ticket| entry(ticket, now, host, link))
        .collect();
    if entries.is_empty() {
        return None;
    }
    let mut file = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Boxoffice//Tickets//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"] {
        push(&mut file, line);
    }
    for entry in entries {
        file.push_str(&entry);
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

fn entry(ticket: &TicketPrint, now: Time, host: &str, link: &str) -> Option<String> {
    let start = ticket.starts_at?;
    let place = [ticket.venue.as_deref(), ticket.street.as_deref(), Some(&ticket.city), Some(&ticket.country)];
    let place: Vec<&str> = place.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
    let status = if ticket.performance_state == "scheduled" { "CONFIRMED" } else { "TENTATIVE" };
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@{}", ticket.performance_id, escape(host)),
        format!("DTSTAMP:{}", stamp(now)),
        format!("DTSTART:{}", stamp(start)),
        format!("DTEND:{}", stamp(ticket.ends_at.unwrap_or(start))),
        format!("SUMMARY:{}", escape(&ticket.title)),
        format!("LOCATION:{}", escape(&place.join(", "))),
        format!("DESCRIPTION:{}", escape(&format!("{}\n{link}", ticket.number))),
        format!("URL:{}", uri(link)),
        format!("STATUS:{status}"),
        "END:VEVENT".to_owned(),
    ];
    if place.is_empty() {
        lines.retain(|line| line != "LOCATION:");
    }
    let mut entry = String::new();
    for line in &lines {
        push(&mut entry, line);
    }
    Some(entry)
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
    link.chars().filter(|c| c.is_ascii_graphic()).collect()
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
