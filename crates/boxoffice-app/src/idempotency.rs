//! Idempotency keys: the same request sent twice has one effect and one answer, also after a crash.
//! A key is claimed durably before the request runs. What the request creates takes its id from the claim
//! ([`IdSeed`]), so that a run repeated after a crash between effect and answer finds the earlier effect.

use std::time::Duration;

use boxoffice_domain::limits;
use boxoffice_domain::time::Time;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::App;
use crate::random::Random;
use crate::store::idempotency::KeyRow;
use crate::store::{Result, StoreError};

/// A caller's key for one request, bound to who calls and what is called.
#[derive(Clone)]
pub struct IdempotencyKey {
    row: [u8; 32],
    seal: [u8; 32],
    ids: [u8; 32],
}

/// Why a text is not an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing between the quotes.
    #[error("the idempotency key is empty")]
    Empty,
    /// More than we keep.
    #[error("the idempotency key is longer than {} bytes", limits::IDEMPOTENCY_KEY_BYTES_MAX)]
    TooLong,
    /// Control characters or anything outside ASCII.
    #[error("the idempotency key may hold printable ASCII characters only")]
    NotPrintable,
}

impl IdempotencyKey {
    /// Reads a key sent by `caller` (an account or an address) to `route` (method and path pattern).
    pub fn parse(caller: &str, route: &str, key: &str) -> Result<Self, KeyError> {
        if key.trim().is_empty() {
            return Err(KeyError::Empty);
        }
        if key.len() > limits::IDEMPOTENCY_KEY_BYTES_MAX {
            return Err(KeyError::TooLong);
        }
        if !key.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
            return Err(KeyError::NotPrintable);
        }
        let digest = |purpose: &str| {
            digest(&[purpose.as_bytes(), caller.as_bytes(), route.as_bytes(), key.as_bytes()])
        };
        Ok(Self { row: digest("row"), seal: digest("seal"), ids: digest("ids") })
    }
}

impl std::fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdempotencyKey(…)")
    }
}

/// The digest of what a request asks for: its parts, each with its length.
pub fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Where the ids of things created under a key come from: the same for every run of the same request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IdSeed {
    first_claimed_at: Time,
    digest: [u8; 32],
}

impl IdSeed {
    /// The 16 bytes of a secret that belongs to what is created: the same for every run, and nobody's guess,
    /// because the master key is in it.
    pub fn secret(&self, app: &App, purpose: &str) -> [u8; 16] {
        let chance = digest(&[&app.settings.master_key.0, &self.digest, purpose.as_bytes()]);
        let mut secret = [0; 16];
        secret.copy_from_slice(&chance[..16]);
        secret
    }

    /// The 16 bytes of the thing with this id prefix, sortable by the first run's time.
    pub fn id(&self, prefix: &str) -> [u8; 16] {
        let chance = digest(&[&self.digest, prefix.as_bytes()]);
        let mut ten = [0; 10];
        ten.copy_from_slice(&chance[..10]);
        boxoffice_domain::ids::uuid_v7(u64::try_from(self.first_claimed_at.millis()).unwrap_or(0), ten)
    }
}

/// An answer as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// HTTP status.
    pub status: u16,
    /// Headers that belong to the answer.
    pub headers: Vec<(String, String)>,
    /// The body; every API answer is text.
    pub body: String,
}

/// A claimed key: whoever has it runs the request and answers it, or gives it back.
#[derive(Clone, Debug)]
pub struct Claim {
    key: IdempotencyKey,
    /// Where this request's ids come from.
    pub ids: IdSeed,
}

/// What to do with a request that carries a key.
#[derive(Clone, Debug)]
pub enum Begun {
    /// Nobody ran it yet: run it.
    Run(Claim),
    /// It ran: this is its answer.
    Answered(KeptAnswer),
    /// The key was used for another request.
    OtherRequest,
    /// It still runs, longer than we wait.
    StillRunning,
}

/// Claims the key, or finds what became of it. Waits a bounded time for a run under way.
pub async fn begin(app: &App, key: &IdempotencyKey, request: [u8; 32]) -> Result<Begun> {
    let mut waited_ms = 0;
    let mut pause_ms = 10;
    loop {
        if let Some(first_claimed_at) = claim(app, key, &request).await? {
            let ids = IdSeed { first_claimed_at, digest: key.ids };
            return Ok(Begun::Run(Claim { key: key.clone(), ids }));
        }
        match look(app, key, &request).await? {
            Begun::StillRunning if waited_ms < limits::IDEMPOTENCY_WAIT_MS => {}
            begun => return Ok(begun),
        }
        // The run may be on another node, so its end is looked for rather than heard of.
        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        waited_ms += pause_ms;
        pause_ms = (pause_ms * 2).min(200);
    }
}

async fn claim(app: &App, key: &IdempotencyKey, request: &[u8; 32]) -> Result<Option<Time>> {
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    let first = tx.claim_idempotency(&key.row, request, now, now.plus_s(limits::IDEMPOTENCY_LEASE_S)).await?;
    tx.commit().await?;
    Ok(first)
}

async fn look(app: &App, key: &IdempotencyKey, request: &[u8; 32]) -> Result<Begun> {
    let row = app.store.read().await?.find_idempotency(&key.row).await?;
    match row {
        Some(row) if row.request_hash != request => Ok(Begun::OtherRequest),
        Some(KeyRow { status: Some(_), answer: Some(sealed), .. }) => open(key, &sealed).map(Begun::Answered),
        // Gone in between means forgotten by age: the next turn of the loop claims it anew.
        Some(_) | None => Ok(Begun::StillRunning),
    }
}

/// Keeps the answer of a claimed key, and gives the one that holds: the first run's, should two have answered.
pub async fn finish(app: &App, claim: &Claim, answer: KeptAnswer) -> Result<KeptAnswer> {
    let sealed = seal(&app.random, &claim.key, &answer)?;
    let mut tx = app.store.begin().await?;
    let first = tx.answer_idempotency(&claim.key.row, answer.status, &sealed).await?;
    tx.commit().await?;
    if first {
        return Ok(answer);
    }
    match app.store.read().await?.find_idempotency(&claim.key.row).await? {
        Some(KeyRow { answer: Some(sealed), .. }) => open(&claim.key, &sealed),
        _ => Ok(answer),
    }
}

/// Gives a claimed key back: this answer is not one to keep, and the next try runs at once.
pub async fn give_back(app: &App, claim: &Claim) -> Result<()> {
    let mut tx = app.store.begin().await?;
    tx.release_idempotency(&claim.key.row, app.clock.now()).await?;
    tx.commit().await
}

/// Forgets keys that are older than we promise to remember them. The sweeper calls it.
pub async fn forget_old(app: &App) -> Result<u64> {
    let before = app.clock.now().plus_s(-limits::IDEMPOTENCY_TTL_S);
    let mut tx = app.store.begin().await?;
    let forgotten = tx.delete_idempotency(before).await?;
    tx.commit().await?;
    Ok(forgotten)
}

const NONCE_BYTES: usize = 12;

fn seal(random: &Random, key: &IdempotencyKey, answer: &KeptAnswer) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(answer).map_err(|error| StoreError::Broken(error.to_string()))?;
    let nonce: [u8; NONCE_BYTES] = random.bytes();
    let sealed = ChaCha20Poly1305::new(&key.seal.into())
        .encrypt(&Nonce::from(nonce), plain.as_slice())
        .map_err(|_| StoreError::Broken("an answer could not be sealed".into()))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &IdempotencyKey, stored: &[u8]) -> Result<KeptAnswer> {
    let broken = || StoreError::Broken("a kept answer does not open with its key".into());
    let (nonce, sealed) = stored.split_first_chunk::<NONCE_BYTES>().ok_or_else(broken)?;
    let plain = ChaCha20Poly1305::new(&key.seal.into())
        .decrypt(&Nonce::from(*nonce), sealed)
        .map_err(|_| broken())?;
    serde_json::from_slice(&plain).map_err(|_| broken())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(caller: &str, route: &str, key: &str) -> IdempotencyKey {
        IdempotencyKey::parse(caller, route, key).expect("a key")
    }

    #[test]
    fn a_key_is_a_short_printable_text() {
        let refusal = |text: &str| IdempotencyKey::parse("a", "r", text).err();
        assert_eq!(refusal("order-1"), None);
        assert_eq!(refusal(""), Some(KeyError::Empty));
        assert_eq!(refusal("  "), Some(KeyError::Empty));
        assert_eq!(refusal("schlüssel"), Some(KeyError::NotPrintable));
        assert_eq!(refusal(&"k".repeat(limits::IDEMPOTENCY_KEY_BYTES_MAX)), None);
        assert_eq!(refusal(&"k".repeat(limits::IDEMPOTENCY_KEY_BYTES_MAX + 1)), Some(KeyError::TooLong));
    }

    #[test]
    fn callers_and_routes_do_not_share_keys() {
        let row = key("ab", "c", "k").row;
        assert_eq!(row, key("ab", "c", "k").row);
        assert_ne!(row, key("a", "bc", "k").row);
        assert_ne!(row, key("ab", "d", "k").row);
        assert_ne!(row, key("ab", "c", "l").row);
    }

    #[test]
    fn a_repeated_run_draws_the_same_ids_and_each_kind_its_own() {
        let seed = IdSeed { first_claimed_at: Time::from_micros(1), digest: [1; 32] };
        assert_eq!(seed.id("hld"), seed.id("hld"));
        assert_ne!(seed.id("hld"), seed.id("ord"));
    }

    #[test]
    fn a_kept_answer_is_unreadable_without_its_key() {
        let answer = KeptAnswer { status: 201, headers: Vec::new(), body: "a secret link".into() };
        let sealed = seal(&Random::seeded(1), &key("a", "r", "k"), &answer).expect("sealed");
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert_eq!(open(&key("a", "r", "k"), &sealed).expect("opened"), answer);
        assert!(open(&key("b", "r", "k"), &sealed).is_err());
    }
}
