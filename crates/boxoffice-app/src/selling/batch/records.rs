//! Rows of the database as records of a batch.

use std::collections::{BTreeMap, HashMap};

use boxoffice_domain::cancellation::CancelFee;
use boxoffice_domain::inventory::{HoldState, Inventory, Place, Sale, Seat};
use boxoffice_domain::money::Currency;
use boxoffice_domain::order::{Method, OrderState};
use boxoffice_domain::payment::{DisputeState, PaymentState, RefundKind, RefundState, TakenAs};
use boxoffice_domain::price::LineParts;
use boxoffice_domain::ticket::TicketState;

use super::{Dispute, Hold, Line, Order, Payment, Performance, Refund, Ticket};
use crate::selling::secret::{CartSecret, OrderSecret};
use crate::store::batch::{
    HoldLineRow, HoldRow, OrderLineRow, OrderRow, PaymentRow, PerformanceRow, RefundRow, SeatRow, TicketRow,
};
use crate::store::disputes::DisputeRow;
use crate::store::pricing::{read_receipt, read_rules};
use crate::store::{Result, StoreError};

fn broken(what: &str, value: &str) -> StoreError {
    StoreError::Broken(format!("{what} {value:?}"))
}

fn currency(code: &str) -> Result<Currency> {
    code.parse().map_err(|_| broken("currency", code))
}

fn secret(bytes: Vec<u8>) -> Result<[u8; 16]> {
    bytes.try_into().map_err(|_| StoreError::Broken("a secret is not 16 bytes long".into()))
}

pub(super) fn performance(row: &PerformanceRow) -> Result<Performance> {
    let sale = match (row.event_state.as_str(), row.performance_state.as_str()) {
        ("cancelled", _) | (_, "cancelled") => Sale::Cancelled,
        ("published", "postponed") => Sale::Postponed,
        ("published", _) => Sale::Scheduled,
        _ => Sale::Unpublished,
    };
    Ok(Performance {
        event: row.event_id,
        organization: row.organization_id,
        currency: currency(&row.currency)?,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        hold_ttl_s: row.hold_ttl_s,
        cancel_until_s: row.cancel_until_s,
        cancel_fee: CancelFee { part_bp: row.cancel_fee_bp, fixed_minor: row.cancel_fee_minor },
        box_office: row.box_office,
        has_terms: row.has_terms,
        rules: read_rules(
            row.pricing.as_deref(),
            row.event_pricing.as_deref(),
            row.tax_country.as_deref().unwrap_or_default(),
        )?,
        inventory: Inventory {
            sale,
            starts_at: row.starts_at,
            areas: BTreeMap::new(),
            quotas: BTreeMap::new(),
            types: HashMap::new(),
            seats: HashMap::new(),
        },
    })
}

pub(super) fn seat(row: SeatRow) -> Seat {
    Seat { area: row.area_id, label: format!("{} {}", row.row_label, row.seat_label), holder: row.hold_id }
}

pub(super) fn place(row: &HoldLineRow) -> Place {
    Place {
        ticket_type: row.ticket_type_id,
        area: row.area_id,
        seat: row.seat_id,
        quantity: row.quantity,
        price_minor: row.price_minor,
        fee_minor: row.fee_minor,
    }
}

pub(super) fn hold(row: HoldRow, places: Vec<Place>) -> Result<Hold> {
    Ok(Hold {
        id: row.hold_id,
        performance: row.performance_id,
        event: row.event_id,
        organization: row.organization_id,
        cart: CartSecret::from_bytes(secret(row.cart_secret)?),
        account: row.account_id,
        state: HoldState::parse(&row.state).ok_or_else(|| broken("hold state", &row.state))?,
        order: row.order_id,
        extensions: row.extensions,
        created_at: row.created_at,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
        code: row.code_id,
        places,
    })
}

pub(super) fn order(row: OrderRow, lines: Vec<Line>) -> Result<Order> {
    Ok(Order {
        id: row.order_id,
        organization: row.organization_id,
        secret: OrderSecret::from_bytes(secret(row.secret)?),
        number: row.number,
        account: row.account_id,
        email: row.email,
        name: row.name,
        locale: row.locale,
        state: OrderState::parse(&row.state).ok_or_else(|| broken("order state", &row.state))?,
        method: Method::parse(&row.method).ok_or_else(|| broken("method", &row.method))?,
        currency: currency(&row.currency)?,
        total_minor: row.total_minor,
        fee_minor: row.fee_minor,
        created_at: row.created_at,
        pay_by: row.pay_by,
        terms_accepted_at: row.terms_accepted_at,
        confirmed_at: row.confirmed_at,
        ended_at: row.ended_at,
        end_reason: row.end_reason,
        comp_reason: row.comp_reason,
        receipt: row.receipt.as_deref().map(read_receipt).transpose()?.map(Box::new),
        lines,
    })
}

pub(super) fn line(row: OrderLineRow) -> Line {
    Line {
        id: row.order_line_id,
        event: row.event_id,
        performance: row.performance_id,
        hold: row.hold_id,
        ticket_type: row.ticket_type_id,
        area: row.area_id,
        seat: row.seat_id,
        attendee: row.attendee_name,
        price_minor: row.price_minor,
        fee_minor: row.fee_minor,
        parts: row.list_minor.map(|list_minor| LineParts {
            list_minor,
            discount_minor: row.discount_minor.unwrap_or(0),
            tax_ppm: row.tax_ppm.unwrap_or(0),
            tax_minor: row.tax_minor.unwrap_or(0),
            fee_tax_minor: row.fee_tax_minor.unwrap_or(0),
            absorbed_minor: row.absorbed_minor.unwrap_or(0),
        }),
    }
}

pub(super) fn payment(row: PaymentRow) -> Result<Payment> {
    Ok(Payment {
        id: row.payment_id,
        order: row.order_id,
        gateway: row.gateway,
        state: PaymentState::parse(&row.state).ok_or_else(|| broken("payment state", &row.state))?,
        amount_minor: row.amount_minor,
        currency: currency(&row.currency)?,
        idempotency_key: row.idempotency_key,
        session_ref: row.session_ref,
        checkout_url: row.checkout_url,
        charge_ref: row.charge_ref,
        failure: row.failure,
        created_at: row.created_at,
        updated_at: row.updated_at,
        captured_at: row.captured_at,
        payee: row.gateway_account_id.into(),
        session_until: row.session_until,
        taken_as: row.taken_as.as_deref().and_then(TakenAs::parse),
    })
}

pub(super) fn refund(row: RefundRow) -> Result<Refund> {
    Ok(Refund {
        id: row.refund_id,
        payment: row.payment_id,
        order: row.order_id,
        state: RefundState::parse(&row.state).ok_or_else(|| broken("refund state", &row.state))?,
        kind: RefundKind::parse(&row.kind).ok_or_else(|| broken("refund kind", &row.kind))?,
        reason: row.reason,
        amount_minor: row.amount_minor,
        kept_minor: row.kept_minor,
        extra_minor: row.extra_minor,
        currency: currency(&row.currency)?,
        idempotency_key: row.idempotency_key,
        gateway_ref: row.gateway_ref,
        again_of: row.again_of,
        created_at: row.created_at,
        updated_at: row.updated_at,
        done_at: row.done_at,
    })
}

pub(super) fn dispute(row: DisputeRow) -> Result<Dispute> {
    Ok(Dispute {
        id: row.dispute_id,
        payment: row.payment_id,
        order: row.order_id,
        gateway: row.gateway,
        dispute_ref: row.dispute_ref,
        state: DisputeState::parse(&row.state).ok_or_else(|| broken("dispute state", &row.state))?,
        amount_minor: row.amount_minor,
        currency: currency(&row.currency)?,
        reason: row.reason,
        opened_at: row.opened_at,
        updated_at: row.updated_at,
        closed_at: row.closed_at,
    })
}

pub(super) fn ticket(row: TicketRow) -> Result<Ticket> {
    Ok(Ticket {
        id: row.ticket_id,
        performance: row.performance_id,
        event: row.event_id,
        organization: row.organization_id,
        order: row.order_id,
        line_no: row.line_no,
        ticket_type: row.ticket_type_id,
        area: row.area_id,
        seat: row.seat_id,
        account: row.account_id,
        holder_name: row.holder_name,
        holder_email: row.holder_email,
        barcode: row.barcode,
        state: TicketState::parse(&row.state).ok_or_else(|| broken("ticket state", &row.state))?,
        issued_at: row.issued_at,
        voided_at: row.voided_at,
        void_reason: row.void_reason,
        checked_in: None,
    })
}
