//! Tickets in people's hands: their barcodes, QR codes, printed pages, files and calendar entries.
//! Who gets one is decided in `orders/`; whether it admits, in `admission/`.

pub mod calendar;
pub mod files;
pub mod print;
pub mod qr;

use boxoffice_domain::barcode::{Barcode, BarcodeError, read};
use boxoffice_domain::ids::{EventId, TicketId};
use boxoffice_domain::time::Time;

use crate::App;
use crate::keys::Purpose;

/// Offline scanners admit from a day before the start: doors, time zones and early crews.
const BEFORE_START_S: i64 = 86_400;
/// And until two days after the end, or after the start when no end is known.
const AFTER_END_S: i64 = 2 * 86_400;

/// The barcode of a new ticket, signed with the current key. Call it once, when the ticket is issued.
pub fn issue_barcode(app: &App, event: EventId, ticket: TicketId, starts_at: Option<Time>, ends_at: Option<Time>) -> String {
    let key_id = app.keys.current_id(Purpose::Barcode, app.clock.now());
    let barcode = Barcode {
        key_id,
        event,
        ticket,
        not_before: starts_at.map(|start| start.plus_s(-BEFORE_START_S)),
        expires_at: starts_at.map(|start| ends_at.unwrap_or(start).plus_s(AFTER_END_S)),
    };
    let statement = barcode.statement();
    // The id is the ring's own, so the key is there; an unsigned barcode would only ever be refused.
    let signature = app.keys.sign_with(Purpose::Barcode, key_id, &statement).unwrap_or([0; 64]);
    Barcode::text(&statement, &signature)
}

/// What a scanned text states, if we signed it.
pub fn read_barcode(app: &App, text: &str) -> Result<Barcode, BarcodeError> {
    let parsed = read(text)?;
    parsed.verify_by(|statement, signature| {
        app.keys.verify(Purpose::Barcode, parsed.key_id(), statement, signature)
    })
}
