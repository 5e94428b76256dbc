//! The receipt of an act: the log's signed promise that it stands at a place (PROTOCOL 3.2). Should
//! the act ever be missing there, the receipt is the evidence.

use act::{EntryId, Index, Time};
use tlog::note::{Note, NoteError, SigningKey, VerifierKey};

/// First line of a receipt.
const RECEIPT_FORMAT: &str = "tasdiq.receipt.v1";

/// What a receipt promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The log.
    pub origin: String,
    /// Where the act stands.
    pub index: Index,
    /// The act.
    pub id: EntryId,
    /// When it was placed.
    pub at: Time,
}

/// Why a text is no receipt of a log.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// The text is not a signed note.
    #[error("the receipt is not a signed note")]
    Note(#[source] NoteError),
    /// A signature by the log's key does not hold.
    #[error("the signature on the receipt does not hold")]
    Signature(#[source] NoteError),
    /// The log's key has not signed it.
    #[error("the receipt is not signed with the log's key")]
    Unsigned,
    /// The note says something else.
    #[error("the note is not a receipt")]
    Form,
}

impl Receipt {
    /// The receipt as the log's key signs it.
    pub fn sign(&self, key: &SigningKey) -> Note {
        let text = self.text();
        let signatures = vec![key.sign(&text)];
        Note { text, signatures }
    }

    /// The receipt in a note that one of these log keys signed.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Receipt, ReceiptError> {
        let note = Note::parse(note.as_bytes()).map_err(ReceiptError::Note)?;
        let signed = note.verify(keys).map_err(ReceiptError::Signature)?;
        if signed.is_empty() {
            return Err(ReceiptError::Unsigned);
        }
        let receipt = parse(&note.text).ok_or(ReceiptError::Form)?;
        // Only the one way of writing it is a receipt, so that two of one act are equal bytes.
        if receipt.text() != note.text {
            return Err(ReceiptError::Form);
        }
        Ok(receipt)
    }

    fn text(&self) -> String {
        let Receipt {
            origin,
            index,
            id,
            at,
        } = self;
        format!("{RECEIPT_FORMAT}\n{origin}\n{index}\n{id}\n{at}\n")
    }
}

fn parse(text: &str) -> Option<Receipt> {
    let mut lines = text.lines();
    if lines.next()? != RECEIPT_FORMAT {
        return None;
    }
    Some(Receipt {
        origin: lines.next()?.to_owned(),
        index: lines.next()?.parse().ok()?,
        id: lines.next()?.parse().ok()?,
        at: lines.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_logs_key_gives_a_receipt_and_only_in_one_form() {
        let key = SigningKey::log("record.example/joint", &[7; 32]);
        let keys = [key.verifier_key()];
        let receipt = Receipt {
            origin: "record.example/joint".to_owned(),
            index: 12,
            id: EntryId::of(b"act"),
            at: Time::from_millis(1_767_225_600_000),
        };
        let note = receipt.sign(&key).to_string();
        assert_eq!(Receipt::open(&note, &keys).unwrap(), receipt);
        let changed = note.replacen("\n12\n", "\n13\n", 1);
        assert!(matches!(
            Receipt::open(&changed, &keys),
            Err(ReceiptError::Signature(_))
        ));
        let other = SigningKey::log("record.example/joint", &[8; 32]);
        assert!(matches!(
            Receipt::open(&receipt.sign(&other).to_string(), &keys),
            Err(ReceiptError::Unsigned)
        ));
        let sign = |text: &str| {
            let signatures = vec![key.sign(text)];
            let text = text.to_owned();
            Note { text, signatures }.to_string()
        };
        for text in [
            receipt.text().replace("\n12\n", "\n012\n"),
            format!("{}more\n", receipt.text()),
            "record.example/joint\n12\n".to_owned(),
        ] {
            assert!(matches!(
                Receipt::open(&sign(&text), &keys),
                Err(ReceiptError::Form)
            ));
        }
        assert!(matches!(
            Receipt::open("nothing", &keys),
            Err(ReceiptError::Note(_))
        ));
    }
}
