//! The words of the hotline: what can be said on it and about what was said.

use std::collections::BTreeMap;

use act::{Digest, EntryId, Time};

act::entries! {
    /// What can be said on the hotline.
    pub enum HotlineEntry {
        "format-agreed.v1" => FormatAgreed,
        "format-ended.v1" => FormatEnded,
        "roster-set.v1" => RosterSet,
        "watch-handed-over.v1" => WatchHandedOver,
        "outage-declared.v1" => OutageDeclared,
        "outage-ended.v1" => OutageEnded,
        "message-sent.v1" => MessageSent,
        "message-delivered.v1" => MessageDelivered,
        "message-opened.v1" => MessageOpened,
        "message-acknowledged.v1" => MessageAcknowledged,
        "message-closed.v1" => MessageClosed,
        "alarm-silenced.v1" => AlarmSilenced,
        "checkpoint-anchored.v1" => CheckpointAnchored,
        "translation-made.v1" => TranslationMade,
        "translation-disputed.v1" => TranslationDisputed,
        "rung-reached.v1" => RungReached,
        "call-scheduled.v1" => CallScheduled,
        "call-joined.v1" => CallJoined,
        "call-ended.v1" => CallEnded,
        "call-consented.v1" => CallConsented,
        "call-recorded.v1" => CallRecorded,
        "minutes-proposed.v1" => MinutesProposed,
        "minutes-agreed.v1" => MinutesAgreed,
    }
}

act::words! {
    /// A party agrees to a format. It is in force once both did.
    pub struct FormatAgreed {
        /// Which, `request.clarification`.
        format: String,
    }

    /// A party no longer agrees to a format.
    pub struct FormatEnded {
        /// Which.
        format: String,
    }

    /// Whom a member has called, rung by rung, while a message waits. In force for later messages.
    pub struct RosterSet {
        /// From the duty officer upwards, in the member's own words.
        rungs: Vec<String>,
    }

    /// The watch changes hands, and what is open is named.
    pub struct WatchHandedOver {
        /// Who takes it, in the member's own words.
        to: String,
        /// Messages that are open for this member.
        open: Vec<EntryId>,
        /// What the next watch has to know.
        note: String,
    }

    /// A member says beforehand that it can't be reached.
    pub struct OutageDeclared {
        /// From when, not before now.
        from: Time,
        /// Until when.
        until: Time,
        /// Why.
        reason: String,
    }

    /// It can be reached again before it said.
    pub struct OutageEnded {
        /// The declaration.
        outage: EntryId,
    }

    /// A message on a channel.
    pub struct MessageSent {
        /// For real, or an exercise.
        channel: Channel,
        /// Its format.
        format: String,
        /// How urgent.
        precedence: Precedence,
        /// The originator's number on this channel, from 1: a gap shows that something is missing.
        number: u64,
        /// The post that sends it, if a post does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<String>,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        in_reply_to: Option<EntryId>,
        /// The message it takes the place of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        corrects: Option<EntryId>,
        /// What it is about.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refs: Vec<Reference>,
        /// The language of the words, as a tag.
        lang: String,
        /// Coded fields, by the format's names.
        fields: BTreeMap<String, String>,
        /// Words, where codes are not enough.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
        /// Payloads.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
        /// Whether it waited without a link.
        #[serde(default, skip_serializing_if = "is_false")]
        queued: bool,
    }

    /// What a message is about.
    pub struct Reference {
        /// What kind of thing.
        kind: ReferenceKind,
        /// Its id.
        id: String,
    }

    /// A payload of a message.
    pub struct Attachment {
        /// Its salted commitment.
        blob: Digest,
        /// Its size.
        bytes: u64,
        /// Its media type.
        media: String,
        /// Seconds of speech, for a voice note.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<u32>,
    }

    /// A member's node has a message: signed by the node's own key.
    pub struct MessageDelivered {
        /// Which.
        message: EntryId,
        /// By the node's clock.
        received_at: Time,
    }

    /// An officer has a message on the screen.
    pub struct MessageOpened {
        /// Which.
        message: EntryId,
    }

    /// An officer acknowledges a message. Received is not agreed.
    pub struct MessageAcknowledged {
        /// Which.
        message: EntryId,
        /// What of it.
        what: Acknowledged,
    }

    /// The originator says that nothing more is awaited.
    pub struct MessageClosed {
        /// Which.
        message: EntryId,
    }

    /// The words of a message in another language. The original decides.
    pub struct TranslationMade {
        /// Which.
        message: EntryId,
        /// The language, as a tag.
        lang: String,
        /// The words.
        text: String,
        /// Who stands behind it.
        kind: TranslationKind,
    }

    /// A translation is said to be wrong.
    pub struct TranslationDisputed {
        /// Which.
        translation: EntryId,
        /// In what.
        why: String,
    }

    /// Somebody saw that a rung of the ladder was reached.
    pub struct RungReached {
        /// Which message.
        message: EntryId,
        /// Whose ladder.
        member: String,
        /// Which rung, from 1.
        rung: u32,
        /// What is missing.
        because: Because,
    }

    /// Somebody outside the mechanism stamped a checkpoint of this log (RFC 3161): everything up to its size
    /// existed by the time it says. What is stamped is the checkpoint's text, `origin`, size and root on a
    /// line each (C2SP tlog-checkpoint, section 2).
    pub struct CheckpointAnchored {
        /// Its size.
        size: u64,
        /// Its root.
        root: Digest,
        /// The reply of the stamping authority, as a payload.
        token: Attachment,
    }

    /// An officer silenced the alarm of a flash in a browser. It goes on in every other.
    pub struct AlarmSilenced {
        /// Which message.
        message: EntryId,
    }

    /// A call is arranged. It gets its id from this act.
    pub struct CallScheduled {
        /// For when.
        at: Time,
        /// What about.
        about: String,
        /// The channel.
        channel: Channel,
    }

    /// An officer takes a seat in a call. Whoever else is in it speaks only with a browser that holds this
    /// certificate, so that nobody in between can listen or answer.
    pub struct CallJoined {
        /// Which.
        call: EntryId,
        /// SHA-256 of the certificate the browser's connections are encrypted with (DTLS, RFC 8122).
        fingerprint: Digest,
    }

    /// A call took place, or did not.
    pub struct CallEnded {
        /// Which.
        call: EntryId,
        /// When it began; none if nobody came.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        began: Option<Time>,
        /// When it ended.
        ended: Time,
    }

    /// A member consents to a recording.
    pub struct CallConsented {
        /// Which call.
        call: EntryId,
    }

    /// A member recorded a call; its recording stays with it.
    pub struct CallRecorded {
        /// Which.
        call: EntryId,
        /// SHA-256 of the recording.
        sha256: Digest,
        /// Its size.
        bytes: u64,
    }

    /// What was said in a call, as one member has it. Another's stands beside it as diverging until one
    /// of them is agreed.
    pub struct MinutesProposed {
        /// Which call.
        call: EntryId,
        /// What was said.
        text: String,
        /// The language, as a tag.
        lang: String,
    }

    /// The other side agrees to minutes.
    pub struct MinutesAgreed {
        /// Which minutes.
        minutes: EntryId,
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

act::coded! {
    /// Where a message stands.
    pub enum Channel {
        /// The line itself.
        Duty = "duty",
        /// An exercise: marked as one everywhere.
        Drill = "drill",
    }

    /// How urgent a message is.
    pub enum Precedence {
        /// At once.
        Flash = "flash",
        /// Before everything else.
        Immediate = "immediate",
        /// Soon.
        Priority = "priority",
        /// In its turn.
        Routine = "routine",
        /// A test of the line.
        Test = "test",
    }

    /// What a message can be about.
    pub enum ReferenceKind {
        /// A clause of a draft.
        Clause = "clause",
        /// A commitment.
        Commitment = "commitment",
        /// A listing.
        Listing = "listing",
        /// A post.
        Post = "post",
        /// An entry of the log.
        Entry = "entry",
    }

    /// What an officer acknowledges.
    pub enum Acknowledged {
        /// That it came.
        Received = "received",
        /// That it is understood. Not that it is agreed to.
        Understood = "understood",
    }

    /// Who stands behind a translation.
    pub enum TranslationKind {
        /// A sworn or official translator.
        Official = "official",
        /// Somebody, as a courtesy.
        Courtesy = "courtesy",
        /// A machine.
        Machine = "machine",
    }

    /// What is missing when a rung is reached.
    pub enum Because {
        /// No acknowledgement.
        Unacknowledged = "unacknowledged",
        /// No answer.
        Unanswered = "unanswered",
        /// No delivery: the member's node can't be reached.
        Unreachable = "unreachable",
    }
}

impl Precedence {
    /// Its place, as the charter's clocks count: flash, immediate, priority, routine, test.
    pub const fn place(self) -> usize {
        self as usize
    }
}
