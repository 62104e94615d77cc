//! Signing keys: barcodes and API tokens (Ed25519), download links (HMAC-SHA-256).
//! They live in the database, sealed by the master key, so that all nodes sign alike and a stolen copy of the
//! database signs nothing. Every signature names its key, so keys can be replaced while old ones still verify.

pub(crate) mod seal;

use std::sync::{Arc, PoisonError, RwLock};

use boxoffice_domain::limits::KEY_SETTLE_S;
use boxoffice_domain::time::Time;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

use crate::App;
use crate::activity::{Activity, Actor};
use crate::app::StartError;
use crate::clock::Clock;
use crate::jobs::{JobError, Periodic, Where};
use crate::random::Random;
use crate::settings::MasterKey;
use crate::store::keys::StoredKey;
use crate::store::{Store, StoreError};

/// What a key signs. A key for one never serves another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Tickets' barcodes.
    Barcode,
    /// API tokens.
    Jwt,
    /// Download links.
    Link,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Barcode, Self::Jwt, Self::Link];

    /// As the database stores it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Barcode => "barcode",
            Self::Jwt => "jwt",
            Self::Link => "link",
        }
    }
}

/// The keys of this installation, opened. Cheap to clone; clones see the same keys.
#[derive(Clone, Debug)]
pub struct Keys(Arc<RwLock<Arc<Ring>>>);

/// One opened key. Its secret never prints.
struct Key {
    id: u32,
    purpose: Purpose,
    /// Made once: working out its public half costs as much as a signature. A link's key is its secret bytes.
    signing: SigningKey,
    created_at: Time,
    retired_at: Option<Time>,
}

/// Every key, oldest first within its purpose.
#[derive(Debug)]
struct Ring(Vec<Key>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} key {}", self.purpose.as_str(), self.id)
    }
}

/// A public key that others may check signatures with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PublicKey {
    /// The id that signatures name.
    pub id: u32,
    /// Ed25519.
    pub bytes: [u8; 32],
}

impl Keys {
    /// Opens the stored keys, making them on the first start.
    pub async fn open(
        store: &Store,
        clock: &Clock,
        random: &Random,
        master: &MasterKey,
    ) -> Result<Self, StartError> {
        let stored = store.read().await?.list_signing_keys().await?;
        if Purpose::ALL.iter().any(|purpose| stored.iter().all(|key| key.purpose != purpose.as_str())) {
            let mut tx = store.begin().await?;
            for purpose in Purpose::ALL {
                // Another node that starts at this moment may have made it: the first one counts.
                tx.insert_signing_key(&new_key(random, master, purpose, 1, clock.now())).await?;
            }
            tx.commit().await?;
        }
        let ring = read_ring(store, master).await?;
        Ok(Self(Arc::new(RwLock::new(Arc::new(ring)))))
    }

    /// Signs with the purpose's current key (Ed25519), and names that key.
    pub fn sign(&self, purpose: Purpose, now: Time, message: &[u8]) -> (u32, [u8; 64]) {
        let ring = self.ring();
        let key = ring.current(purpose, now);
        (key.id, key.signing.sign(message).to_bytes())
    }

    /// The id of the key that signs now, for messages that carry it inside what is signed.
    pub fn current_id(&self, purpose: Purpose, now: Time) -> u32 {
        self.ring().current(purpose, now).id
    }

    /// Signs with a key named before by [`Keys::current_id`]; none when there is no such key.
    pub fn sign_with(&self, purpose: Purpose, id: u32, message: &[u8]) -> Option<[u8; 64]> {
        let ring = self.ring();
        let key = ring.find(purpose, id)?;
        Some(key.signing.sign(message).to_bytes())
    }

    /// True when the named key signed this message (Ed25519, strict).
    pub fn verify(&self, purpose: Purpose, id: u32, message: &[u8], signature: &[u8]) -> bool {
        let ring = self.ring();
        let Some(key) = ring.find(purpose, id) else { return false };
        let Ok(signature) = Signature::from_slice(signature) else { return false };
        key.verifying().verify_strict(message, &signature).is_ok()
    }

    /// Authenticates a link's content with the current link key, and names that key.
    pub fn link_mac(&self, now: Time, message: &[u8]) -> (u32, [u8; 32]) {
        let ring = self.ring();
        let key = ring.current(Purpose::Link, now);
        (key.id, key.mac(message).finalize().into_bytes().into())
    }

    /// Authenticates with a link key named before; none when there is no such key.
    pub fn link_mac_with(&self, id: u32, message: &[u8]) -> Option<[u8; 32]> {
        let ring = self.ring();
        Some(ring.find(Purpose::Link, id)?.mac(message).finalize().into_bytes().into())
    }

    /// True when the named link key authenticated this message; compared in constant time.
    pub fn verify_link(&self, id: u32, message: &[u8], mac: &[u8]) -> bool {
        let ring = self.ring();
        ring.find(Purpose::Link, id).is_some_and(|key| key.mac(message).verify_slice(mac).is_ok())
    }

    /// The public keys that verify, newest first: for the published key set and offline scanners.
    pub fn public_keys(&self, purpose: Purpose) -> Vec<PublicKey> {
        let ring = self.ring();
        let keys = ring.0.iter().rev().filter(|key| key.purpose == purpose && key.retired_at.is_none());
        keys.map(|key| PublicKey { id: key.id, bytes: key.verifying().to_bytes() }).collect()
    }

    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, ring: Ring) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }
}

impl Ring {
    fn find(&self, purpose: Purpose, id: u32) -> Option<&Key> {
        self.0.iter().find(|key| key.purpose == purpose && key.id == id && key.retired_at.is_none())
    }

    /// The newest key that every node has had time to learn; the oldest while there is none.
    #[expect(clippy::expect_used, reason = "`read_ring` refuses a ring without a usable key of each purpose")]
    fn current(&self, purpose: Purpose, now: Time) -> &Key {
        let usable = || self.0.iter().filter(move |key| key.purpose == purpose && key.retired_at.is_none());
        usable()
            .rfind(|key| key.created_at.plus_s(KEY_SETTLE_S) <= now)
            .or_else(|| usable().next())
            .expect("a usable key of each purpose")
    }
}

impl Key {
    fn verifying(&self) -> VerifyingKey {
        self.signing.verifying_key()
    }

    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    fn mac(&self, message: &[u8]) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(self.signing.as_bytes()).expect("any length").chain_update(message)
    }
}

/// Makes a new key for a purpose. It verifies at once and signs as soon as every node must know it.
pub async fn rotate(app: &App, actor: &Actor, purpose: Purpose) -> Result<u32, StartError> {
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    let newest = tx.list_signing_keys().await?.iter().filter(|key| key.purpose == purpose.as_str()).count();
    let id = u32::try_from(newest + 1).unwrap_or(u32::MAX);
    tx.insert_signing_key(&new_key(&app.random, &app.settings.master_key, purpose, id, now)).await?;
    tx.log(&[key_activity(actor, "key.made", purpose, id, now)]).await?;
    tx.commit().await?;
    reload(app).await?;
    Ok(id)
}

/// Retires a key: nothing that it signed counts any more, on this node at once. Its successor must exist.
pub async fn retire(app: &App, actor: &Actor, purpose: Purpose, id: u32) -> Result<(), StartError> {
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    tx.retire_signing_key(purpose.as_str(), id, now).await?;
    tx.log(&[key_activity(actor, "key.retired", purpose, id, now)]).await?;
    tx.commit().await?;
    reload(app).await
}

/// A key has a purpose and a number instead of an id of its own; the entry says both.
fn key_activity(actor: &Actor, action: &'static str, purpose: Purpose, id: u32, at: Time) -> Activity {
    Activity {
        organization: None,
        at,
        actor: actor.clone(),
        action,
        subject_kind: "key",
        subject: u128::from(id).to_be_bytes(),
        event: None,
        detail: json!({ "purpose": purpose.as_str(), "key": id }),
    }
}

/// Reads the keys again, so that this node learns what another made or retired. Called every minute.
pub async fn reload(app: &App) -> Result<(), StartError> {
    app.keys.replace(read_ring(&app.store, &app.settings.master_key).await?);
    Ok(())
}

/// [`reload`] as periodic work.
pub const LEARN: Periodic = Periodic {
    name: "learn other nodes' keys",
    every_s: 60,
    on: Where::EveryNode,
    work: |app| {
        Box::pin(async move { reload(&app).await.map_err(|error| JobError::Later(error.to_string())) })
    },
};

async fn read_ring(store: &Store, master: &MasterKey) -> Result<Ring, StartError> {
    let stored = store.read().await?.list_signing_keys().await?;
    let keys: Vec<Key> =
        stored.iter().filter_map(|key| open_key(key, master).transpose()).collect::<Result<_, _>>()?;
    for purpose in Purpose::ALL {
        if !keys.iter().any(|key| key.purpose == purpose && key.retired_at.is_none()) {
            return Err(StoreError::Broken(format!("no usable {} key", purpose.as_str())).into());
        }
    }
    Ok(Ring(keys))
}

/// A purpose that this version does not know belongs to a newer one beside it and is left alone.
fn open_key(stored: &StoredKey, master: &MasterKey) -> Result<Option<Key>, StartError> {
    let Some(purpose) = Purpose::ALL.into_iter().find(|purpose| purpose.as_str() == stored.purpose) else {
        return Ok(None);
    };
    let secret =
        seal::open(master, purpose, stored.id, &stored.sealed_secret).ok_or(StartError::OtherMasterKey)?;
    let (created_at, retired_at) = (stored.created_at, stored.retired_at);
    let signing = SigningKey::from_bytes(&secret);
    Ok(Some(Key { id: stored.id, purpose, signing, created_at, retired_at }))
}

fn new_key(random: &Random, master: &MasterKey, purpose: Purpose, id: u32, now: Time) -> StoredKey {
    let secret: [u8; 32] = random.bytes();
    let public_key = match purpose {
        Purpose::Link => Vec::new(),
        Purpose::Barcode | Purpose::Jwt => {
            SigningKey::from_bytes(&secret).verifying_key().to_bytes().to_vec()
        }
    };
    StoredKey {
        purpose: purpose.as_str().to_owned(),
        id,
        public_key,
        sealed_secret: seal::seal(master, purpose, id, &secret, random.bytes()),
        created_at: now,
        retired_at: None,
    }
}
