//! Sign-ins as they are stored: the hash of a secret, never the secret.

use boxoffice_domain::ids::AccountId;
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// One sign-in of an account.
    #[derive(Clone, Debug)]
    pub struct StoredSession {
        /// SHA-256 of the secret.
        pub session_hash: Vec<u8>,
        /// Whose.
        pub account_id: AccountId,
        /// When it began.
        pub created_at: Time,
        /// When it was last used, to the hour.
        pub seen_at: Time,
        /// When it ends unless it is used.
        pub expires_at: Time,
        /// The client's address when it began.
        pub address: String,
        /// What the browser called itself.
        pub agent: String,
    }
}

impl Tx {
    /// Stores a new sign-in.
    pub async fn insert_session(&mut self, session: &StoredSession) -> Result<()> {
        const SQL: &str = "
            insert into session (session_hash, account_id, created_at, seen_at, expires_at, address, agent)
            values ($1, $2, $3, $4, $5, $6, $7)";
        on!(self, conn => sqlx::query(SQL)
            .bind(&session.session_hash)
            .bind(session.account_id.bytes())
            .bind(session.created_at.micros())
            .bind(session.seen_at.micros())
            .bind(session.expires_at.micros())
            .bind(&session.address)
            .bind(&session.agent)
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// A sign-in that has not ended.
    pub async fn find_session(&mut self, hash: &[u8], now: Time) -> Result<Option<StoredSession>> {
        const SQL: &str = "
            select session_hash, account_id, created_at, seen_at, expires_at, address, agent
              from session
             where session_hash = $1 and expires_at > $2";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(hash).bind(now.micros()).fetch_optional(conn).await)?)
    }

    /// Whether an account is signed in from an address.
    pub async fn is_signed_in_from(&mut self, account: AccountId, address: &str, now: Time) -> Result<bool> {
        const SQL: &str = "
            select count(*) from session
             where account_id = $1 and address = $2 and expires_at > $3";
        let sessions: i64 = on!(self, conn => sqlx::query_scalar(SQL)
            .bind(account.bytes()).bind(address).bind(now.micros()).fetch_one(conn).await)?;
        Ok(sessions > 0)
    }

    /// An account's sign-ins, the one used last first.
    pub async fn list_sessions(
        &mut self,
        account: AccountId,
        now: Time,
        limit: u32,
    ) -> Result<Vec<StoredSession>> {
        const SQL: &str = "
            select session_hash, account_id, created_at, seen_at, expires_at, address, agent
              from session
             where account_id = $1 and expires_at > $2
             order by seen_at desc, session_hash
             limit $3";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(account.bytes()).bind(now.micros()).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// Notes that a sign-in is in use.
    pub async fn touch_session(&mut self, hash: &[u8], now: Time, expires_at: Time) -> Result<()> {
        const SQL: &str = "update session set seen_at = $2, expires_at = $3 where session_hash = $1";
        on!(self, conn => sqlx::query(SQL)
            .bind(hash).bind(now.micros()).bind(expires_at.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Ends a sign-in of an account; false when there is none.
    pub async fn delete_session(&mut self, account: AccountId, hash: &[u8]) -> Result<bool> {
        const SQL: &str = "delete from session where account_id = $1 and session_hash = $2";
        let ended = on!(self, conn => sqlx::query(SQL)
            .bind(account.bytes()).bind(hash).execute(conn).await?.rows_affected());
        Ok(ended == 1)
    }

    /// Ends all sign-ins of an account but one.
    pub async fn delete_other_sessions(&mut self, account: AccountId, kept: &[u8]) -> Result<u64> {
        const SQL: &str = "delete from session where account_id = $1 and session_hash <> $2";
        Ok(on!(self, conn => sqlx::query(SQL)
            .bind(account.bytes()).bind(kept).execute(conn).await?.rows_affected()))
    }

    /// Removes sign-ins that ended, at most so many at once.
    pub async fn delete_ended_sessions(&mut self, now: Time, limit: u32) -> Result<u64> {
        const SQL: &str = "
            delete from session
             where session_hash in (select session_hash from session where expires_at <= $1 limit $2)";
        Ok(on!(self, conn => sqlx::query(SQL)
            .bind(now.micros()).bind(i64::from(limit)).execute(conn).await?.rows_affected()))
    }
}
