//! Letting somebody in: the first scan of a valid ticket wins, whoever else scans it in the same instant.
//! Every reading is logged, also the refused ones.

use boxoffice_domain::ids::{CheckInId, EventId, OrganizationId, ScanId, TicketId};
use boxoffice_domain::ticket::TicketState;
use boxoffice_domain::time::Time;
use serde_json::json;

use crate::App;
use crate::activity::{Activity, Actor};
use crate::selling::batch::{Batch, Needs};
use crate::selling::desk::{Deed, DeskError};
use crate::store::admission::{NewCheckIn, NewScan};
use crate::stream::DomainEvent;

/// What a scan came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckedIn {
    /// Let in now.
    Valid {
        /// When.
        at: Time,
        /// Whom.
        holder_name: String,
    },
    /// Let in before.
    Used {
        /// When.
        at: Time,
        /// Where.
        gate: String,
    },
    /// Not let in, and why: `unknown`, `void` or `other_event`.
    Invalid {
        /// The stable word.
        reason: &'static str,
    },
}

/// Decides one scan of a ticket of `event` at `gate`.
pub async fn check_in(
    app: &App,
    actor: &Actor,
    event: EventId,
    ticket: TicketId,
    gate: &str,
) -> Result<CheckedIn, DeskError> {
    check_in_at(app, actor, Door { event: Some(event), organizations: Vec::new() }, ticket, gate).await
}

/// Where a reading is taken, and whose log tells of it when it is none of a ticket of the event.
#[derive(Clone, Debug)]
pub struct Door {
    /// The event that is scanned for; none over the API, where the ticket says.
    pub event: Option<EventId>,
    /// The organizations that the scanning account works for there.
    pub organizations: Vec<OrganizationId>,
}

/// Decides one scan of a ticket at a door.
pub async fn check_in_at(
    app: &App,
    actor: &Actor,
    door: Door,
    ticket: TicketId,
    gate: &str,
) -> Result<CheckedIn, DeskError> {
    ask(app, actor, door, Ok(ticket), gate).await
}

/// Logs a reading that named no ticket of ours, with why it was refused.
pub async fn refuse_scan(
    app: &App,
    actor: &Actor,
    door: Door,
    reason: &'static str,
    gate: &str,
) -> Result<CheckedIn, DeskError> {
    ask(app, actor, door, Err(reason), gate).await
}

async fn ask(
    app: &App,
    actor: &Actor,
    door: Door,
    named: Result<TicketId, &'static str>,
    gate: &str,
) -> Result<CheckedIn, DeskError> {
    let reason = named.err().unwrap_or("unknown");
    let (gate, actor) = (gate.to_owned(), actor.clone());
    let Ok(result) = app.desk.ask(Scan { door, ticket: named.ok(), reason, gate, actor }).await?;
    Ok(result)
}

struct Scan {
    door: Door,
    ticket: Option<TicketId>,
    reason: &'static str,
    gate: String,
    actor: Actor,
}

impl Deed for Scan {
    type Answer = CheckedIn;
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        if let Some(ticket) = self.ticket {
            needs.ticket(ticket);
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<CheckedIn, Self::Refusal> {
        let result = self.admit(batch);
        let (word, reason) = match &result {
            CheckedIn::Valid { .. } => ("valid", "valid"),
            CheckedIn::Used { .. } => ("used", "used"),
            CheckedIn::Invalid { reason } => ("invalid", *reason),
        };
        let known = self.ticket.and_then(|id| batch.tickets.get(&id)).map(|kept| &kept.value);
        let own = known.filter(|ticket| Some(ticket.event) == self.door.event);
        let scan = NewScan {
            id: ScanId::from_bytes(batch.new_id()),
            event: self.door.event,
            performance: own.map(|ticket| ticket.performance),
            ticket: own.map(|ticket| ticket.id),
            result: word,
            reason,
            gate: self.gate.clone(),
            account: self.actor.account(),
            at: batch.now,
        };
        self.log(batch, &scan, word);
        batch.effects.scans.push(scan);
        Ok(result)
    }
}

impl Scan {
    fn admit(&self, batch: &mut Batch) -> CheckedIn {
        let now = batch.now;
        let id = CheckInId::from_bytes(batch.new_id());
        let found = self.ticket.and_then(|ticket| batch.tickets.get_mut(&ticket));
        let Some(kept) = found else { return CheckedIn::Invalid { reason: self.reason } };
        let ticket = &mut kept.value;
        if Some(ticket.event) != self.door.event {
            return CheckedIn::Invalid { reason: "other_event" };
        }
        if ticket.state == TicketState::Void {
            return CheckedIn::Invalid { reason: "void" };
        }
        if let Some((at, gate)) = &ticket.checked_in {
            return CheckedIn::Used { at: *at, gate: gate.clone() };
        }
        ticket.checked_in = Some((now, self.gate.clone()));
        let holder_name = ticket.holder_name.clone();
        let (performance, ticket, event) = (ticket.performance, ticket.id, ticket.event);
        batch.effects.check_ins.push(NewCheckIn {
            id,
            performance,
            ticket,
            event,
            gate: self.gate.clone(),
            account: self.actor.account(),
            at: now,
        });
        batch.effects.events.push(DomainEvent {
            kind: "ticket.checked_in",
            event: Some(event),
            performance: Some(performance),
            payload: json!({ "ticket": ticket, "gate": self.gate }),
            at: now,
        });
        CheckedIn::Valid { at: now, holder_name }
    }

    /// Scans of tickets go into the activity log as well; a reading of nothing of ours into that of whoever reads.
    fn log(&self, batch: &mut Batch, scan: &NewScan, word: &'static str) {
        let Some(ticket) = scan.ticket.and_then(|id| batch.tickets.get(&id)).map(|kept| &kept.value) else {
            let at = batch.now;
            let entries = self.door.organizations.iter().map(|organization| Activity {
                organization: Some(*organization),
                at,
                actor: self.actor.clone(),
                action: "scan.refused",
                subject_kind: "scan",
                subject: *scan.id.as_bytes(),
                event: self.door.event,
                detail: json!({ "reason": scan.reason, "gate": self.gate }),
            });
            batch.effects.activities.extend(entries);
            return;
        };
        batch.effects.activities.push(Activity {
            organization: Some(ticket.organization),
            at: batch.now,
            actor: self.actor.clone(),
            action: "ticket.scanned",
            subject_kind: "ticket",
            subject: *ticket.id.as_bytes(),
            event: Some(ticket.event),
            detail: json!({ "result": word, "gate": self.gate }),
        });
    }
}
