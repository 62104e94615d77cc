//! Questions about disputes. Only the desk changes them.

use boxoffice_domain::ids::{DisputeId, OrderId, PaymentId};
use boxoffice_domain::time::Time;

use super::bulk::{Key, id_list, ids_in};
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A dispute as it is stored.
    #[derive(Debug)]
    pub(crate) struct DisputeRow {
        pub(crate) dispute_id: DisputeId,
        pub(crate) payment_id: PaymentId,
        pub(crate) order_id: OrderId,
        pub(crate) gateway: String,
        pub(crate) dispute_ref: String,
        pub(crate) state: String,
        pub(crate) amount_minor: i64,
        pub(crate) currency: String,
        pub(crate) reason: String,
        pub(crate) opened_at: Time,
        pub(crate) updated_at: Time,
        pub(crate) closed_at: Option<Time>,
    }
}

impl Tx {
    /// The disputes of orders, locked until the batch is over.
    pub(crate) async fn batch_disputes(&mut self, orders: &[OrderId]) -> Result<Vec<DisputeRow>> {
        let lock = self.dialect().for_update_of("dispute");
        let sql = format!(
            "select dispute_id, payment_id, order_id, gateway, dispute_ref, state, amount_minor, currency, reason,
                    opened_at, updated_at, closed_at
               from dispute where order_id in {} order by dispute_id{lock}",
            ids_in(self.dialect())
        );
        self.list_json(sql, id_list(orders.iter().map(OrderId::bytes))).await
    }

    /// The disputes of an order, oldest first.
    pub(crate) async fn list_disputes(&mut self, order: OrderId) -> Result<Vec<DisputeRow>> {
        const SQL: &str = "
            select dispute_id, payment_id, order_id, gateway, dispute_ref, state, amount_minor, currency, reason,
                   opened_at, updated_at, closed_at
              from dispute where order_id = $1 order by dispute_id limit 100";
        self.list_by(SQL, Key::Bytes(order.bytes())).await
    }

    /// The payment that a gateway knows by this charge.
    pub(crate) async fn find_payment_of_charge(
        &mut self,
        gateway: &str,
        charge_ref: &str,
    ) -> Result<Option<PaymentId>> {
        const SQL: &str = "
            select payment_id from payment where charge_ref is not null and gateway = $1 and charge_ref = $2";
        let found: Option<Vec<u8>> = on!(self, conn => sqlx::query_scalar(SQL).bind(gateway).bind(charge_ref).fetch_optional(conn).await)?;
        Ok(found.and_then(|bytes| bytes.try_into().ok()).map(PaymentId::from_bytes))
    }
}
