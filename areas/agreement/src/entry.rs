//! The words of the agreement: what a member can say about drafts.

use act::decision::Choice;
use act::{Digest, EntryId, Time};
use serde::{Deserialize, Serialize};

act::entries! {
    /// What can be said about what is being agreed.
    pub enum AgreementEntry {
        "instrument-opened.v1" => InstrumentOpened,
        "draft-part-filed.v1" => DraftPartFiled,
        "draft-tabled.v1" => DraftTabled,
        "position-taken.v1" => PositionTaken,
        "minute-recorded.v1" => MinuteRecorded,
        "minute-answered.v1" => MinuteAnswered,
        "remark-recorded.v1" => RemarkRecorded,
        "explanation-given.v1" => ExplanationGiven,
        "offer-made.v1" => OfferMade,
        "offer-withdrawn.v1" => OfferWithdrawn,
        "joint-statement-proposed.v1" => JointStatementProposed,
        "joint-statement-answered.v1" => JointStatementAnswered,
        "depositary-act.v1" => DepositaryAct,
    }
}

/// A text to be agreed gets a name under which its drafts are compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentOpened {
    /// Short, stable: `principles-2025`.
    pub instrument: String,
    /// As shown.
    pub title: String,
    /// Whether nothing is agreed until everything is agreed.
    pub single_undertaking: bool,
}

/// A part of a draft too long for one act. Parts are joined, in the order the tabling names them,
/// before its own text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftPartFiled {
    /// The instrument it belongs to.
    pub instrument: String,
    /// Markdown or plain text.
    pub text: String,
}

/// A member tables a draft. Tabling is also proposing: its author stands by every clause in it
/// until it takes another position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftTabled {
    /// Of which instrument.
    pub instrument: String,
    /// Short, unique within the instrument: `a-proposal`.
    pub draft: String,
    /// As shown.
    pub title: String,
    /// What kind of draft.
    pub kind: DraftKind,
    /// The draft it answers or revises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// The session it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Time>,
    /// Language of the text, as a tag.
    pub language: String,
    /// Names of the acts that filed its earlier parts, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<EntryId>,
    /// Markdown or plain text; the whole of it, or what follows the parts.
    pub text: String,
}

/// What kind of draft it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftKind {
    /// A party's own.
    Proposal,
    /// An answer to another party's.
    Counter,
    /// The mediators' single text.
    OneText,
    /// Several put together.
    Compilation,
}

/// A member says where it stands on exact words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositionTaken {
    /// Of which instrument.
    pub instrument: String,
    /// The clause and its words.
    pub clause: ClauseWords,
    /// Where the member stands.
    pub stance: Stance,
    /// Its reasons, in its own words.
    pub note: String,
}

/// A clause as it stands in one draft. The hash binds a position to its words: change the words
/// and the position is on the earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseWords {
    /// The draft.
    pub draft: String,
    /// The clause's reference within it.
    pub clause: String,
    /// Hash of its role and normalised text.
    pub hash: Digest,
}

/// Where a member stands on a clause.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Stance {
    /// Agrees with the idea, not yet with every word.
    AcceptInPrinciple,
    /// Agrees with these words.
    Accept,
    /// Would agree with other words.
    AcceptIf {
        /// The other words.
        words: String,
    },
    /// Agrees, but can't fully carry it out yet: recorded with its own reasons, not silently dropped.
    Capacity,
    /// Holds its position back.
    Reserve,
    /// Does not agree.
    Reject,
    /// Takes an earlier acceptance back, openly.
    Withdraw,
    /// Of a premise: says it is so.
    Affirm,
    /// Of a premise: says it is not so.
    Deny,
}

impl Stance {
    /// Each stance that needs no words of its own, for forms.
    pub const PLAIN: [Stance; 8] = [
        Stance::AcceptInPrinciple,
        Stance::Accept,
        Stance::Capacity,
        Stance::Reserve,
        Stance::Reject,
        Stance::Withdraw,
        Stance::Affirm,
        Stance::Deny,
    ];

    /// Its name on the wire and in language files.
    pub fn name(&self) -> &'static str {
        match self {
            Stance::AcceptInPrinciple => "accept-in-principle",
            Stance::Accept => "accept",
            Stance::AcceptIf { .. } => "accept-if",
            Stance::Capacity => "capacity",
            Stance::Reserve => "reserve",
            Stance::Reject => "reject",
            Stance::Withdraw => "withdraw",
            Stance::Affirm => "affirm",
            Stance::Deny => "deny",
        }
    }

    /// Whether a member standing so has agreed, at least in principle.
    pub fn agrees(&self) -> bool {
        matches!(self, Stance::AcceptInPrinciple | Stance::Accept)
    }
}

/// A mediator records what a member said by word of mouth. Until that member confirms it, it is
/// *asserted*, never agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinuteRecorded {
    /// Of which instrument.
    pub instrument: String,
    /// Whose words.
    pub member: String,
    /// When they were spoken, as the mediator says.
    pub spoken_at: Time,
    /// The positions taken in them.
    pub positions: Vec<MinutedPosition>,
    /// The minute's text.
    pub text: String,
}

/// One position in a minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinutedPosition {
    /// On which words.
    pub clause: ClauseWords,
    /// Where the member stood.
    pub stance: Stance,
}

/// The member whose words a minute records confirms or disputes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinuteAnswered {
    /// The minute's position in the log.
    pub minute: u64,
    /// Whether the member stands by it.
    pub confirmed: bool,
    /// In its own words.
    pub note: String,
}

/// A public remark is kept beside the drafts; it is never a position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemarkRecorded {
    /// Of which instrument.
    pub instrument: String,
    /// Whose spokesperson or office.
    pub member: String,
    /// Office of the speaker, never a name.
    pub role: String,
    /// When it was made, as recorded.
    pub made_at: Time,
    /// What it was about: clause references.
    pub about: Vec<String>,
    /// Its gist.
    pub text: String,
}

/// A member explains what its own draft does to a clause, beside the finding about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplanationGiven {
    /// Of which instrument.
    pub instrument: String,
    /// The member's own draft.
    pub draft: String,
    /// The clause the finding is about, as its target names it.
    pub target: String,
    /// In its own words.
    pub text: String,
}

/// A standing offer: terms under which a member is ready to go on. Whether they are met is
/// computed from positions, never declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferMade {
    /// Of which instrument.
    pub instrument: String,
    /// As shown.
    pub title: String,
    /// All of them must be met.
    pub conditions: Vec<Condition>,
    /// When it ends, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Time>,
    /// How it is accepted, in words.
    pub how_to_accept: String,
}

/// One condition of an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// As shown.
    pub title: String,
    /// Every one of these clauses must be agreed by every party.
    pub clauses: Vec<ClauseWords>,
    /// At least how firmly.
    pub level: Level,
}

/// How firmly a clause is agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The idea.
    InPrinciple,
    /// These words.
    Accepted,
}

/// The member that made an offer ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferWithdrawn {
    /// The offer's position in the log.
    pub offer: u64,
    /// Why.
    pub note: String,
}

/// A text for all members to publish together; in effect by the charter's decision rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointStatementProposed {
    /// Of which instrument.
    pub instrument: String,
    /// As shown.
    pub title: String,
    /// The statement's own words.
    pub text: String,
    /// Clauses it quotes; each must be common ground when it is proposed.
    pub clauses: Vec<ClauseWords>,
}

/// A member's answer to a proposed joint statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointStatementAnswered {
    /// The proposal's position in the log.
    pub statement: u64,
    /// For or against.
    pub choice: Choice,
    /// In its own words.
    pub note: String,
}

/// An entry of the depositary's book: what a member does to a whole text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepositaryAct {
    /// Of which instrument.
    pub instrument: String,
    /// The draft whose text it is.
    pub draft: String,
    /// SHA-256 of that draft's whole text.
    pub text_hash: Digest,
    /// What the member does.
    pub step: Step,
    /// A reservation's or declaration's words, or reasons.
    pub note: String,
}

/// Steps of the law of treaties (UN Treaty Handbook, sections 2 to 4), in their usual order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The text is authentic.
    Initial,
    /// The text is final.
    Adopt,
    /// Signed.
    Sign,
    /// Consent to be bound.
    Ratify,
    /// Applied before it is in force.
    ApplyProvisionally,
    /// Bound, but for a part.
    Reservation,
    /// How the member reads a part.
    InterpretativeDeclaration,
    /// Against another member's reservation.
    Objection,
    /// Ends its being bound.
    Withdraw,
}

impl Step {
    /// Each step, in order.
    pub const ALL: [Step; 9] = [
        Step::Initial,
        Step::Adopt,
        Step::Sign,
        Step::Ratify,
        Step::ApplyProvisionally,
        Step::Reservation,
        Step::InterpretativeDeclaration,
        Step::Objection,
        Step::Withdraw,
    ];

    /// Its name on the wire and in language files.
    pub fn name(self) -> &'static str {
        match self {
            Step::Initial => "initial",
            Step::Adopt => "adopt",
            Step::Sign => "sign",
            Step::Ratify => "ratify",
            Step::ApplyProvisionally => "apply-provisionally",
            Step::Reservation => "reservation",
            Step::InterpretativeDeclaration => "interpretative-declaration",
            Step::Objection => "objection",
            Step::Withdraw => "withdraw",
        }
    }
}
