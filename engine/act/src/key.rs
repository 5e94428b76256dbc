//! Keys, signatures and digests, and their one text form each.
//!
//! Verification is `verify_strict` and nothing else: what counts as a valid signature decides what
//! counts as said, so it must be one exact rule for every program that ever reads the log.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64, Encoding};
use ed25519_dalek::Signer as _;
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// The name of one signed statement: SHA-256 of its DSSE pre-authentication encoding.
pub type EntryId = Digest;

/// The name of one mechanism: SHA-256 of the bytes of its charter.
pub type MechanismId = Digest;

/// An Ed25519 public key in form only; whether it is a sound point is [`PublicKey::is_sound`].
/// Text: `ed25519:` and the base64 of the 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

/// An Ed25519 signature, written as the base64 of its 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// An Ed25519 private key. It is never written by this crate, and shows nothing when debugged.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The text was not a key, digest or signature in its one form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTextError {
    /// Not 64 lower-case hexadecimal digits.
    #[error("a digest is 64 lower-case hexadecimal digits")]
    Digest,
    /// Not `ed25519:` and 44 characters of base64.
    #[error("a key reads `ed25519:` and 44 characters of base64")]
    PublicKey,
    /// Not 88 characters of base64.
    #[error("a signature is 88 characters of base64")]
    Signature,
}

impl Digest {
    /// SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// The first eight hexadecimal digits: enough to tell two apart on a screen, never enough to trust.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

/// SHA-256 of a value's JSON, in field order and with sorted maps: how an area's state is compared
/// between two nodes. Values must serialise without floats, hash maps or non-text map keys.
pub fn digest_of<T: serde::Serialize>(value: &T) -> Digest {
    struct Sink(Sha256);
    impl std::io::Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut sink = std::io::BufWriter::with_capacity(8192, Sink(Sha256::new()));
    #[expect(
        clippy::expect_used,
        reason = "area states have text keys and no fallible Serialize"
    )]
    serde_json::to_writer(&mut sink, value).expect("an area state serialises");
    match sink.into_inner() {
        Ok(sink) => Digest(sink.0.finalize().into()),
        Err(_) => Digest::default(), // Unreachable: Sink never refuses a write.
    }
}

impl PublicKey {
    /// Whether these bytes are a usable key: canonically encoded and not of small order. Only such
    /// keys may be granted anything, so that every verifier agrees on every signature.
    pub fn is_sound(&self) -> bool {
        ed25519_dalek::VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| !key.is_weak() && key.to_edwards().compress().to_bytes() == self.0)
    }

    /// Whether `signature` is this key's over `message`, by the strict rule.
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        ed25519_dalek::VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }

    /// The start of the key's text, for screens.
    pub fn short(&self) -> String {
        Base64::encode_string(&self.0)[..8].to_owned()
    }
}

impl SigningKey {
    /// The key with this 32-byte seed (RFC 8032, section 5.1.5).
    pub fn from_seed(seed: &[u8; 32]) -> SigningKey {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The seed, for the owner's own key file.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `message` (deterministic, RFC 8032).
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0u8; 64];
        for (i, byte) in self.0.iter().enumerate() {
            text[2 * i] = DIGITS[usize::from(byte >> 4)];
            text[2 * i + 1] = DIGITS[usize::from(byte & 15)];
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl FromStr for Digest {
    type Err = KeyTextError;

    fn from_str(text: &str) -> Result<Digest, KeyTextError> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(KeyTextError::Digest);
        }
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(KeyTextError::Digest),
        };
        let mut bytes = [0u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Ok(Digest(bytes))
    }
}

const KEY_PREFIX: &str = "ed25519:";

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; 44];
        f.write_str(KEY_PREFIX)?;
        f.write_str(Base64::encode(&self.0, &mut text).unwrap_or_default())
    }
}

impl FromStr for PublicKey {
    type Err = KeyTextError;

    fn from_str(text: &str) -> Result<PublicKey, KeyTextError> {
        let text = text
            .strip_prefix(KEY_PREFIX)
            .ok_or(KeyTextError::PublicKey)?;
        fixed(text).map(PublicKey).ok_or(KeyTextError::PublicKey)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; 88];
        f.write_str(Base64::encode(&self.0, &mut text).unwrap_or_default())
    }
}

impl FromStr for Signature {
    type Err = KeyTextError;

    fn from_str(text: &str) -> Result<Signature, KeyTextError> {
        fixed(text).map(Signature).ok_or(KeyTextError::Signature)
    }
}

/// Base64 of exactly `N` bytes, in its canonical form.
fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0u8; N];
    let length = Base64::decode(text, &mut bytes).ok()?.len();
    (length == N).then_some(bytes)
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(of {})", self.public())
    }
}

crate::as_text!(Digest, "64 lower-case hexadecimal digits");
crate::as_text!(PublicKey, "a key like ed25519:<base64>");
crate::as_text!(Signature, "the base64 of a signature");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_text() {
        let key = SigningKey::from_seed(&[7; 32]);
        let public = key.public();
        assert_eq!(public.to_string().parse(), Ok(public));
        let signature = key.sign(b"words");
        assert_eq!(signature.to_string().parse(), Ok(signature));
        let digest = Digest::of(b"words");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert!(digest.to_string().to_uppercase().parse::<Digest>().is_err());
        let text = public.to_string();
        assert!(text.trim_end_matches('=').parse::<PublicKey>().is_err());
        assert!(text["ed25519:".len()..].parse::<PublicKey>().is_err());
    }

    #[test]
    fn a_key_of_small_order_is_unsound_and_verifies_nothing() {
        // The neutral element (y = 1), and its non-canonical twin (y = p + 1).
        let mut neutral = [0u8; 32];
        neutral[0] = 1;
        let mut twin = [0xffu8; 32];
        twin[0] = 0xee;
        twin[31] = 0x7f;
        let mut forged = [0u8; 64];
        forged[0] = 1;
        for bytes in [neutral, twin] {
            assert!(!PublicKey(bytes).is_sound());
            // Under a lax rule, R = neutral and S = 0 verifies for every message.
            assert!(!PublicKey(bytes).verifies(b"anything", &Signature(forged)));
        }
        assert!(SigningKey::from_seed(&[7; 32]).public().is_sound());
    }

    #[test]
    fn a_private_key_does_not_show_itself() {
        let key = SigningKey::from_seed(&[7; 32]);
        assert!(!format!("{key:?}").contains("0707"));
        assert!(!format!("{key:?}").contains("7, 7"));
    }
}
