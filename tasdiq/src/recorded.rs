//! What a host answers to a submission, believed only as far as the log's key has signed it.

use act::{EntryId, Index, Time};
use serde::Deserialize;
use serde_json::Value;
use serve::receipt::{Receipt, ReceiptError};
use tlog::note::VerifierKey;

/// Whose word it is that a key is the log's.
#[derive(Clone, Debug)]
pub struct LogKeys {
    /// The log's keys.
    pub keys: Vec<VerifierKey>,
    /// `policy`, `charter`, or `first-use`: the host's own word.
    pub trust: &'static str,
}

/// An answer whose receipt was checked.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// As the host answered.
    pub told: Value,
    /// What the log's key has signed.
    pub receipt: Receipt,
}

/// How a host's receipt is false.
#[derive(Debug, thiserror::Error)]
pub enum FalseReceipt {
    /// The answer has no place, time or receipt.
    #[error("the answer does not say where the act stands")]
    Answer(#[source] serde_json::Error),
    /// It is no receipt of this log.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// It promises another act.
    #[error("the receipt is for the act {promised}, not for the one sent, {sent}")]
    OtherAct {
        /// In the receipt.
        promised: EntryId,
        /// As sent.
        sent: EntryId,
    },
    /// It promises another place than the answer says.
    #[error("the answer says entry {told}, the receipt promises entry {promised}")]
    OtherPlace {
        /// In the answer.
        told: Index,
        /// In the receipt.
        promised: Index,
    },
    /// It promises another time than the answer says.
    #[error("the answer says it was placed at {told}, the receipt says {promised}")]
    OtherTime {
        /// In the answer.
        told: Time,
        /// In the receipt.
        promised: Time,
    },
    /// It is of another log.
    #[error("the receipt is of the log {promised}, which its key is not for")]
    OtherLog {
        /// In the receipt.
        promised: String,
    },
}

#[derive(Deserialize)]
struct Told {
    index: Index,
    at: Time,
    receipt: String,
}

/// Checks a host's answer to the act `sent`.
pub fn check(told: Value, sent: EntryId, log: &LogKeys) -> Result<Recorded, FalseReceipt> {
    let says = Told::deserialize(&told).map_err(FalseReceipt::Answer)?;
    let receipt = Receipt::open(&says.receipt, &log.keys)?;
    if receipt.id != sent {
        let promised = receipt.id;
        return Err(FalseReceipt::OtherAct { promised, sent });
    }
    if receipt.index != says.index {
        return Err(FalseReceipt::OtherPlace {
            told: says.index,
            promised: receipt.index,
        });
    }
    if receipt.at != says.at {
        return Err(FalseReceipt::OtherTime {
            told: says.at,
            promised: receipt.at,
        });
    }
    if !log.keys.iter().any(|key| key.name() == receipt.origin) {
        let promised = receipt.origin;
        return Err(FalseReceipt::OtherLog { promised });
    }
    Ok(Recorded { told, receipt })
}
