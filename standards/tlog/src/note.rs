//! Signed notes (C2SP signed-note v1.0.0): a text, an empty line, and lines of signatures.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64, Encoding};
use ed25519_dalek::Signer as _;
use sha2::{Digest as _, Sha256};

use crate::key::PublicKey;

/// Longest note read, in bytes.
pub const NOTE_BYTES_MAX: usize = 1_000_000;
/// Most signatures read; the specification asks for at least 16.
pub const SIGNATURES_MAX: usize = 100;
/// Type of a plain Ed25519 signature over the text.
pub const TYPE_ED25519: u8 = 0x01;
/// Type of a timestamped Ed25519 cosignature.
pub const TYPE_COSIGNATURE: u8 = 0x04;

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The text of a note, as a log does.
    Log,
    /// A checkpoint as seen at a time, as a witness does.
    Cosigner,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Kind::Log => TYPE_ED25519,
            Kind::Cosigner => TYPE_COSIGNATURE,
        }
    }
}

/// A verifier key: `<name>+<key id, 8 hex digits>+<base64 of type and key>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: Kind,
    public: PublicKey,
}

/// A private key with its name.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    kind: Kind,
    key: ed25519_dalek::SigningKey,
}

/// One signature line. `bytes` is what follows the key id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The signer's name.
    pub name: String,
    /// First four bytes of the key's hash: a hint, not an identity.
    pub id: [u8; 4],
    /// The signature proper.
    pub bytes: Vec<u8>,
}

/// A text and its signatures. The text ends with a newline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is signed.
    pub text: String,
    /// By whom, unverified.
    pub signatures: Vec<Signature>,
}

/// Why a verifier key can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not `name+id+key`.
    #[error("a verifier key reads <name>+<8 hex digits>+<base64>")]
    Form,
    /// A name that would break a signature line.
    #[error("a key name is not empty and has no space and no plus sign")]
    Name,
    /// The id is not this key's.
    #[error("the key id does not belong to this name and key")]
    Id,
    /// Neither an Ed25519 log key nor a cosigner key.
    #[error("only Ed25519 keys of type 0x01 and 0x04 are supported")]
    Type,
    /// A key that verifiers do not treat alike.
    #[error("the key is not a sound Ed25519 key")]
    Unsound,
}

/// Why bytes are not a note, or its signatures can't be relied on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Too long.
    #[error("the note is longer than {NOTE_BYTES_MAX} bytes")]
    TooLong,
    /// Not UTF-8, or with control characters.
    #[error("the note is not plain UTF-8 text")]
    NotText,
    /// No empty line before the signatures.
    #[error("the note has no signatures")]
    NoSignatures,
    /// A line that is not a signature.
    #[error("signature line {0} is malformed")]
    SignatureLine(usize),
    /// Too many.
    #[error("the note has more than {SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// A known key, a signature that does not hold.
    #[error("the signature of {0} does not verify")]
    BadSignature(String),
}

impl VerifierKey {
    /// A key with a name.
    pub fn new(name: &str, kind: Kind, public: PublicKey) -> Result<VerifierKey, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        Ok(VerifierKey {
            name: name.to_owned(),
            kind,
            public,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The key itself.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// First four bytes of SHA-256 of name, newline, type and key.
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', self.kind.byte()])
            .chain_update(self.public.to_bytes())
            .finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Whether a signature line claims to be this key's.
    pub fn claims(&self, signature: &Signature) -> bool {
        signature.name == self.name && signature.id == self.id()
    }
}

impl SigningKey {
    /// A log's key.
    pub fn log(name: &str, seed: &[u8; 32]) -> SigningKey {
        SigningKey::new(name, Kind::Log, seed)
    }

    /// A witness's key.
    pub fn cosigner(name: &str, seed: &[u8; 32]) -> SigningKey {
        SigningKey::new(name, Kind::Cosigner, seed)
    }

    /// A name that no signature line may carry is replaced by `invalid-name`, so that the mistake
    /// shows wherever the key is first named.
    fn new(name: &str, kind: Kind, seed: &[u8; 32]) -> SigningKey {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        let name = if is_name(name) { name } else { "invalid-name" };
        SigningKey {
            name: name.to_owned(),
            kind,
            key,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its public half.
    pub fn verifier_key(&self) -> VerifierKey {
        let bytes = self.key.verifying_key().to_bytes();
        #[expect(
            clippy::expect_used,
            reason = "a key derived from a seed is never weak"
        )]
        let public = PublicKey::from_bytes(&bytes).expect("a derived key is sound");
        VerifierKey {
            name: self.name.clone(),
            kind: self.kind,
            public,
        }
    }

    /// Signs the text of a note.
    pub fn sign(&self, text: &str) -> Signature {
        self.signature(self.key.sign(text.as_bytes()).to_bytes().to_vec())
    }

    pub(crate) fn sign_raw(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    pub(crate) fn signature(&self, bytes: Vec<u8>) -> Signature {
        Signature {
            name: self.name.clone(),
            id: self.verifier_key().id(),
            bytes,
        }
    }
}

impl Note {
    /// Reads a note. Signatures are NOT verified at parse time.
    pub fn parse(bytes: &[u8]) -> Result<Note, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong);
        }
        let note = std::str::from_utf8(bytes).map_err(|_| NoteError::NotText)?;
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteError::NotText);
        }
        let split = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, lines) = (&note[..=split], &note[split + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let mut signatures = Vec::new();
        for (number, line) in lines.split('\n').enumerate() {
            if number >= SIGNATURES_MAX {
                return Err(NoteError::TooManySignatures);
            }
            let malformed = NoteError::SignatureLine(number + 1);
            signatures.push(Signature::parse(line).ok_or(malformed)?);
        }
        Ok(Note {
            text: text.to_owned(),
            signatures,
        })
    }

    /// The plain signatures among these keys that hold. Lines of unknown keys are ignored; a
    /// known key whose signature does not hold spoils the note. Cosigner keys are passed over:
    /// see [`crate::cosignature`].
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<&'k VerifierKey>, NoteError> {
        let mut verified: Vec<&VerifierKey> = Vec::new();
        for signature in &self.signatures {
            let known = keys
                .iter()
                .find(|key| key.kind == Kind::Log && key.claims(signature));
            let Some(key) = known else { continue };
            let bytes: Option<&[u8; 64]> = signature.bytes.as_slice().try_into().ok();
            if !bytes.is_some_and(|bytes| key.public.verifies(self.text.as_bytes(), bytes)) {
                return Err(NoteError::BadSignature(key.name.clone()));
            }
            if !verified.contains(&key) {
                verified.push(key);
            }
        }
        Ok(verified)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl Signature {
    /// Reads `— <name> <base64 of key id and signature>`, without its newline.
    pub fn parse(line: &str) -> Option<Signature> {
        let (name, encoded) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let decoded = Base64::decode_vec(encoded).ok()?;
        let (id, bytes) = decoded.split_first_chunk::<4>()?;
        (is_name(name) && !bytes.is_empty()).then(|| Signature {
            name: name.to_owned(),
            id: *id,
            bytes: bytes.to_vec(),
        })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.id.as_slice(), &self.bytes].concat();
        write!(
            f,
            "\u{2014} {} {}",
            self.name,
            Base64::encode_string(&bytes)
        )
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.id();
        let bytes = [&[self.kind.byte()][..], &self.public.to_bytes()].concat();
        let key = Base64::encode_string(&bytes);
        write!(f, "{}+{a:02x}{b:02x}{c:02x}{d:02x}+{key}", self.name)
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<VerifierKey, KeyError> {
        let (name, rest) = text.split_once('+').ok_or(KeyError::Form)?;
        let (id, key) = rest.split_once('+').ok_or(KeyError::Form)?;
        let bytes = Base64::decode_vec(key).map_err(|_| KeyError::Form)?;
        let (kind, public) = bytes.split_first().ok_or(KeyError::Form)?;
        let kind = match *kind {
            TYPE_ED25519 => Kind::Log,
            TYPE_COSIGNATURE => Kind::Cosigner,
            _ => return Err(KeyError::Type),
        };
        let public: &[u8; 32] = public.try_into().map_err(|_| KeyError::Form)?;
        let public = PublicKey::from_bytes(public).ok_or(KeyError::Unsound)?;
        let verifier = VerifierKey::new(name, kind, public)?;
        let [a, b, c, d] = verifier.id();
        if id != format!("{a:02x}{b:02x}{c:02x}{d:02x}") {
            return Err(KeyError::Id);
        }
        Ok(verifier)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name
            .chars()
            .any(|c| c.is_whitespace() || c == '+' || c < ' ')
}
