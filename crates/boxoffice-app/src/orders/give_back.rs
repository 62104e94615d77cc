//! Places go back: their tickets die, they return to sale, and what they cost becomes their buyer's, in one
//! transaction. An order whose last ticket dies is over.

use boxoffice_domain::ids::{HoldId, OrderId, RefundId, TicketId};
use boxoffice_domain::inventory::{HoldState, Place};
use boxoffice_domain::order::OrderState;
use boxoffice_domain::payment::RefundKind;
use boxoffice_domain::ticket::TicketState;
use serde_json::json;

use super::owe::Owed;
use crate::activity::Actor;
use crate::notices::order_mail::OrderMail;
use crate::selling::batch::{Batch, Line, Order};

/// What came of giving places back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenBack {
    /// The refund, where money goes back.
    pub refund: Option<RefundId>,
    /// What goes back, in minor units of the order's currency.
    pub amount_minor: i64,
    /// What the organizer keeps.
    pub kept_minor: i64,
    /// True when the order has no ticket left.
    pub is_over: bool,
}

impl Batch {
    /// Gives places back as the refund with that id; `with_fee`: less what the organizers of their events keep.
    pub(crate) fn give_back(
        &mut self,
        id: RefundId,
        order: &Order,
        tickets: &[TicketId],
        with_fee: bool,
        reason: &str,
        actor: &Actor,
    ) -> GivenBack {
        let lines = self.void_tickets(order, tickets, reason);
        let is_over = self.valid_tickets_of(order.id).is_empty();
        let value = |line: &Line| line.price_minor + line.fee_minor;
        let kept_minor = if with_fee { lines.iter().map(|(_, line)| self.kept_of(line)).sum() } else { 0 };
        let owed = lines.iter().map(|(_, line)| value(line)).sum::<i64>() - kept_minor;
        let payment = self.sale_payment(order.id).cloned();
        let left = payment.as_ref().map_or(0, |payment| self.left_of(payment)).max(0);
        let amount_minor = owed.min(left);
        let extra_minor = amount_minor - owed;
        let refund = payment.filter(|_| amount_minor > 0).and_then(|payment| {
            let kind = RefundKind::Tickets;
            let payment = payment.id;
            self.owe_as(
                id,
                Owed { payment, kind, amount_minor, kept_minor, extra_minor, again_of: None, reason },
                actor,
            )
        });
        let given: Vec<Line> = lines.iter().map(|(_, line)| line.clone()).collect();
        self.post_given_back(order, &given, kept_minor, extra_minor);
        self.effects.refund_lines.extend(lines.iter().map(|(line_no, _)| (order.id, *line_no, refund)));
        let detail = json!({ "reason": reason, "refund_minor": amount_minor, "kept_minor": kept_minor,
            "tickets": given.len() });
        if is_over {
            self.end_confirmed(order, reason, actor, detail);
            self.mail(order.id, OrderMail::Cancelled);
        } else {
            self.log_order(order, actor, "order.reduced", detail);
            self.mail(order.id, OrderMail::Reduced);
        }
        GivenBack { refund, amount_minor, kept_minor, is_over }
    }

    /// Voids tickets and puts their places back on sale. Gives the lines that they were issued for.
    pub(crate) fn void_tickets(
        &mut self,
        order: &Order,
        tickets: &[TicketId],
        reason: &str,
    ) -> Vec<(i64, Line)> {
        let now = self.now;
        let mut lines = Vec::with_capacity(tickets.len());
        for id in tickets {
            let Some(kept) = self.tickets.get_mut(id).filter(|kept| kept.value.state == TicketState::Valid)
            else {
                continue;
            };
            let ticket = kept.change();
            ticket.state = TicketState::Void;
            ticket.voided_at = Some(now);
            ticket.void_reason = Some(reason.to_owned());
            let line_no = ticket.line_no;
            let at = usize::try_from(line_no - 1).unwrap_or(usize::MAX);
            let Some(line) = order.lines.get(at).cloned() else { continue };
            let place = Place {
                ticket_type: line.ticket_type,
                area: line.area,
                seat: line.seat,
                quantity: 1,
                price_minor: line.price_minor,
                fee_minor: line.fee_minor,
            };
            if let Some(performance) = self.performances.get_mut(&line.performance) {
                performance.inventory.give_back(line.hold, &[place]);
            }
            lines.push((line_no, line));
        }
        self.release_emptied_holds(order);
        lines
    }

    /// A hold of which no ticket is valid any more has ended.
    fn release_emptied_holds(&mut self, order: &Order) {
        let now = self.now;
        let valid = self.valid_tickets_of(order.id);
        let has_valid = |hold: HoldId, batch: &Self| {
            valid.iter().filter_map(|id| batch.tickets.get(id)).any(|kept| {
                let at = usize::try_from(kept.value.line_no - 1).unwrap_or(usize::MAX);
                order.lines.get(at).is_some_and(|line| line.hold == hold)
            })
        };
        for id in self.holds_of(order.id) {
            if has_valid(id, self) {
                continue;
            }
            if let Some(kept) = self.holds.get_mut(&id).filter(|kept| kept.value.state == HoldState::Ordered)
            {
                let hold = kept.change();
                hold.state = HoldState::Released;
                hold.ended_at = Some(now);
            }
        }
    }

    /// Ends a confirmed order that has no tickets any more.
    pub(crate) fn end_confirmed(
        &mut self,
        order: &Order,
        reason: &str,
        actor: &Actor,
        detail: serde_json::Value,
    ) {
        self.return_codes(order.id);
        let now = self.now;
        if let Some(kept) = self.orders.get_mut(&order.id) {
            let order = kept.change();
            order.state = OrderState::Cancelled;
            order.ended_at = Some(now);
            order.end_reason = Some(reason.to_owned());
        }
        self.log_order(order, actor, "order.cancelled", detail);
    }

    fn kept_of(&self, line: &Line) -> i64 {
        let fee = self.performances.get(&line.performance).map(|performance| performance.cancel_fee);
        fee.map_or(0, |fee| fee.kept_of(line.price_minor + line.fee_minor))
    }

    /// The valid tickets of an order, in the order of its lines.
    pub(crate) fn live_tickets_in_order(&self, order: OrderId) -> Vec<TicketId> {
        let mut tickets = self.valid_tickets_of(order);
        tickets.sort_unstable_by_key(|id| self.tickets.get(id).map(|kept| kept.value.line_no));
        tickets
    }
}
