//! How orders, payments, refunds and tickets travel in the desk's batch statements: whole when they are new, and later
//! only what can change, because each column of an index that is written costs a page of that index.

use boxoffice_domain::ids::{OrderId, RefundId};
use boxoffice_domain::payment::TakenAs;

use crate::selling::batch::{Dispute, Order, Payment, Refund, Ticket};
use crate::store::bulk::{Columns, Kind};
use crate::store::cell::{Cells, cells};

pub(crate) const ORDER: Columns = &[
    ("order_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("secret", Kind::Bytes),
    ("number", Kind::Text),
    ("account_id", Kind::Bytes),
    ("email", Kind::Text),
    ("name", Kind::Text),
    ("locale", Kind::Text),
    ("state", Kind::Text),
    ("method", Kind::Text),
    ("currency", Kind::Text),
    ("total_minor", Kind::Int),
    ("fee_minor", Kind::Int),
    ("created_at", Kind::Int),
    ("pay_by", Kind::Int),
    ("terms_accepted_at", Kind::Int),
    ("confirmed_at", Kind::Int),
    ("ended_at", Kind::Int),
    ("end_reason", Kind::Text),
    ("comp_reason", Kind::Text),
];

/// What of an order can change, after its key.
pub(crate) const ORDER_CHANGES: Columns = &[
    ("order_id", Kind::Bytes),
    ("state", Kind::Text),
    ("pay_by", Kind::Int),
    ("confirmed_at", Kind::Int),
    ("ended_at", Kind::Int),
    ("end_reason", Kind::Text),
];

pub(crate) const LINE: Columns = &[
    ("order_id", Kind::Bytes),
    ("line_no", Kind::Int),
    ("order_line_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("performance_id", Kind::Bytes),
    ("hold_id", Kind::Bytes),
    ("ticket_type_id", Kind::Bytes),
    ("area_id", Kind::Bytes),
    ("seat_id", Kind::Bytes),
    ("attendee_name", Kind::Text),
    ("price_minor", Kind::Int),
    ("fee_minor", Kind::Int),
];

/// The same of a place whose price is made of more than the list's.
pub(crate) const PRICED_LINE: Columns = &[
    LINE[0],
    LINE[1],
    LINE[2],
    LINE[3],
    LINE[4],
    LINE[5],
    LINE[6],
    LINE[7],
    LINE[8],
    LINE[9],
    LINE[10],
    LINE[11],
    ("list_minor", Kind::Int),
    ("discount_minor", Kind::Int),
    ("tax_ppm", Kind::Int),
    ("tax_minor", Kind::Int),
    ("fee_tax_minor", Kind::Int),
    ("absorbed_minor", Kind::Int),
];

/// The receipt of an order, after its key: written apart, because few say more than their amounts do.
pub(crate) const ORDER_RECEIPT: Columns = &[("order_id", Kind::Bytes), ("receipt", Kind::Text)];

pub(crate) const PAYMENT: Columns = &[
    ("payment_id", Kind::Bytes),
    ("order_id", Kind::Bytes),
    ("gateway", Kind::Text),
    ("state", Kind::Text),
    ("amount_minor", Kind::Int),
    ("currency", Kind::Text),
    ("idempotency_key", Kind::Text),
    ("session_ref", Kind::Text),
    ("checkout_url", Kind::Text),
    ("charge_ref", Kind::Text),
    ("failure", Kind::Text),
    ("created_at", Kind::Int),
    ("updated_at", Kind::Int),
    ("captured_at", Kind::Int),
    ("gateway_account_id", Kind::Bytes),
    ("session_until", Kind::Int),
    ("taken_as", Kind::Text),
];

/// What of a payment can change, after its key.
pub(crate) const PAYMENT_CHANGES: Columns = &[
    ("payment_id", Kind::Bytes),
    ("state", Kind::Text),
    ("session_ref", Kind::Text),
    ("checkout_url", Kind::Text),
    ("charge_ref", Kind::Text),
    ("failure", Kind::Text),
    ("updated_at", Kind::Int),
    ("captured_at", Kind::Int),
];

pub(crate) const REFUND: Columns = &[
    ("refund_id", Kind::Bytes),
    ("payment_id", Kind::Bytes),
    ("order_id", Kind::Bytes),
    ("state", Kind::Text),
    ("kind", Kind::Text),
    ("reason", Kind::Text),
    ("amount_minor", Kind::Int),
    ("kept_minor", Kind::Int),
    ("extra_minor", Kind::Int),
    ("currency", Kind::Text),
    ("idempotency_key", Kind::Text),
    ("gateway_ref", Kind::Text),
    ("again_of", Kind::Bytes),
    ("created_at", Kind::Int),
    ("updated_at", Kind::Int),
    ("done_at", Kind::Int),
];

/// What of a refund can change, after its key.
pub(crate) const REFUND_CHANGES: Columns = &[
    ("refund_id", Kind::Bytes),
    ("state", Kind::Text),
    ("gateway_ref", Kind::Text),
    ("updated_at", Kind::Int),
    ("done_at", Kind::Int),
];

pub(crate) const REFUND_LINE: Columns =
    &[("order_id", Kind::Bytes), ("line_no", Kind::Int), ("refund_id", Kind::Bytes)];

pub(crate) const DISPUTE: Columns = &[
    ("dispute_id", Kind::Bytes),
    ("payment_id", Kind::Bytes),
    ("order_id", Kind::Bytes),
    ("gateway", Kind::Text),
    ("dispute_ref", Kind::Text),
    ("state", Kind::Text),
    ("amount_minor", Kind::Int),
    ("currency", Kind::Text),
    ("reason", Kind::Text),
    ("opened_at", Kind::Int),
    ("updated_at", Kind::Int),
    ("closed_at", Kind::Int),
];

/// What of a dispute can change, after its key.
pub(crate) const DISPUTE_CHANGES: Columns = &[
    ("dispute_id", Kind::Bytes),
    ("state", Kind::Text),
    ("updated_at", Kind::Int),
    ("closed_at", Kind::Int),
];

pub(crate) const TICKET: Columns = &[
    ("performance_id", Kind::Bytes),
    ("ticket_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("order_id", Kind::Bytes),
    ("line_no", Kind::Int),
    ("ticket_type_id", Kind::Bytes),
    ("area_id", Kind::Bytes),
    ("seat_id", Kind::Bytes),
    ("account_id", Kind::Bytes),
    ("holder_name", Kind::Text),
    ("holder_email", Kind::Text),
    ("barcode", Kind::Text),
    ("state", Kind::Text),
    ("issued_at", Kind::Int),
    ("voided_at", Kind::Int),
    ("void_reason", Kind::Text),
];

/// What of a ticket can change, after its key.
pub(crate) const TICKET_CHANGES: Columns = &[
    ("performance_id", Kind::Bytes),
    ("ticket_id", Kind::Bytes),
    ("state", Kind::Text),
    ("voided_at", Kind::Int),
    ("void_reason", Kind::Text),
];

pub(crate) fn order(order: &Order) -> Cells<'_> {
    cells![
        order.id,
        order.organization,
        *order.secret.as_bytes(),
        order.number.as_str(),
        order.account,
        order.email.as_str(),
        order.name.as_str(),
        order.locale.as_str(),
        order.state.as_str(),
        order.method.as_str(),
        order.currency.code(),
        order.total_minor,
        order.fee_minor,
        order.created_at,
        order.pay_by,
        order.terms_accepted_at,
        order.confirmed_at,
        order.ended_at,
        order.end_reason.as_deref(),
        order.comp_reason.as_deref(),
    ]
}

pub(crate) fn order_changes(order: &Order) -> Cells<'_> {
    cells![
        order.id,
        order.state.as_str(),
        order.pay_by,
        order.confirmed_at,
        order.ended_at,
        order.end_reason.as_deref(),
    ]
}

/// The places of new orders: those at their list price, and those whose price is made of more.
pub(crate) fn lines<'a>(orders: impl Iterator<Item = &'a Order>) -> (Vec<Cells<'a>>, Vec<Cells<'a>>) {
    let (mut plain, mut priced) = (Vec::new(), Vec::new());
    for order in orders {
        for (at, line) in order.lines.iter().enumerate() {
            let mut row = cells![
                order.id,
                at as i64 + 1,
                line.id,
                line.event,
                line.performance,
                line.hold,
                line.ticket_type,
                line.area,
                line.seat,
                line.attendee.as_str(),
                line.price_minor,
                line.fee_minor,
            ];
            let Some(parts) = line.parts else {
                plain.push(row);
                continue;
            };
            row.extend(cells![
                parts.list_minor,
                parts.discount_minor,
                parts.tax_ppm,
                parts.tax_minor,
                parts.fee_tax_minor,
                parts.absorbed_minor,
            ]);
            priced.push(row);
        }
    }
    (plain, priced)
}

/// The receipt of an order that has one.
pub(crate) fn receipt(order: &Order) -> Option<Cells<'_>> {
    let receipt = order.receipt.as_deref()?;
    Some(cells![order.id, serde_json::to_string(receipt).unwrap_or_default()])
}

pub(crate) fn payment(payment: &Payment) -> Cells<'_> {
    cells![
        payment.id,
        payment.order,
        payment.gateway.as_str(),
        payment.state.as_str(),
        payment.amount_minor,
        payment.currency.code(),
        payment.idempotency_key.as_str(),
        payment.session_ref.as_deref(),
        payment.checkout_url.as_deref(),
        payment.charge_ref.as_deref(),
        payment.failure.as_deref(),
        payment.created_at,
        payment.updated_at,
        payment.captured_at,
        payment.payee.id(),
        payment.session_until,
        payment.taken_as.map(TakenAs::as_str),
    ]
}

pub(crate) fn payment_changes(payment: &Payment) -> Cells<'_> {
    cells![
        payment.id,
        payment.state.as_str(),
        payment.session_ref.as_deref(),
        payment.checkout_url.as_deref(),
        payment.charge_ref.as_deref(),
        payment.failure.as_deref(),
        payment.updated_at,
        payment.captured_at,
    ]
}

pub(crate) fn refund(refund: &Refund) -> Cells<'_> {
    cells![
        refund.id,
        refund.payment,
        refund.order,
        refund.state.as_str(),
        refund.kind.as_str(),
        refund.reason.as_str(),
        refund.amount_minor,
        refund.kept_minor,
        refund.extra_minor,
        refund.currency.code(),
        refund.idempotency_key.as_str(),
        refund.gateway_ref.as_deref(),
        refund.again_of,
        refund.created_at,
        refund.updated_at,
        refund.done_at,
    ]
}

pub(crate) fn refund_changes(refund: &Refund) -> Cells<'_> {
    cells![refund.id, refund.state.as_str(), refund.gateway_ref.as_deref(), refund.updated_at, refund.done_at]
}

pub(crate) fn refund_line((order, line_no, refund): &(OrderId, i64, Option<RefundId>)) -> Cells<'_> {
    cells![*order, *line_no, *refund]
}

pub(crate) fn dispute(dispute: &Dispute) -> Cells<'_> {
    cells![
        dispute.id,
        dispute.payment,
        dispute.order,
        dispute.gateway.as_str(),
        dispute.dispute_ref.as_str(),
        dispute.state.as_str(),
        dispute.amount_minor,
        dispute.currency.code(),
        dispute.reason.as_str(),
        dispute.opened_at,
        dispute.updated_at,
        dispute.closed_at,
    ]
}

pub(crate) fn dispute_changes(dispute: &Dispute) -> Cells<'_> {
    cells![dispute.id, dispute.state.as_str(), dispute.updated_at, dispute.closed_at]
}

pub(crate) fn ticket(ticket: &Ticket) -> Cells<'_> {
    cells![
        ticket.performance,
        ticket.id,
        ticket.event,
        ticket.organization,
        ticket.order,
        ticket.line_no,
        ticket.ticket_type,
        ticket.area,
        ticket.seat,
        ticket.account,
        ticket.holder_name.as_str(),
        ticket.holder_email.as_str(),
        ticket.barcode.as_str(),
        ticket.state.as_str(),
        ticket.issued_at,
        ticket.voided_at,
        ticket.void_reason.as_deref(),
    ]
}

pub(crate) fn ticket_changes(ticket: &Ticket) -> Cells<'_> {
    cells![
        ticket.performance,
        ticket.id,
        ticket.state.as_str(),
        ticket.voided_at,
        ticket.void_reason.as_deref(),
    ]
}
