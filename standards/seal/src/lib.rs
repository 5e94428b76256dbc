//! Sealed payloads: bytes that only those named can read.
//!
//! In scope: the container, its content encryption (AES-256-GCM), and the wrapping of the content key
//! to each recipient (HPKE, RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM).
//!
//! Out of scope: who is entitled (the areas), where keys are kept, where randomness comes from.
//!
//! Size bound: 40 MB of payload, 64 recipients.
//!
//! A container is three parts: the line [`MAGIC`]; one line of JSON, [`Header`]; the ciphertext. The
//! content key is used once, so its nonce is zero; magic and header are authenticated with the content.

use std::fmt;
use std::str::FromStr;

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use base64ct::{Base64, Encoding as _};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{CryptoRng, RngCore};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// First line of every container, with its end.
pub const MAGIC: &str = "tasdiq/sealed/1\n";
/// Media type of a container.
pub const MEDIA: &str = "application/vnd.tasdiq.sealed";
/// Most recipients of one container.
pub const RECIPIENTS_MAX: usize = 64;
/// Largest payload.
pub const BYTES_MAX: usize = 40_000_000;
/// Longest header: media type and all recipients.
const HEADER_BYTES_MAX: usize = 32 * 1024;
const INFO: &[u8] = b"tasdiq/seal/1";
const KEY_DERIVATION: &[u8] = b"tasdiq/seal-key/1\n";
const KEY_PREFIX: &str = "x25519:";

/// A recipient's public key: `x25519:` and the base64 of 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealKey(pub [u8; 32]);

/// A recipient's secret.
#[derive(Clone)]
pub struct SealSecret([u8; 32]);

/// The text is not a key for sealing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key like x25519:<base64 of 32 bytes>")]
pub struct NotASealKey;

/// Why nothing was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Nobody could open it, or too many.
    #[error("a seal has 1 to {RECIPIENTS_MAX} recipients")]
    Recipients,
    /// The payload is too large.
    #[error("a sealed payload has at most {BYTES_MAX} bytes")]
    TooLong,
    /// A recipient's key can't be used.
    #[error("a recipient's key can't be used")]
    Key,
}

/// Why a container was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is no container.
    #[error("not a sealed container")]
    Form,
    /// It is not sealed to this key.
    #[error("the container is not sealed to this key")]
    NotForThisKey,
    /// Somebody changed it, or the key's part of it.
    #[error("the container was changed, or made wrongly")]
    Broken,
}

/// The second line of a container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Media type of what is inside.
    pub media: String,
    /// Who can open it.
    pub recipients: Vec<Recipient>,
}

/// The content key, wrapped to one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Whose, as text.
    pub key: String,
    /// HPKE's encapsulated key, base64.
    pub enc: String,
    /// The content key encrypted, base64.
    pub wrapped: String,
}

impl SealSecret {
    /// The secret that belongs to a signing key of this seed: one derivation for every program.
    pub fn of_seed(seed: &[u8; 32]) -> SealSecret {
        let digest = Sha256::new()
            .chain_update(KEY_DERIVATION)
            .chain_update(seed);
        SealSecret(digest.finalize().into())
    }

    /// The public half. None if the secret is no key, which a digest practically never is.
    pub fn public(&self) -> Option<SealKey> {
        let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&self.0).ok()?;
        let public = X25519HkdfSha256::sk_to_pk(&secret).to_bytes();
        Some(SealKey(public.into()))
    }
}

/// Seals a payload. `randomness` must be fresh and secret each time: everything is derived from it.
pub fn seal(
    media: &str,
    payload: &[u8],
    recipients: &[SealKey],
    randomness: [u8; 32],
) -> Result<Vec<u8>, SealError> {
    if recipients.is_empty() || recipients.len() > RECIPIENTS_MAX {
        return Err(SealError::Recipients);
    }
    if payload.len() > BYTES_MAX {
        return Err(SealError::TooLong);
    }
    let mut stream = Stream::of(randomness);
    let mut content_key = [0; 32];
    stream.fill_bytes(&mut content_key);
    let wrapped: Result<Vec<Recipient>, SealError> = recipients
        .iter()
        .map(|key| wrap(key, &content_key, &mut stream))
        .collect();
    let header = Header {
        media: media.to_owned(),
        recipients: wrapped?,
    };
    let header = serde_json::to_string(&header).map_err(|_| SealError::Recipients)?;
    let mut container = format!("{MAGIC}{header}\n").into_bytes();
    let sealed = cipher(&content_key)
        .encrypt(
            Nonce::from_slice(&[0; 12]),
            Payload {
                msg: payload,
                aad: &container,
            },
        )
        .map_err(|_| SealError::TooLong)?;
    container.extend_from_slice(&sealed);
    Ok(container)
}

fn wrap(
    key: &SealKey,
    content_key: &[u8; 32],
    stream: &mut Stream,
) -> Result<Recipient, SealError> {
    let public =
        <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&key.0).map_err(|_| SealError::Key)?;
    let (enc, wrapped) = hpke::single_shot_seal::<AesGcm256, HkdfSha256, X25519HkdfSha256, _>(
        &OpModeS::Base,
        &public,
        INFO,
        content_key,
        b"",
        stream,
    )
    .map_err(|_| SealError::Key)?;
    Ok(Recipient {
        key: key.to_string(),
        enc: Base64::encode_string(&enc.to_bytes()),
        wrapped: Base64::encode_string(&wrapped),
    })
}

/// Media type and bytes of a container's payload, for one of its recipients.
pub fn open(container: &[u8], secret: &SealSecret) -> Result<(String, Vec<u8>), OpenError> {
    let (header, body_at) = header(container)?;
    let own = secret.public().ok_or(OpenError::NotForThisKey)?.to_string();
    let recipient = header.recipients.iter().find(|one| one.key == own);
    let recipient = recipient.ok_or(OpenError::NotForThisKey)?;
    let content_key = unwrap(recipient, secret)?;
    let (head, body) = container.split_at(body_at);
    let payload = cipher(&content_key)
        .decrypt(
            Nonce::from_slice(&[0; 12]),
            Payload {
                msg: body,
                aad: head,
            },
        )
        .map_err(|_| OpenError::Broken)?;
    Ok((header.media, payload))
}

fn unwrap(recipient: &Recipient, secret: &SealSecret) -> Result<[u8; 32], OpenError> {
    let enc = Base64::decode_vec(&recipient.enc).map_err(|_| OpenError::Form)?;
    let wrapped = Base64::decode_vec(&recipient.wrapped).map_err(|_| OpenError::Form)?;
    let enc =
        <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&enc).map_err(|_| OpenError::Form)?;
    let key = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&secret.0)
        .map_err(|_| OpenError::NotForThisKey)?;
    let opened = hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &key,
        &enc,
        INFO,
        &wrapped,
        b"",
    )
    .map_err(|_| OpenError::Broken)?;
    opened.try_into().map_err(|_| OpenError::Broken)
}

/// A container's header, and where its ciphertext begins.
pub fn header(container: &[u8]) -> Result<(Header, usize), OpenError> {
    let rest = container
        .strip_prefix(MAGIC.as_bytes())
        .ok_or(OpenError::Form)?;
    let line = rest.get(..HEADER_BYTES_MAX.min(rest.len())).unwrap_or(rest);
    let end = line
        .iter()
        .position(|byte| *byte == b'\n')
        .ok_or(OpenError::Form)?;
    let header: Header =
        serde_json::from_slice(line.get(..end).unwrap_or_default()).map_err(|_| OpenError::Form)?;
    if header.recipients.is_empty() || header.recipients.len() > RECIPIENTS_MAX {
        return Err(OpenError::Form);
    }
    Ok((header, MAGIC.len() + end + 1))
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(key.into())
}

/// Bytes derived from a caller's randomness, block by block: this crate has no source of its own.
struct Stream {
    seed: [u8; 32],
    block: [u8; 32],
    used: usize,
    count: u64,
}

impl Stream {
    fn of(seed: [u8; 32]) -> Stream {
        Stream {
            seed,
            block: [0; 32],
            used: 32,
            count: 0,
        }
    }
}

impl RngCore for Stream {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, target: &mut [u8]) {
        for byte in target {
            if self.used == self.block.len() {
                let block = Sha256::new()
                    .chain_update(b"tasdiq/seal-stream/1\n")
                    .chain_update(self.seed)
                    .chain_update(self.count.to_le_bytes());
                self.block = block.finalize().into();
                self.used = 0;
                self.count += 1;
            }
            *byte = self.block.get(self.used).copied().unwrap_or_default();
            self.used += 1;
        }
    }
}

impl CryptoRng for Stream {}

impl fmt::Display for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{KEY_PREFIX}{}", Base64::encode_string(&self.0))
    }
}

impl FromStr for SealKey {
    type Err = NotASealKey;

    fn from_str(text: &str) -> Result<SealKey, NotASealKey> {
        let encoded = text.strip_prefix(KEY_PREFIX).ok_or(NotASealKey)?;
        let bytes = Base64::decode_vec(encoded).map_err(|_| NotASealKey)?;
        bytes.try_into().map(SealKey).map_err(|_| NotASealKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn secret(n: u8) -> SealSecret {
        SealSecret::of_seed(&[n; 32])
    }

    #[test]
    fn each_recipient_opens_and_nobody_else() {
        let keys = [secret(1).public().unwrap(), secret(2).public().unwrap()];
        let container = seal("image/png", b"a picture", &keys, [7; 32]).unwrap();
        for n in [1, 2] {
            let opened = open(&container, &secret(n)).unwrap();
            assert_eq!(opened, ("image/png".to_owned(), b"a picture".to_vec()));
        }
        assert_eq!(open(&container, &secret(3)), Err(OpenError::NotForThisKey));
        assert_eq!(header(&container).unwrap().0.recipients.len(), 2);
    }

    #[test]
    fn sealing_is_refused_where_it_would_be_useless() {
        assert_eq!(seal("x", b"", &[], [0; 32]), Err(SealError::Recipients));
        let many = vec![secret(1).public().unwrap(); RECIPIENTS_MAX + 1];
        assert_eq!(seal("x", b"", &many, [0; 32]), Err(SealError::Recipients));
    }

    #[test]
    fn a_key_has_one_text() {
        let key = secret(1).public().unwrap();
        assert_eq!(key.to_string().parse(), Ok(key));
        for text in ["", "x25519:", "ed25519:AAAA", "x25519:AAAA"] {
            assert_eq!(text.parse::<SealKey>(), Err(NotASealKey), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_container_is_not_opened(at in 0usize..400, bit in 0u8..8) {
            let key = secret(1).public().unwrap();
            let mut container = seal("image/png", b"a picture", &[key], [7; 32]).unwrap();
            let at = at % container.len();
            container[at] ^= 1 << bit;
            prop_assert!(open(&container, &secret(1)).is_err());
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut container = MAGIC.as_bytes().to_vec();
            container.extend(&bytes);
            let _ = open(&container, &secret(1));
            let _ = open(&bytes, &secret(1));
        }
    }
}
