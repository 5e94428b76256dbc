//! Ed25519 under one rule: `verify_strict`, for every key and every signature in the system.
//!
//! Lax rules differ between libraries on keys and points of small order; two honest verifiers would
//! then disagree on what was signed.

use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};

/// An Ed25519 public key that every verifier treats alike: canonical, not of small order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key, if these bytes are a sound one.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<PublicKey> {
        let key = VerifyingKey::from_bytes(bytes).ok()?;
        let canonical = key.to_edwards().compress().to_bytes() == *bytes;
        (canonical && !key.is_weak()).then_some(PublicKey(key))
    }

    /// Its 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Whether `signature` is this key's over `message`, by the strict rule.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0
            .verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    }

    /// What a lax verifier would have said: only to show, in tests, that the rules differ.
    #[doc(hidden)]
    pub fn verifies_laxly(bytes: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(bytes).is_ok_and(|key| {
            key.verify(message, &Signature::from_bytes(signature))
                .is_ok()
        })
    }
}
