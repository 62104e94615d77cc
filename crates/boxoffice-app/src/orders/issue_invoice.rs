//! Invoices and credit notes: written when an order is paid and its organizer wants that, or when its buyer asks; a
//! credit note for each refund of an order that has one. A number is taken in the transaction that writes the document,
//! apart from the sale, so that nobody who buys waits for it.

use boxoffice_domain::ids::{InvoiceId, OrderId, RefundId};
use boxoffice_domain::money::Money;
use boxoffice_domain::order::OrderState;
use boxoffice_domain::price::Pricing;
use boxoffice_domain::time::Zone;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::company::{CompanyError, check_company};
use super::find::{Order, OrderKey, OrderLine, find_order};
use crate::App;
use crate::activity::{Activity, Actor};
use crate::jobs::{Job, JobError, NewJob};
use crate::store::invoice_recipients::Recipient;
use crate::store::invoices::{Document, DocumentLine, Invoice, Party};
use crate::store::organizations::Organization;
use crate::store::{StoreError, Tx};

/// Why there is no invoice.
#[derive(Debug, thiserror::Error)]
pub enum InvoiceError {
    /// There is no such order.
    #[error("there is no such order")]
    NoSuchOrder,
    /// It is not paid, or costs nothing.
    #[error("there is an invoice once the order is paid")]
    NotPaid,
    /// The recipient cannot be.
    #[error(transparent)]
    Recipient(#[from] CompanyError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvoiceError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchOrder => "no_such_order",
            Self::NotPaid => "invoice_not_paid",
            Self::Recipient(error) => error.code(),
            Self::Store(_) => "internal",
        }
    }
}

/// Writes the invoice of a paid order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssueInvoice {
    /// The order.
    pub order: OrderId,
}

/// Writes the credit notes of an order's refunds, where it has an invoice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssueCreditNotes {
    /// The order.
    pub order: OrderId,
}

impl Job for IssueInvoice {
    const KIND: &'static str = "issue_invoice";

    async fn run(self, app: &App) -> Result<(), JobError> {
        match issue_invoice(app, &Actor::system(), self.order, None).await {
            Ok(_) | Err(InvoiceError::NotPaid) => Ok(()),
            Err(InvoiceError::Store(error)) => Err(error.into()),
            Err(error) => Err(JobError::Never(error.to_string())),
        }
    }
}

impl Job for IssueCreditNotes {
    const KIND: &'static str = "issue_credit_notes";

    async fn run(self, app: &App) -> Result<(), JobError> {
        while issue_credit_note(app, self.order).await? {}
        Ok(())
    }
}

/// The documents of an order, oldest first.
pub async fn list_invoices(app: &App, order: OrderId) -> Result<Vec<Invoice>, StoreError> {
    app.store.read().await?.list_invoices(order).await
}

/// A document.
pub async fn find_invoice(app: &App, invoice: InvoiceId) -> Result<Option<Invoice>, StoreError> {
    app.store.read().await?.find_invoice(invoice).await
}

/// Writes the invoice of an order to this recipient, or to whom its buyer named at checkout. There is one; asked
/// again, it is the same.
pub async fn issue_invoice(
    app: &App,
    actor: &Actor,
    order: OrderId,
    recipient: Option<&Recipient>,
) -> Result<Invoice, InvoiceError> {
    let recipient = recipient.map(check_company).transpose()?;
    let order = find_order(app, OrderKey::Id(order)).await?.ok_or(InvoiceError::NoSuchOrder)?;
    let is_sold = order.confirmed_at.is_some() && order.state != OrderState::Expired;
    if !is_sold || order.total.is_zero() {
        return Err(InvoiceError::NotPaid);
    }
    let mut tx = app.store.begin().await?;
    if let Some(recipient) = &recipient {
        tx.put_recipient(order.id, recipient, app.clock.now()).await?;
    }
    let (number, year) = take_number(app, &mut tx, &order).await?;
    if let Some(known) = invoice_of(&mut tx, order.id).await? {
        // Dropping the transaction gives the number back.
        return Ok(known);
    }
    let seller = Seller::find(&mut tx, &order).await?;
    let buyer = match recipient {
        Some(recipient) => Some(recipient),
        None => tx.find_recipient(order.id).await?,
    };
    let document = Document {
        lines: order.lines.iter().map(|line| document_line(line, 1)).collect(),
        receipt: Some(order.receipt.clone()),
        is_reverse_charge: order.receipt.is_reverse_charge,
        ..seller.document(&order, buyer, number, year)
    };
    let invoice = write(app, &mut tx, &order, None, &document, (order.total.minor, year, number)).await?;
    log(app, &mut tx, actor, &order, "invoice.issued", &document).await?;
    // What went back before there was an invoice needs its credit note, too.
    if !order.refunds.is_empty() {
        tx.enqueue(&[NewJob::now(app, &IssueCreditNotes { order: order.id })]).await?;
    }
    tx.commit().await?;
    Ok(invoice)
}

/// Writes the credit note of the first refund that has none; false when there is nothing to write.
async fn issue_credit_note(app: &App, order: OrderId) -> Result<bool, StoreError> {
    let Some(order) = find_order(app, OrderKey::Id(order)).await? else { return Ok(false) };
    let mut tx = app.store.begin().await?;
    let Some(invoice) = invoice_of(&mut tx, order.id).await? else { return Ok(false) };
    let (number, year) = take_number(app, &mut tx, &order).await?;
    // Looked at after the number is taken, which others wait for.
    let Some(refund) = tx.find_refund_to_credit(order.id).await? else { return Ok(false) };
    let before = invoice.read()?;
    let given = tx.list_refunded_lines(refund.refund_id).await?;
    let lines: Vec<DocumentLine> = order
        .lines
        .iter()
        .filter(|line| given.contains(&line.line_no))
        .map(|line| document_line(line, -1))
        .collect();
    let value: i64 = lines.iter().map(|line| line.total_minor).sum();
    let document = Document {
        number: number_text(year, number),
        invoice_number: before.number.clone(),
        lines,
        receipt: None,
        kept_minor: refund.kept_minor,
        extra_minor: -refund.amount_minor - value - refund.kept_minor,
        ..before
    };
    let sums = (-refund.amount_minor, year, number);
    write(app, &mut tx, &order, Some(refund.refund_id), &document, sums).await?;
    log(app, &mut tx, &Actor::system(), &order, "credit_note.issued", &document).await?;
    tx.commit().await?;
    Ok(true)
}

async fn invoice_of(tx: &mut Tx, order: OrderId) -> Result<Option<Invoice>, StoreError> {
    Ok(tx.list_invoices(order).await?.into_iter().find(|known| known.kind == "invoice"))
}

/// The next number, and its year where the event is.
async fn take_number(app: &App, tx: &mut Tx, order: &Order) -> Result<(i64, i64), StoreError> {
    let year = i64::from(app.clock.now().in_zone(&zone(order)).year());
    Ok((tx.next_invoice_no(order.organization, year).await?, year))
}

fn number_text(year: i64, number: i64) -> String {
    format!("{year}-{number:05}")
}

fn zone(order: &Order) -> Zone {
    order.lines.first().and_then(|line| Zone::named(&line.time_zone).ok()).unwrap_or_else(Zone::utc)
}

/// Who sells, as it stands on documents from now on.
struct Seller {
    organization: Organization,
    pricing: Pricing,
}

impl Seller {
    async fn find(tx: &mut Tx, order: &Order) -> Result<Self, InvoiceError> {
        let organization = tx.find_organization(order.organization).await?;
        let organization = organization.ok_or(InvoiceError::NoSuchOrder)?;
        let pricing = tx.find_pricing(order.organization).await?;
        Ok(Self { organization, pricing })
    }

    fn document(self, order: &Order, buyer: Option<Recipient>, number: i64, year: i64) -> Document {
        let seller = Party {
            name: self.organization.name,
            address: self.organization.imprint,
            country: self.pricing.country,
            vat_id: self.pricing.vat_id,
            email: self.organization.contact_email,
        };
        let named = buyer.map(|buyer| Party {
            name: buyer.name,
            address: buyer.address,
            country: buyer.country,
            vat_id: buyer.vat_id,
            email: order.email.clone(),
        });
        let buyer = named.unwrap_or_else(|| Party {
            name: order.name.clone(),
            email: order.email.clone(),
            ..Party::default()
        });
        Document {
            number: number_text(year, number),
            invoice_number: String::new(),
            locale: order.locale.clone(),
            time_zone: zone(order).name().to_owned(),
            seller,
            buyer,
            order_number: order.number.clone(),
            lines: Vec::new(),
            receipt: None,
            kept_minor: 0,
            extra_minor: 0,
            is_reverse_charge: false,
        }
    }
}

fn document_line(line: &OrderLine, sign: i64) -> DocumentLine {
    let seat = line.seat.as_ref().map(|(_, row, seat)| format!(" {row} {seat}")).unwrap_or_default();
    DocumentLine {
        what: format!("{} · {} · {}{seat}", line.event_title, line.ticket_type_name, line.area_name),
        starts_at: line.starts_at.map(boxoffice_domain::time::Time::micros),
        total_minor: sign * (line.price_minor + line.fee_minor),
        tax_minor: sign * line.tax_minor,
        tax_ppm: line.tax_ppm,
    }
}

async fn write(
    app: &App,
    tx: &mut Tx,
    order: &Order,
    refund: Option<RefundId>,
    document: &Document,
    (total_minor, year, number): (i64, i64, i64),
) -> Result<Invoice, StoreError> {
    let now = app.clock.now();
    let invoice = Invoice {
        invoice_id: InvoiceId::from_bytes(app.random.id(now)),
        organization_id: order.organization,
        year,
        invoice_no: number,
        kind: if refund.is_some() { "credit_note" } else { "invoice" }.to_owned(),
        order_id: order.id,
        refund_id: refund,
        currency: order.total.currency.code().to_owned(),
        total_minor,
        tax_minor: document.lines.iter().map(|line| line.tax_minor).sum(),
        issued_at: now,
        document: serde_json::to_string(document).unwrap_or_default(),
    };
    tx.insert_invoice(&invoice).await?;
    Ok(invoice)
}

async fn log(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    order: &Order,
    action: &'static str,
    document: &Document,
) -> Result<(), StoreError> {
    let total = Money::new(document.lines.iter().map(|line| line.total_minor).sum(), order.total.currency);
    let entry = Activity {
        organization: Some(order.organization),
        at: app.clock.now(),
        actor: actor.clone(),
        action,
        subject_kind: "order",
        subject: *order.id.as_bytes(),
        event: order.lines.first().map(|line| line.event),
        detail: json!({ "number": document.number, "total": total }),
    };
    tx.log(&[entry]).await
}
