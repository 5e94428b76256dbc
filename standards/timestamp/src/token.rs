//! The token itself: CMS signed data (RFC 5652) around a TSTInfo (RFC 3161, section 2.4.2).
//!
//! The outer layers are walked by hand, so that what was signed is verified in its own bytes and never as
//! written again; and because genTime may carry fractions of a second, which the published types refuse.

use std::fmt;

use cms::signed_data::{SignerIdentifier, SignerInfo};
use const_oid::ObjectIdentifier;
use der::asn1::{AnyRef, OctetStringRef};
use der::{DateTime, Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};
use x509_tsp::{Accuracy, MessageImprint};

use crate::certificate::Certificate;
use crate::signature::{self, Hash};
use crate::{Fault, Verdict};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// The time of a token, to the nanosecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GenTime {
    /// Seconds since 1970, in UTC.
    pub seconds: i64,
    /// And so many nanoseconds.
    pub nanos: u32,
    date: DateTime,
}

impl fmt::Display for GenTime {
    /// RFC 3339, with thousandths where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date.to_string();
        let whole = date.trim_end_matches('Z');
        match self.nanos / 1_000_000 {
            0 => write!(f, "{whole}Z"),
            millis => write!(f, "{whole}.{millis:03}Z"),
        }
    }
}

/// What a token says.
pub(crate) struct Info {
    pub(crate) imprint: Imprint,
    pub(crate) time: GenTime,
    pub(crate) accuracy_micros: Option<u64>,
}

/// Which bytes it is about.
pub(crate) struct Imprint {
    hash: Hash,
    digest: Vec<u8>,
}

/// A token taken apart.
pub(crate) struct Token<'a> {
    pub(crate) info: Info,
    /// Each certificate in its own bytes.
    pub(crate) certificates: Vec<&'a [u8]>,
    /// The TSTInfo in its own bytes.
    content: &'a [u8],
    signer: SignerInfo,
    /// The signed attributes as they are signed: as a SET.
    attributes: Vec<u8>,
}

/// One element: its tag, all its bytes, and its content.
type Element<'a> = (Tag, &'a [u8], &'a [u8]);

fn next<'a>(reader: &mut SliceReader<'a>) -> Result<Element<'a>, Fault> {
    let raw = reader.tlv_bytes()?;
    let any = AnyRef::from_der(raw)?;
    Ok((any.tag(), raw, any.value()))
}

fn expect<'a>(reader: &mut SliceReader<'a>, tag: Tag, what: &str) -> Result<&'a [u8], Fault> {
    let (found, _, value) = next(reader)?;
    if found != tag {
        return Err(Fault::malformed(format!("{what} is missing")));
    }
    Ok(value)
}

fn context(number: u8, constructed: bool) -> Tag {
    Tag::ContextSpecific {
        number: TagNumber::new(number),
        constructed,
    }
}

/// Whether the next element has this tag.
fn at(reader: &SliceReader<'_>, tag: Tag) -> bool {
    !reader.is_finished() && reader.peek_tag().is_ok_and(|next| next == tag)
}

fn finished(reader: &SliceReader<'_>, what: &str) -> Result<(), Fault> {
    if reader.is_finished() {
        Ok(())
    } else {
        Err(Fault::malformed(format!("there is more after {what}")))
    }
}

/// Reads a reply or a bare token.
pub(crate) fn read(bytes: &[u8]) -> Result<Token<'_>, Fault> {
    let mut outer = SliceReader::new(bytes)?;
    let inside = expect(&mut outer, Tag::Sequence, "the outer sequence")?;
    finished(&outer, "its end")?;
    let mut reader = SliceReader::new(inside)?;
    if at(&reader, Tag::ObjectIdentifier) {
        return signed_data(reader);
    }
    status(expect(&mut reader, Tag::Sequence, "the status")?)?;
    if reader.is_finished() {
        return Err(Fault::malformed("granted, but without a token"));
    }
    let token = expect(&mut reader, Tag::Sequence, "the token")?;
    finished(&reader, "the token")?;
    signed_data(SliceReader::new(token)?)
}

/// PKIStatusInfo: granted (0) or granted with modifications (1).
fn status(value: &[u8]) -> Result<(), Fault> {
    let mut reader = SliceReader::new(value)?;
    let status = u32::decode(&mut reader)?;
    if status <= 1 {
        return Ok(());
    }
    let mut words = Vec::new();
    while !reader.is_finished() {
        let (tag, _, value) = next(&mut reader)?;
        if tag == Tag::Sequence {
            words.push(String::from_utf8_lossy(value.get(2..).unwrap_or_default()).into_owned());
        }
    }
    let words: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(100)
        .collect();
    let reason = format!("the authority answered with status {status} {words}");
    Err(Fault::new(Verdict::NotGranted, reason.trim_end()))
}

/// ContentInfo and SignedData.
fn signed_data(mut reader: SliceReader<'_>) -> Result<Token<'_>, Fault> {
    if ObjectIdentifier::decode(&mut reader)? != SIGNED_DATA {
        return Err(Fault::malformed("it is not signed data"));
    }
    let explicit = expect(&mut reader, context(0, true), "the signed data")?;
    finished(&reader, "the signed data")?;
    let mut wrapped = SliceReader::new(explicit)?;
    let inside = expect(&mut wrapped, Tag::Sequence, "the signed data")?;
    finished(&wrapped, "the signed data")?;
    let mut reader = SliceReader::new(inside)?;
    let _version = u8::decode(&mut reader)?;
    let _algorithms = expect(&mut reader, Tag::Set, "the digest algorithms")?;
    let content = content(expect(&mut reader, Tag::Sequence, "the content")?)?;
    let mut certificates = Vec::new();
    if at(&reader, context(0, true)) {
        let (_, _, set) = next(&mut reader)?;
        let mut set = SliceReader::new(set)?;
        while !set.is_finished() {
            let (tag, raw, _) = next(&mut set)?;
            if tag == Tag::Sequence {
                certificates.push(raw);
            }
        }
    }
    if at(&reader, context(1, true)) {
        next(&mut reader)?;
    }
    let signers = expect(&mut reader, Tag::Set, "the signer")?;
    finished(&reader, "the signer")?;
    let mut signers = SliceReader::new(signers)?;
    let (_, raw, value) = next(&mut signers)?;
    finished(&signers, "the one signer that a token has")?;
    Ok(Token {
        info: info(content)?,
        certificates,
        content,
        signer: SignerInfo::from_der(raw)?,
        attributes: attributes(value)?,
    })
}

/// EncapsulatedContentInfo: the bytes of the TSTInfo.
fn content(value: &[u8]) -> Result<&[u8], Fault> {
    let mut reader = SliceReader::new(value)?;
    if ObjectIdentifier::decode(&mut reader)? != TST_INFO {
        return Err(Fault::malformed("what was signed is not a time stamp"));
    }
    let explicit = expect(&mut reader, context(0, true), "the time stamp")?;
    finished(&reader, "the time stamp")?;
    let mut explicit = SliceReader::new(explicit)?;
    let octets = expect(&mut explicit, Tag::OctetString, "the time stamp")?;
    finished(&explicit, "the time stamp")?;
    Ok(octets)
}

/// The signed attributes in their own bytes, with the tag they are signed under (RFC 5652, section 5.4).
fn attributes(signer: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = SliceReader::new(signer)?;
    while !reader.is_finished() {
        let (tag, raw, _) = next(&mut reader)?;
        // The signer may be named under [0], too; its attributes come after the digest algorithm.
        if tag == context(0, true) {
            let mut all = raw.to_vec();
            if let Some(first) = all.first_mut() {
                *first = 0x31;
            }
            return Ok(all);
        }
    }
    Err(Fault::malformed("its signer signed no attributes"))
}

/// TSTInfo.
fn info(bytes: &[u8]) -> Result<Info, Fault> {
    let mut outer = SliceReader::new(bytes)?;
    let inside = expect(&mut outer, Tag::Sequence, "the time stamp")?;
    finished(&outer, "the time stamp")?;
    let mut reader = SliceReader::new(inside)?;
    if u8::decode(&mut reader)? != 1 {
        return Err(Fault::malformed("its version is not 1"));
    }
    let _policy = ObjectIdentifier::decode(&mut reader)?;
    let imprint = Imprint::of(&MessageImprint::decode(&mut reader)?)?;
    let _serial = expect(&mut reader, Tag::Integer, "the serial number")?;
    let time = gen_time(expect(&mut reader, Tag::GeneralizedTime, "the time")?)?;
    let accuracy_micros = if at(&reader, Tag::Sequence) {
        Some(micros(&Accuracy::decode(&mut reader)?))
    } else {
        None
    };
    if at(&reader, Tag::Boolean) {
        bool::decode(&mut reader)?;
    }
    if at(&reader, Tag::Integer) {
        // The nonce, of whatever length.
        next(&mut reader)?;
    }
    if at(&reader, context(0, true)) {
        next(&mut reader)?;
    }
    if at(&reader, context(1, true)) {
        // An extension that must be understood is not: none is known here.
        let (_, raw, _) = next(&mut reader)?;
        if raw.windows(3).any(|window| window == [1, 1, 0xff]) {
            return Err(Fault::new(
                Verdict::Unsupported,
                "it carries a critical extension",
            ));
        }
    }
    finished(&reader, "the time stamp")?;
    Ok(Info {
        imprint,
        time,
        accuracy_micros,
    })
}

fn micros(accuracy: &Accuracy) -> u64 {
    let small = |value: Option<i16>| {
        value
            .and_then(|value| u64::try_from(value).ok())
            .unwrap_or(0)
    };
    let seconds = accuracy.seconds.unwrap_or(0).saturating_mul(1_000_000);
    seconds
        .saturating_add(small(accuracy.millis) * 1000)
        .saturating_add(small(accuracy.micros))
}

/// `YYYYMMDDhhmmss[.s...]Z`: in UTC, with a fraction that does not end in zero (RFC 3161, section 2.4.2).
fn gen_time(text: &[u8]) -> Result<GenTime, Fault> {
    let wrong = || Fault::malformed("its time is not written as RFC 3161 demands");
    let (digits, rest) = text.split_at_checked(14).ok_or_else(wrong)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(wrong());
    }
    let number = |from: usize, to: usize| {
        let part = digits.get(from..to).unwrap_or_default();
        part.iter()
            .fold(0_u16, |sum, digit| sum * 10 + u16::from(digit - b'0'))
    };
    let small = |from: usize| u8::try_from(number(from, from + 2)).unwrap_or(u8::MAX);
    let date = DateTime::new(
        number(0, 4),
        small(4),
        small(6),
        small(8),
        small(10),
        small(12),
    )
    .map_err(|_| wrong())?;
    let fraction = match rest {
        b"Z" => &[],
        [b'.', fraction @ .., b'Z'] if !fraction.is_empty() && !fraction.ends_with(b"0") => {
            fraction
        }
        _ => return Err(wrong()),
    };
    if !fraction.iter().all(u8::is_ascii_digit) {
        return Err(wrong());
    }
    let padded = fraction
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(9);
    let nanos = padded.fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let seconds = i64::try_from(date.unix_duration().as_secs()).map_err(|_| wrong())?;
    Ok(GenTime {
        seconds,
        nanos,
        date,
    })
}

impl Imprint {
    fn of(imprint: &MessageImprint) -> Result<Imprint, Fault> {
        let oid = imprint.hash_algorithm.oid;
        let hash = Hash::of(oid).ok_or_else(|| {
            Fault::new(
                Verdict::Unsupported,
                format!("its imprint uses the digest {oid}"),
            )
        })?;
        let digest = imprint.hashed_message.as_bytes().to_vec();
        if digest.len() != hash.length() {
            return Err(Fault::malformed(
                "its imprint has not the length of its digest",
            ));
        }
        Ok(Imprint { hash, digest })
    }

    pub(crate) fn check(&self, content: &[u8]) -> Result<(), Fault> {
        if self.hash.digest(content) == self.digest {
            return Ok(());
        }
        let reason = format!(
            "it is about other bytes: its imprint is {}",
            hex(&self.digest)
        );
        Err(Fault::new(Verdict::ImprintMismatch, reason))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Token<'_> {
    /// Whether this certificate is the one the token names as its signer's.
    pub(crate) fn is_signed_by(&self, certificate: &Certificate) -> bool {
        match &self.signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(named) => {
                certificate.is_named(&named.issuer, &named.serial_number)
            }
            SignerIdentifier::SubjectKeyIdentifier(named) => {
                certificate.has_key_identifier(named.0.as_bytes())
            }
        }
    }

    /// The attributes say what was signed and by whom; the signature is over the attributes.
    pub(crate) fn check_signature(&self, signer: &Certificate) -> Result<(), Fault> {
        let bad = |reason: &str| Err(Fault::new(Verdict::BadSignature, reason));
        let hash = Hash::of(self.signer.digest_alg.oid).ok_or_else(|| {
            let oid = self.signer.digest_alg.oid;
            Fault::new(
                Verdict::Unsupported,
                format!("its signer used the digest {oid}"),
            )
        })?;
        let kind = self.attribute(CONTENT_TYPE)?;
        if kind != Some(TST_INFO.to_der()?) {
            return Err(Fault::malformed(
                "its signer did not sign that it is a time stamp",
            ));
        }
        let Some(digest) = self.attribute(MESSAGE_DIGEST)? else {
            return Err(Fault::malformed("its signer did not sign what it says"));
        };
        if OctetStringRef::from_der(&digest)?.as_bytes() != hash.digest(self.content) {
            return bad("what it says was changed after it was signed");
        }
        if !self.names(signer)? {
            return bad("its signature is bound to another certificate");
        }
        let algorithm = &self.signer.signature_algorithm;
        let signature = self.signer.signature.as_bytes();
        signature::verify(
            algorithm,
            Some(hash),
            signer.key(),
            &self.attributes,
            signature,
        )
    }

    /// The single value of an attribute that must not stand twice.
    fn attribute(&self, oid: ObjectIdentifier) -> Result<Option<Vec<u8>>, Fault> {
        let all = self.signer.signed_attrs.iter().flat_map(|set| set.iter());
        let mut found = all.filter(|attribute| attribute.oid == oid);
        let Some(attribute) = found.next() else {
            return Ok(None);
        };
        match (attribute.values.as_slice(), found.next()) {
            ([one], None) => Ok(Some(one.to_der()?)),
            _ => Err(Fault::malformed("an attribute stands twice")),
        }
    }

    /// Whether the signing-certificate attribute names this certificate (RFC 2634, RFC 5816).
    fn names(&self, signer: &Certificate) -> Result<bool, Fault> {
        if let Some(value) = self.attribute(SIGNING_CERTIFICATE_V2)? {
            let mut id = first_id(&value)?;
            let hash = if at(&id, Tag::Sequence) {
                let (_, _, algorithm) = next(&mut id)?;
                let oid = ObjectIdentifier::decode(&mut SliceReader::new(algorithm)?)?;
                Hash::of(oid).ok_or_else(|| {
                    Fault::new(
                        Verdict::Unsupported,
                        format!("its certificate is named by {oid}"),
                    )
                })?
            } else {
                Hash::Sha256
            };
            let named = expect(&mut id, Tag::OctetString, "the certificate's digest")?;
            return Ok(named == hash.digest(signer.raw()));
        }
        if let Some(value) = self.attribute(SIGNING_CERTIFICATE)? {
            let mut id = first_id(&value)?;
            let named = expect(&mut id, Tag::OctetString, "the certificate's digest")?;
            return Ok(named == signature::sha1(signer.raw()));
        }
        Err(Fault::malformed(
            "its signer did not sign which certificate is its own",
        ))
    }
}

/// The first ESSCertID of a signing-certificate attribute: the signer's own.
fn first_id(value: &[u8]) -> Result<SliceReader<'_>, Fault> {
    let mut outer = SliceReader::new(value)?;
    let mut attribute = SliceReader::new(expect(&mut outer, Tag::Sequence, "an attribute")?)?;
    let mut ids = SliceReader::new(expect(&mut attribute, Tag::Sequence, "an attribute")?)?;
    Ok(SliceReader::new(expect(
        &mut ids,
        Tag::Sequence,
        "an attribute",
    )?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_fractions() {
        let read = |text: &str| gen_time(text.as_bytes()).map(|time| time.to_string()).ok();
        assert_eq!(
            read("20261122231637Z").as_deref(),
            Some("2026-11-22T23:16:37Z")
        );
        assert_eq!(
            read("20261122231637.331Z").as_deref(),
            Some("2026-11-22T23:16:37.331Z")
        );
        let wrong = [
            "20261122231637",
            "20261122231637.Z",
            "20261122231637.310Z",
            "20261322231637Z",
            "2026112223163Z",
            "20261122231637+0430",
            "202611222316371Z",
        ];
        for text in wrong {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
