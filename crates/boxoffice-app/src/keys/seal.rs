//! Sealing a key's secret with the master key (ChaCha20-Poly1305).
//! The purpose and id are bound in, so that a sealed secret cannot be moved to another row.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};

use super::Purpose;
use crate::settings::MasterKey;

/// Bytes of a nonce, kept in front of what is sealed.
const NONCE_BYTES: usize = 12;

/// Seals any text of ours: nonce, then ciphertext. `bound` says what it is and whose, and opens it again.
#[expect(clippy::expect_used, reason = "ChaCha20-Poly1305 seals whatever fits into memory")]
pub(crate) fn seal_text(master: &MasterKey, bound: &str, text: &str, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
    let payload = Payload { msg: text.as_bytes(), aad: bound.as_bytes() };
    let sealed = cipher(master).encrypt(&Nonce::from(nonce), payload).expect("a text can be sealed");
    [nonce.as_slice(), &sealed].concat()
}

/// The text, if this master key sealed it as `bound`.
pub(crate) fn open_text(master: &MasterKey, bound: &str, sealed: &[u8]) -> Option<String> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let payload = Payload { msg: ciphertext, aad: bound.as_bytes() };
    String::from_utf8(cipher(master).decrypt(&Nonce::from(*nonce), payload).ok()?).ok()
}

/// Nonce, then ciphertext.
#[expect(clippy::expect_used, reason = "ChaCha20-Poly1305 seals 32 bytes always")]
pub(super) fn seal(
    master: &MasterKey,
    purpose: Purpose,
    id: u32,
    secret: &[u8; 32],
    nonce: [u8; NONCE_BYTES],
) -> Vec<u8> {
    let bound = bound_to(purpose, id);
    let payload = Payload { msg: secret, aad: bound.as_bytes() };
    let sealed = cipher(master).encrypt(&Nonce::from(nonce), payload).expect("32 bytes can be sealed");
    [nonce.as_slice(), &sealed].concat()
}

/// The secret, if this master key sealed it for this purpose and id.
pub(super) fn open(master: &MasterKey, purpose: Purpose, id: u32, sealed: &[u8]) -> Option<[u8; 32]> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let bound = bound_to(purpose, id);
    let payload = Payload { msg: ciphertext, aad: bound.as_bytes() };
    cipher(master).decrypt(&Nonce::from(*nonce), payload).ok()?.try_into().ok()
}

fn cipher(master: &MasterKey) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&Key::from(master.0))
}

fn bound_to(purpose: Purpose, id: u32) -> String {
    format!("boxoffice signing key {} {id}", purpose.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_only_as_what_it_is() {
        let master = MasterKey([1; 32]);
        let sealed = seal_text(&master, "account 1", "sk_test_1", [3; 12]);
        assert_eq!(open_text(&master, "account 1", &sealed).as_deref(), Some("sk_test_1"));
        assert_eq!(open_text(&master, "account 2", &sealed), None);
        assert_eq!(open_text(&MasterKey([2; 32]), "account 1", &sealed), None);
    }

    #[test]
    fn only_the_same_master_key_purpose_and_id_open_a_secret() {
        let (master, secret) = (MasterKey([1; 32]), [7; 32]);
        let mut sealed = seal(&master, Purpose::Jwt, 1, &secret, [3; 12]);
        assert_eq!(open(&master, Purpose::Jwt, 1, &sealed), Some(secret));
        assert_eq!(open(&MasterKey([2; 32]), Purpose::Jwt, 1, &sealed), None);
        assert_eq!(open(&master, Purpose::Barcode, 1, &sealed), None);
        assert_eq!(open(&master, Purpose::Jwt, 2, &sealed), None);
        assert_eq!(open(&master, Purpose::Jwt, 1, &sealed[..5]), None);
        sealed[20] ^= 1;
        assert_eq!(open(&master, Purpose::Jwt, 1, &sealed), None);
    }
}
