//! Password hashes: Argon2id, off the async threads, few at once, and a bounded number waiting.
//! Checking a password takes as long for an account that does not exist as for one that does.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use boxoffice_domain::limits::{PASSWORD_HASHES_AT_ONCE, PASSWORD_HASHES_WAITING_MAX};
use boxoffice_domain::password::Password;
use tokio::sync::Semaphore;

use crate::random::Random;

/// Bytes of salt: what the standard for password hashes recommends.
const SALT_BYTES: usize = 16;

/// The hash of nobody's password, made with today's parameters: what a sign-in without an account is checked
/// against, so that it takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Y3VydGFpbi1jYWxscy10bw$6Nn0mD8yBOQb4Wzp5eYbFvJcK2gq1xWfHj0t3sRZu7E";

/// The bounded place where passwords are hashed.
#[derive(Clone, Debug)]
pub struct Hashing {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// Too many passwords are being checked at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("we are very busy right now; try again in a few seconds")]
pub struct Busy;

impl Default for Hashing {
    fn default() -> Self {
        Self {
            running: Arc::new(Semaphore::new(PASSWORD_HASHES_AT_ONCE)),
            waiting: Arc::new(Semaphore::new(PASSWORD_HASHES_WAITING_MAX)),
        }
    }
}

impl Hashing {
    /// The PHC text of a new password.
    pub async fn hash(&self, random: &Random, password: Password) -> Result<String, Busy> {
        let salt: [u8; SALT_BYTES] = random.bytes();
        self.run(move || hash_now(&password, &salt)).await
    }

    /// Whether a stored hash is this password's. Without a stored hash the answer is no, after the same work.
    pub async fn verify(&self, stored: Option<String>, password: Password) -> Result<bool, Busy> {
        self.run(move || {
            let known = stored.is_some();
            let text = stored.as_deref().unwrap_or(NOBODY);
            verify_now(text, &password) && known
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let _place = self.waiting.try_acquire().map_err(|_| Busy)?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Busy)?;
        tokio::task::spawn_blocking(move || {
            // The turn ends with the work, also when whoever asked has gone.
            let _turn = turn;
            work()
        })
        .await
        .map_err(|_| Busy)
    }
}

#[expect(clippy::expect_used, reason = "the parameters are constants and the password is bounded")]
fn hash_now(password: &Password, salt: &[u8]) -> String {
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .expect("Argon2id hashes a bounded password");
    hash.to_string()
}

fn verify_now(stored: &str, password: &Password) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_hash_and_no_other() {
        let (hashing, random) = (Hashing::default(), Random::system());
        let hash = hashing.hash(&random, Password::typed("Curtain7!")).await.expect("hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(hashing.verify(Some(hash.clone()), Password::typed("Curtain7!")).await, Ok(true));
        assert_eq!(hashing.verify(Some(hash.clone()), Password::typed("curtain7!")).await, Ok(false));
        assert_eq!(hashing.verify(Some("broken".into()), Password::typed("Curtain7!")).await, Ok(false));
        let again = hashing.hash(&random, Password::typed("Curtain7!")).await.expect("hash");
        assert_ne!(hash, again);
    }

    #[test]
    fn nobodys_hash_is_checked_with_the_same_work_as_a_new_one() {
        let nobody = PasswordHash::new(NOBODY).expect("a PHC text");
        let fresh = hash_now(&Password::typed("x"), &[1; SALT_BYTES]);
        let fresh = PasswordHash::new(&fresh).expect("a PHC text");
        assert_eq!(nobody.params, fresh.params);
        assert_eq!(nobody.algorithm, fresh.algorithm);
        assert_eq!(nobody.hash.map(|hash| hash.len()), fresh.hash.map(|hash| hash.len()));
    }

    #[tokio::test]
    async fn nobody_signs_in_without_an_account() {
        assert_eq!(Hashing::default().verify(None, Password::typed("")).await, Ok(false));
    }

    #[tokio::test]
    async fn more_than_may_wait_are_asked_to_come_back() {
        let hashing = Hashing::default();
        let _full = hashing.waiting.try_acquire_many(PASSWORD_HASHES_WAITING_MAX as u32).expect("places");
        assert_eq!(hashing.verify(None, Password::typed("")).await, Err(Busy));
    }
}
