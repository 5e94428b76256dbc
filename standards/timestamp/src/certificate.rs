//! One certificate (RFC 5280), with the bytes it was signed in.

use der::asn1::AnyRef;
use der::{Decode, Reader, SliceReader};
use x509_cert::Certificate as Parsed;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use crate::signature;
use crate::{Fault, Verdict};

/// The purpose `timeStamping`.
const TIME_STAMPING: const_oid::ObjectIdentifier =
    const_oid::ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// Extensions that are acted on here, or that narrow nothing this program relies on.
const UNDERSTOOD: &[&str] = &[
    "2.5.29.14", // subject key identifier
    "2.5.29.15", // key usage
    "2.5.29.17", // subject alternative name
    "2.5.29.19", // basic constraints
    "2.5.29.32", // certificate policies
    "2.5.29.35", // authority key identifier
    "2.5.29.37", // extended key usage
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    raw: Vec<u8>,
    /// What its issuer signed, in its own bytes.
    signed: Vec<u8>,
    parsed: Parsed,
}

/// Whether a certificate may issue others, and how deep.
pub(crate) struct Issuing {
    /// Certificates that may lie between it and the signer.
    pub(crate) below_max: Option<u8>,
}

impl Certificate {
    pub(crate) fn read(raw: &[u8]) -> Result<Certificate, der::Error> {
        let parsed = Parsed::from_der(raw)?;
        let mut reader = SliceReader::new(AnyRef::from_der(raw)?.value())?;
        let signed = reader.tlv_bytes()?.to_vec();
        Ok(Certificate {
            raw: raw.to_vec(),
            signed,
            parsed,
        })
    }

    pub(crate) fn from_pem(pem: &str) -> Result<Certificate, der::Error> {
        let (_, document) = der::Document::from_pem(pem)?;
        Certificate::read(document.as_bytes())
    }

    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Its subject, for a person.
    pub(crate) fn name(&self) -> String {
        let name = self.subject().to_string();
        name.chars().filter(|c| !c.is_control()).take(200).collect()
    }

    pub(crate) fn subject(&self) -> &Name {
        &self.parsed.tbs_certificate.subject
    }

    pub(crate) fn issuer(&self) -> &Name {
        &self.parsed.tbs_certificate.issuer
    }

    pub(crate) fn key(&self) -> &SubjectPublicKeyInfoOwned {
        &self.parsed.tbs_certificate.subject_public_key_info
    }

    pub(crate) fn is_named(&self, issuer: &Name, serial: &SerialNumber) -> bool {
        self.issuer() == issuer && &self.parsed.tbs_certificate.serial_number == serial
    }

    pub(crate) fn has_key_identifier(&self, wanted: &[u8]) -> bool {
        let found = self.parsed.tbs_certificate.get::<SubjectKeyIdentifier>();
        matches!(found, Ok(Some((_, id))) if id.0.as_bytes() == wanted)
    }

    /// Whether its validity holds a moment, both ends included.
    pub(crate) fn is_valid_at(&self, seconds: i64) -> bool {
        let validity = &self.parsed.tbs_certificate.validity;
        let of = |time: &x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs());
        match (of(&validity.not_before), of(&validity.not_after)) {
            (Ok(from), Ok(to)) => (from..=to).contains(&seconds),
            _ => false,
        }
    }

    /// Whether `issuer` signed it.
    pub(crate) fn check_signed_by(&self, issuer: &Certificate) -> Result<(), Fault> {
        let outer = &self.parsed.signature_algorithm;
        if outer != &self.parsed.tbs_certificate.signature {
            return Err(Fault::malformed(
                "a certificate names two signature algorithms",
            ));
        }
        let signature = self.parsed.signature.as_bytes().unwrap_or_default();
        signature::verify(outer, None, issuer.key(), &self.signed, signature)
    }

    /// RFC 3161, section 2.3: the extended key usage is there, critical, and names time stamps alone.
    pub(crate) fn check_time_stamping(&self) -> Result<(), Fault> {
        let wrong = |reason: &str| {
            let reason = format!("its signer's certificate {reason}");
            Err(Fault::new(Verdict::WrongUsage, reason))
        };
        match self.parsed.tbs_certificate.get::<ExtendedKeyUsage>() {
            Ok(Some((critical, usage))) => {
                if usage.0 != [TIME_STAMPING] {
                    return wrong("is for other things than time stamps");
                }
                if !critical {
                    return wrong("does not mark its purpose as critical");
                }
            }
            Ok(None) => return wrong("does not say that it is for time stamps"),
            Err(_) => return wrong("states a purpose that can't be read"),
        }
        match self.parsed.tbs_certificate.get::<KeyUsage>() {
            Ok(None) => Ok(()),
            Ok(Some((_, usage))) if usage.digital_signature() || usage.non_repudiation() => Ok(()),
            _ => wrong("is not for signatures"),
        }
    }

    /// Whether it may issue certificates (RFC 5280, section 6.1.4, k to n).
    pub(crate) fn issuing(&self) -> Option<Issuing> {
        let certificate = &self.parsed.tbs_certificate;
        let (_, basic) = certificate.get::<BasicConstraints>().ok()??;
        let may_sign = match certificate.get::<KeyUsage>() {
            Ok(None) => true,
            Ok(Some((_, usage))) => usage.key_cert_sign(),
            Err(_) => false,
        };
        (basic.ca && may_sign).then_some(Issuing {
            below_max: basic.path_len_constraint,
        })
    }

    /// A critical extension that is not acted on here.
    pub(crate) fn not_understood(&self) -> Option<String> {
        let extensions = self.parsed.tbs_certificate.extensions.iter().flatten();
        let mut critical = extensions.filter(|extension| extension.critical);
        let unknown = critical.find(|extension| {
            let oid = extension.extn_id.to_string();
            !UNDERSTOOD.contains(&oid.as_str())
        })?;
        Some(unknown.extn_id.to_string())
    }
}
