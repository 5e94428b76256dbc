//! A statement ready to be signed, as a file: what the browser's review page offers to keys that
//! are not in the browser, and what the founders pass round.

use std::path::Path;

use act::{
    EntryId, Envelope, KeySignature, MechanismId, PublicKey, Seen, SigningKey, Statement, Time,
};
use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::files;
use crate::report::Report;

/// A payload and its type, both exactly as they will be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// `application/vnd.tasdiq.<area>.<entry>.v<N>+json`.
    pub payload_type: String,
    /// The statement's bytes.
    pub payload: Vec<u8>,
}

/// One signature over a prepared statement, apart from it, with the name of what it signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detached {
    /// The signed statement's name.
    pub entry: EntryId,
    /// Who signed.
    pub key: PublicKey,
    /// Over the pre-authentication encoding.
    pub sig: act::Signature,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(rename = "payloadType")]
    payload_type: String,
    payload: String,
}

/// Where an author's next statement stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The mechanism it is said in.
    pub mechanism: MechanismId,
    /// Its number among its author's acts.
    pub seq: u64,
    /// The act before it.
    pub prev: Option<EntryId>,
    /// What the author had seen.
    pub seen: Seen,
}

impl Prepared {
    /// The statement of `entry`, JSON of a kind such as `("roll", "vote-cast.v1")`.
    pub fn new(
        (area, kind): (&str, &str),
        entry: &str,
        by: PublicKey,
        place: Place,
        said_at: Time,
    ) -> Result<Prepared, Report> {
        let entry = RawValue::from_string(entry.to_owned())
            .map_err(|error| Report::input("the entry is not JSON").because(&error))?;
        let statement = Statement {
            mechanism: place.mechanism,
            by,
            seq: place.seq,
            prev: place.prev,
            seen: place.seen,
            said_at,
            entry: &entry,
        };
        let prepared = Prepared {
            payload_type: act::envelope::payload_type(area, kind),
            payload: statement.bytes(),
        };
        act::form::check(&prepared.payload).map_err(|error| {
            Report::input("the entry is not of the form that can be signed")
                .because(&error)
                .hint("whole numbers only, text in Unicode form NFC, at most 40,000 bytes in all")
        })?;
        Ok(prepared)
    }

    /// Reads the file form.
    pub fn read(path: &Path) -> Result<Prepared, Report> {
        let bytes = files::read(path)?;
        let not = || Report::input(format!("{} is not a prepared statement", path.display()));
        let wire: Wire = serde_json::from_slice(&bytes).map_err(|error| {
            not()
                .because(&error)
                .hint("it must read {\"payloadType\":\"…\",\"payload\":\"<base64>\"}")
        })?;
        let payload = Base64::decode_vec(&wire.payload)
            .map_err(|_| not().hint("its payload is not standard base64 with padding"))?;
        Ok(Prepared {
            payload_type: wire.payload_type,
            payload,
        })
    }

    /// The file form.
    pub fn text(&self) -> String {
        let wire = Wire {
            payload_type: self.payload_type.clone(),
            payload: Base64::encode_string(&self.payload),
        };
        // Two texts always serialise.
        serde_json::to_string(&wire).unwrap_or_default() + "\n"
    }

    /// Its name once signed.
    pub fn entry_id(&self) -> EntryId {
        EntryId::of(&self.encoding())
    }

    /// What a signature covers.
    pub fn encoding(&self) -> Vec<u8> {
        act::pae(&self.payload_type, &self.payload)
    }

    /// This key's signature, apart.
    pub fn sign_detached(&self, key: &SigningKey) -> Detached {
        Detached {
            entry: self.entry_id(),
            key: key.public(),
            sig: key.sign(&self.encoding()),
        }
    }

    /// The whole act, signed by its author and nobody else.
    pub fn sign(&self, key: &SigningKey) -> Envelope {
        Envelope::sign(&self.payload_type, &self.payload, &[key])
    }

    /// The whole act, signed by its author and by a second officer beside.
    pub fn sign_with(&self, key: &SigningKey, beside: Option<&SigningKey>) -> Envelope {
        let keys: Vec<&SigningKey> = std::iter::once(key).chain(beside).collect();
        Envelope::sign(&self.payload_type, &self.payload, &keys)
    }

    /// The envelope of signatures made apart, the author's first.
    pub fn assemble(&self, signatures: &[Detached]) -> Envelope {
        let signatures = signatures
            .iter()
            .map(|signature| KeySignature {
                key: signature.key,
                sig: signature.sig,
            })
            .collect();
        Envelope::assemble(&self.payload_type, &self.payload, signatures)
    }

    /// What will be signed, for the one who signs: every field, the entry's words as they stand.
    pub fn review(&self) -> String {
        use std::fmt::Write as _;
        let mut text = format!(
            "type      {}\nname      {}\n",
            self.payload_type,
            self.entry_id()
        );
        let statement: Result<Statement<'_>, _> = serde_json::from_slice(&self.payload);
        match statement {
            Ok(s) => {
                let entry: serde_json::Value =
                    serde_json::from_str(s.entry.get()).unwrap_or_default();
                let entry = serde_json::to_string_pretty(&entry).unwrap_or_default();
                let _ = write!(
                    text,
                    "mechanism {}\nby        {}\nnumber    {} of this key\nseen      {} entries, root {}\n\
                     said at   {}\nsays\n{entry}\n",
                    s.mechanism, s.by, s.seq, s.seen.size, s.seen.root, s.said_at
                );
            }
            Err(_) => text.push_str(&String::from_utf8_lossy(&self.payload)),
        }
        text
    }
}
