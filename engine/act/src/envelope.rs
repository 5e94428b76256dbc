//! The DSSE envelope: exact payload bytes, their type, and who signed them.
//!
//! The signature covers the pre-authentication encoding (DSSE protocol, "Signature definition"),
//! which binds the type to the bytes. The envelope's own JSON is not signed; [`EntryId`] therefore
//! names the signed encoding, and two envelopes that differ only in white space are the same act.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding};
use serde::Deserialize;

use crate::key::{EntryId, PublicKey, Signature, SigningKey};

/// Longest envelope, so that a leaf around it still fits the 65,535 bytes of an entry bundle.
pub const ENVELOPE_BYTES_MAX: usize = 65_535 - crate::leaf::OVERHEAD_BYTES;
/// Most signatures one envelope may carry: a charter is signed by all members' root keys.
pub const SIGNATURES_MAX: usize = 32;

/// Payload types of acts: `application/vnd.tasdiq.<area>.<entry>.v<N>+json`.
pub const TYPE_PREFIX: &str = "application/vnd.tasdiq.";
/// Longest payload type.
pub const TYPE_BYTES_MAX: usize = 120;
/// See [`TYPE_PREFIX`].
pub const TYPE_SUFFIX: &str = "+json";

/// One signature and the key it claims; the claim counts only after [`Envelope::verify`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySignature {
    /// Who signed.
    pub key: PublicKey,
    /// Over the pre-authentication encoding.
    pub sig: Signature,
}

/// A signed payload. `bytes` is the JSON exactly as it was received; it is never written again
/// from the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    bytes: Box<[u8]>,
    payload_type: Box<str>,
    payload: Box<[u8]>,
    signatures: Vec<KeySignature>,
}

/// Why bytes are not an envelope, or its signatures do not hold.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// Larger than a leaf can hold.
    #[error("the envelope has {0} bytes, the limit is {ENVELOPE_BYTES_MAX}")]
    TooLong(usize),
    /// Not the JSON of an envelope.
    #[error("not a signed envelope: {0}")]
    NotEnvelope(#[source] serde_json::Error),
    /// The payload is not base64 with padding.
    #[error("the payload is not standard base64 with padding")]
    NotBase64,
    /// The type is not one of ours.
    #[error("the payload type must read {TYPE_PREFIX}<area>.<entry>.v<N>{TYPE_SUFFIX}")]
    ForeignType,
    /// No signature, or too many.
    #[error("{0} signatures, expected 1 to {SIGNATURES_MAX}")]
    SignatureCount(usize),
    /// The same key signed twice.
    #[error("the key {0} signed more than once")]
    SameKeyTwice(PublicKey),
    /// A signature does not hold under the strict rule.
    #[error("the signature by {0} does not verify")]
    BadSignature(PublicKey),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<'a> {
    #[serde(borrow)]
    payload: std::borrow::Cow<'a, str>,
    #[serde(borrow, rename = "payloadType")]
    payload_type: std::borrow::Cow<'a, str>,
    signatures: Vec<KeySignature>,
}

impl Envelope {
    /// Reads an envelope. Checks form only: signatures are NOT verified at parse time.
    pub fn parse(bytes: &[u8]) -> Result<Envelope, EnvelopeError> {
        if bytes.len() > ENVELOPE_BYTES_MAX {
            return Err(EnvelopeError::TooLong(bytes.len()));
        }
        let wire: Wire<'_> = serde_json::from_slice(bytes).map_err(EnvelopeError::NotEnvelope)?;
        let payload = Base64::decode_vec(&wire.payload).map_err(|_| EnvelopeError::NotBase64)?;
        let ours = wire.payload_type.starts_with(TYPE_PREFIX)
            && wire.payload_type.ends_with(TYPE_SUFFIX)
            && wire.payload_type.len() <= TYPE_BYTES_MAX;
        if !ours {
            return Err(EnvelopeError::ForeignType);
        }
        if wire.signatures.is_empty() || wire.signatures.len() > SIGNATURES_MAX {
            return Err(EnvelopeError::SignatureCount(wire.signatures.len()));
        }
        for (i, signature) in wire.signatures.iter().enumerate() {
            if wire.signatures[..i]
                .iter()
                .any(|earlier| earlier.key == signature.key)
            {
                return Err(EnvelopeError::SameKeyTwice(signature.key));
            }
        }
        Ok(Envelope {
            payload_type: wire.payload_type.into(),
            payload: payload.into(),
            signatures: wire.signatures,
            bytes: bytes.into(),
        })
    }

    /// Signs `payload` with `keys`, the author first.
    pub fn sign(payload_type: &str, payload: &[u8], keys: &[&SigningKey]) -> Envelope {
        let message = pae(payload_type, payload);
        let signatures = keys
            .iter()
            .map(|key| KeySignature {
                key: key.public(),
                sig: key.sign(&message),
            })
            .collect();
        Envelope::assemble(payload_type, payload, signatures)
    }

    /// An envelope from signatures made elsewhere, for instance on several machines.
    pub fn assemble(payload_type: &str, payload: &[u8], signatures: Vec<KeySignature>) -> Envelope {
        let mut json = String::with_capacity(payload.len() * 4 / 3 + 400);
        json.push_str("{\"payload\":\"");
        json.push_str(&Base64::encode_string(payload));
        json.push_str("\",\"payloadType\":\"");
        json.push_str(payload_type);
        json.push_str("\",\"signatures\":[");
        for (i, s) in signatures.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            let _ = write!(
                json,
                "{comma}{{\"key\":\"{}\",\"sig\":\"{}\"}}",
                s.key, s.sig
            );
        }
        json.push_str("]}");
        Envelope {
            bytes: json.into_bytes().into(),
            payload_type: payload_type.into(),
            payload: payload.into(),
            signatures,
        }
    }

    /// Verifies every signature by the strict rule. One bad signature spoils the envelope: nobody
    /// may attach a name that did not sign.
    pub fn verify(&self) -> Result<(), EnvelopeError> {
        let message = pae(&self.payload_type, &self.payload);
        for signature in &self.signatures {
            if !signature.key.verifies(&message, &signature.sig) {
                return Err(EnvelopeError::BadSignature(signature.key));
            }
        }
        Ok(())
    }

    /// The JSON exactly as received or first written.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole payload type.
    pub fn payload_type(&self) -> &str {
        &self.payload_type
    }

    /// Area and entry with version: `("agreement", "position-taken.v1")`. Both empty where the type
    /// is not that of an act.
    pub fn kind(&self) -> (&str, &str) {
        split_type(&self.payload_type).unwrap_or_default()
    }

    /// The signed bytes.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Signatures, the author's first.
    pub fn signatures(&self) -> &[KeySignature] {
        &self.signatures
    }

    /// The act's name: SHA-256 of the pre-authentication encoding.
    pub fn entry_id(&self) -> EntryId {
        EntryId::of(&pae(&self.payload_type, &self.payload))
    }
}

/// DSSE's pre-authentication encoding: `DSSEv1 SP len(type) SP type SP len(body) SP body`.
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut head = String::with_capacity(payload_type.len() + 32);
    let _ = write!(
        head,
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        payload.len()
    );
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(payload);
    bytes
}

/// The payload type of an entry, e.g. of `("roll", "key-granted.v1")`.
pub fn payload_type(area: &str, kind: &str) -> String {
    format!("{TYPE_PREFIX}{area}.{kind}{TYPE_SUFFIX}")
}

fn split_type(payload_type: &str) -> Option<(&str, &str)> {
    let inner = payload_type
        .strip_prefix(TYPE_PREFIX)?
        .strip_suffix(TYPE_SUFFIX)?;
    let (area, kind) = inner.split_once('.')?;
    let (name, version) = kind.rsplit_once(".v")?;
    let word =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let number = !version.is_empty()
        && version.len() <= 4
        && !version.starts_with('0')
        && version.bytes().all(|b| b.is_ascii_digit());
    (word(area) && word(name) && number).then_some((area, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TYPE: &str = "application/vnd.tasdiq.roll.key-granted.v1+json";

    fn keys() -> (SigningKey, SigningKey) {
        (
            SigningKey::from_seed(&[1; 32]),
            SigningKey::from_seed(&[2; 32]),
        )
    }

    #[test]
    fn what_was_signed_reads_back_and_verifies() {
        let (a, b) = keys();
        let signed = Envelope::sign(TYPE, b"{}", &[&a, &b]);
        let read = Envelope::parse(signed.bytes()).unwrap();
        assert_eq!(read, signed);
        read.verify().unwrap();
        assert_eq!(read.kind(), ("roll", "key-granted.v1"));
    }

    #[test]
    fn the_encoding_is_as_dsse_prints_it() {
        assert_eq!(
            pae("http://example.com/HelloWorld", b"hello world").as_slice(),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
    }

    #[test]
    fn white_space_changes_neither_name_nor_validity() {
        let (a, _) = keys();
        let signed = Envelope::sign(TYPE, b"{}", &[&a]);
        let spaced = String::from_utf8(signed.bytes().to_vec())
            .unwrap()
            .replace(",\"", ", \"");
        let read = Envelope::parse(spaced.as_bytes()).unwrap();
        assert_eq!(read.entry_id(), signed.entry_id());
        assert_eq!(read.bytes(), spaced.as_bytes());
        read.verify().unwrap();
    }

    #[test]
    fn one_bad_signature_spoils_all() {
        let (a, b) = keys();
        let mut signed = Envelope::sign(TYPE, b"{}", &[&a, &b]);
        signed.signatures[1].sig = a.sign(b"something else");
        assert!(
            matches!(signed.verify(), Err(EnvelopeError::BadSignature(key)) if key == b.public())
        );
    }

    #[test]
    fn wrong_forms_are_named() {
        let (a, _) = keys();
        let good = String::from_utf8(Envelope::sign(TYPE, b"{}", &[&a]).bytes().to_vec()).unwrap();
        let with = |from: &str, to: &str| Envelope::parse(good.replace(from, to).as_bytes());
        assert!(matches!(
            with("\"e30=\"", "\"e30\""),
            Err(EnvelopeError::NotBase64)
        ));
        assert!(matches!(
            with("vnd.tasdiq", "vnd.other"),
            Err(EnvelopeError::ForeignType)
        ));
        assert_eq!(with(".v1", ".v01").unwrap().kind(), ("", ""));
        assert_eq!(
            with("roll.key-granted.v1", "sign-in.v1").unwrap().kind(),
            ("", "")
        );
        assert!(matches!(
            with("{\"payload\"", "{\"x\":1,\"payload\""),
            Err(EnvelopeError::NotEnvelope(_))
        ));
        assert!(matches!(
            with("{\"payload\"", "{\"payload\":\"\",\"payload\""),
            Err(EnvelopeError::NotEnvelope(_))
        ));
        assert!(matches!(
            Envelope::parse(&vec![b' '; ENVELOPE_BYTES_MAX + 1]),
            Err(EnvelopeError::TooLong(_))
        ));
        let none = Envelope::assemble(TYPE, b"{}", Vec::new());
        assert!(matches!(
            Envelope::parse(none.bytes()),
            Err(EnvelopeError::SignatureCount(0))
        ));
        let twice = Envelope::sign(TYPE, b"{}", &[&a, &a]);
        assert!(matches!(
            Envelope::parse(twice.bytes()),
            Err(EnvelopeError::SameKeyTwice(_))
        ));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Envelope::parse(&bytes);
        }
    }
}
