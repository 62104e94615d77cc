//! The test gateway's book on disk: what a payment company would know. Only that gateway reads or writes it.
//! Its rules are in `payments/test_gateway/book.rs`; here is what they look up and leave behind.

use boxoffice_domain::time::Time;
use serde::Serialize;

use super::bulk::{AnyRow, Columns, Key, Kind, text_list};
use super::cell::{Cells, cells};
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A page opened for a buyer.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct TestSession {
        /// The gateway's reference.
        pub session_ref: String,
        /// The key it was opened with.
        pub idempotency_key: String,
        /// The shop's payment.
        pub payment_ref: String,
        /// What it is for.
        pub description: String,
        /// What is owed.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: String,
        /// `open`, `complete` or `expired`.
        pub state: String,
        /// Where the buyer goes after paying.
        pub return_url: String,
        /// Where the buyer goes instead.
        pub cancel_url: String,
        /// When it was opened.
        pub created_at: Time,
        /// After this nothing is captured.
        pub expires_at: Time,
    }
}

row! {
    /// An attempt to take money.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct TestCharge {
        /// The gateway's reference.
        pub charge_ref: String,
        /// In which session.
        pub session_ref: String,
        /// The shop's payment.
        pub payment_ref: String,
        /// How much.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: String,
        /// `captured` or `declined`.
        pub state: String,
        /// When.
        pub created_at: Time,
    }
}

row! {
    /// Money given back.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct TestRefund {
        /// The gateway's reference.
        pub refund_ref: String,
        /// From which charge.
        pub charge_ref: String,
        /// The key it was made with.
        pub idempotency_key: String,
        /// How much.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: String,
        /// `done`, or `returned` by the buyer's bank.
        pub state: String,
        /// When.
        pub created_at: Time,
    }
}

row! {
    /// A message to the shop.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TestWebhook {
        /// Its reference; repeats carry the same one.
        pub event_ref: String,
        /// What it says.
        pub kind: String,
        /// Its raw body, which is what is signed.
        pub body: String,
        /// When it was written.
        pub created_at: Time,
        /// How often it was sent in vain.
        pub attempts: i64,
        /// When to send it again.
        pub next_at: Time,
    }
}

/// What a batch changed.
#[derive(Debug, Default)]
pub(crate) struct BookChanges {
    pub(crate) opened: Vec<TestSession>,
    /// Session and its new state.
    pub(crate) closed: Vec<(String, &'static str)>,
    pub(crate) charges: Vec<TestCharge>,
    pub(crate) refunds: Vec<TestRefund>,
    pub(crate) webhooks: Vec<TestWebhook>,
    /// Message and when the shop acknowledged it.
    pub(crate) delivered: Vec<(String, Time)>,
    /// Message, tries so far, next try.
    pub(crate) undelivered: Vec<(String, i64, Time)>,
}

const SESSION: Columns = &[
    ("session_ref", Kind::Text),
    ("idempotency_key", Kind::Text),
    ("payment_ref", Kind::Text),
    ("description", Kind::Text),
    ("amount_minor", Kind::Int),
    ("currency", Kind::Text),
    ("state", Kind::Text),
    ("return_url", Kind::Text),
    ("cancel_url", Kind::Text),
    ("created_at", Kind::Int),
    ("expires_at", Kind::Int),
];
const SESSION_STATE: Columns = &[("session_ref", Kind::Text), ("state", Kind::Text)];
const CHARGE: Columns = &[
    ("charge_ref", Kind::Text),
    ("session_ref", Kind::Text),
    ("payment_ref", Kind::Text),
    ("amount_minor", Kind::Int),
    ("currency", Kind::Text),
    ("state", Kind::Text),
    ("created_at", Kind::Int),
];
const REFUND: Columns = &[
    ("refund_ref", Kind::Text),
    ("charge_ref", Kind::Text),
    ("idempotency_key", Kind::Text),
    ("amount_minor", Kind::Int),
    ("currency", Kind::Text),
    ("created_at", Kind::Int),
];
const WEBHOOK: Columns = &[
    ("event_ref", Kind::Text),
    ("kind", Kind::Text),
    ("body", Kind::Text),
    ("created_at", Kind::Int),
    ("attempts", Kind::Int),
    ("next_at", Kind::Int),
];
const DELIVERED: Columns = &[("event_ref", Kind::Text), ("delivered_at", Kind::Int)];
const UNDELIVERED: Columns = &[("event_ref", Kind::Text), ("attempts", Kind::Int), ("next_at", Kind::Int)];

const SESSION_FIELDS: &str = "session_ref, idempotency_key, payment_ref, description, amount_minor, currency, state, \
                              return_url, cancel_url, created_at, expires_at";
const CHARGE_FIELDS: &str = "charge_ref, session_ref, payment_ref, amount_minor, currency, state, created_at";
const REFUND_FIELDS: &str =
    "refund_ref, charge_ref, idempotency_key, amount_minor, currency, state, created_at";

impl Tx {
    /// Sessions by reference or by key, locked in one order until the batch is over.
    pub(crate) async fn lock_test_sessions(
        &mut self,
        refs: &[&str],
        by_key: bool,
    ) -> Result<Vec<TestSession>> {
        let by = if by_key { "idempotency_key" } else { "session_ref" };
        let sql = self.chosen(SESSION_FIELDS, "test_session", by, "session_ref", refs);
        self.list_chosen(sql, refs).await
    }

    /// Captured charges by their own reference, locked until the batch is over.
    pub(crate) async fn lock_test_charges(&mut self, refs: &[&str]) -> Result<Vec<TestCharge>> {
        let sql = self.chosen(CHARGE_FIELDS, "test_charge", "charge_ref", "charge_ref", refs);
        self.list_chosen(sql, refs).await
    }

    /// Charges of sessions.
    pub(crate) async fn list_test_charges_of(&mut self, sessions: &[&str]) -> Result<Vec<TestCharge>> {
        let sql = self.chosen(CHARGE_FIELDS, "test_charge", "session_ref", "charge_ref", sessions);
        self.list_chosen(sql, sessions).await
    }

    /// Refunds of charges.
    pub(crate) async fn list_test_refunds_of(&mut self, charges: &[&str]) -> Result<Vec<TestRefund>> {
        let sql = self.chosen(REFUND_FIELDS, "test_refund", "charge_ref", "refund_ref", charges);
        self.list_chosen(sql, charges).await
    }

    fn chosen(&self, fields: &str, table: &str, by: &str, order: &str, refs: &[&str]) -> Option<String> {
        let rows = self.dialect().rows_from_json();
        let lock = self.dialect().for_update_of(table);
        (!refs.is_empty()).then(|| {
            format!("select {fields} from {table} where {by} in (select value ->> 0 from {rows}) order by {order}{lock}")
        })
    }

    async fn list_chosen<R: AnyRow>(&mut self, sql: Option<String>, refs: &[&str]) -> Result<Vec<R>> {
        let Some(sql) = sql else { return Ok(Vec::new()) };
        self.list_json(sql, text_list(refs.iter().copied())).await
    }

    /// Writes what a batch changed, one statement per table.
    pub(crate) async fn write_test_book(&mut self, changes: &BookChanges) -> Result<()> {
        self.insert_rows("test_session", SESSION, changes.opened.iter().map(session_cells).collect()).await?;
        let closed = changes.closed.iter().map(|(session, state)| cells![session.as_str(), *state]);
        self.update_rows("test_session", SESSION_STATE, 1, closed.collect()).await?;
        self.insert_rows("test_charge", CHARGE, changes.charges.iter().map(charge_cells).collect()).await?;
        self.insert_rows("test_refund", REFUND, changes.refunds.iter().map(refund_cells).collect()).await?;
        self.insert_rows("test_webhook", WEBHOOK, changes.webhooks.iter().map(webhook_cells).collect())
            .await?;
        let delivered = changes.delivered.iter().map(|(event, at)| cells![event.as_str(), at]);
        self.update_rows("test_webhook", DELIVERED, 1, delivered.collect()).await?;
        let undelivered =
            changes.undelivered.iter().map(|(event, tries, at)| cells![event.as_str(), *tries, at]);
        self.update_rows("test_webhook", UNDELIVERED, 1, undelivered.collect()).await?;
        Ok(())
    }

    /// The session of that reference.
    pub(crate) async fn find_test_session(&mut self, session_ref: &str) -> Result<Option<TestSession>> {
        const SQL: &str = "
            select session_ref, idempotency_key, payment_ref, description, amount_minor, currency, state,
                   return_url, cancel_url, created_at, expires_at
              from test_session where session_ref = $1";
        Ok(self.list_by(SQL, Key::Text(session_ref)).await?.pop())
    }

    /// The session that a key opened.
    pub(crate) async fn find_test_session_by_key(&mut self, key: &str) -> Result<Option<TestSession>> {
        const SQL: &str = "
            select session_ref, idempotency_key, payment_ref, description, amount_minor, currency, state,
                   return_url, cancel_url, created_at, expires_at
              from test_session where idempotency_key = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn).await)?)
    }

    /// The captured charge of a session.
    pub(crate) async fn find_test_capture(&mut self, session_ref: &str) -> Result<Option<TestCharge>> {
        const SQL: &str = "
            select charge_ref, session_ref, payment_ref, amount_minor, currency, state, created_at
              from test_charge where session_ref = $1 and state = 'captured'";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(session_ref).fetch_optional(conn).await)?)
    }

    /// The refund that a key made.
    pub(crate) async fn find_test_refund(&mut self, key: &str) -> Result<Option<TestRefund>> {
        const SQL: &str = "
            select refund_ref, charge_ref, idempotency_key, amount_minor, currency, state, created_at
              from test_refund where idempotency_key = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn).await)?)
    }

    /// Messages that the shop has not acknowledged and that are to be sent again, oldest first.
    pub(crate) async fn list_waiting_test_webhooks(
        &mut self,
        now: Time,
        limit: u32,
    ) -> Result<Vec<TestWebhook>> {
        const SQL: &str = "
            select event_ref, kind, body, created_at, attempts, next_at
              from test_webhook where delivered_at is null and next_at <= $1
             order by next_at, event_ref limit $2";
        Ok(
            on!(self, conn => sqlx::query_as(SQL).bind(now.micros()).bind(i64::from(limit)).fetch_all(conn).await)?,
        )
    }

    /// The book's sessions, newest first; of one payment where one is named.
    pub(crate) async fn list_test_sessions(
        &mut self,
        payment: Option<&str>,
        limit: u32,
    ) -> Result<Vec<TestSession>> {
        const SQL: &str = "
            select session_ref, idempotency_key, payment_ref, description, amount_minor, currency, state,
                   return_url, cancel_url, created_at, expires_at
              from test_session where cast($1 as text) is null or payment_ref = $1
             order by created_at desc, session_ref limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(payment).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// The book's charges, newest first; of one payment where one is named.
    pub(crate) async fn list_test_charges(
        &mut self,
        payment: Option<&str>,
        limit: u32,
    ) -> Result<Vec<TestCharge>> {
        const SQL: &str = "
            select charge_ref, session_ref, payment_ref, amount_minor, currency, state, created_at
              from test_charge where cast($1 as text) is null or payment_ref = $1
             order by created_at desc, charge_ref limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(payment).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// The book's refunds, newest first; of one payment where one is named.
    pub(crate) async fn list_test_refunds(
        &mut self,
        payment: Option<&str>,
        limit: u32,
    ) -> Result<Vec<TestRefund>> {
        const SQL: &str = "
            select refund_ref, test_refund.charge_ref, idempotency_key, test_refund.amount_minor, test_refund.currency,
                   test_refund.state, test_refund.created_at
              from test_refund join test_charge on test_charge.charge_ref = test_refund.charge_ref
             where cast($1 as text) is null or payment_ref = $1
             order by test_refund.created_at desc, refund_ref limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(payment).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// Forgets messages that were acknowledged before `before`.
    pub(crate) async fn delete_old_test_webhooks(&mut self, before: Time) -> Result<u64> {
        const SQL: &str = "delete from test_webhook where delivered_at < $1";
        Ok(on!(self, conn => sqlx::query(SQL).bind(before.micros()).execute(conn).await?.rows_affected()))
    }
}

fn session_cells(session: &TestSession) -> Cells<'_> {
    cells![
        session.session_ref.as_str(),
        session.idempotency_key.as_str(),
        session.payment_ref.as_str(),
        session.description.as_str(),
        session.amount_minor,
        session.currency.as_str(),
        session.state.as_str(),
        session.return_url.as_str(),
        session.cancel_url.as_str(),
        session.created_at,
        session.expires_at,
    ]
}

fn charge_cells(charge: &TestCharge) -> Cells<'_> {
    cells![
        charge.charge_ref.as_str(),
        charge.session_ref.as_str(),
        charge.payment_ref.as_str(),
        charge.amount_minor,
        charge.currency.as_str(),
        charge.state.as_str(),
        charge.created_at,
    ]
}

fn refund_cells(refund: &TestRefund) -> Cells<'_> {
    cells![
        refund.refund_ref.as_str(),
        refund.charge_ref.as_str(),
        refund.idempotency_key.as_str(),
        refund.amount_minor,
        refund.currency.as_str(),
        refund.created_at,
    ]
}

fn webhook_cells(webhook: &TestWebhook) -> Cells<'_> {
    cells![
        webhook.event_ref.as_str(),
        webhook.kind.as_str(),
        webhook.body.as_str(),
        webhook.created_at,
        webhook.attempts,
        webhook.next_at,
    ]
}
