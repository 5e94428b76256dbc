//! What the log keeps: the sequencer's time and the envelope, byte for byte.

use crate::envelope::{Envelope, EnvelopeError};
use crate::time::Time;

/// Longest leaf: C2SP entry bundles give each entry a 16-bit length.
pub const LEAF_BYTES_MAX: usize = 65_535;
/// Bytes a leaf has around its envelope.
pub const OVERHEAD_BYTES: usize = HEAD.len() + TIME_BYTES + MIDDLE.len() + TAIL.len();

const HEAD: &[u8] = b"{\"at\":\"";
const TIME_BYTES: usize = 24;
const MIDDLE: &[u8] = b"\",\"envelope\":";
const TAIL: &[u8] = b"}";

/// One entry of the log: `{"at":"<time>","envelope":<envelope>}`, with no other white space outside
/// the envelope than shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// When the sequencer placed it; never before the leaf that precedes it.
    pub at: Time,
    /// What was said, exactly as accepted.
    pub envelope: Envelope,
}

/// Why bytes are not a leaf. Since only the host writes leaves, this is always the host's fault.
#[derive(Debug, thiserror::Error)]
pub enum LeafError {
    /// Not of the one form a leaf has.
    #[error("not a leaf: it must read {{\"at\":\"…\",\"envelope\":{{…}}}}")]
    Form,
    /// The time is malformed.
    #[error("the leaf's time is malformed")]
    Time,
    /// The envelope inside is malformed.
    #[error("the leaf's envelope is malformed")]
    Envelope(#[source] EnvelopeError),
}

impl Leaf {
    /// Reads a leaf. Signatures are NOT verified at parse time.
    pub fn parse(bytes: &[u8]) -> Result<Leaf, LeafError> {
        let rest = bytes.strip_prefix(HEAD).ok_or(LeafError::Form)?;
        let (time, rest) = rest.split_at_checked(TIME_BYTES).ok_or(LeafError::Form)?;
        let envelope = rest
            .strip_prefix(MIDDLE)
            .and_then(|rest| rest.strip_suffix(TAIL))
            .ok_or(LeafError::Form)?;
        let at = std::str::from_utf8(time)
            .ok()
            .and_then(|text| text.parse().ok());
        Ok(Leaf {
            at: at.ok_or(LeafError::Time)?,
            envelope: Envelope::parse(envelope).map_err(LeafError::Envelope)?,
        })
    }

    /// The bytes of the leaf that places `envelope` at `at`.
    pub fn bytes(at: Time, envelope: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(OVERHEAD_BYTES + envelope.len());
        bytes.extend_from_slice(HEAD);
        bytes.extend_from_slice(at.to_string().as_bytes());
        bytes.extend_from_slice(MIDDLE);
        bytes.extend_from_slice(envelope);
        bytes.extend_from_slice(TAIL);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SigningKey;

    #[test]
    fn a_leaf_reads_back_and_has_one_form() {
        let key = SigningKey::from_seed(&[1; 32]);
        let kind = "application/vnd.tasdiq.roll.x.v1+json";
        let envelope = Envelope::sign(kind, b"{}", &[&key]);
        let at = Time::from_millis(1_762_524_131_123);
        let bytes = Leaf::bytes(at, envelope.bytes());
        assert_eq!(Leaf::parse(&bytes).unwrap(), Leaf { at, envelope });
        let spaced = String::from_utf8(bytes).unwrap().replacen(":", ": ", 1);
        assert!(matches!(
            Leaf::parse(spaced.as_bytes()),
            Err(LeafError::Form)
        ));
        for length in 0..60 {
            assert!(Leaf::parse(&spaced.as_bytes()[..length]).is_err());
        }
    }

    #[test]
    fn the_largest_envelope_fits_the_largest_leaf() {
        let envelope = vec![b'x'; crate::envelope::ENVELOPE_BYTES_MAX];
        assert_eq!(
            Leaf::bytes(Time::default(), &envelope).len(),
            LEAF_BYTES_MAX
        );
    }
}
