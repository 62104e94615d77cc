//! The test gateway's disputes and returned refunds: what a buyer's bank does, raised by hand in test mode.

use boxoffice_domain::time::Time;
use serde::Serialize;

use super::row::row;
use super::test_gateway::{BookChanges, TestCharge, TestRefund, TestWebhook};
use super::{Result, Tx, on};

row! {
    /// A buyer's bank asking a charge back.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct TestDispute {
        /// The gateway's reference.
        pub dispute_ref: String,
        /// The charge.
        pub charge_ref: String,
        /// How much.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: String,
        /// `opened`, `won` or `lost`.
        pub state: String,
        /// When.
        pub created_at: Time,
    }
}

impl Tx {
    /// The captured charge of that reference.
    pub(crate) async fn find_test_charge(&mut self, charge_ref: &str) -> Result<Option<TestCharge>> {
        const SQL: &str = "
            select charge_ref, session_ref, payment_ref, amount_minor, currency, state, created_at
              from test_charge where charge_ref = $1 and state = 'captured'";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(charge_ref).fetch_optional(conn).await)?)
    }

    /// Notes a dispute; false when the charge has one already.
    pub(crate) async fn insert_test_dispute(&mut self, dispute: &TestDispute) -> Result<bool> {
        const SQL: &str = "
            insert into test_dispute (dispute_ref, charge_ref, amount_minor, currency, state, created_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict do nothing";
        let made = on!(self, conn => sqlx::query(SQL)
            .bind(&dispute.dispute_ref)
            .bind(&dispute.charge_ref)
            .bind(dispute.amount_minor)
            .bind(&dispute.currency)
            .bind(&dispute.state)
            .bind(dispute.created_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(made == 1)
    }

    /// Decides an open dispute and gives it as it is then; none when it is not open.
    pub(crate) async fn decide_test_dispute(
        &mut self,
        dispute_ref: &str,
        state: &str,
    ) -> Result<Option<TestDispute>> {
        const SQL: &str = "
            update test_dispute set state = $2 where dispute_ref = $1 and state = 'opened'
            returning dispute_ref, charge_ref, amount_minor, currency, state, created_at";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(dispute_ref).bind(state).fetch_optional(conn).await)?)
    }

    /// The buyer's bank sends a refund back; none when it has not got it.
    pub(crate) async fn return_test_refund(&mut self, refund_ref: &str) -> Result<Option<TestRefund>> {
        const SQL: &str = "
            update test_refund set state = 'returned' where refund_ref = $1 and state = 'done'
            returning refund_ref, charge_ref, idempotency_key, amount_minor, currency, state, created_at";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(refund_ref).fetch_optional(conn).await)?)
    }

    /// The disputes, newest first; of one payment where one is named.
    pub(crate) async fn list_test_disputes(
        &mut self,
        payment: Option<&str>,
        limit: u32,
    ) -> Result<Vec<TestDispute>> {
        const SQL: &str = "
            select dispute_ref, test_dispute.charge_ref, test_dispute.amount_minor, test_dispute.currency,
                   test_dispute.state, test_dispute.created_at
              from test_dispute join test_charge on test_charge.charge_ref = test_dispute.charge_ref
             where cast($1 as text) is null or payment_ref = $1
             order by test_dispute.created_at desc, dispute_ref limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(payment).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// Writes a message to the shop into the book.
    pub(crate) async fn insert_test_webhook(&mut self, webhook: &TestWebhook) -> Result<()> {
        let changes = BookChanges { webhooks: vec![webhook.clone()], ..BookChanges::default() };
        self.write_test_book(&changes).await
    }
}
