//! Comparing with others: the host's state with ours, and what witnesses and other replicas were
//! shown with what we were shown.

use std::collections::BTreeMap;

use act::{State, Time};
use tlog::Hash;
use tlog::checkpoint::Checkpoint;
use tlog::note::Note;

use super::{Effect, Fetch, Replica};
use crate::alarm::Alarm;
use crate::projection::Projection;
use crate::sequencer::PeerAnswer;

/// Checkpoints of others that lie ahead of us, remembered at most.
const AHEAD_MAX: usize = 16;

#[derive(Default)]
pub(super) struct Comparison {
    /// Our state at each size where a checkpoint was reached.
    states: BTreeMap<u64, State>,
    /// Largest size at which the host's state was ours.
    pub(super) agreed: Option<u64>,
    /// Smallest size known to differ.
    differs: Option<u64>,
    /// What peers showed at sizes we are asking our own store about.
    asked: BTreeMap<String, (u64, Hash, Note)>,
    /// What peers showed beyond our size, and since when.
    ahead: BTreeMap<String, (u64, Hash, Note, Time)>,
}

impl<P: Projection> Replica<P> {
    /// Asks for the host's state at the size just reached.
    pub(super) fn compare_state(&mut self, now: Time) {
        let state = self.own_state();
        let size = state.size;
        self.comparison.states.insert(size, state);
        while self.comparison.states.len() > self.config.limits.states.max(1) {
            self.comparison.states.pop_first();
        }
        if self.comparison.differs.is_none() {
            self.want(now, Fetch::State(size));
        }
        self.look_at_those_ahead();
    }

    pub(super) fn state_fetched(&mut self, now: Time, size: u64, body: &[u8]) {
        let Some((theirs, note)) = self
            .signed_state(body)
            .filter(|(state, _)| state.size == size)
        else {
            return self.raise(Alarm::BadState { size });
        };
        let Some(ours) = self.comparison.states.get(&size) else {
            return;
        };
        if *ours == theirs {
            self.comparison.agreed = self.comparison.agreed.max(Some(size));
            self.clear("alarm.bad-state");
            return self.bisect(now);
        }
        let mut areas = ours.differing(&theirs);
        if areas.is_empty() {
            areas.push("root".to_owned()); // Equal areas under another digest: a false sum.
        }
        let smallest = self.comparison.differs.is_none_or(|known| size < known);
        if smallest {
            self.comparison.differs = Some(size);
            let after = self
                .comparison
                .agreed
                .filter(|agreed| *agreed < size)
                .unwrap_or(0);
            let alarm = Alarm::StateDiffers {
                areas,
                first: after,
                last: size.saturating_sub(1),
            };
            self.clear("alarm.state-differs");
            self.out.push(Effect::KeepProof(alarm.clone(), vec![note]));
            self.raise(alarm);
        }
        self.bisect(now);
    }

    fn signed_state(&self, body: &[u8]) -> Option<(State, Note)> {
        let note = Note::parse(body).ok()?;
        let signed = note.verify(std::slice::from_ref(&self.log)).ok()?;
        if signed.is_empty() {
            return None;
        }
        Some((State::parse(&note.text, &self.config.origin)?, note))
    }

    pub(super) fn no_state(&mut self, now: Time, size: u64) {
        // A size the host does not know is no use for bisecting.
        if self
            .comparison
            .differs
            .is_some_and(|differs| size < differs)
        {
            self.comparison.states.remove(&size);
            self.bisect(now);
        }
    }

    /// Asks for the middle of the sizes between agreement and difference, if there are any.
    fn bisect(&mut self, now: Time) {
        let Some(differs) = self.comparison.differs else {
            return;
        };
        let after = self
            .comparison
            .agreed
            .filter(|agreed| *agreed < differs)
            .map_or(0, |a| a + 1);
        if after >= differs {
            return;
        }
        let between: Vec<u64> = self
            .comparison
            .states
            .range(after..differs)
            .map(|(size, _)| *size)
            .collect();
        match between.get(between.len() / 2) {
            Some(middle) => self.want(now, Fetch::State(*middle)),
            None => self.narrowed(differs),
        }
    }

    /// Nothing is left to ask: the alarm names the range as it is known now.
    fn narrowed(&mut self, differs: u64) {
        let standing = self.alarms.standing().find_map(|alarm| match alarm {
            Alarm::StateDiffers { areas, first, .. } => Some((areas.clone(), *first)),
            _ => None,
        });
        let Some((areas, known)) = standing else {
            return;
        };
        let first = self
            .comparison
            .agreed
            .filter(|agreed| *agreed < differs)
            .unwrap_or(0);
        if first != known {
            self.clear("alarm.state-differs");
            self.raise(Alarm::StateDiffers {
                areas,
                first,
                last: differs.saturating_sub(1),
            });
        }
    }

    pub(super) fn peer_answered(&mut self, now: Time, peer: &str, answer: PeerAnswer) {
        let PeerAnswer::Checkpoint(bytes) = answer else {
            return;
        };
        let Ok(note) = Note::parse(&bytes) else {
            return;
        };
        // Only what bears the log's signature says anything about the log.
        let Ok(shown) = Checkpoint::open(&note, &self.config.origin, &self.log) else {
            return;
        };
        if shown.size > self.size() {
            let ahead = &mut self.comparison.ahead;
            if ahead.len() < AHEAD_MAX || ahead.contains_key(peer) {
                let since = ahead.get(peer).map_or(now, |(.., since)| *since);
                let seen = (shown.size, shown.root, note, since);
                // The first size not shown to us counts, not the latest.
                ahead.entry(peer.to_owned()).or_insert(seen);
            }
        } else {
            self.compare_with_own(peer, shown.size, shown.root, note);
        }
    }

    /// Compares a checkpoint at a size we hold with our own tree.
    pub(super) fn compare_with_own(&mut self, peer: &str, size: u64, root: Hash, note: Note) {
        if size == self.size() {
            let own = self.edge.root();
            return self.compared(peer, size, root == own, note);
        }
        self.comparison
            .asked
            .insert(peer.to_owned(), (size, root, note));
        self.out.push(Effect::FindRoot {
            peer: peer.to_owned(),
            size,
        });
    }

    pub(super) fn root_found(&mut self, peer: &str, size: u64, own: Hash) {
        match self.comparison.asked.remove(peer) {
            Some((shown, root, note)) if shown == size => {
                self.compared(peer, size, root == own, note);
            }
            _ => {}
        }
    }

    fn compared(&mut self, peer: &str, size: u64, same: bool, note: Note) {
        if same {
            return;
        }
        let notes = self.checkpoint.iter().cloned().chain([note]).collect();
        let alarm = match peer {
            "" => Alarm::Rewritten { size },
            peer => Alarm::SplitView {
                peer: peer.to_owned(),
                size,
            },
        };
        self.halt(alarm, notes);
    }

    fn look_at_those_ahead(&mut self) {
        let size = self.size();
        let ahead = std::mem::take(&mut self.comparison.ahead);
        for (peer, (shown, root, note, since)) in ahead {
            if shown > size {
                self.comparison
                    .ahead
                    .insert(peer, (shown, root, note, since));
            } else {
                self.clear("alarm.withheld");
                self.compare_with_own(&peer, shown, root, note);
            }
        }
    }

    /// The host must show us in time what it has shown others.
    pub(super) fn watch_withholding(&mut self, now: Time) {
        let patience = self.config.limits.withheld;
        let late = self
            .comparison
            .ahead
            .iter()
            .find_map(|(peer, (size, _, _, since))| {
                (since.after_millis(patience) <= now).then(|| (peer.clone(), *size))
            });
        if let Some((peer, size)) = late {
            self.raise(Alarm::Withheld { peer, size });
        }
    }
}
