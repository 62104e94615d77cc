//! Questions about payments and refunds on their way to and from a gateway. Only the desk changes them.

use boxoffice_domain::ids::{GatewayAccountId, OrderId, PaymentId, RefundId};
use boxoffice_domain::time::Time;

use super::bulk::Key;
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
        pub(crate) session_ref: Option<String>,
        pub(crate) checkout_url: Option<String>,
        pub(crate) order_id: OrderId,
        pub(crate) created_at: Time,
        pub(crate) gateway_account_id: Option<GatewayAccountId>,
        pub(crate) session_until: Time,
        pub(crate) number: String,
        pub(crate) secret: Vec<u8>,
        pub(crate) locale: String,
        pub(crate) email: String,
        pub(crate) organization_name: String,
    }
}

row! {
    /// A refund, with the charge that it goes back to.
    #[derive(Clone, Debug)]
    pub(crate) struct DueRefund {
        /// Where it stands.
        pub(crate) state: String,
        /// How much.
        pub(crate) amount_minor: i64,
        /// In which currency.
        pub(crate) currency: String,
        /// Makes calls safe to repeat.
        pub(crate) idempotency_key: String,
        /// Which gateway.
        pub(crate) gateway: String,
        /// The charge.
        pub(crate) charge_ref: Option<String>,
        /// The payment.
        pub(crate) payment_id: PaymentId,
        /// Whose account took the money.
        pub(crate) gateway_account_id: Option<GatewayAccountId>,
        /// When it was recorded.
        pub(crate) created_at: Time,
    }
}

impl Tx {
    /// What to ask a gateway for.
    pub(crate) async fn find_due_session(&mut self, payment: PaymentId) -> Result<Option<DueSession>> {
        const SQL: &str = "
            select p.gateway, p.state, p.amount_minor, p.currency, p.idempotency_key, p.session_ref, p.checkout_url,
                   p.order_id, p.created_at, p.gateway_account_id,
                   coalesce(p.session_until, b.pay_by) as session_until,
                   b.number, b.secret, b.locale, b.email, o.name as organization_name
              from payment p
              join buyer_order b on b.order_id = p.order_id
              join organization o on o.organization_id = b.organization_id
             where p.payment_id = $1";
        Ok(self.list_by(SQL, Key::Bytes(payment.bytes())).await?.pop())
    }

    /// The payment that a gateway knows by this session.
    pub(crate) async fn find_payment_of_session(
        &mut self,
        gateway: &str,
        session_ref: &str,
    ) -> Result<Option<PaymentId>> {
        const SQL: &str = "select payment_id from payment where gateway = $1 and session_ref = $2";
        let found: Option<Vec<u8>> = on!(self, conn => sqlx::query_scalar(SQL).bind(gateway).bind(session_ref).fetch_optional(conn).await)?;
        Ok(found.and_then(|bytes| bytes.try_into().ok()).map(PaymentId::from_bytes))
    }

    /// The refund that a gateway knows by this reference, or that was asked for with this key.
    pub(crate) async fn find_refund_at_gateway(
        &mut self,
        gateway: &str,
        refund_ref: &str,
        idempotency_key: Option<&str>,
    ) -> Result<Option<RefundId>> {
        const KEY_SQL: &str = "
            select refund.refund_id from refund join payment on payment.payment_id = refund.payment_id
             where refund.idempotency_key = $1 and payment.gateway = $2";
        const REF_SQL: &str = "
            select refund.refund_id from refund join payment on payment.payment_id = refund.payment_id
             where refund.gateway_ref is not null and refund.gateway_ref = $1 and payment.gateway = $2";
        let mut found: Option<Vec<u8>> = None;
        if let Some(key) = idempotency_key {
            found = on!(self, conn => sqlx::query_scalar(KEY_SQL).bind(key).bind(gateway).fetch_optional(conn).await)?;
        }
        if found.is_none() {
            found = on!(self, conn => sqlx::query_scalar(REF_SQL).bind(refund_ref).bind(gateway).fetch_optional(conn).await)?;
        }
        Ok(found.and_then(|bytes| bytes.try_into().ok()).map(RefundId::from_bytes))
    }

    /// The refund of that id.
    pub(crate) async fn find_due_refund(&mut self, refund: RefundId) -> Result<Option<DueRefund>> {
        const SQL: &str = "
            select refund.state, refund.amount_minor, refund.currency, refund.idempotency_key,
                   payment.gateway, payment.charge_ref, payment.payment_id, payment.gateway_account_id,
                   refund.created_at
              from refund join payment on payment.payment_id = refund.payment_id
             where refund.refund_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(refund.bytes()).fetch_optional(conn).await)?)
    }
}
