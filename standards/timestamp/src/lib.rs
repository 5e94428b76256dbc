//! RFC 3161 time-stamp tokens: bytes in, verdict out.
//!
//! In scope: reading a reply or a bare token, the imprint, the signed attributes, the signature, the
//! certificate path to the agreement's own anchors at the time the token names ([`check`]).
//!
//! Out of scope: asking an authority for a token, revocation lists, nonces and policies (they matter to
//! whoever asked), any anchor the agreement did not name.
//!
//! Size bound: [`TOKEN_BYTES_MAX`] a token with at most [`CERTIFICATES_MAX`] certificates, paths of at
//! most [`PATH_MAX`] certificates, [`ANCHORS_BYTES_MAX`] of anchors.

mod certificate;
mod path;
mod signature;
mod token;

use std::fmt;

use thiserror::Error;

use certificate::Certificate;
pub use token::GenTime;

/// The most bytes of a token.
pub const TOKEN_BYTES_MAX: usize = 64 * 1024;
/// The most certificates of a token that are looked at.
pub const CERTIFICATES_MAX: usize = 16;
/// The most certificates from the signer to its anchor, both counted.
pub const PATH_MAX: usize = 5;
/// The most bytes of anchors.
pub const ANCHORS_BYTES_MAX: usize = 1 << 20;

/// What a token is worth for some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// An anchored authority signed that it saw these bytes at this time.
    Valid,
    /// It is about other bytes.
    ImprintMismatch,
    /// Nothing leads from its signer to an anchor.
    UntrustedSigner,
    /// It was changed after it was signed, or signed with another key.
    BadSignature,
    /// It is not a time-stamp token, or breaks a rule of RFC 3161.
    Malformed,
    /// The authority refused.
    NotGranted,
    /// A certificate of the path was not valid at that time.
    Expired,
    /// Its signer's certificate is not for time stamps alone (RFC 3161, section 2.3).
    WrongUsage,
    /// Made with an algorithm that is not read here, or no longer.
    Unsupported,
}

impl Verdict {
    /// A stable name: `imprint-mismatch`.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Valid => "valid",
            Verdict::ImprintMismatch => "imprint-mismatch",
            Verdict::UntrustedSigner => "untrusted-signer",
            Verdict::BadSignature => "bad-signature",
            Verdict::Malformed => "malformed",
            Verdict::NotGranted => "not-granted",
            Verdict::Expired => "expired",
            Verdict::WrongUsage => "wrong-usage",
            Verdict::Unsupported => "unsupported",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What was found, and what the token says of itself. What it says counts only if it is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is worth.
    pub verdict: Verdict,
    /// What led to the verdict, for a person.
    pub reason: String,
    /// When the authority says it saw the bytes.
    pub time: Option<GenTime>,
    /// How far the authority says it may be off, in microseconds.
    pub accuracy_micros: Option<u64>,
    /// Whose certificate signed, by its subject.
    pub signer: Option<String>,
}

/// Why a verdict other than `valid` was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) verdict: Verdict,
    pub(crate) reason: String,
}

impl Fault {
    pub(crate) fn new(verdict: Verdict, reason: impl Into<String>) -> Fault {
        Fault {
            verdict,
            reason: reason.into(),
        }
    }

    pub(crate) fn malformed(reason: impl Into<String>) -> Fault {
        Fault::new(Verdict::Malformed, reason)
    }
}

impl From<der::Error> for Fault {
    fn from(error: der::Error) -> Fault {
        Fault::malformed(format!("it is not strict DER: {error}"))
    }
}

/// Certificates that the agreement trusts for time stamps.
#[derive(Clone, Debug, Default)]
pub struct Anchors(Vec<Certificate>);

/// Why a text holds no anchors.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotAnchors {
    /// No PEM block in it.
    #[error("there is no certificate in it: PEM blocks begin with -----BEGIN CERTIFICATE-----")]
    None,
    /// A block that is no certificate.
    #[error("certificate {number} of it can't be read: {reason}")]
    Certificate {
        /// Counted from one.
        number: usize,
        /// What is wrong.
        reason: String,
    },
    /// Over [`ANCHORS_BYTES_MAX`].
    #[error("it is longer than {ANCHORS_BYTES_MAX} bytes")]
    TooLong,
}

impl Anchors {
    /// Trusts nobody.
    pub fn none() -> Anchors {
        Anchors::default()
    }

    /// Reads every certificate of a PEM text; other blocks and words between them are passed over.
    ///
    /// # Errors
    /// [`NotAnchors`].
    pub fn from_pem(text: &str) -> Result<Anchors, NotAnchors> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        const END: &str = "-----END CERTIFICATE-----";
        if text.len() > ANCHORS_BYTES_MAX {
            return Err(NotAnchors::TooLong);
        }
        let mut anchors = Vec::new();
        let mut rest = text;
        while let Some(from) = rest.find(BEGIN) {
            let block = rest.get(from..).unwrap_or_default();
            let number = anchors.len() + 1;
            let wrong = |reason: String| NotAnchors::Certificate { number, reason };
            let Some(to) = block.find(END) else {
                return Err(wrong("it has no end".to_owned()));
            };
            let end = to + END.len();
            let pem = block.get(..end).unwrap_or_default();
            let certificate =
                Certificate::from_pem(pem).map_err(|error| wrong(error.to_string()))?;
            anchors.push(certificate);
            rest = block.get(end..).unwrap_or_default();
        }
        if anchors.is_empty() {
            Err(NotAnchors::None)
        } else {
            Ok(Anchors(anchors))
        }
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Checks a reply or a bare token over `content`. Never fails: a token that can't be read is a finding.
pub fn check(token: &[u8], content: &[u8], anchors: &Anchors) -> Finding {
    let mut finding = Finding {
        verdict: Verdict::Malformed,
        reason: String::new(),
        time: None,
        accuracy_micros: None,
        signer: None,
    };
    match steps(token, content, anchors, &mut finding) {
        Ok(anchor) => {
            finding.verdict = Verdict::Valid;
            finding.reason = format!("signed for these bytes, under the anchor {anchor}");
        }
        Err(fault) => {
            finding.verdict = fault.verdict;
            finding.reason = fault.reason;
        }
    }
    finding
}

/// Every step in the order in which a fault makes the later ones pointless.
fn steps(
    bytes: &[u8],
    content: &[u8],
    anchors: &Anchors,
    finding: &mut Finding,
) -> Result<String, Fault> {
    if bytes.len() > TOKEN_BYTES_MAX {
        return Err(Fault::malformed(format!(
            "it is longer than {TOKEN_BYTES_MAX} bytes"
        )));
    }
    let token = token::read(bytes)?;
    finding.time = Some(token.info.time);
    finding.accuracy_micros = token.info.accuracy_micros;
    let certificates: Vec<Certificate> = token
        .certificates
        .iter()
        .take(CERTIFICATES_MAX)
        .filter_map(|raw| Certificate::read(raw).ok())
        .collect();
    let known = certificates.iter().chain(&anchors.0);
    let signer = known.clone().find(|one| token.is_signed_by(one)).cloned();
    finding.signer = signer.as_ref().map(Certificate::name);
    token.info.imprint.check(content)?;
    let Some(signer) = signer else {
        return Err(Fault::new(
            Verdict::UntrustedSigner,
            "its signer's certificate is neither in it nor among the anchors",
        ));
    };
    token.check_signature(&signer)?;
    signer.check_time_stamping()?;
    path::check(&signer, &certificates, anchors, token.info.time.seconds)
}

impl Anchors {
    fn all(&self) -> &[Certificate] {
        &self.0
    }
}
