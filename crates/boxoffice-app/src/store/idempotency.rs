//! Rows of idempotency keys: claimed before a request runs, answered after it.
//! What the rows mean is in `crate::idempotency`.

use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// What is known under a key.
    pub struct KeyRow {
        /// Digest of the request that claimed it.
        pub request_hash: Vec<u8>,
        /// Status of the kept answer; none while the first request still runs.
        pub status: Option<i64>,
        /// The kept answer, sealed.
        pub answer: Option<Vec<u8>>,
        /// When the key was first claimed.
        pub created_at: Time,
    }
}

impl Tx {
    /// Claims a key that nobody holds, or takes over one whose lease has run out, for the same request.
    /// Gives the time of the first claim, or nothing when the key is taken.
    pub async fn claim_idempotency(
        &mut self,
        key: &[u8],
        request: &[u8],
        now: Time,
        locked_until: Time,
    ) -> Result<Option<Time>> {
        const SQL: &str = "
            insert into idempotency (idempotency_hash, request_hash, created_at, locked_until)
            values ($1, $2, $3, $4)
            on conflict (idempotency_hash) do update set locked_until = excluded.locked_until
             where idempotency.status is null
               and idempotency.request_hash = excluded.request_hash
               and idempotency.locked_until <= excluded.created_at
            returning created_at";
        let first: Option<i64> = on!(self, conn => sqlx::query_scalar(SQL)
            .bind(key)
            .bind(request)
            .bind(now.micros())
            .bind(locked_until.micros())
            .fetch_optional(conn)
            .await?);
        Ok(first.map(Time::from_micros))
    }

    /// What is known under a key.
    pub async fn find_idempotency(&mut self, key: &[u8]) -> Result<Option<KeyRow>> {
        const SQL: &str = "
            select request_hash, status, answer, created_at
              from idempotency
             where idempotency_hash = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn).await?))
    }

    /// Keeps the answer of a claimed key. False when another run of the same request answered first.
    pub async fn answer_idempotency(&mut self, key: &[u8], status: u16, answer: &[u8]) -> Result<bool> {
        const SQL: &str = "
            update idempotency set status = $2, answer = $3
             where idempotency_hash = $1 and status is null";
        let changed = on!(self, conn => sqlx::query(SQL)
            .bind(key)
            .bind(i64::from(status))
            .bind(answer)
            .execute(conn)
            .await?
            .rows_affected());
        Ok(changed == 1)
    }

    /// Gives a claimed key back unanswered, so that the next try runs at once.
    pub async fn release_idempotency(&mut self, key: &[u8], now: Time) -> Result<()> {
        const SQL: &str = "
            update idempotency set locked_until = $2
             where idempotency_hash = $1 and status is null";
        on!(self, conn => sqlx::query(SQL).bind(key).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Gives back every key that is claimed and has no answer.
    pub async fn release_all_idempotency(&mut self, now: Time) -> Result<()> {
        const SQL: &str =
            "update idempotency set locked_until = $1 where status is null and locked_until > $1";
        on!(self, conn => sqlx::query(SQL).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Forgets keys claimed before `before`, and says how many.
    pub async fn delete_idempotency(&mut self, before: Time) -> Result<u64> {
        const SQL: &str = "delete from idempotency where created_at < $1";
        Ok(on!(self, conn => sqlx::query(SQL).bind(before.micros()).execute(conn).await?.rows_affected()))
    }
}
