//! Confirming: held places become sold and tickets come to be, in the transaction that saw the money.

use boxoffice_domain::barcode::Barcode;
use boxoffice_domain::ids::{OrderId, TicketId};
use boxoffice_domain::inventory::HoldState;
use boxoffice_domain::order::OrderState;
use boxoffice_domain::ticket::TicketState;
use boxoffice_domain::time::Time;
use serde_json::json;

use super::issue_invoice::IssueInvoice;
use crate::activity::{Activity, Actor};
use crate::keys::Purpose;
use crate::notices::order_mail::{OrderMail, SendOrderMail};
use crate::selling::batch::{Batch, Kept, Line, Order, Ticket};
use crate::stream::DomainEvent;

/// How long a ticket's barcode outlives its performance: midnight shows, late doors, lost property.
const BARCODE_GRACE_S: i64 = 7 * 86_400;

impl Batch {
    /// Confirms an order whose holds are under payment: sells the places, issues the tickets, enqueues the mail.
    /// The caller has made sure that it is pending, or expired with its places taken again.
    pub(crate) fn confirm(&mut self, id: OrderId, actor: &Actor) -> Vec<TicketId> {
        let now = self.now;
        for hold in self.holds_of(id) {
            let Some(hold) = self.holds.get_mut(&hold) else { continue };
            let hold = hold.change();
            hold.state = HoldState::Ordered;
            hold.ended_at = Some(now);
            if let Some(performance) = self.performances.get_mut(&hold.performance) {
                performance.inventory.sell(&hold.places);
            }
        }
        let Some(order) = self.orders.get_mut(&id) else { return Vec::new() };
        let order = order.change();
        order.state = OrderState::Confirmed;
        order.confirmed_at = Some(now);
        order.ended_at = None;
        order.end_reason = None;
        let order = order.clone();
        let tickets = self.issue(&order);
        self.mail(id, OrderMail::Confirmed);
        if order.total_minor > 0 && self.wants_invoice(&order) {
            self.enqueue(&IssueInvoice { order: id });
        }
        self.log_order(
            &order,
            actor,
            "order.confirmed",
            json!({ "tickets": tickets.len(), "total_minor": order.total_minor }),
        );
        tickets
    }

    /// Whether its organizer wants an invoice for every paid order.
    fn wants_invoice(&self, order: &Order) -> bool {
        let first = order.lines.first().and_then(|line| self.performances.get(&line.performance));
        first.is_some_and(|performance| performance.rules.invoices)
    }

    /// Has a mail about an order sent after the commit.
    pub(crate) fn mail(&mut self, order: OrderId, mail: OrderMail) {
        self.enqueue(&SendOrderMail { order, mail, again: 0 });
    }

    fn issue(&mut self, order: &Order) -> Vec<TicketId> {
        let mut issued = Vec::with_capacity(order.lines.len());
        for (at, line) in order.lines.iter().enumerate() {
            let ticket = self.new_ticket(order, line, at as i64 + 1);
            issued.push(ticket.id);
            self.tickets.insert(ticket.id, Kept::new(ticket));
        }
        issued
    }

    fn new_ticket(&self, order: &Order, line: &Line, line_no: i64) -> Ticket {
        let id = TicketId::from_bytes(self.new_id());
        let ends_at = self.performances.get(&line.performance).and_then(|p| p.ends_at.or(p.starts_at));
        let key_id = self.keys.current_id(Purpose::Barcode, self.now);
        let barcode = Barcode {
            key_id,
            event: line.event,
            ticket: id,
            not_before: None,
            expires_at: ends_at.map(|ends_at| whole_seconds(ends_at.plus_s(BARCODE_GRACE_S))),
        };
        let statement = barcode.statement();
        let (_, signature) = self.keys.sign(Purpose::Barcode, self.now, &statement);
        Ticket {
            id,
            performance: line.performance,
            event: line.event,
            organization: order.organization,
            order: order.id,
            line_no,
            ticket_type: line.ticket_type,
            area: line.area,
            seat: line.seat,
            account: order.account,
            holder_name: line.attendee.clone(),
            holder_email: order.email.clone(),
            barcode: Barcode::text(&statement, &signature),
            state: TicketState::Valid,
            issued_at: self.now,
            voided_at: None,
            void_reason: None,
            checked_in: None,
        }
    }

    /// Ends a pending order without tickets: its holds go back on sale.
    pub(crate) fn end_order(&mut self, id: OrderId, state: OrderState, reason: &str, actor: &Actor) {
        let holds = self.holds_of(id);
        for hold in holds {
            self.end_hold(
                hold,
                if state == OrderState::Expired { HoldState::Expired } else { HoldState::Released },
            );
        }
        self.return_deposit(id, actor);
        self.return_codes(id);
        let now = self.now;
        let Some(order) = self.orders.get_mut(&id) else { return };
        let order = order.change();
        order.state = state;
        order.ended_at = Some(now);
        order.end_reason = Some(reason.to_owned());
        let order = order.clone();
        let action = if state == OrderState::Expired { "order.expired" } else { "order.cancelled" };
        self.log_order(&order, actor, action, json!({ "reason": reason }));
        if state == OrderState::Expired {
            self.mail(id, OrderMail::NotPaid);
        }
    }

    /// Writes what happened to an order into the activity log and the stream.
    pub(crate) fn log_order(
        &mut self,
        order: &Order,
        actor: &Actor,
        action: &'static str,
        detail: serde_json::Value,
    ) {
        let event = order.lines.first().map(|line| line.event);
        self.effects.activities.push(Activity {
            organization: Some(order.organization),
            at: self.now,
            actor: actor.clone(),
            action,
            subject_kind: "order",
            subject: *order.id.as_bytes(),
            event,
            detail,
        });
        self.effects.events.push(DomainEvent {
            kind: action,
            event,
            performance: order.lines.first().map(|line| line.performance),
            payload: json!({ "order": order.id, "tickets": order.lines.len(), "total_minor": order.total_minor,
                "currency": order.currency }),
            at: self.now,
        });
    }
}

/// Barcodes carry whole seconds.
fn whole_seconds(time: Time) -> Time {
    Time::from_seconds(time.seconds())
}
