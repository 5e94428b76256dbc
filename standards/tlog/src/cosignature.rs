//! Timestamped cosignatures (C2SP tlog-cosignature v1.0.1, Ed25519): "as of this time, this is the
//! largest consistent tree I have seen".

use crate::note::{Kind, Note, NoteError, Signature, SigningKey, VerifierKey};

/// Eight bytes of time and a signature.
const COSIGNATURE_BYTES: usize = 72;

/// A witness and the time it vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cosigned<'k> {
    /// Who.
    pub key: &'k VerifierKey,
    /// Seconds since 1970.
    pub time: u64,
}

/// Cosigns the whole text of a checkpoint as seen at `time`, in seconds since 1970.
pub fn cosign(key: &SigningKey, checkpoint: &str, time: u64) -> Signature {
    let signature = key.sign_raw(message(checkpoint, time).as_bytes());
    key.signature([time.to_be_bytes().as_slice(), &signature].concat())
}

/// The cosignatures among these keys that hold. Lines of unknown keys are ignored; a known key
/// whose signature does not hold spoils the note.
pub fn verify<'k>(note: &Note, keys: &'k [VerifierKey]) -> Result<Vec<Cosigned<'k>>, NoteError> {
    let mut verified: Vec<Cosigned<'_>> = Vec::new();
    for signature in &note.signatures {
        let known = keys
            .iter()
            .find(|key| key.kind() == Kind::Cosigner && key.claims(signature));
        let Some(key) = known else { continue };
        let time = verify_one(&note.text, signature, key)
            .ok_or_else(|| NoteError::BadSignature(key.name().to_owned()))?;
        // A note may carry an older and a newer cosignature of one witness: the newest counts.
        match verified.iter_mut().find(|earlier| earlier.key == key) {
            Some(earlier) => earlier.time = earlier.time.max(time),
            None => verified.push(Cosigned { key, time }),
        }
    }
    Ok(verified)
}

/// The time one cosignature line vouches for, if it holds.
pub fn verify_one(text: &str, signature: &Signature, key: &VerifierKey) -> Option<u64> {
    let bytes: &[u8; COSIGNATURE_BYTES] = signature.bytes.as_slice().try_into().ok()?;
    let (time, signed) = bytes.split_first_chunk::<8>()?;
    let signed: &[u8; 64] = signed.try_into().ok()?;
    let time = u64::from_be_bytes(*time);
    let holds = key.claims(signature)
        && i64::try_from(time).is_ok()
        && key
            .public()
            .verifies(message(text, time).as_bytes(), signed);
    holds.then_some(time)
}

fn message(checkpoint: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{checkpoint}")
}
