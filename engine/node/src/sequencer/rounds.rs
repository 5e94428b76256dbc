//! Signing checkpoints and having them witnessed, one round at a time.

use std::collections::{BTreeMap, BTreeSet};

use act::Time;
use tlog::checkpoint::Checkpoint;
use tlog::cosignature::verify_one;
use tlog::note::{Note, Signature};
use tlog::policy::Policy;
use tlog::witness::Answer as Said;

use super::{Effect, Limits, Sequencer, StoreFull, WitnessAnswer};
use crate::alarm::Alarm;

/// One checkpoint on its way to being published.
pub(super) struct Round {
    pub(super) size: u64,
    root: tlog::Hash,
    note: Note,
    started: Time,
    stage: Stage,
    /// Witnesses that have yet to answer, and whether they have been asked a second time.
    asked: BTreeMap<String, Attempt>,
    cosigned: BTreeMap<String, Signature>,
    quorum_at: Option<Time>,
    /// How many cosignatures the published note has.
    published_with: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The checkpoint is being made durable; nobody has seen it.
    Saving,
    /// Witnesses are asked.
    Asking,
    /// The published pointer is being moved.
    Publishing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attempt {
    First,
    /// After a 409 that told another size.
    Resynced,
}

impl Round {
    pub(super) fn wake_at(&self, limits: &Limits) -> Option<Time> {
        match self.stage {
            Stage::Asking => Some(self.ends_at(limits)),
            Stage::Saving | Stage::Publishing => None, // The store's answer wakes it.
        }
    }

    fn ends_at(&self, limits: &Limits) -> Time {
        let time_out = self.started.after_millis(limits.witness);
        let straggler = self.quorum_at.map(|at| at.after_millis(limits.straggler));
        straggler.map_or(time_out, |straggler| straggler.min(time_out))
    }
}

impl Sequencer {
    /// When the next checkpoint is due if nothing else happens.
    pub(super) fn next_round_at(&self) -> Option<Time> {
        let held_back = !self.may_sign() || !self.suspects.is_empty() || self.full_until.is_some();
        if self.round.is_some() || held_back {
            return None;
        }
        let limits = &self.config.limits;
        let Some(last) = self.last_round else {
            return Some(Time::default());
        };
        let unsigned = self.largest_signed() != Some(self.edge.size());
        if unsigned {
            // At once when the log is idle, else when the interval is over.
            let pause = if self.flight.is_none() {
                limits.checkpoint_gap
            } else {
                limits.checkpoint
            };
            return Some(last.after_millis(pause));
        }
        let refresh = last.after_millis(limits.refresh);
        Some(self.retry_at.map_or(refresh, |retry| retry.min(refresh)))
    }

    /// Signs the durable head and starts its round, if that is due.
    pub(super) fn begin_round(&mut self, now: Time) {
        if self.next_round_at().is_none_or(|due| due > now) {
            return;
        }
        let (size, root) = (self.edge.size(), self.edge.root());
        let note = Checkpoint::new(&self.origin, size, root).sign(&self.config.key);
        let known = self.signed.get(&size) == Some(&root);
        self.last_round = Some(now);
        self.retry_at = None;
        self.round = Some(Round {
            size,
            root,
            note: note.clone(),
            started: now,
            stage: Stage::Saving,
            asked: BTreeMap::new(),
            cosigned: BTreeMap::new(),
            quorum_at: None,
            published_with: None,
        });
        if known {
            self.ask_witnesses(now);
        } else {
            self.last_signed = Some(self.last_used().max(now));
            self.out.push(Effect::SaveCheckpoint { size, root, note });
        }
    }

    pub(super) fn checkpoint_saved(&mut self, now: Time, result: Result<(), StoreFull>) {
        let Some(round) = self
            .round
            .as_ref()
            .filter(|round| round.stage == Stage::Saving)
        else {
            return;
        };
        let (size, root) = (round.size, round.root);
        if result == Err(StoreFull) {
            self.round = None;
            return self.disk_is_full(now);
        }
        self.disk_has_room();
        self.signed.insert(size, root);
        while self.signed.len() > self.config.limits.signed.max(1) {
            self.signed.pop_first();
        }
        self.ask_witnesses(now);
    }

    fn ask_witnesses(&mut self, now: Time) {
        let names = self.witness_names();
        let Some(round) = &mut self.round else { return };
        round.stage = Stage::Asking;
        round.started = now;
        for witness in names {
            let old = self
                .witnesses
                .entry(witness.clone())
                .or_default()
                .old
                .min(round.size);
            round.asked.insert(witness.clone(), Attempt::First);
            let (size, note) = (round.size, round.note.clone());
            self.out.push(Effect::AskWitness {
                witness,
                old,
                size,
                note,
            });
        }
        self.watch_round(now);
    }

    pub(super) fn witness_answered(
        &mut self,
        now: Time,
        witness: &str,
        size: u64,
        answer: WitnessAnswer,
    ) {
        if !self.witness_names().contains(witness) {
            return;
        }
        match answer {
            WitnessAnswer::Said(Said::Cosigned(lines)) => {
                self.cosigned(now, witness, size, &lines);
            }
            WitnessAnswer::Said(Said::Conflict(theirs)) => {
                self.conflict(now, witness, size, theirs);
            }
            // It remembers another root at a size we both know: a fork, or a lie.
            WitnessAnswer::Said(Said::Refused(422)) => {
                self.failed(witness, size, "refused with 422: inconsistent");
                self.suspect(now, witness);
            }
            WitnessAnswer::Said(Said::Refused(status)) => {
                self.failed(witness, size, &format!("refused with {status}"));
            }
            WitnessAnswer::Said(Said::Unreadable) => {
                self.failed(witness, size, "the answer cannot be read");
            }
            WitnessAnswer::Unreachable => self.failed(witness, size, "cannot be reached"),
        }
    }

    fn cosigned(&mut self, now: Time, witness: &str, size: u64, lines: &[Signature]) {
        let Some(root) = self.signed_root(size) else {
            return;
        };
        let policy = &self.config.policy;
        let Some(known) = policy
            .witnesses()
            .iter()
            .find(|known| known.name == witness)
        else {
            return;
        };
        let text = Checkpoint::new(&self.origin, size, root).to_string();
        let line = lines
            .iter()
            .find_map(|line| Some((line, verify_one(&text, line, &known.key)?)));
        let Some((line, time)) = line else {
            return self.failed(witness, size, "the cosignature does not verify");
        };
        let memory = self.witnesses.entry(witness.to_owned()).or_default();
        memory.old = memory.old.max(size);
        memory.cosigned = memory.cosigned.max(Some((size, time)));
        let line = line.clone();
        let effect = Effect::SaveCosignature {
            size,
            witness: witness.to_owned(),
            line: line.to_string(),
        };
        self.out.push(effect);
        self.clear("alarm.witness-failing", witness);
        self.clear("alarm.claim-without-proof", witness);
        self.watch_witness_clock(now, witness, time);
        if let Some(round) = self.round.as_mut().filter(|round| round.size == size) {
            round.asked.remove(witness);
            round.cosigned.insert(witness.to_owned(), line);
        }
    }

    fn watch_witness_clock(&mut self, now: Time, witness: &str, time: u64) {
        let seconds = now.seconds().abs_diff(time);
        if seconds > self.config.limits.clock_apart.unsigned_abs() / 1000 {
            self.raise(Alarm::ClockApart {
                witness: witness.to_owned(),
                seconds,
            });
        } else {
            self.clear("alarm.clock-apart", witness);
        }
    }

    /// A 409: the witness is at another size than it was believed to be.
    fn conflict(&mut self, now: Time, witness: &str, size: u64, theirs: u64) {
        if self.largest_signed().is_none_or(|largest| theirs > largest) {
            self.failed(
                witness,
                size,
                &format!("claims size {theirs}, which was never signed"),
            );
            return self.suspect(now, witness);
        }
        self.witnesses.entry(witness.to_owned()).or_default().old = theirs;
        let Some(round) = self.round.as_mut().filter(|round| round.size == size) else {
            return;
        };
        match round.asked.get_mut(witness) {
            Some(attempt) if *attempt == Attempt::First && theirs <= size => {
                *attempt = Attempt::Resynced;
                let (witness, note) = (witness.to_owned(), round.note.clone());
                self.out.push(Effect::AskWitness {
                    witness,
                    old: theirs,
                    size,
                    note,
                });
            }
            Some(_) => self.failed(witness, size, "its size changes while it is asked"),
            None => {}
        }
    }

    fn failed(&mut self, witness: &str, size: u64, why: &str) {
        if let Some(round) = self.round.as_mut().filter(|round| round.size == size) {
            round.asked.remove(witness);
        }
        let (witness, why) = (witness.to_owned(), why.to_owned());
        self.raise(Alarm::WitnessFailing { witness, why });
    }

    /// Publishes at quorum, and closes the round when its time is over.
    pub(super) fn watch_round(&mut self, now: Time) {
        let limits = self.config.limits;
        let Some(round) = self
            .round
            .as_mut()
            .filter(|round| round.stage == Stage::Asking)
        else {
            return;
        };
        let names: BTreeSet<&str> = round.cosigned.keys().map(String::as_str).collect();
        if round.quorum_at.is_none() && self.config.policy.satisfied(&names) {
            round.quorum_at = Some(now);
        }
        let over = round.asked.is_empty() || round.ends_at(&limits) <= now;
        let news = round
            .published_with
            .is_none_or(|with| with < round.cosigned.len());
        let first = round.published_with.is_none();
        if round.quorum_at.is_some() && (first || over && news) {
            let mut note = round.note.clone();
            note.signatures.extend(round.cosigned.values().cloned());
            round.stage = Stage::Publishing;
            round.published_with = Some(round.cosigned.len());
            self.out.push(Effect::Publish {
                size: round.size,
                note,
            });
        } else if over {
            self.close_round(now);
        }
    }

    pub(super) fn published(&mut self, now: Time, result: Result<(), StoreFull>) {
        let Some(round) = self
            .round
            .as_mut()
            .filter(|round| round.stage == Stage::Publishing)
        else {
            return;
        };
        round.stage = Stage::Asking;
        if result == Err(StoreFull) {
            self.round = None;
            self.retry_at = Some(now.after_millis(self.config.limits.retry));
            return self.disk_is_full(now);
        }
        self.published = self.published.max(Some(round.size));
        self.disk_has_room();
        self.clear("alarm.no-quorum", "");
        self.watch_round(now);
        self.release_reached();
    }

    fn close_round(&mut self, now: Time) {
        let Some(round) = self.round.take() else {
            return;
        };
        for witness in round.asked.keys() {
            let (witness, why) = (witness.clone(), "did not answer in time".to_owned());
            self.raise(Alarm::WitnessFailing { witness, why });
        }
        if round.published_with.is_some() {
            self.settled = self.settled.max(round.size);
            self.release_reached();
        } else {
            self.raise(Alarm::NoQuorum { size: round.size });
            self.retry_at = Some(now.after_millis(self.config.limits.retry));
        }
    }

    pub(super) fn policy_changed(&mut self, policy: Policy) {
        self.config.policy = policy;
        let names = self.witness_names();
        self.witnesses.retain(|name, _| names.contains(name));
        if let Some(round) = &mut self.round {
            round.asked.retain(|name, _| names.contains(name));
            round.cosigned.retain(|name, _| names.contains(name));
        }
    }
}
