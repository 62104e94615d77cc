//! Signing keys as they are stored: sealed. Opening them is the business of `keys.rs`.

use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, StoreError, Tx, on};

/// A signing key with its secret sealed.
#[derive(Clone, Debug)]
pub struct StoredKey {
    /// What it signs.
    pub purpose: String,
    /// Its number within the purpose.
    pub id: u32,
    /// Its public half; empty for keys that have none.
    pub public_key: Vec<u8>,
    /// Nonce and ciphertext.
    pub sealed_secret: Vec<u8>,
    /// When it was made.
    pub created_at: Time,
    /// Since when nothing it signed counts.
    pub retired_at: Option<Time>,
}

row! {
    struct KeyRow {
        purpose: String,
        key_id: i64,
        public_key: Vec<u8>,
        sealed_secret: Vec<u8>,
        created_at: Time,
        retired_at: Option<Time>,
    }
}

impl Tx {
    /// All signing keys, oldest first within their purpose. Keys are replaced once in years, so these are few.
    pub async fn list_signing_keys(&mut self) -> Result<Vec<StoredKey>> {
        const SQL: &str = "
            select purpose, key_id, public_key, sealed_secret, created_at, retired_at
              from signing_key
             order by purpose, key_id
             limit 1000";
        let rows: Vec<KeyRow> = on!(self, conn => sqlx::query_as(SQL).fetch_all(conn).await)?;
        rows.into_iter().map(stored).collect()
    }

    /// Stores a key; an earlier one with its purpose and id stays.
    pub async fn insert_signing_key(&mut self, key: &StoredKey) -> Result<()> {
        const SQL: &str = "
            insert into signing_key (purpose, key_id, public_key, sealed_secret, created_at)
            values ($1, $2, $3, $4, $5)
                on conflict do nothing";
        on!(self, conn => sqlx::query(SQL)
            .bind(&key.purpose)
            .bind(i64::from(key.id))
            .bind(&key.public_key)
            .bind(&key.sealed_secret)
            .bind(key.created_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Ends a key's validity.
    pub async fn retire_signing_key(&mut self, purpose: &str, id: u32, now: Time) -> Result<()> {
        const SQL: &str = "
            update signing_key set retired_at = $3
             where purpose = $1 and key_id = $2 and retired_at is null";
        on!(self, conn => sqlx::query(SQL).bind(purpose).bind(i64::from(id)).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }
}

fn stored(row: KeyRow) -> Result<StoredKey> {
    let id = u32::try_from(row.key_id).map_err(|_| StoreError::Broken(format!("key id {}", row.key_id)))?;
    Ok(StoredKey {
        purpose: row.purpose,
        id,
        public_key: row.public_key,
        sealed_secret: row.sealed_secret,
        created_at: row.created_at,
        retired_at: row.retired_at,
    })
}
