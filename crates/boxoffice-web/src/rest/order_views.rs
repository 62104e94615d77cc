//! How an order looks to callers of the API.

use boxoffice_app::orders::Order;
use boxoffice_app::orders::find::OrderLine;
use boxoffice_app::orders::find_money::{Dispute, Payment, Refund};
use boxoffice_app::payments::bank::account::HowToTransfer;
use serde::Serialize;
use utoipa::ToSchema;

use super::docs::Id;
use super::money::Amount;
use super::receipts::ReceiptView;
use super::when::Millis;

/// An order.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderView {
    /// Its id.
    #[schema(value_type = Id)]
    order_id: String,
    /// Its number for people.
    #[schema(example = "K7QM2XWZPA")]
    number: String,
    /// `pending`, `confirmed`, `cancelled` or `expired`.
    #[schema(example = "confirmed")]
    state: &'static str,
    /// `gateway`, `free`, `box_office`, `bank_transfer`, or `comp` for what the organizer gave away.
    #[schema(example = "gateway")]
    method: &'static str,
    /// Where its money stands: `free`, `paying`, `unknown`, `unpaid`, `paid`, `overpaid`, `late`, `disputed`,
    /// `partly_refunded` or `refunded`.
    #[schema(example = "paid")]
    money: &'static str,
    /// What it costs, fees included.
    total: Amount,
    /// What the total is made of.
    receipt: ReceiptView,
    /// When it was placed.
    created_at: Millis,
    /// Until when it must be paid.
    pay_by: Millis,
    /// Until when the buyer may cancel; null: not any more, or never.
    cancel_until: Option<Millis>,
    /// Why it ended.
    end_reason: Option<String>,
    /// Its places.
    lines: Vec<OrderLineView>,
    /// Its payments, oldest first.
    payments: Vec<PaymentView>,
    /// Its refunds, oldest first.
    refunds: Vec<RefundView>,
    /// Its disputes, oldest first.
    disputes: Vec<DisputeView>,
    /// How to pay it by bank transfer, while it waits for one.
    transfer: Option<TransferBody>,
}

/// How to pay by bank transfer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TransferBody {
    /// To whom.
    holder: String,
    /// To which account.
    #[schema(example = "DE89 3704 0044 0532 0130 00")]
    iban: String,
    /// Its bank's code; empty: not needed.
    bic: String,
    /// What is still owed.
    amount: Amount,
    /// What to write on it.
    #[schema(example = "RF18AB23CD45EF")]
    reference: String,
    /// What the code says that banking apps read; null outside of the euro.
    code: Option<String>,
}

impl From<HowToTransfer> for TransferBody {
    fn from(how: HowToTransfer) -> Self {
        Self {
            holder: how.holder,
            iban: how.iban,
            bic: how.bic,
            amount: how.amount.into(),
            reference: how.reference,
            code: how.code,
        }
    }
}

impl OrderView {
    /// With how to pay it by bank transfer.
    pub(super) fn transfer(self, how: Option<HowToTransfer>) -> Self {
        Self { transfer: how.map(TransferBody::from), ..self }
    }
}

/// One place of an order.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderLineView {
    /// The event.
    #[schema(value_type = Id)]
    event_id: String,
    /// Its title.
    event_title: String,
    /// The performance.
    #[schema(value_type = Id)]
    performance_id: String,
    /// When it begins.
    starts_at: Option<Millis>,
    /// The ticket type.
    ticket_type: String,
    /// Section or standing area.
    area: String,
    /// Row of a numbered seat.
    row: Option<String>,
    /// Its number in the row.
    seat: Option<String>,
    /// Who comes.
    attendee: String,
    /// Price.
    price_minor: i64,
    /// Fee.
    fee_minor: i64,
    /// The tax in both.
    tax_minor: i64,
    /// Its ticket, once issued.
    #[schema(value_type = Option<Id>)]
    ticket_id: Option<String>,
    /// `VALID`, `USED` or `VOID`.
    ticket_status: Option<&'static str>,
    /// What its QR code says.
    barcode: Option<String>,
}

/// One attempt to pay.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaymentView {
    /// Its id.
    #[schema(value_type = Id)]
    payment_id: String,
    /// `created`, `pending`, `unknown`, `captured` or `failed`.
    #[schema(example = "captured")]
    state: &'static str,
    /// How much.
    amount: Amount,
    /// Where to pay, while it is open.
    checkout_url: Option<String>,
    /// Why the last try failed.
    failure: Option<String>,
}

/// Money on its way back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundView {
    /// Its id.
    #[schema(value_type = Id)]
    refund_id: String,
    /// `wanted`, `pending`, `unknown`, `done` or `failed`.
    #[schema(example = "done")]
    state: &'static str,
    /// What for: `tickets`, `amount`, or `surplus` for money that bought nothing.
    #[schema(example = "tickets")]
    kind: &'static str,
    /// How much.
    amount: Amount,
    /// What the organizer kept of what the tickets cost.
    kept_minor: i64,
    /// When the buyer had it.
    done_at: Option<Millis>,
}

/// A buyer's bank asking money back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DisputeView {
    /// Its id.
    #[schema(value_type = Id)]
    dispute_id: String,
    /// `opened`, `won` or `lost`.
    #[schema(example = "opened")]
    state: &'static str,
    /// How much.
    amount: Amount,
    /// Since when.
    opened_at: Millis,
}

impl From<Order> for OrderView {
    fn from(order: Order) -> Self {
        Self {
            order_id: order.id.to_string(),
            money: order.money().as_str(),
            number: order.number,
            state: order.state.as_str(),
            method: order.method.as_str(),
            total: order.total.into(),
            receipt: order.receipt.into(),
            created_at: order.created_at.into(),
            pay_by: order.pay_by.into(),
            cancel_until: order.cancel_until.map(Millis),
            end_reason: order.end_reason,
            lines: order.lines.into_iter().map(OrderLineView::from).collect(),
            payments: order.payments.into_iter().map(PaymentView::from).collect(),
            refunds: order.refunds.into_iter().map(RefundView::from).collect(),
            disputes: order.disputes.into_iter().map(DisputeView::from).collect(),
            transfer: None,
        }
    }
}

impl From<OrderLine> for OrderLineView {
    fn from(line: OrderLine) -> Self {
        let (row, seat) = line.seat.map_or((None, None), |(_, row, seat)| (Some(row), Some(seat)));
        let status = line.ticket.as_ref().map(|ticket| {
            super::tickets::status(ticket.state.as_str(), ticket.used.as_ref().map(|(at, _)| *at))
        });
        Self {
            event_id: line.event.to_string(),
            event_title: line.event_title,
            performance_id: line.performance.to_string(),
            starts_at: line.starts_at.map(Millis),
            ticket_type: line.ticket_type_name,
            area: line.area_name,
            row,
            seat,
            attendee: line.attendee,
            price_minor: line.price_minor,
            fee_minor: line.fee_minor,
            tax_minor: line.tax_minor,
            ticket_id: line.ticket.as_ref().map(|ticket| ticket.id.to_string()),
            ticket_status: status,
            barcode: line.ticket.map(|ticket| ticket.barcode),
        }
    }
}

impl From<Payment> for PaymentView {
    fn from(payment: Payment) -> Self {
        Self {
            payment_id: payment.id.to_string(),
            state: payment.state.as_str(),
            amount: payment.amount.into(),
            checkout_url: payment.checkout_url,
            failure: payment.failure,
        }
    }
}

impl From<Refund> for RefundView {
    fn from(refund: Refund) -> Self {
        Self {
            refund_id: refund.id.to_string(),
            state: refund.state.as_str(),
            kind: refund.kind.as_str(),
            kept_minor: refund.kept_minor,
            amount: refund.amount.into(),
            done_at: refund.done_at.map(Millis),
        }
    }
}

impl From<Dispute> for DisputeView {
    fn from(dispute: Dispute) -> Self {
        Self {
            dispute_id: dispute.id.to_string(),
            state: dispute.state.as_str(),
            amount: dispute.amount.into(),
            opened_at: dispute.opened_at.into(),
        }
    }
}
