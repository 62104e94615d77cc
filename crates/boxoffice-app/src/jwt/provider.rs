//! The one signature scheme that `jsonwebtoken` may use here: Ed25519, checked strictly. It ships without any,
//! and we give it no other, so a token that names another algorithm cannot be checked at all.

use ed25519_dalek::{Signature, VerifyingKey};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, EncodingKey};

static PROVIDER: CryptoProvider =
    CryptoProvider { signer_factory, verifier_factory, key_utils: KeyUtils::new_unimplemented() };

/// Makes it the process's provider; later calls find it there.
pub(super) fn install() {
    // The error is the provider that is there already, and only this one is ever installed.
    let _ = PROVIDER.install_default();
}

/// Tokens are signed in `super::issue`, where the sealed keys are.
fn signer_factory(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

fn verifier_factory(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let (Algorithm::EdDSA, DecodingKeyKind::SecretOrDer(bytes)) = (algorithm, key.kind()) else {
        return Err(ErrorKind::InvalidAlgorithm.into());
    };
    let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| ErrorKind::InvalidEddsaKey)?;
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| ErrorKind::InvalidEddsaKey)?;
    Ok(Box::new(Strict(key)))
}

struct Strict(VerifyingKey);

impl Verifier<Vec<u8>> for Strict {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let signature = Signature::from_slice(signature).map_err(|_| Error::new())?;
        self.0.verify_strict(message, &signature).map_err(|_| Error::new())
    }
}

impl JwtVerifier for Strict {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}
