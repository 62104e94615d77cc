//! Invoices and credit notes. Their numbers come from a counter whose row is held until the document is written, so
//! that there is no gap and none is given twice.

use boxoffice_domain::ids::{InvoiceId, OrderId, OrganizationId, RefundId};
use boxoffice_domain::price::Receipt;
use boxoffice_domain::time::Time;
use serde::{Deserialize, Serialize};

use super::row::row;
use super::{Result, StoreError, Tx, on};

row! {
    /// A document, as stored.
    #[derive(Clone, Debug)]
    pub struct Invoice {
        /// Its id.
        pub invoice_id: InvoiceId,
        /// Whose.
        pub organization_id: OrganizationId,
        /// In which year.
        pub year: i64,
        /// Its number in that year.
        pub invoice_no: i64,
        /// `invoice` or `credit_note`.
        pub kind: String,
        /// For which order.
        pub order_id: OrderId,
        /// For which refund, if it is a credit note.
        pub refund_id: Option<RefundId>,
        /// In which currency.
        pub currency: String,
        /// How much, in minor units; below zero on a credit note.
        pub total_minor: i64,
        /// The tax in it.
        pub tax_minor: i64,
        /// When.
        pub issued_at: Time,
        /// Everything that stands on it.
        pub document: String,
    }
}
row! {
    /// Lines that a refund was for.
    struct LineNoRow {
        line_no: i64,
    }
}

row! {
    /// A refund that needs a credit note.
    pub(crate) struct RefundToCredit {
        pub(crate) refund_id: RefundId,
        pub(crate) amount_minor: i64,
        pub(crate) kept_minor: i64,
    }
}

/// Everything that stands on a document, frozen when it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its number: year and running number.
    pub number: String,
    /// The invoice that a credit note belongs to; empty: it is one.
    pub invoice_number: String,
    /// The language.
    pub locale: String,
    /// The day, in the zone of the event.
    pub time_zone: String,
    /// Who sells.
    pub seller: Party,
    /// Who buys.
    pub buyer: Party,
    /// Number of the order.
    pub order_number: String,
    /// Places.
    pub lines: Vec<DocumentLine>,
    /// The receipt of the order, on an invoice.
    pub receipt: Option<Receipt>,
    /// What a credit note takes off for what the organizer keeps.
    pub kept_minor: i64,
    /// What was given back before, or is given on top.
    pub extra_minor: i64,
    /// Whether the buyer owes the tax itself.
    pub is_reverse_charge: bool,
}

/// Who sells or buys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Address or imprint, several lines.
    pub address: String,
    /// Country.
    pub country: String,
    /// Tax number.
    pub vat_id: String,
    /// Where to ask.
    pub email: String,
}

/// A place on a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentLine {
    /// Event, ticket type and place.
    pub what: String,
    /// When it takes place; none: to be announced.
    pub starts_at: Option<i64>,
    /// What it cost in all, in minor units.
    pub total_minor: i64,
    /// The tax in that.
    pub tax_minor: i64,
    /// Its rate, in millionths.
    pub tax_ppm: i64,
}

impl Invoice {
    /// What stands on it.
    pub fn read(&self) -> Result<Document> {
        serde_json::from_str(&self.document)
            .map_err(|error| StoreError::Broken(format!("document of {}: {error}", self.invoice_id)))
    }
}

impl Tx {
    /// Takes the next number of an organization's year. Others wait until this transaction ends.
    pub(crate) async fn next_invoice_no(&mut self, organization: OrganizationId, year: i64) -> Result<i64> {
        const SQL: &str = "
            insert into invoice_counter (organization_id, year, last_no)
            values ($1, $2, 1)
                on conflict (organization_id, year) do update set last_no = invoice_counter.last_no + 1
            returning last_no";
        Ok(on!(self, conn => sqlx::query_scalar(SQL)
            .bind(organization.bytes())
            .bind(year)
            .fetch_one(conn)
            .await?))
    }

    /// Stores a document.
    pub(crate) async fn insert_invoice(&mut self, invoice: &Invoice) -> Result<()> {
        const SQL: &str = "
            insert into invoice (invoice_id, organization_id, year, invoice_no, kind, order_id, refund_id, currency,
                                 total_minor, tax_minor, issued_at, document)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        on!(self, conn => sqlx::query(SQL)
            .bind(invoice.invoice_id.bytes())
            .bind(invoice.organization_id.bytes())
            .bind(invoice.year)
            .bind(invoice.invoice_no)
            .bind(&invoice.kind)
            .bind(invoice.order_id.bytes())
            .bind(invoice.refund_id.as_ref().map(RefundId::bytes))
            .bind(&invoice.currency)
            .bind(invoice.total_minor)
            .bind(invoice.tax_minor)
            .bind(invoice.issued_at.micros())
            .bind(&invoice.document)
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// The documents of an order, in the order of their numbers.
    pub(crate) async fn list_invoices(&mut self, order: OrderId) -> Result<Vec<Invoice>> {
        const SQL: &str = "
            select invoice_id, organization_id, year, invoice_no, kind, order_id, refund_id, currency, total_minor,
                   tax_minor, issued_at, document
              from invoice where order_id = $1
             order by year, invoice_no
             limit 200";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(order.bytes()).fetch_all(conn).await?))
    }

    /// A document by its id.
    pub(crate) async fn find_invoice(&mut self, invoice: InvoiceId) -> Result<Option<Invoice>> {
        const SQL: &str = "
            select invoice_id, organization_id, year, invoice_no, kind, order_id, refund_id, currency, total_minor,
                   tax_minor, issued_at, document
              from invoice where invoice_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(invoice.bytes()).fetch_optional(conn).await?))
    }

    /// The first refund of an order that has no credit note: of money that bought something, and not a second try.
    pub(crate) async fn find_refund_to_credit(&mut self, order: OrderId) -> Result<Option<RefundToCredit>> {
        const SQL: &str = "
            select r.refund_id, r.amount_minor, r.kept_minor
              from refund r
             where r.order_id = $1 and r.kind <> 'surplus' and r.again_of is null
               and not exists (select 1 from invoice i where i.refund_id = r.refund_id)
             order by r.refund_id
             limit 1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(order.bytes()).fetch_optional(conn).await?))
    }

    /// The lines that a refund was for.
    pub(crate) async fn list_refunded_lines(&mut self, refund: RefundId) -> Result<Vec<i64>> {
        const SQL: &str = "select line_no from refund_line where refund_id = $1 order by line_no limit 500";
        let rows: Vec<LineNoRow> =
            on!(self, conn => sqlx::query_as(SQL).bind(refund.bytes()).fetch_all(conn).await?);
        Ok(rows.into_iter().map(|row| row.line_no).collect())
    }
}
