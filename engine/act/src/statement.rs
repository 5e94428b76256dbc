//! The payload of an envelope: who says it, after which of its own acts, having seen what.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::envelope::Envelope;
use crate::form::{self, FormError};
use crate::key::{EntryId, MechanismId, PublicKey};
use crate::time::Time;

/// The last checkpoint the author had verified: the act was said after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Tree size of that checkpoint.
    pub size: u64,
    /// Its root.
    pub root: crate::key::Digest,
}

/// What a member's key signs. Field order is the order on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement<'a> {
    /// The mechanism this is said in: the same words elsewhere mean nothing here.
    pub mechanism: MechanismId,
    /// The author's key; it must also be the envelope's first signature.
    pub by: PublicKey,
    /// How many acts this key has signed before this one.
    pub seq: u64,
    /// The key's act number `seq - 1`; none for its first.
    pub prev: Option<EntryId>,
    /// What the author had seen.
    pub seen: Seen,
    /// The author's own clock: a claim, shown, never used for order.
    pub said_at: Time,
    /// What is said, still as JSON; its area reads it.
    #[serde(borrow)]
    pub entry: &'a RawValue,
}

/// The keys whose signatures an act carries, all verified, the author's apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The author.
    pub key: PublicKey,
    /// Others who signed the same bytes.
    pub cosigners: Vec<PublicKey>,
}

impl Signer {
    /// Every key that signed, the author first.
    pub fn keys(&self) -> impl Iterator<Item = &PublicKey> {
        std::iter::once(&self.key).chain(&self.cosigners)
    }
}

/// Why a payload is not a statement.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// A form that two programs could read differently.
    #[error(transparent)]
    Form(#[from] FormError),
    /// Not the fields of a statement.
    #[error("not a statement: {0}")]
    Fields(#[source] serde_json::Error),
    /// `by` is not the first signer.
    #[error("the statement is by {by}, but {signer} signed it first")]
    NotItsAuthor {
        /// Named inside.
        by: PublicKey,
        /// Named on the envelope.
        signer: PublicKey,
    },
    /// `seq` and `prev` contradict each other.
    #[error("the first act of a key has seq 0 and no prev, every later one has both")]
    Chain,
}

impl<'a> Statement<'a> {
    /// Reads the statement inside an envelope.
    pub fn parse(envelope: &'a Envelope) -> Result<Statement<'a>, StatementError> {
        let text = form::check(envelope.payload())?;
        let statement: Statement<'a> =
            serde_json::from_str(text).map_err(StatementError::Fields)?;
        let signer = envelope.signatures()[0].key;
        if statement.by != signer {
            return Err(StatementError::NotItsAuthor {
                by: statement.by,
                signer,
            });
        }
        if (statement.seq == 0) != statement.prev.is_none() {
            return Err(StatementError::Chain);
        }
        Ok(statement)
    }

    /// The payload bytes to sign.
    pub fn bytes(&self) -> Vec<u8> {
        // A struct of texts, integers and already valid JSON cannot fail to serialise.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{Digest, SigningKey};

    const TYPE: &str = "application/vnd.tasdiq.agreement.x.v1+json";

    fn statement(seq: u64, prev: Option<EntryId>, entry: &RawValue) -> Statement<'_> {
        Statement {
            mechanism: Digest::of(b"charter"),
            by: SigningKey::from_seed(&[1; 32]).public(),
            seq,
            prev,
            seen: Seen {
                size: 0,
                root: Digest::of(b""),
            },
            said_at: Time::from_millis(0),
            entry,
        }
    }

    fn sign(payload: &[u8]) -> Envelope {
        Envelope::sign(TYPE, payload, &[&SigningKey::from_seed(&[1; 32])])
    }

    #[test]
    fn reads_back_and_keeps_the_entry_as_written() {
        let entry = RawValue::from_string("{\"z\":1,\"a\":\"ښ\"}".to_owned()).unwrap();
        let envelope = sign(&statement(0, None, &entry).bytes());
        let read = Statement::parse(&envelope).unwrap();
        assert_eq!(read.entry.get(), entry.get());
        assert_eq!(read.bytes(), envelope.payload());
    }

    #[test]
    fn refuses_what_two_readers_could_take_differently() {
        let entry = RawValue::from_string("{}".to_owned()).unwrap();
        let good = String::from_utf8(statement(0, None, &entry).bytes()).unwrap();
        let parse = |text: String| Statement::parse(&sign(text.as_bytes())).map(|_| ());
        assert!(parse(good.clone()).is_ok());
        let fields = [
            good.replacen("\"seq\":0", "\"seq\":0,\"seq\":0", 1),
            good.replacen("\"seq\":0", "\"seq\":0,\"x\":0", 1),
            good.replacen("\"seq\":0,", "", 1),
            good.replacen("\"seq\":0", "\"seq\":\"0\"", 1),
            format!("{good} {good}"),
        ];
        for text in fields {
            assert!(matches!(parse(text), Err(StatementError::Fields(_))));
        }
        assert!(matches!(
            parse(good.replacen("\"seq\":0", "\"seq\":0.0", 1)),
            Err(StatementError::Form(_))
        ));
        assert!(matches!(
            parse(good.replacen("\"seq\":0", "\"seq\":1", 1)),
            Err(StatementError::Chain)
        ));
    }

    #[test]
    fn the_author_signs_first() {
        let entry = RawValue::from_string("{}".to_owned()).unwrap();
        let payload = statement(0, None, &entry).bytes();
        let stranger = Envelope::sign(TYPE, &payload, &[&SigningKey::from_seed(&[2; 32])]);
        assert!(matches!(
            Statement::parse(&stranger),
            Err(StatementError::NotItsAuthor { .. })
        ));
    }
}
