//! Tickets to choose from: which are given back, and what comes back for each.

use boxoffice_app::i18n::Lang;
use boxoffice_app::orders::Order;
use boxoffice_app::orders::find::OrderLine;
use boxoffice_domain::ids::TicketId;
use boxoffice_domain::money::Money;

use super::order_view::place;
use crate::form::Typed;
use crate::problem::Problem;

/// A valid ticket of an order.
#[derive(Clone, Debug)]
pub(crate) struct TicketChoice {
    /// Its id.
    pub(crate) id: String,
    /// Ticket type, place and holder.
    pub(crate) label: String,
    /// What comes back for it; empty: nothing was paid.
    pub(crate) back: String,
    /// Whether it is chosen.
    pub(crate) is_chosen: bool,
}

/// The valid tickets of an order; before anything is typed all are chosen. `with_fee`: what comes back is less what
/// the organizer keeps.
pub(crate) fn choices(order: &Order, lang: Lang, typed: &Typed, with_fee: bool) -> Vec<TicketChoice> {
    let is_first = typed.all("part").next().is_none();
    let choice = |line: &OrderLine| {
        let id = line.ticket.as_ref().map(|ticket| ticket.id.to_string()).unwrap_or_default();
        let back = back_of(order, line, with_fee);
        TicketChoice {
            label: format!("{}, {}, {}", line.ticket_type_name, place(line, lang), line.attendee),
            back: if back.is_zero() { String::new() } else { lang.money(back) },
            is_chosen: is_first || typed.has("ticket", &id),
            id,
        }
    };
    order.live_lines().map(choice).collect()
}

/// What comes back for one ticket.
pub(crate) fn back_of(order: &Order, line: &OrderLine, with_fee: bool) -> Money {
    let kept = if with_fee { order.kept_of(line).minor } else { 0 };
    Money::new(line.price_minor + line.fee_minor - kept, order.total.currency)
}

/// What comes back for all of them: never more than is left.
pub(crate) fn back_of_all(order: &Order, with_fee: bool) -> Money {
    let all: i64 = order.live_lines().map(|line| back_of(order, line, with_fee).minor).sum();
    Money::new(all.min(order.refundable().minor), order.total.currency)
}

/// The ids that a form chose.
pub(crate) fn chosen(ids: &[String]) -> Result<Vec<TicketId>, Problem> {
    ids.iter().map(|id| super::parse(id)).collect()
}
