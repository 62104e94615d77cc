//! Links sent by mail, as they are stored: the hash of a token, used at most once.

use boxoffice_domain::ids::AccountId;
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A link about to be sent, or one that was followed.
    #[derive(Clone, Debug)]
    pub struct StoredToken {
        /// SHA-256 of the token.
        pub token_hash: Vec<u8>,
        /// Whose.
        pub account_id: AccountId,
        /// What it does: `confirm`, `reset` or `email`.
        pub purpose: String,
        /// The mailbox that it proves.
        pub email: String,
        /// The password that begins to count with it.
        pub password_hash: Option<String>,
        /// When it was made.
        pub created_at: Time,
        /// When it stops working.
        pub expires_at: Time,
    }
}

impl Tx {
    /// Stores a link.
    pub async fn insert_account_token(&mut self, token: &StoredToken) -> Result<()> {
        const SQL: &str = "
            insert into account_token
                (token_hash, account_id, purpose, email, password_hash, created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)";
        on!(self, conn => sqlx::query(SQL)
            .bind(&token.token_hash)
            .bind(token.account_id.bytes())
            .bind(&token.purpose)
            .bind(&token.email)
            .bind(&token.password_hash)
            .bind(token.created_at.micros())
            .bind(token.expires_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Whether a link would still work.
    pub async fn is_token_open(&mut self, hash: &[u8], purpose: &str, now: Time) -> Result<bool> {
        const SQL: &str = "
            select count(*) from account_token
             where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3";
        let open: i64 = on!(self, conn => sqlx::query_scalar(SQL)
            .bind(hash).bind(purpose).bind(now.micros()).fetch_one(conn).await)?;
        Ok(open > 0)
    }

    /// Uses a link up. Of two that follow it at once, one gets it.
    pub async fn use_account_token(
        &mut self,
        hash: &[u8],
        purpose: &str,
        now: Time,
    ) -> Result<Option<StoredToken>> {
        const SQL: &str = "
            update account_token set used_at = $3
             where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3
            returning token_hash, account_id, purpose, email, password_hash, created_at, expires_at";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(hash).bind(purpose).bind(now.micros()).fetch_optional(conn).await)?)
    }

    /// Makes all open links of an account with one purpose worthless; every purpose when none is named.
    pub async fn cancel_account_tokens(
        &mut self,
        account: AccountId,
        purpose: Option<&str>,
        now: Time,
    ) -> Result<()> {
        const SQL: &str = "
            update account_token set used_at = $3
             where account_id = $1 and used_at is null
               and (cast($2 as text) is null or purpose = $2)";
        on!(self, conn => sqlx::query(SQL)
            .bind(account.bytes()).bind(purpose).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Removes links that stopped working before `before`, at most so many at once.
    pub async fn delete_old_account_tokens(&mut self, before: Time, limit: u32) -> Result<u64> {
        const SQL: &str = "
            delete from account_token
             where token_hash in (select token_hash from account_token where expires_at <= $1 limit $2)";
        Ok(on!(self, conn => sqlx::query(SQL)
            .bind(before.micros()).bind(i64::from(limit)).execute(conn).await?.rows_affected()))
    }
}
