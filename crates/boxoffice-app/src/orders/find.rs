//! An order with everything that its page, its mails and its tickets show.

use boxoffice_domain::cancellation::CancelFee;
use boxoffice_domain::ids::{
    AccountId, AreaId, EventId, OrderId, OrderLineId, OrganizationId, PerformanceId, SeatId, TicketId,
    TicketTypeId,
};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::order::{Method, OrderState};
use boxoffice_domain::order_money::{Back, OrderMoney};
use boxoffice_domain::payment::{DisputeState, PaymentState};
use boxoffice_domain::price::Receipt;
use boxoffice_domain::ticket::TicketState;
use boxoffice_domain::time::Time;

use super::find_money::{Dispute, MoneyRows, Payment, Refund};
use crate::App;
use crate::selling::secret::{CartSecret, OrderSecret};
use crate::store::StoreError;
use crate::store::orders::{LineRow, OrderViewRow};
use crate::store::pricing::read_receipt;

/// By what an order is found.
#[derive(Clone, Copy, Debug)]
pub enum OrderKey {
    /// The secret of its page.
    Secret(OrderSecret),
    /// Its id.
    Id(OrderId),
}

/// An order as people see it.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Its number for people.
    pub number: String,
    /// The secret of its page.
    pub secret: OrderSecret,
    /// The cart it came from.
    pub cart: Option<CartSecret>,
    /// Whose event.
    pub organization: OrganizationId,
    /// Their name.
    pub organization_name: String,
    /// Their terms, as Markdown; empty: none.
    pub organization_terms: String,
    /// Their imprint, as Markdown.
    pub organization_imprint: String,
    /// Their address part.
    pub organization_slug: String,
    /// The buyer's account.
    pub account: Option<AccountId>,
    /// The buyer's address.
    pub email: String,
    /// The buyer's name.
    pub name: String,
    /// Language of mails and tickets.
    pub locale: String,
    /// Where it stands.
    pub state: OrderState,
    /// How it is paid.
    pub method: Method,
    /// What it costs, fees included.
    pub total: Money,
    /// The fees in it, in minor units.
    pub fee_minor: i64,
    /// What the total is made of.
    pub receipt: Receipt,
    /// When it was placed.
    pub created_at: Time,
    /// Until when it must be paid.
    pub pay_by: Time,
    /// When it was confirmed.
    pub confirmed_at: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Why it ended: a stable word or the organizer's.
    pub end_reason: Option<String>,
    /// Why the organizer gave it away.
    pub comp_reason: Option<String>,
    /// What came in by transfer and waits for the rest, in minor units.
    pub deposit_minor: i64,
    /// Its places.
    pub lines: Vec<OrderLine>,
    /// Its payments, oldest first.
    pub payments: Vec<Payment>,
    /// Its refunds, oldest first.
    pub refunds: Vec<Refund>,
    /// Its disputes, oldest first.
    pub disputes: Vec<Dispute>,
    /// Until when the buyer may cancel; none: not any more, or never.
    pub cancel_until: Option<Time>,
}

/// One place of an order.
#[derive(Clone, Debug)]
pub struct OrderLine {
    /// Its id.
    pub id: OrderLineId,
    /// Its number, from 1.
    pub line_no: i64,
    /// The event.
    pub event: EventId,
    /// Its address part.
    pub event_slug: String,
    /// Its title.
    pub event_title: String,
    /// The performance.
    pub performance: PerformanceId,
    /// When it starts.
    pub starts_at: Option<Time>,
    /// When it ends.
    pub ends_at: Option<Time>,
    /// When doors open.
    pub doors_at: Option<Time>,
    /// On which clocks.
    pub time_zone: String,
    /// The venue's name; empty when there is none.
    pub venue: String,
    /// Its street, city and country; empty when there is none.
    pub venue_address: String,
    /// The event's picture.
    pub image: Option<boxoffice_domain::ids::ImageId>,
    /// The ticket type.
    pub ticket_type: TicketTypeId,
    /// Its name.
    pub ticket_type_name: String,
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// Row and seat.
    pub seat: Option<(SeatId, String, String)>,
    /// Who comes.
    pub attendee: String,
    /// Price, before fees.
    pub price_minor: i64,
    /// Fees.
    pub fee_minor: i64,
    /// The tax in both, in minor units.
    pub tax_minor: i64,
    /// The rate of that tax, in millionths.
    pub tax_ppm: i64,
    /// What the organizer keeps of it when its buyer cancels.
    pub cancel_fee: CancelFee,
    /// Its ticket, once issued.
    pub ticket: Option<TicketLine>,
}

/// A ticket in an order.
#[derive(Clone, Debug)]
pub struct TicketLine {
    /// Its id.
    pub id: TicketId,
    /// Where it stands.
    pub state: TicketState,
    /// What its QR code says.
    pub barcode: String,
    /// Who it was issued to.
    pub holder_name: String,
    /// When it was issued.
    pub issued_at: Time,
    /// When and where it was used.
    pub used: Option<(Time, String)>,
}

impl Order {
    /// What people see of its money.
    pub fn money(&self) -> OrderMoney {
        let payments: Vec<_> = self.payments.iter().map(|p| (p.state, p.amount.minor)).collect();
        let backs = self.refunds.iter().filter(|refund| !refund.is_tried_again).map(|refund| Back {
            state: refund.state,
            kind: refund.kind,
            amount_minor: refund.amount.minor,
        });
        let disputes: Vec<_> = self.disputes.iter().map(|dispute| dispute.state).collect();
        OrderMoney::of(self.state, self.total.minor, &payments, &backs.collect::<Vec<_>>(), &disputes)
    }

    /// What may still go back of it, as far as this reading knows.
    pub fn refundable(&self) -> Money {
        let captured = self.payments.iter().filter(|payment| payment.state == PaymentState::Captured);
        let back = self.refunds.iter().filter(|refund| !refund.is_tried_again);
        let gone = self.disputes.iter().filter(|dispute| dispute.state != DisputeState::Won);
        let left = captured.map(|payment| payment.amount.minor).sum::<i64>()
            - back.map(|refund| refund.amount.minor).sum::<i64>()
            - gone.map(|dispute| dispute.amount.minor).sum::<i64>();
        Money::new(left.max(0), self.total.currency)
    }

    /// Its lines whose tickets are valid.
    pub fn live_lines(&self) -> impl Iterator<Item = &OrderLine> {
        let valid = |ticket: &TicketLine| ticket.state == TicketState::Valid;
        self.lines.iter().filter(move |line| line.ticket.as_ref().is_some_and(valid))
    }

    /// What the organizer keeps of a line when its buyer cancels.
    pub fn kept_of(&self, line: &OrderLine) -> Money {
        Money::new(line.cancel_fee.kept_of(line.price_minor + line.fee_minor), self.total.currency)
    }

    /// Where to pay now, when something is open.
    pub fn pay_url(&self) -> Option<&str> {
        let open = |payment: &&Payment| payment.state == PaymentState::Pending;
        (self.state == OrderState::Pending)
            .then(|| self.payments.iter().rfind(open).and_then(|payment| payment.checkout_url.as_deref()))
            .flatten()
    }

    /// True when the buyer may cancel it at `now`.
    pub fn buyer_may_cancel(&self, now: Time) -> bool {
        match self.state {
            OrderState::Pending => true,
            OrderState::Confirmed => self.cancel_until.is_some_and(|until| now < until) && !self.is_used(),
            OrderState::Cancelled | OrderState::Expired => false,
        }
    }

    /// True when somebody was let in with one of its tickets.
    pub fn is_used(&self) -> bool {
        self.lines.iter().filter_map(|line| line.ticket.as_ref()).any(|ticket| ticket.used.is_some())
    }
}

/// Finds an order with all that belongs to it.
pub async fn find_order(app: &App, by: OrderKey) -> Result<Option<Order>, StoreError> {
    let mut tx = app.store.peek().await?;
    let id = match by {
        OrderKey::Secret(secret) => tx.find_order_id(secret).await?,
        OrderKey::Id(id) => Some(id),
    };
    let Some(id) = id else { return Ok(None) };
    let Some(row) = tx.find_order(id).await? else { return Ok(None) };
    let currency: Currency = row.currency.parse().map_err(|_| broken("currency", &row.currency))?;
    let lines = tx.list_order_lines(row.order_id).await?;
    let policies = lines.iter().map(|line| (line.starts_at, line.cancel_until_s));
    let cancel_until = super::cancel::cancel_until(policies);
    let lines = lines.into_iter().map(line).collect::<Result<_, _>>()?;
    let money = MoneyRows {
        payments: tx.list_payments(row.order_id).await?,
        refunds: tx.list_refunds(row.order_id).await?,
        disputes: tx.list_disputes(row.order_id).await?,
    };
    order(row, currency, lines, money, cancel_until).map(Some)
}

fn order(
    row: OrderViewRow,
    currency: Currency,
    lines: Vec<OrderLine>,
    money: MoneyRows,
    cancel_until: Option<Time>,
) -> Result<Order, StoreError> {
    let secret =
        |bytes: Vec<u8>| <[u8; 16]>::try_from(bytes).map_err(|_| broken("secret of order", &row.number));
    Ok(Order {
        id: row.order_id,
        secret: OrderSecret::from_bytes(secret(row.secret)?),
        cart: row.cart_secret.map(secret).transpose()?.map(CartSecret::from_bytes),
        organization: row.organization_id,
        organization_name: row.organization_name,
        organization_terms: row.organization_terms,
        organization_imprint: row.organization_imprint,
        organization_slug: row.organization_slug,
        account: row.account_id,
        email: row.email,
        name: row.name,
        locale: row.locale,
        state: OrderState::parse(&row.state).ok_or_else(|| broken("order state", &row.state))?,
        method: Method::parse(&row.method).ok_or_else(|| broken("method", &row.method))?,
        number: row.number,
        total: Money::new(row.total_minor, currency),
        fee_minor: row.fee_minor,
        receipt: match &row.receipt {
            Some(json) => read_receipt(json)?,
            None => Receipt::plain(row.total_minor - row.fee_minor, row.fee_minor),
        },
        created_at: row.created_at,
        pay_by: row.pay_by,
        confirmed_at: row.confirmed_at,
        ended_at: row.ended_at,
        end_reason: row.end_reason,
        comp_reason: row.comp_reason,
        deposit_minor: row.deposit_minor,
        lines,
        payments: money.payments(currency)?,
        refunds: money.refunds(currency)?,
        disputes: money.disputes(currency)?,
        cancel_until,
    })
}

fn line(row: LineRow) -> Result<OrderLine, StoreError> {
    let ticket = match (row.ticket_id, row.ticket_state, row.issued_at) {
        (Some(id), Some(state), Some(issued_at)) => Some(TicketLine {
            id,
            state: TicketState::parse(&state).ok_or_else(|| broken("ticket state", &state))?,
            barcode: row.barcode.unwrap_or_default(),
            holder_name: row.holder_name.unwrap_or_default(),
            issued_at,
            used: row.used_at.zip(row.gate),
        }),
        _ => None,
    };
    Ok(OrderLine {
        id: row.order_line_id,
        line_no: row.line_no,
        event: row.event_id,
        event_slug: row.slug,
        event_title: row.title,
        performance: row.performance_id,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        doors_at: row.doors_at,
        time_zone: row.time_zone,
        venue: row.venue,
        venue_address: row.venue_address,
        image: row.image_id,
        ticket_type: row.ticket_type_id,
        ticket_type_name: row.ticket_type_name,
        area: row.area_id,
        area_name: row.area_name,
        seat: row
            .seat_id
            .map(|id| (id, row.row_label.unwrap_or_default(), row.seat_label.unwrap_or_default())),
        attendee: row.attendee_name,
        price_minor: row.price_minor,
        fee_minor: row.fee_minor,
        tax_minor: row.tax_minor,
        tax_ppm: row.tax_ppm.unwrap_or(0),
        cancel_fee: CancelFee { part_bp: row.cancel_fee_bp, fixed_minor: row.cancel_fee_minor },
        ticket,
    })
}

fn broken(what: &str, value: &str) -> StoreError {
    StoreError::Broken(format!("{what} {value:?}"))
}
