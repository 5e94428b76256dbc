//! What goes into the sequencer and what comes out: the protocol between it and its shell.

use act::{EntryId, Index, PublicKey, Seen, Time};
use tlog::Hash;
use tlog::merkle::RightEdge;
use tlog::note::{Note, SigningKey};
use tlog::policy::Policy;

use crate::alarm::Alarm;

/// The shell's name for one waiting client; unique among those that wait.
pub type Ticket = u64;

/// What the sequencer is made with.
#[derive(Clone)]
pub struct Config {
    /// The log's key. Its name is the log's origin.
    pub key: SigningKey,
    /// Witnesses and quorum. Every witness named is asked, inside the quorum or not.
    pub policy: Policy,
    /// Replicas to compare with at the start, beside the witnesses.
    pub replicas: Vec<String>,
    /// When the start-up comparison is enough.
    pub start: StartRule,
    /// Sizes and times.
    pub limits: Limits,
}

/// When a log may sign after a start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StartRule {
    /// When those who answered would have seen any checkpoint that ever reached the quorum: the
    /// witnesses that did not answer hold no quorum among themselves.
    #[default]
    QuorumAnswered,
    /// When everyone was asked, whoever answered. For an operator who knows that this store is the
    /// one that ran last; a restored backup would fork the log.
    WhoeverAnswers,
}

/// Every bound of the sequencer. Times are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Acts accepted and not yet durable, lookups included.
    pub queue: usize,
    /// The same for one key, so that no key can fill the queue alone.
    pub queue_per_key: u64,
    /// The same for one member, with all its keys.
    pub queue_per_member: usize,
    /// Bytes of the envelopes in the queue.
    pub queue_bytes: usize,
    /// The same for one member.
    pub queue_bytes_per_member: usize,
    /// Clients that wait for a checkpoint; further ones are answered when durable.
    pub waiting: usize,
    /// Leaves in one append.
    pub batch_leaves: usize,
    /// Bytes of envelopes in one append.
    pub batch_bytes: usize,
    /// Longest time from an append to the next checkpoint.
    pub checkpoint: i64,
    /// Shortest time between two checkpoints, so that one act after another does not cost
    /// a round of witnesses each.
    pub checkpoint_gap: i64,
    /// How long a witness has to answer.
    pub witness: i64,
    /// How long to wait after the quorum for the other witnesses.
    pub straggler: i64,
    /// When to ask again after a round without quorum.
    pub retry: i64,
    /// When to have the same checkpoint cosigned again, for a fresh time.
    pub refresh: i64,
    /// How far the clock may go back before nothing is placed or signed any more.
    pub clock_back: i64,
    /// How far a witness's clock may be from ours before an alarm.
    pub clock_apart: i64,
    /// How long a client waits for a checkpoint before it is told only what was reached.
    pub client: i64,
    /// How long to wait for those asked at the start.
    pub start: i64,
    /// How long to refuse acts after the disk was full.
    pub full: i64,
    /// Signed checkpoints remembered; older ones are looked up.
    pub signed: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            queue: 8_192,
            // Two parties, two mediators and a secretariat fit side by side, so that no member ever
            // meets a queue that others have filled.
            queue_per_key: 1_024,
            queue_per_member: 1_536,
            queue_bytes: 64 << 20,
            queue_bytes_per_member: 12 << 20,
            waiting: 16_384,
            batch_leaves: 1_024,
            batch_bytes: 1 << 20,
            checkpoint: 1_000,
            checkpoint_gap: 200,
            witness: 1_000,
            straggler: 200,
            retry: 1_000,
            refresh: 600_000,
            clock_back: 1_000,
            clock_apart: 60_000,
            client: 10_000,
            start: 3_000,
            full: 2_000,
            signed: 4_096,
        }
    }
}

/// The last act of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// Its number.
    pub seq: u64,
    /// Its name.
    pub id: EntryId,
}

/// What the store holds when the node starts.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The durable tree.
    pub edge: RightEdge,
    /// Time of its last leaf; the beginning of time if it is empty.
    pub at: Time,
    /// The last act of every key.
    pub tips: Vec<(PublicKey, Tip)>,
    /// The latest signed checkpoints, in any order; at least the largest.
    pub signed: Vec<(u64, Hash)>,
    /// Size of the published checkpoint; none before the first.
    pub published: Option<u64>,
}

/// How far an act must be before its client is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// On the disk. It will be in every later checkpoint.
    #[default]
    Durable,
    /// Under a published checkpoint: cosigned by the quorum.
    Published,
    /// The same, and every witness asked has answered or had its time, so that the `.tlog-proof`
    /// carries all cosignatures there are to have.
    Witnessed,
}

/// An act at the door. The shell has parsed it, verified all its signatures, and asked the world
/// whether its author may speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Whom to answer.
    pub ticket: Ticket,
    /// The envelope's exact bytes.
    pub envelope: Vec<u8>,
    /// The act's name.
    pub id: EntryId,
    /// Its author.
    pub author: PublicKey,
    /// The member its author speaks for: members take turns in the queue. It decides nothing else.
    pub member: String,
    /// Its number among its author's acts.
    pub seq: u64,
    /// The author's act before it.
    pub prev: Option<EntryId>,
    /// What the author had seen.
    pub seen: Seen,
    /// When to answer.
    pub wait: Wait,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// Time passed. Also given when [`Sequencer::wake_at`](super::Sequencer::wake_at) says so.
    Tick,
    /// An act came to the door.
    Submit(Submission),
    /// A client went away; what it submitted stands.
    Forget(Ticket),
    /// [`Effect::Append`] was carried out, or changed nothing.
    Appended(Result<(), StoreFull>),
    /// [`Effect::SaveCheckpoint`] was carried out, or changed nothing.
    CheckpointSaved(Result<(), StoreFull>),
    /// [`Effect::Publish`] was carried out, or changed nothing.
    Published(Result<(), StoreFull>),
    /// [`Effect::KeepEvidence`] was carried out, or changed nothing.
    EvidenceKept(Ticket, Result<(), StoreFull>),
    /// The answer to [`Effect::FindAct`].
    ActFound(Ticket, Option<FoundAct>),
    /// The answer to [`Effect::FindCheckpoint`]: the root signed at that size, if one was.
    CheckpointFound(Asker, u64, Option<Hash>),
    /// A witness answered [`Effect::AskWitness`] for the checkpoint of `size`.
    WitnessAnswered {
        /// Its name in the policy.
        witness: String,
        /// Of the checkpoint it was asked about.
        size: u64,
        /// What came back.
        answer: WitnessAnswer,
    },
    /// A witness or replica answered [`Effect::AskPeer`].
    PeerAnswered(String, PeerAnswer),
    /// The charter names other witnesses or another quorum from now on.
    PolicyChanged(Policy),
}

/// The disk is full and nothing changed. Every other failure of the store ends the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreFull;

/// An act found in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAct {
    /// Its place.
    pub index: Index,
    /// Its name.
    pub id: EntryId,
    /// Its leaf's bytes.
    pub leaf: Vec<u8>,
}

/// Who wants to know about an old checkpoint; handed back as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A submission that has seen it.
    Submission(Ticket),
    /// The comparison with a peer that has it.
    Peer(String),
}

/// What a witness said to `add-checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// It said something.
    Said(tlog::witness::Answer),
    /// It could not be reached.
    Unreachable,
}

/// What a witness or replica has of our log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerAnswer {
    /// Its latest checkpoint note.
    Checkpoint(Vec<u8>),
    /// It has never seen one (404).
    Nothing,
    /// It could not be reached.
    Unreachable,
}

/// What the shell is to do. Storage effects are carried out one after another in the order they
/// were given; everything else may run beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Append leaves in one transaction; then [`Input::Appended`]. At most one is outstanding.
    Append(Append),
    /// Make a signed checkpoint durable; then [`Input::CheckpointSaved`]. Nobody may see it before.
    SaveCheckpoint {
        /// Tree size.
        size: u64,
        /// Root.
        root: Hash,
        /// The note, signed by the log.
        note: Note,
    },
    /// Keep a verified cosignature. Needs no answer; if there is no room it is lost without harm.
    SaveCosignature {
        /// Of the checkpoint.
        size: u64,
        /// The witness's name in the policy.
        witness: String,
        /// Its signature line, without newline.
        line: String,
    },
    /// Make this the published checkpoint; then [`Input::Published`], and only then serve it.
    Publish {
        /// Tree size.
        size: u64,
        /// The note with the log's signature and all verified cosignatures.
        note: Note,
    },
    /// Keep proof of double signing; then [`Input::EvidenceKept`].
    KeepEvidence {
        /// The client that showed it.
        ticket: Ticket,
        /// Who signed twice.
        author: PublicKey,
        /// Under which number.
        seq: u64,
        /// The envelope that was first.
        held: Vec<u8>,
        /// The other one.
        other: Vec<u8>,
    },
    /// Look up which act a key signed under a number; then [`Input::ActFound`].
    FindAct {
        /// To hand back.
        ticket: Ticket,
        /// The key.
        author: PublicKey,
        /// The number.
        seq: u64,
    },
    /// Look up the checkpoint signed at a size; then [`Input::CheckpointFound`].
    FindCheckpoint {
        /// To hand back.
        asker: Asker,
        /// The size.
        size: u64,
    },
    /// POST `add-checkpoint` with a consistency proof from `old` to `size` (the same proof serves
    /// every witness at the same `old`); then [`Input::WitnessAnswered`].
    AskWitness {
        /// Its name in the policy.
        witness: String,
        /// What it is believed to have cosigned.
        old: u64,
        /// The checkpoint's size.
        size: u64,
        /// The checkpoint.
        note: Note,
    },
    /// GET the latest checkpoint a witness or replica has of this log; then
    /// [`Input::PeerAnswered`].
    AskPeer(String),
    /// Answer a client. Each submission is answered exactly once, unless it was forgotten.
    Answer(Ticket, Answer),
    /// Something is wrong that a person must know.
    Raise(Alarm),
    /// It is over.
    Clear(Alarm),
}

/// Leaves to append, and the head after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// Index of the first.
    pub from: Index,
    /// In order.
    pub leaves: Vec<Placed>,
    /// Root of the tree with them.
    pub root: Hash,
    /// The time in each of them.
    pub at: Time,
}

/// One leaf to append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The leaf's bytes.
    pub leaf: Vec<u8>,
    /// Its leaf hash.
    pub hash: Hash,
    /// The act inside.
    pub id: EntryId,
    /// Its author.
    pub author: PublicKey,
    /// Its number.
    pub seq: u64,
}

/// What a client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It stands in the log. Given only after it is durable. The same act again gets the same
    /// place.
    Recorded {
        /// Where.
        index: Index,
        /// The act.
        id: EntryId,
        /// When it was placed.
        at: Time,
        /// How far it is; less than was asked if that took too long.
        reached: Wait,
    },
    /// It does not stand in the log, and saying the same again will not help.
    Refused(Rejection),
    /// It was not taken; the same act may be sent again after so many milliseconds.
    Busy {
        /// Why.
        why: Busy,
        /// When to try again.
        retry_after: i64,
    },
}

/// Why an act cannot be placed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Longer than a leaf can hold (413).
    #[error(
        "the envelope has {bytes} bytes, the limit is {}",
        act::envelope::ENVELOPE_BYTES_MAX
    )]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The key has signed another act under this number; both are kept as evidence (409).
    #[error("this key has signed the act {held} under the same number {seq}")]
    Forked {
        /// The act that was first.
        held: EntryId,
        /// The number.
        seq: u64,
    },
    /// Not the next act of this key (409). The client learns what it would be.
    #[error("the next act of this key has the number {expected_seq}")]
    OutOfOrder {
        /// The number due.
        expected_seq: u64,
        /// The `prev` due.
        expected_prev: Option<EntryId>,
    },
    /// What the author claims to have seen is no checkpoint of this log (409).
    #[error("this log has signed no checkpoint of size {size} with that root")]
    SeenUnknown {
        /// As claimed.
        size: u64,
    },
}

/// Why no act is taken now (503).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Busy {
    /// Too many acts wait.
    #[error("the queue is full")]
    QueueFull,
    /// Too many acts of this key wait.
    #[error("too many acts of this key wait")]
    KeyQueueFull,
    /// Too many acts of this key's member wait.
    #[error("too many acts of this member wait")]
    MemberQueueFull,
    /// The log compares itself with its witnesses first.
    #[error("the log is starting and compares itself with its witnesses")]
    Starting,
    /// The log has refused to sign; only a person can end that.
    #[error("the log has stopped: a witness or replica has another history")]
    Stopped,
    /// The clock is wrong.
    #[error("the host's clock has gone back")]
    Clock,
    /// No room.
    #[error("the host's disk is full")]
    DiskFull,
}
