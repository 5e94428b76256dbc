//! Digests and signatures, each named by its object identifier.

use const_oid::ObjectIdentifier;
use der::asn1::AnyRef;
use der::{Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};
use ring::signature::{self as algorithms, UnparsedPublicKey, VerificationAlgorithm};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::{Fault, Verdict};

/// A digest that is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
const EC_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
const EC_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");
const ED25519: ObjectIdentifier = oid("1.3.101.112");

impl Hash {
    pub(crate) fn of(oid: ObjectIdentifier) -> Option<Hash> {
        match oid {
            SHA256 => Some(Hash::Sha256),
            SHA384 => Some(Hash::Sha384),
            SHA512 => Some(Hash::Sha512),
            _ => None,
        }
    }

    pub(crate) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha256 => Sha256::digest(bytes).to_vec(),
            Hash::Sha384 => Sha384::digest(bytes).to_vec(),
            Hash::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    /// Bytes of a digest.
    pub(crate) fn length(self) -> usize {
        match self {
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }
}

/// Only to compare a certificate with the name that RFC 2634 gives it; the signature binds it, too.
pub(crate) fn sha1(bytes: &[u8]) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, bytes)
        .as_ref()
        .to_vec()
}

/// Verifies a signature under a certificate's key.
///
/// `digest` is what the signer says it hashed with, where the algorithm does not say so itself.
pub(crate) fn verify(
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<Hash>,
    key: &SubjectPublicKeyInfoOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Fault> {
    let unsupported = || {
        let reason = format!(
            "signed with {} under a key of {}",
            algorithm.oid, key.algorithm.oid
        );
        Fault::new(Verdict::Unsupported, reason)
    };
    let chosen = choose(algorithm, digest, key)?.ok_or_else(unsupported)?;
    let public = key.subject_public_key.as_bytes().ok_or_else(unsupported)?;
    UnparsedPublicKey::new(chosen, public)
        .verify(message, signature)
        .map_err(|_| Fault::new(Verdict::BadSignature, "its signature does not hold"))
}

fn choose(
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<Hash>,
    key: &SubjectPublicKeyInfoOwned,
) -> Result<Option<&'static dyn VerificationAlgorithm>, Fault> {
    let hash = match algorithm.oid {
        RSA_SHA256 | EC_SHA256 => Some(Hash::Sha256),
        RSA_SHA384 | EC_SHA384 => Some(Hash::Sha384),
        RSA_SHA512 => Some(Hash::Sha512),
        RSA | EC => digest,
        RSA_PSS => pss_hash(algorithm)?,
        _ => None,
    };
    let chosen: Option<&'static dyn VerificationAlgorithm> = match key.algorithm.oid {
        EC => elliptic(algorithm.oid, curve(key)?, hash),
        RSA | RSA_PSS => match (algorithm.oid, hash) {
            (RSA_PSS, Some(Hash::Sha256)) => Some(&algorithms::RSA_PSS_2048_8192_SHA256),
            (RSA_PSS, Some(Hash::Sha384)) => Some(&algorithms::RSA_PSS_2048_8192_SHA384),
            (RSA_PSS, Some(Hash::Sha512)) => Some(&algorithms::RSA_PSS_2048_8192_SHA512),
            (EC | EC_SHA256 | EC_SHA384 | ED25519, _) => None,
            // A key for PSS alone signs with nothing else (RFC 4055, section 1.2).
            _ if key.algorithm.oid == RSA_PSS => None,
            (_, Some(Hash::Sha256)) => Some(&algorithms::RSA_PKCS1_2048_8192_SHA256),
            (_, Some(Hash::Sha384)) => Some(&algorithms::RSA_PKCS1_2048_8192_SHA384),
            (_, Some(Hash::Sha512)) => Some(&algorithms::RSA_PKCS1_2048_8192_SHA512),
            (_, None) => None,
        },
        ED25519 if algorithm.oid == ED25519 => Some(&algorithms::ED25519),
        _ => None,
    };
    Ok(chosen)
}

fn elliptic(
    algorithm: ObjectIdentifier,
    curve: Option<ObjectIdentifier>,
    hash: Option<Hash>,
) -> Option<&'static dyn VerificationAlgorithm> {
    if !matches!(algorithm, EC | EC_SHA256 | EC_SHA384) {
        return None;
    }
    match (curve, hash) {
        (Some(P256), Some(Hash::Sha256)) => Some(&algorithms::ECDSA_P256_SHA256_ASN1),
        (Some(P256), Some(Hash::Sha384)) => Some(&algorithms::ECDSA_P256_SHA384_ASN1),
        (Some(P384), Some(Hash::Sha256)) => Some(&algorithms::ECDSA_P384_SHA256_ASN1),
        (Some(P384), Some(Hash::Sha384)) => Some(&algorithms::ECDSA_P384_SHA384_ASN1),
        _ => None,
    }
}

fn curve(key: &SubjectPublicKeyInfoOwned) -> Result<Option<ObjectIdentifier>, Fault> {
    let Some(parameters) = &key.algorithm.parameters else {
        return Ok(None);
    };
    if parameters.tag() != Tag::ObjectIdentifier {
        return Ok(None);
    }
    Ok(Some(ObjectIdentifier::from_der(&parameters.to_der()?)?))
}

/// The digest of RSASSA-PSS-params (RFC 4055, section 3.1), which must be the mask's too; ring demands a
/// salt of its length.
fn pss_hash(algorithm: &AlgorithmIdentifierOwned) -> Result<Option<Hash>, Fault> {
    let Some(parameters) = &algorithm.parameters else {
        return Ok(None);
    };
    let raw = parameters.to_der()?;
    let inside = AnyRef::from_der(&raw)?;
    if inside.tag() != Tag::Sequence {
        return Ok(None);
    }
    let mut reader = SliceReader::new(inside.value())?;
    let mut found = [None, None];
    while !reader.is_finished() {
        let any = AnyRef::decode(&mut reader)?;
        let number = match any.tag() {
            Tag::ContextSpecific { number, .. } => number,
            _ => return Ok(None),
        };
        if number == TagNumber::N0 || number == TagNumber::N1 {
            let identifier = AlgorithmIdentifierOwned::from_der(any.value())?;
            let place = usize::from(number == TagNumber::N1);
            let oid = match (place, &identifier.parameters) {
                (0, _) => Some(identifier.oid),
                // The mask function names its digest in its own parameters.
                (_, Some(inner)) => Some(AlgorithmIdentifierOwned::from_der(&inner.to_der()?)?.oid),
                (_, None) => None,
            };
            if let Some(slot) = found.get_mut(place) {
                *slot = oid.and_then(Hash::of);
            }
        }
    }
    Ok(match found {
        [Some(one), Some(other)] if one == other => Some(one),
        _ => None,
    })
}
