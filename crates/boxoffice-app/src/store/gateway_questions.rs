//! What is unfinished at gateways, and when they are asked about it next. The pauses are kept here, so that they
//! hold after a restart and on every node.

use boxoffice_domain::ids::{OrderId, PaymentId, RefundId};
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A payment or refund that is not finished, for operators to look at.
    #[derive(Clone, Debug)]
    pub struct Unfinished {
        /// `payment` or `refund`.
        pub kind: String,
        /// Its order.
        pub order_id: OrderId,
        /// The order's number.
        pub number: String,
        /// Which gateway.
        pub gateway: String,
        /// Where it stands.
        pub state: String,
        /// How much.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: String,
        /// Since when.
        pub created_at: Time,
        /// How often the gateway was asked.
        pub tries: i64,
        /// When it is asked next; none: in time.
        pub next_at: Option<Time>,
        /// What came of asking last.
        pub problem: Option<String>,
    }
}

/// The kinds of questions.
pub(crate) const PAYMENT: &str = "payment";
pub(crate) const REFUND: &str = "refund";

impl Tx {
    /// Unfinished payments that nothing was heard of since `quiet_since`, or whose call had no answer by
    /// `asked_before`, and that are due to be asked about, longest silent first.
    pub(crate) async fn list_quiet_payments(
        &mut self,
        quiet_since: Time,
        asked_before: Time,
        now: Time,
        limit: u32,
    ) -> Result<Vec<PaymentId>> {
        const SQL: &str = "
            select p.payment_id
              from payment p
              left join gateway_question q on q.kind = 'payment' and q.subject_id = p.payment_id
             where ((p.state = 'pending' and p.updated_at <= $1)
                    or (p.state in ('unknown', 'created') and p.updated_at <= $2))
               and coalesce(q.next_at, 0) <= $3
             order by p.updated_at limit $4";
        let found: Vec<Vec<u8>> = on!(self, conn => sqlx::query_scalar(SQL)
            .bind(quiet_since.micros())
            .bind(asked_before.micros())
            .bind(now.micros())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await)?;
        Ok(found.into_iter().filter_map(|bytes| bytes.try_into().ok()).map(PaymentId::from_bytes).collect())
    }

    /// Unfinished refunds that no job has moved since `quiet_since` and that are due to be asked about.
    pub(crate) async fn list_quiet_refunds(
        &mut self,
        quiet_since: Time,
        now: Time,
        limit: u32,
    ) -> Result<Vec<RefundId>> {
        const SQL: &str = "
            select r.refund_id
              from refund r
              left join gateway_question q on q.kind = 'refund' and q.subject_id = r.refund_id
             where r.state in ('wanted', 'pending', 'unknown') and r.updated_at <= $1
               and coalesce(q.next_at, 0) <= $2
             order by r.updated_at limit $3";
        let found: Vec<Vec<u8>> = on!(self, conn => sqlx::query_scalar(SQL)
            .bind(quiet_since.micros())
            .bind(now.micros())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await)?;
        Ok(found.into_iter().filter_map(|bytes| bytes.try_into().ok()).map(RefundId::from_bytes).collect())
    }

    /// How often the gateway was asked about something.
    pub(crate) async fn count_questions(&mut self, kind: &str, subject: &[u8]) -> Result<i64> {
        const SQL: &str = "select tries from gateway_question where kind = $1 and subject_id = $2";
        let tries: Option<i64> =
            on!(self, conn => sqlx::query_scalar(SQL).bind(kind).bind(subject).fetch_optional(conn).await)?;
        Ok(tries.unwrap_or_default())
    }

    /// Notes that the gateway was asked, and when it is asked again.
    pub(crate) async fn put_question(
        &mut self,
        kind: &str,
        subject: &[u8],
        next_at: Time,
        problem: &str,
    ) -> Result<()> {
        const SQL: &str = "
            insert into gateway_question (kind, subject_id, tries, next_at, problem)
            values ($1, $2, 1, $3, $4)
                on conflict (kind, subject_id) do update
               set tries = gateway_question.tries + 1, next_at = excluded.next_at, problem = excluded.problem";
        on!(self, conn => sqlx::query(SQL)
            .bind(kind)
            .bind(subject)
            .bind(next_at.micros())
            .bind(problem)
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Forgets questions about what is finished.
    pub(crate) async fn forget_questions(&mut self) -> Result<()> {
        const SQL: &str = "
            delete from gateway_question
             where (kind = 'payment' and not exists (
                       select 1 from payment p where p.payment_id = gateway_question.subject_id
                          and p.state in ('created', 'pending', 'unknown')))
                or (kind = 'refund' and not exists (
                       select 1 from refund r where r.refund_id = gateway_question.subject_id
                          and r.state in ('wanted', 'pending', 'unknown')))";
        on!(self, conn => sqlx::query(SQL).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// What is unfinished for longer than it should be, oldest first.
    pub async fn list_unfinished(&mut self, before: Time, limit: u32) -> Result<Vec<Unfinished>> {
        const SQL: &str = "
            select 'payment' as kind, p.order_id, b.number, p.gateway, p.state, p.amount_minor, p.currency,
                   p.created_at as created_at, coalesce(q.tries, 0) as tries, q.next_at, q.problem
              from payment p
              join buyer_order b on b.order_id = p.order_id
              left join gateway_question q on q.kind = 'payment' and q.subject_id = p.payment_id
             where p.state in ('created', 'pending', 'unknown') and p.created_at <= $1
            union all
            select 'refund' as kind, r.order_id, b.number, p.gateway, r.state, r.amount_minor, r.currency,
                   r.created_at as created_at, coalesce(q.tries, 0) as tries, q.next_at, q.problem
              from refund r
              join payment p on p.payment_id = r.payment_id
              join buyer_order b on b.order_id = r.order_id
              left join gateway_question q on q.kind = 'refund' and q.subject_id = r.refund_id
             where r.state in ('wanted', 'pending', 'unknown', 'failed') and r.created_at <= $1
             order by created_at
             limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(before.micros())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await)?)
    }

    /// How many payments and refunds are unfinished.
    pub(crate) async fn count_unfinished(&mut self) -> Result<(i64, i64)> {
        const PAYMENTS_SQL: &str =
            "select count(*) from payment where state in ('created', 'pending', 'unknown')";
        const REFUNDS_SQL: &str =
            "select count(*) from refund where state in ('wanted', 'pending', 'unknown')";
        let payments = on!(self, conn => sqlx::query_scalar(PAYMENTS_SQL).fetch_one(conn).await)?;
        let refunds = on!(self, conn => sqlx::query_scalar(REFUNDS_SQL).fetch_one(conn).await)?;
        Ok((payments, refunds))
    }
}
