//! The words of the roll.

use act::decision::Choice;
use act::{Hours, PublicKey, Signature, Time};
use serde::{Deserialize, Serialize};

use crate::charter::Name;

act::entries! {
    /// What can be said about who takes part.
    pub enum RollEntry {
        "charter-signed.v1" => CharterSigned,
        "key-granted.v1" => KeyGranted,
        "key-revoked.v1" => KeyRevoked,
        "seal-key-announced.v1" => SealKeyAnnounced,
        "root-rotated.v1" => RootRotated,
        "proposal-made.v1" => ProposalMade,
        "vote-cast.v1" => VoteCast,
    }
}

/// The first entry: all members' roots sign the charter's exact text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharterSigned {
    /// The charter, as TOML.
    pub charter: String,
}

/// A member gives a key an office for some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyGranted {
    /// The new key.
    pub key: PublicKey,
    /// For whom it speaks.
    pub member: String,
    /// In which offices.
    pub offices: Vec<String>,
    /// At which posts, for offices whose scope is a post.
    pub posts: Vec<String>,
    /// From when.
    pub not_before: Time,
    /// Until when; at most the charter's `grant_days_max` later.
    pub not_after: Time,
    /// The office-holder's title as shown on screens, never a person's name.
    pub label: String,
    /// The new key's own signature over the request: it exists and its holder asked.
    pub pop: Signature,
}

/// The holder of a key says to which key payloads for it are sealed. The latest word counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealKeyAnnounced {
    /// `x25519:` and the base64 of 32 bytes.
    pub seal_key: String,
}

/// A member takes a key's offices back. Acts it signed before stay what they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRevoked {
    /// Which.
    pub key: PublicKey,
    /// Why.
    pub reason: RevocationReason,
    /// Acts since then are shown as disputed; they still count until re-affirmed or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspect_from: Option<Time>,
}

/// Why a key is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevocationReason {
    /// Replaced in the ordinary course.
    Rotated,
    /// Nobody has it any more.
    Lost,
    /// Somebody else may have it.
    Compromised,
    /// Its holder left the office.
    Left,
}

/// A member replaces its root keys; signed by enough of the old and enough of the new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RootRotated {
    /// Whose.
    pub member: String,
    /// The new roots.
    pub roots: Vec<PublicKey>,
    /// How many must sign together from now on.
    pub threshold: u32,
}

/// A member proposes what only members together can decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalMade {
    /// What would change.
    pub change: Change,
    /// Why, in the proposer's words.
    pub reason: String,
}

/// A change that members decide together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    /// A post is added.
    PostAdded {
        /// Its id.
        id: String,
        /// Its name.
        name: Name,
    },
    /// The charter gets a new text; members, roots and the log's origin and key stay.
    CharterAmended {
        /// The whole new text.
        charter: String,
    },
    /// The charter's clock for tabling notice is set; the most common amendment, without a new text.
    TablingNoticeSet {
        /// The new notice.
        hours: Hours,
    },
}

/// A member votes on a proposal; its latest vote counts until the matter is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteCast {
    /// The proposal's position in the log.
    pub proposal: u64,
    /// For or against.
    pub choice: Choice,
    /// In the member's words.
    pub reason: String,
}

/// What a new key signs to ask for a grant: type and payload of the proof of possession.
pub fn key_request(mechanism: &act::MechanismId, key: &PublicKey, label: &str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Request<'a> {
        mechanism: &'a act::MechanismId,
        key: &'a PublicKey,
        label: &'a str,
    }
    let json = serde_json::to_vec(&Request {
        mechanism,
        key,
        label,
    })
    .unwrap_or_default();
    act::pae(KEY_REQUEST_TYPE, &json)
}

/// Payload type of a key request.
pub const KEY_REQUEST_TYPE: &str = "application/vnd.tasdiq.key-request.v1+json";
