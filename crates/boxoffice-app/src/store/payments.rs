//! Reading what a gateway must be told about a payment.

use boxoffice_domain::ids::PaymentId;
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A payment with what its session shows.
    #[derive(Debug)]
    pub(crate) struct DueSession {
        pub(crate) gateway: String,
        pub(crate) state: String,
        pub(crate) amount_minor: i64,
        pub(crate) currency: String,
        pub(crate) idempotency_key: String,
        pub(crate) checkout_url: Option<String>,
        pub(crate) number: String,
        pub(crate) secret: Vec<u8>,
        pub(crate) locale: String,
        pub(crate) pay_by: Time,
        pub(crate) organization_name: String,
    }
}

impl Tx {
    /// What to ask a gateway for.
    pub(crate) async fn find_due_session(&mut self, payment: PaymentId) -> Result<Option<DueSession>> {
        const SQL: &str = "
            select p.gateway, p.state, p.amount_minor, p.currency, p.idempotency_key, p.checkout_url, b.number, b.secret,
                   b.locale, b.pay_by, o.name as organization_name
              from payment p
              join buyer_order b on b.order_id = p.order_id
              join organization o on o.organization_id = b.organization_id
             where p.payment_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(payment.bytes()).fetch_optional(conn).await?))
    }
}
