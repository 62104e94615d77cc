//! To whom an order's invoice is written: the business that bought, or what its buyer asked for later.

use boxoffice_domain::ids::OrderId;
use boxoffice_domain::time::Time;

use super::bulk::{Columns, Key, Kind};
use super::cell::cells;
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// Whose name and address stand on an invoice.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Recipient {
        /// Name of the business or person.
        pub name: String,
        /// Street, post code, city; several lines.
        pub address: String,
        /// Country: a code or a name.
        pub country: String,
        /// Tax number, or empty.
        pub vat_id: String,
    }
}

const RECIPIENT: Columns = &[
    ("order_id", Kind::Bytes),
    ("name", Kind::Text),
    ("address", Kind::Text),
    ("country", Kind::Text),
    ("vat_id", Kind::Text),
    ("created_at", Kind::Int),
];

impl Tx {
    /// Stores to whom invoices of new orders are written.
    pub(crate) async fn insert_recipients(
        &mut self,
        recipients: &[(OrderId, Recipient)],
        now: Time,
    ) -> Result<()> {
        let rows = recipients.iter().map(|(order, recipient)| {
            cells![
                *order,
                recipient.name.as_str(),
                recipient.address.as_str(),
                recipient.country.as_str(),
                recipient.vat_id.as_str(),
                now,
            ]
        });
        self.insert_rows("invoice_recipient", RECIPIENT, rows.collect()).await
    }

    /// To whom the invoice of an order is written.
    pub(crate) async fn find_recipient(&mut self, order: OrderId) -> Result<Option<Recipient>> {
        const SQL: &str = "select name, address, country, vat_id from invoice_recipient where order_id = $1";
        Ok(self.list_by(SQL, Key::Bytes(order.bytes())).await?.pop())
    }

    /// Says to whom it is written, in place of what was said before.
    pub(crate) async fn put_recipient(
        &mut self,
        order: OrderId,
        recipient: &Recipient,
        now: Time,
    ) -> Result<()> {
        const SQL: &str = "
            insert into invoice_recipient (order_id, name, address, country, vat_id, created_at)
            values ($1, $2, $3, $4, $5, $6)
                on conflict (order_id) do update
               set name = excluded.name, address = excluded.address, country = excluded.country,
                   vat_id = excluded.vat_id";
        on!(self, conn => sqlx::query(SQL)
            .bind(order.bytes())
            .bind(&recipient.name)
            .bind(&recipient.address)
            .bind(&recipient.country)
            .bind(&recipient.vat_id)
            .bind(now.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }
}
