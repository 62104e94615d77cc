//! How orders, payments, refunds and tickets travel in the desk's batch statements.

use boxoffice_domain::ids::{AccountId, SeatId};
use boxoffice_domain::time::Time;
use serde_json::{Value, json};

use crate::selling::batch::{Order, Payment, Refund, Ticket};
use crate::store::bulk::{Columns, Kind, bytes, bytes_or_null};

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
];

pub(crate) const REFUND: Columns = &[
    ("refund_id", Kind::Bytes),
    ("payment_id", Kind::Bytes),
    ("order_id", Kind::Bytes),
    ("state", Kind::Text),
    ("reason", Kind::Text),
    ("amount_minor", Kind::Int),
    ("currency", Kind::Text),
    ("idempotency_key", Kind::Text),
    ("gateway_ref", Kind::Text),
    ("created_at", Kind::Int),
    ("updated_at", Kind::Int),
    ("done_at", Kind::Int),
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

pub(crate) fn order(order: &Order) -> Value {
    json!([
        bytes(order.id.bytes()),
        bytes(order.organization.bytes()),
        bytes(order.secret.bytes()),
        order.number,
        bytes_or_null(order.account.as_ref().map(AccountId::bytes)),
        order.email,
        order.name,
        order.locale,
        order.state.as_str(),
        order.method.as_str(),
        order.currency.code(),
        order.total_minor,
        order.fee_minor,
        order.created_at.micros(),
        order.pay_by.micros(),
        micros(order.terms_accepted_at),
        micros(order.confirmed_at),
        micros(order.ended_at),
        order.end_reason,
    ])
}

pub(crate) fn lines(order: &Order) -> Vec<Value> {
    let rows = order.lines.iter().enumerate().map(|(at, line)| {
        json!([
            bytes(order.id.bytes()),
            at + 1,
            bytes(line.id.bytes()),
            bytes(line.event.bytes()),
            bytes(line.performance.bytes()),
            bytes(line.hold.bytes()),
            bytes(line.ticket_type.bytes()),
            bytes(line.area.bytes()),
            bytes_or_null(line.seat.as_ref().map(SeatId::bytes)),
            line.attendee,
            line.price_minor,
            line.fee_minor,
        ])
    });
    rows.collect()
}

pub(crate) fn payment(payment: &Payment) -> Value {
    json!([
        bytes(payment.id.bytes()),
        bytes(payment.order.bytes()),
        payment.gateway,
        payment.state.as_str(),
        payment.amount_minor,
        payment.currency.code(),
        payment.idempotency_key,
        payment.session_ref,
        payment.checkout_url,
        payment.charge_ref,
        payment.failure,
        payment.created_at.micros(),
        payment.updated_at.micros(),
        micros(payment.captured_at),
    ])
}

pub(crate) fn refund(refund: &Refund) -> Value {
    json!([
        bytes(refund.id.bytes()),
        bytes(refund.payment.bytes()),
        bytes(refund.order.bytes()),
        refund.state.as_str(),
        refund.reason,
        refund.amount_minor,
        refund.currency.code(),
        refund.idempotency_key,
        refund.gateway_ref,
        refund.created_at.micros(),
        refund.updated_at.micros(),
        micros(refund.done_at),
    ])
}

pub(crate) fn ticket(ticket: &Ticket) -> Value {
    json!([
        bytes(ticket.performance.bytes()),
        bytes(ticket.id.bytes()),
        bytes(ticket.event.bytes()),
        bytes(ticket.organization.bytes()),
        bytes(ticket.order.bytes()),
        ticket.line_no,
        bytes(ticket.ticket_type.bytes()),
        bytes(ticket.area.bytes()),
        bytes_or_null(ticket.seat.as_ref().map(SeatId::bytes)),
        bytes_or_null(ticket.account.as_ref().map(AccountId::bytes)),
        ticket.holder_name,
        ticket.holder_email,
        ticket.barcode,
        ticket.state.as_str(),
        ticket.issued_at.micros(),
        micros(ticket.voided_at),
        ticket.void_reason,
    ])
}

fn micros(time: Option<Time>) -> Option<i64> {
    time.map(Time::micros)
}
