//! The one source of chance: the operating system's, or a seeded stream in tests and simulations.

use std::sync::Arc;
#[cfg(any(test, feature = "testing"))]
use std::sync::Mutex;

use boxoffice_domain::ids::uuid_v7;
use boxoffice_domain::time::Time;
#[cfg(any(test, feature = "testing"))]
use sha2::{Digest, Sha256};

/// Draws random bytes. Cheap to clone; clones share one stream.
#[derive(Clone, Debug)]
pub struct Random(Arc<Source>);

#[derive(Debug)]
enum Source {
    System,
    #[cfg(any(test, feature = "testing"))]
    Seeded(Mutex<(u64, u64)>),
}

impl Random {
    /// The operating system's randomness.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// A stream that is the same for the same seed.
    #[cfg(any(test, feature = "testing"))]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Source::Seeded(Mutex::new((seed, 0)))))
    }

    /// So many unpredictable bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &*self.0 {
            Source::System => fill_from_system(&mut bytes),
            #[cfg(any(test, feature = "testing"))]
            Source::Seeded(state) => {
                let mut state = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                for chunk in bytes.chunks_mut(32) {
                    state.1 += 1;
                    let block = Sha256::new()
                        .chain_update(state.0.to_be_bytes())
                        .chain_update(state.1.to_be_bytes())
                        .finalize();
                    chunk.copy_from_slice(&block[..chunk.len()]);
                }
            }
        }
        bytes
    }

    /// The 16 bytes of a new id, sortable by `now`.
    pub fn id(&self, now: Time) -> [u8; 16] {
        uuid_v7(u64::try_from(now.millis()).unwrap_or(0), self.bytes())
    }
}

#[expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the seam itself; without randomness no secret may be made, so stopping is the only safe answer"
)]
fn fill_from_system(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}
