//! Checking a whole log without believing anyone but the keys in it.
//!
//! One pass over the entries, in order and in bounded memory: every signature, the tree against tiles
//! and checkpoint, the times, each key's chain, what authors say they had seen, the verdict on every
//! act, the signed state root; then the checkpoint's cosignatures under the policy.

mod findings;
mod reading;
mod tree;

use std::ops::ControlFlow;

use act::state::STATE_FORMAT;
use act::{Index, Leaf, MechanismId, Refusal, Time, Verdict};
use mechanism::World;
use serde_json::{Value, json};
use tlog::Checkpoint;
use tlog::merkle::RightEdge;
use tlog::note::Note;
use tlog::policy::{Policy, UnmetPolicy};
use tlog::tile::new_tiles;

pub use findings::{Finding, Place};

use crate::clock::of_seconds;
use crate::report::Report;
use crate::source::Source;
use crate::trust::{Trust, policy_of};
use reading::{Bundle, Entry};
use tree::Tree;

/// Findings told one by one; beyond them only their number.
pub const FINDINGS_MAX: usize = 100;

/// What a check found.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The log's origin.
    pub origin: String,
    /// Entries under the checkpoint.
    pub size: u64,
    /// Root of the checkpoint.
    pub root: tlog::Hash,
    /// On whose word: `policy`, `charter` or `first-use`.
    pub trust: &'static str,
    /// The mechanism the log founds.
    pub mechanism: Option<MechanismId>,
    /// Who cosigned, and the time each vouches for.
    pub cosigned: Vec<(String, Time)>,
    /// Signatures that were verified and hold.
    pub signatures: u64,
    /// Acts whose verdict was recomputed: all of them, unless an unsound entry ended the replay.
    pub replayed: u64,
    /// Acts in force among them.
    pub in_force: u64,
    /// The void ones, with the reasons.
    pub void: Vec<(Index, Refusal)>,
    /// The signed state root.
    pub state: State,
    /// What is unsound, by place.
    pub findings: Vec<Finding>,
    /// Further findings that are only counted.
    pub more: u64,
    /// The world after the entries that were replayed: what pages are made from.
    pub world: World,
}

/// How the signed state root compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The log publishes none.
    None,
    /// Recomputed and equal.
    Equal,
    /// Of a size that was not reached: newer than the checkpoint, or beyond an unsound entry.
    NotReached,
    /// It is a finding.
    Different,
}

/// Follows a check as it goes.
pub trait Watch {
    /// So many entries will be checked.
    fn begins(&mut self, size: u64);
    /// An entry was checked.
    fn placed(&mut self, placed: &Placed<'_>) -> Result<(), Report>;
}

/// An entry as it was checked.
pub struct Placed<'a> {
    /// Its place.
    pub index: Index,
    /// The entry; none where its bytes are no leaf.
    pub leaf: Option<&'a Leaf>,
    /// Its verdict; none where the replay ended before it.
    pub verdict: Option<&'a Verdict>,
    /// For whom its author speaks, as far as the roll knows after it.
    pub member: Option<&'a str>,
}

impl Audit {
    /// Whether nothing unsound was found.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let cosigned: Vec<Value> = self
            .cosigned
            .iter()
            .map(|(witness, time)| json!({ "witness": witness, "time": time }))
            .collect();
        let void: Vec<Value> = self
            .void
            .iter()
            .map(|(index, refusal)| {
                let mut value = refusal_json(refusal);
                value["index"] = (*index).into();
                value
            })
            .collect();
        json!({
            "sound": self.is_sound(),
            "origin": self.origin,
            "size": self.size,
            "root": self.root.to_hex(),
            "trust": self.trust,
            "mechanism": self.mechanism,
            "cosigned": cosigned,
            "signatures": self.signatures,
            "replayed": self.replayed,
            "in_force": self.in_force,
            "void": void,
            "state": self.state.name(),
            "findings": self.findings.iter().map(Finding::json).collect::<Vec<_>>(),
            "more_findings": self.more,
        })
    }
}

impl State {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            State::None => "none",
            State::Equal => "equal",
            State::NotReached => "not-reached",
            State::Different => "different",
        }
    }
}

/// A refusal for programs: `{"code":…,"about":{name: text}}`, as the host answers it.
pub fn refusal_json(refusal: &Refusal) -> Value {
    let about: serde_json::Map<String, Value> = refusal
        .about
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.to_string().into()))
        .collect();
    json!({ "code": refusal.code, "about": about })
}

/// Checks the whole log. An error means that it could not be checked, which says nothing of it.
pub fn audit(source: &Source, trust: &Trust, watch: &mut dyn Watch) -> Result<Audit, Report> {
    // The state first: it may be newer than a checkpoint read before it, never than one read after.
    let state = source.read("state")?;
    let note = checkpoint_note(source)?;
    let checkpoint = Checkpoint::parse(&note.text).map_err(|error| {
        Report::other_side("the log's checkpoint is none")
            .because(&error)
            .refused()
    })?;
    watch.begins(checkpoint.size);
    let mut check = Check::new(source, &checkpoint, state.as_deref(), watch);
    reading::stream(source, checkpoint.size, |bundle| check.bundle(bundle))?;
    if let Some(halt) = check.world.halted() {
        return Err(Report::here(format!(
            "entry {} is {}, which this release does not know",
            halt.index, halt.kind
        ))
        .hint("check the log with a newer release of this program"));
    }
    check.tree_against_checkpoint(&checkpoint)?;
    check.conclude(trust, &note, checkpoint)
}

fn checkpoint_note(source: &Source) -> Result<Note, Report> {
    let bytes = source.read("checkpoint")?.ok_or_else(|| {
        Report::input(format!(
            "{} holds no log: there is no checkpoint",
            source.shown()
        ))
        .hint("give the folder or address that `checkpoint` and `tile/` are in")
    })?;
    Note::parse(&bytes).map_err(|error| {
        Report::other_side("the log's checkpoint is no signed note")
            .because(&error)
            .refused()
    })
}

/// The signed state root, as it was published.
struct SignedState {
    size: u64,
    note: Note,
}

struct Check<'c> {
    source: &'c Source,
    watch: &'c mut dyn Watch,
    world: World,
    tree: Tree<'c>,
    /// The tree as the tiles have it, from the first place where they differ from the entries.
    tiles: Option<RightEdge>,
    /// Places where an entry and its tile differ.
    differ: Vec<Index>,
    differ_more: u64,
    /// Set at the first unsound entry; what would follow from it is not worth telling.
    replay_ended: bool,
    state: Option<SignedState>,
    recomputed: Option<String>,
    audit: Audit,
}

impl<'c> Check<'c> {
    fn new(
        source: &'c Source,
        checkpoint: &Checkpoint,
        state: Option<&[u8]>,
        watch: &'c mut dyn Watch,
    ) -> Check<'c> {
        let mut check = Check {
            source,
            watch,
            world: World::default(),
            tree: Tree::new(source),
            tiles: None,
            differ: Vec::new(),
            differ_more: 0,
            replay_ended: false,
            state: None,
            recomputed: None,
            audit: Audit {
                origin: checkpoint.origin.clone(),
                size: checkpoint.size,
                root: checkpoint.root,
                trust: "",
                mechanism: None,
                cosigned: Vec::new(),
                signatures: 0,
                replayed: 0,
                in_force: 0,
                void: Vec::new(),
                state: State::None,
                findings: Vec::new(),
                more: 0,
                world: World::default(),
            },
        };
        match state.map(signed_state) {
            None => {}
            Some(Some(state)) => check.state = Some(state),
            Some(None) => {
                check.audit.state = State::Different;
                check.find(Place::State, "the published state root is not one");
            }
        }
        check
    }

    fn find(&mut self, place: Place, what: impl Into<String>) {
        self.note(Finding {
            place,
            what: what.into(),
            refusal: None,
        });
    }

    fn note(&mut self, finding: Finding) {
        if self.audit.findings.len() < FINDINGS_MAX {
            self.audit.findings.push(finding);
        } else {
            self.audit.more += 1;
        }
    }

    fn bundle(&mut self, bundle: Bundle) -> Result<ControlFlow<()>, Report> {
        let entries = match bundle.entries {
            Ok(entries) => entries,
            Err(what) => {
                self.find(Place::Path(bundle.path.to_string()), what);
                self.replay_ended = true;
                return Ok(ControlFlow::Break(()));
            }
        };
        match bundle.hashes {
            Ok(hashes) => self.compare(&entries, &hashes),
            Err(report) => self.find(Place::Path(bundle.tile.to_string()), report.message),
        }
        for entry in entries {
            self.entry(entry)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Notes where entries and their tile differ; which of them is wrong the root will tell.
    fn compare(&mut self, entries: &[Entry], hashes: &[tlog::Hash]) {
        let first = self.tree.edge().size();
        let same = entries
            .iter()
            .zip(hashes)
            .all(|(entry, hash)| entry.hash == *hash);
        if same && self.tiles.is_none() {
            return;
        }
        let mut tiles = self
            .tiles
            .take()
            .unwrap_or_else(|| self.tree.edge().clone());
        for ((entry, hash), index) in entries.iter().zip(hashes).zip(first..) {
            tiles.push(*hash);
            if entry.hash == *hash {
                continue;
            }
            if self.differ.len() < FINDINGS_MAX {
                self.differ.push(index);
            } else {
                self.differ_more += 1;
            }
        }
        self.tiles = Some(tiles);
    }

    fn entry(&mut self, entry: Entry) -> Result<(), Report> {
        let index = self.tree.edge().size();
        let leaf = match &entry.leaf {
            Ok(leaf) => Some(leaf),
            Err(error) => {
                self.unsound(index, error.to_string());
                None
            }
        };
        let verdict = match (leaf, entry.read) {
            (Some(leaf), Some((signatures, reading))) => {
                match signatures {
                    Ok(()) => self.audit.signatures += leaf.envelope.signatures().len() as u64,
                    Err(error) => self.unsound(index, error.to_string()),
                }
                if let Ok(reading) = &reading {
                    self.seen(index, reading)?;
                }
                self.take(index, leaf.at, reading)
            }
            _ => None,
        };
        let key = leaf.map(|leaf| leaf.envelope.signatures()[0].key);
        let roll = &self.world.areas.roll;
        let member = key.and_then(|key| match roll.grant(&key) {
            Some(grant) => Some(grant.member.as_str()),
            None => roll.root_of(&key).map(|member| member.id.as_str()),
        });
        self.watch.placed(&Placed {
            index,
            leaf,
            verdict: verdict.as_ref(),
            member,
        })?;
        self.tree.push(entry.hash);
        Ok(())
    }

    fn unsound(&mut self, index: Index, what: impl Into<String>) {
        self.find(Place::Entry(index), what);
        self.replay_ended = true;
    }

    /// What an author had seen must be this log's own past.
    fn seen(&mut self, index: Index, reading: &mechanism::Reading) -> Result<(), Report> {
        let seen = reading.seen;
        // What lies beyond the log is the world's to refuse; beyond a tampered entry every root differs.
        let told = self.differ.first().is_some_and(|first| seen.size > *first);
        if told || self.replay_ended || seen.size > index {
            return Ok(());
        }
        let root = self.tree.root_at(seen.size)?;
        if root.0 != seen.root.0 {
            self.unsound(
                index,
                format!(
                    "its author had seen another log: root {} at {} entries, here it is {}",
                    seen.root,
                    seen.size,
                    root.to_hex()
                ),
            );
        }
        Ok(())
    }

    fn take(
        &mut self,
        index: Index,
        at: Time,
        reading: Result<mechanism::Reading, mechanism::ReadError>,
    ) -> Option<Verdict> {
        if self.replay_ended {
            return None;
        }
        let verdict = self.world.take(at, reading);
        match &verdict {
            Verdict::InForce => self.audit.in_force += 1,
            // Such an act may be said, but an honest host never places it.
            Verdict::Void(refusal) if never_placed(refusal) => {
                self.note(Finding {
                    place: Place::Entry(index),
                    what: "the host should never have placed it".to_owned(),
                    refusal: Some(refusal.clone()),
                });
                self.replay_ended = true;
            }
            Verdict::Void(refusal) => self.audit.void.push((index, refusal.clone())),
        }
        self.audit.replayed += 1;
        let wanted = self.state.as_ref().map(|state| state.size);
        if wanted == Some(index + 1) && !self.replay_ended {
            self.recomputed = Some(self.world.root().text(&self.audit.origin));
        }
        Some(verdict)
    }

    /// Whether the entries, the tiles and the checkpoint are of one tree; if not, which of them lie.
    fn tree_against_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Report> {
        if self.tree.edge().size() < checkpoint.size {
            return Ok(()); // A damaged bundle ended the reading and is told already.
        }
        let root = self.tree.edge().root();
        let entries_hold = root == checkpoint.root;
        let tiles_hold = self
            .tiles
            .as_ref()
            .is_some_and(|t| t.root() == checkpoint.root);
        for index in std::mem::take(&mut self.differ) {
            if entries_hold {
                let path = tile_of(index, checkpoint.size);
                self.find(
                    Place::Path(path),
                    format!("its hash of entry {index} is wrong"),
                );
            } else if tiles_hold {
                self.find(
                    Place::Entry(index),
                    "these are not the bytes the checkpoint is over",
                );
            } else {
                self.find(Place::Entry(index), "its bytes and its tile differ");
            }
        }
        self.audit.more += self.differ_more;
        if !entries_hold && !tiles_hold {
            let what = format!(
                "the entries lead to the root {}, it says {}",
                root.to_hex(),
                checkpoint.root.to_hex()
            );
            self.find(Place::Checkpoint, what);
        }
        if entries_hold {
            self.upper_tiles(checkpoint.size)?;
        }
        Ok(())
    }

    fn upper_tiles(&mut self, size: u64) -> Result<(), Report> {
        for tile in new_tiles(0, size).filter(|tile| tile.level > 0) {
            let hashes = match self.source.tile(tile) {
                Err(report) if report.exit == crate::report::Exit::NotDone => return Err(report),
                Err(report) => {
                    self.find(Place::Path(tile.to_string()), report.message);
                    continue;
                }
                Ok(hashes) => hashes,
            };
            for (hash, at) in hashes.iter().zip(0u64..) {
                let level = tile.level * tlog::tile::TILE_HEIGHT;
                if self.tree.upper(level, tile.index * 256 + at) != Some(*hash) {
                    let what = format!("its hash {at} is not that of the tile below it");
                    self.find(Place::Path(tile.to_string()), what);
                }
            }
        }
        Ok(())
    }

    fn conclude(
        mut self,
        trust: &Trust,
        note: &Note,
        checkpoint: Checkpoint,
    ) -> Result<Audit, Report> {
        self.audit.trust = trust.name();
        self.audit.mechanism = self.world.areas.roll.mechanism();
        if let Trust::Charter { mechanism, .. } = trust
            && self.audit.mechanism != Some(*mechanism)
        {
            let what = format!("this log is not founded on the charter given, {mechanism}");
            self.find(Place::Entry(0), what);
        }
        match self.policy(trust)? {
            Some((origin, policy)) => {
                self.cosignatures(note, &origin, &policy);
                self.state(&policy);
            }
            None if checkpoint.size == 0 => {
                return Err(Report::other_side("the log has no entries yet").hint(
                    "there is nothing to check, and no charter to check the checkpoint with",
                ));
            }
            None => self.find(
                Place::Entry(0),
                "the log does not begin with a charter that its members signed",
            ),
        }
        self.audit.findings.sort_by(|a, b| a.place.cmp(&b.place));
        self.audit.world = self.world;
        Ok(self.audit)
    }

    /// Origin and policy: the ones brought along, or the charter's. A charter may have been amended
    /// within the log, by its own rules, so the log's is the one in force at its end.
    fn policy(&self, trust: &Trust) -> Result<Option<(String, Policy)>, Report> {
        if let Trust::Policy { .. } = trust {
            return trust.pinned();
        }
        let in_force = self.world.areas.roll.charter_at(self.world.last_at());
        match in_force {
            Some(charter) => Ok(Some((charter.origin.clone(), policy_of(charter)?))),
            None => trust.pinned(),
        }
    }

    fn cosignatures(&mut self, note: &Note, origin: &str, policy: &Policy) {
        match policy.verify(note, origin) {
            Ok((_, cosigned)) => {
                self.audit.cosigned = cosigned
                    .into_iter()
                    .map(|(witness, time)| (witness, of_seconds(time)))
                    .collect();
            }
            Err(error @ (UnmetPolicy::Checkpoint(_) | UnmetPolicy::Note(_))) => {
                self.find(Place::Checkpoint, error.to_string());
            }
            Err(UnmetPolicy::NoQuorum(witnesses)) => {
                let by = match witnesses.is_empty() {
                    true => "nobody".to_owned(),
                    false => witnesses.join(", "),
                };
                let what = format!("cosigned by {by}: the policy asks for more");
                self.find(Place::Checkpoint, what);
            }
        }
    }

    fn state(&mut self, policy: &Policy) {
        let Some(state) = self.state.take() else {
            return;
        };
        let keys: Vec<_> = policy.logs().iter().map(|log| log.key.clone()).collect();
        let signed = state.note.verify(&keys).is_ok_and(|by| !by.is_empty());
        if !signed {
            self.audit.state = State::Different;
            self.find(Place::State, "the log's key has not signed it");
            return;
        }
        self.audit.state = match &self.recomputed {
            None => State::NotReached,
            Some(text) if *text == state.note.text => State::Equal,
            Some(text) => {
                let what = format!(
                    "at {} entries it is not what the entries lead to: {}",
                    state.size,
                    differing(&state.note.text, text)
                );
                self.find(Place::State, what);
                State::Different
            }
        };
    }
}

/// Refusals of acts that the door or the sequencer must turn away (PROTOCOL: order, form, mechanism).
fn never_placed(refusal: &Refusal) -> bool {
    refusal.code.starts_with("act.") && refusal.code != "act.release-too-old"
}

fn tile_of(index: Index, size: u64) -> String {
    tlog::tile::Tile::of_node(0, index, size).map_or_else(String::new, |tile| tile.to_string())
}

fn signed_state(bytes: &[u8]) -> Option<SignedState> {
    let note = Note::parse(bytes).ok()?;
    let mut lines = note.text.lines();
    if lines.next()? != STATE_FORMAT {
        return None;
    }
    let size = lines.nth(1)?.parse().ok()?;
    Some(SignedState { size, note })
}

/// Which areas differ between two state roots.
fn differing(published: &str, recomputed: &str) -> String {
    let ours: Vec<&str> = recomputed.lines().skip(4).collect();
    let areas: Vec<&str> = published
        .lines()
        .skip(4)
        .filter(|line| !ours.contains(line))
        .filter_map(|line| line.split_once(' ').map(|(area, _)| area))
        .collect();
    match areas.is_empty() {
        true => "its first lines differ".to_owned(),
        false => format!("differs in {}", areas.join(", ")),
    }
}
