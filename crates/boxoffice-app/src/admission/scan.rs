//! One reading at the door: VALID once, then USED with when and where, INVALID for anything else.
//! A barcode proves itself by its signature; a ticket's id may be typed instead. Every reading is logged.
//! The times in a barcode are for scanners without a network: here the database knows better.

use boxoffice_domain::ids::{EventId, TicketId};
use boxoffice_domain::limits::NAME_CHARS_MAX;

use super::find_door_event;
use crate::App;
use crate::accounts::Principal;
use crate::orders::{CheckedIn, Door, check_in_at, refuse_scan};
use crate::selling::desk::DeskError;
use crate::store::StoreError;
use crate::store::door::{DoorCounts, DoorEvent, DoorTicket};
use crate::tickets::read_barcode;

/// Longest text that a scanner may send; a barcode has 178 characters.
const TEXT_BYTES_MAX: usize = 1_024;

/// What a reading came to, and what the door wants to see with it.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// The event that was scanned for.
    pub event: DoorEvent,
    /// The result.
    pub result: ScanResult,
    /// The ticket, where it is one of this event's.
    pub ticket: Option<DoorTicket>,
    /// How full the house is now.
    pub counts: DoorCounts,
}

/// The three answers of a scanner.
pub type ScanResult = CheckedIn;

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The event is not of an organization that the caller works for, or not there.
    #[error("there is no such event among yours")]
    NotYours,
    /// The desk could not take it.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ScanError {
    /// The stable code that faces translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotYours => "not_found",
            Self::Desk(_) => "unavailable",
            Self::Store(_) => "internal",
        }
    }
}

/// Reads `text` at `gate` for `event`: the text of a QR code, or a ticket's id in either spelling.
pub async fn scan(
    app: &App,
    principal: &Principal,
    address: &str,
    event: EventId,
    text: &str,
    gate: &str,
) -> Result<Scanned, ScanError> {
    let (door, _) = find_door_event(app, principal, event).await?;
    let actor = principal.actor(address);
    let gate = clean_gate(gate);
    let here = Door { event: Some(event), organizations: vec![door.organization_id] };
    let (result, ticket) = match name_ticket(app, text) {
        Ok(ticket) => (check_in_at(app, &actor, here, ticket, &gate).await?, Some(ticket)),
        Err(reason) => (refuse_scan(app, &actor, here, reason, &gate).await?, None),
    };
    let mut tx = app.store.read().await?;
    let ticket = match ticket {
        // Another event's ticket is none of this door's business.
        Some(ticket) => tx.find_door_ticket(ticket).await?.filter(|ticket| ticket.event_id == event),
        None => None,
    };
    let counts = tx.find_door_counts(event).await?;
    Ok(Scanned { event: door, result, ticket, counts })
}

/// Reads `text` at `gate` for whatever event of the caller's houses it is of. What is not theirs is as unknown as
/// what is nothing at all, and logged like it.
pub async fn scan_any(
    app: &App,
    principal: &Principal,
    address: &str,
    text: &str,
    gate: &str,
) -> Result<ScanResult, ScanError> {
    let actor = principal.actor(address);
    let gate = clean_gate(gate);
    let ids = principal.memberships.iter().map(|(id, _)| *id);
    let organizations = ids.filter(|id| principal.may_scan(*id)).collect();
    let named = match name_ticket(app, text) {
        Ok(ticket) => {
            let found = app.store.read().await?.find_ticket_place(ticket).await?;
            found.filter(|found| principal.may_scan(found.organization_id)).ok_or("unknown")
        }
        Err(reason) => Err(reason),
    };
    Ok(match named {
        Ok(found) => {
            let here = Door { event: Some(found.event_id), organizations };
            check_in_at(app, &actor, here, found.ticket_id, &gate).await?
        }
        Err(reason) => refuse_scan(app, &actor, Door { event: None, organizations }, reason, &gate).await?,
    })
}

/// The ticket that a text names, or why it names none.
fn name_ticket(app: &App, text: &str) -> Result<TicketId, &'static str> {
    let text = text.trim();
    if text.len() > TEXT_BYTES_MAX {
        return Err("unknown");
    }
    if let Ok(ticket) = text.parse() {
        return Ok(ticket);
    }
    read_barcode(app, text).map(|barcode| barcode.ticket).map_err(|error| match error {
        boxoffice_domain::barcode::BarcodeError::Forged => "forged",
        boxoffice_domain::barcode::BarcodeError::NotABarcode => "unknown",
    })
}

/// The name of a gate as it is kept: one line, not too long.
fn clean_gate(gate: &str) -> String {
    let line: String = gate.trim().chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
    line.trim().to_owned()
}
