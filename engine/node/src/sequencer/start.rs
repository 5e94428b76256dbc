//! Comparing with witnesses and replicas: at the start with all of them, later with any that claims
//! another history. A store restored from a backup is found here, before it signs a fork.

use std::collections::BTreeSet;

use act::Time;
use tlog::Hash;
use tlog::checkpoint::Checkpoint;
use tlog::note::Note;

use super::{Asker, Compared, Effect, PeerAnswer, Sequencer, Standing, StartRule, Witness};
use crate::alarm::Alarm;

impl Sequencer {
    pub(super) fn start(&mut self, now: Time) {
        let peers: Vec<String> = self
            .witness_names()
            .into_iter()
            .chain(self.config.replicas.clone())
            .collect();
        for peer in peers {
            self.witnesses.entry(peer.clone()).or_default().compared = Compared::Asked(now);
            self.out.push(Effect::AskPeer(peer));
        }
    }

    /// When somebody who could not be reached is asked again, or waiting ends.
    pub(super) fn start_wake_at(&self) -> Option<Time> {
        if self.standing != Standing::Starting {
            return None;
        }
        let retry = self.config.limits.retry;
        let again = self
            .witnesses
            .values()
            .filter_map(|peer| match peer.compared {
                Compared::Asked(since) | Compared::Unreachable(since) => {
                    Some(since.after_millis(retry))
                }
                Compared::Agrees => None,
            });
        let again = again.min();
        let end = self.start_ends_at();
        // Once that is over, only another answer can end the start.
        if self.awaiting_peers() {
            again
        } else {
            again.map(|again| again.min(end)).or(Some(end))
        }
    }

    fn awaiting_peers(&self) -> bool {
        self.alarms
            .standing()
            .any(|alarm| matches!(alarm, Alarm::AwaitingPeers { .. }))
    }

    fn start_ends_at(&self) -> Time {
        self.started.after_millis(self.config.limits.start)
    }

    /// Ends the start when enough have been compared with; asks again who could not be reached.
    pub(super) fn watch_start(&mut self, now: Time) {
        if self.standing != Standing::Starting {
            return;
        }
        let awaited = |peer: &Witness| matches!(peer.compared, Compared::Asked(_));
        let heard_all = !self.witnesses.values().any(awaited) || now >= self.start_ends_at();
        let missing = self.missing();
        let enough = match self.config.start {
            StartRule::WhoeverAnswers => true,
            StartRule::QuorumAnswered => !self.could_have_published(&missing),
        };
        if heard_all && enough {
            self.standing = Standing::Running;
            return self.clear("alarm.awaiting-peers", "");
        }
        if heard_all {
            self.raise(Alarm::AwaitingPeers {
                peers: missing.into_iter().collect(),
            });
        }
        let retry = self.config.limits.retry;
        for (name, peer) in &mut self.witnesses {
            match peer.compared {
                Compared::Asked(since) | Compared::Unreachable(since)
                    if since.after_millis(retry) <= now =>
                {
                    peer.compared = Compared::Asked(now);
                    self.out.push(Effect::AskPeer(name.clone()));
                }
                _ => {}
            }
        }
    }

    /// Witnesses that have not been compared with.
    fn missing(&self) -> BTreeSet<String> {
        let compared = |name: &String| {
            self.witnesses
                .get(name)
                .is_some_and(|peer| peer.compared == Compared::Agrees)
        };
        self.witness_names()
            .into_iter()
            .filter(|name| !compared(name))
            .collect()
    }

    /// Whether these witnesses alone are a quorum: they could have published a checkpoint that
    /// nobody else has seen.
    fn could_have_published(&self, witnesses: &BTreeSet<String>) -> bool {
        let names: BTreeSet<&str> = witnesses.iter().map(String::as_str).collect();
        // A policy without quorum publishes without witnesses, so there is nobody to ask.
        !names.is_empty() && self.config.policy.satisfied(&names)
    }

    /// Stops signing until a witness that claims another history has shown it, or had its time.
    pub(super) fn suspect(&mut self, now: Time, peer: &str) {
        if self.suspects.insert(peer.to_owned(), now).is_none() {
            self.out.push(Effect::AskPeer(peer.to_owned()));
        }
    }

    pub(super) fn watch_suspects(&mut self, now: Time) {
        let patience = self.config.limits.witness;
        let late: Vec<String> = self
            .suspects
            .iter()
            .filter(|(_, since)| since.after_millis(patience) <= now)
            .map(|(peer, _)| peer.clone())
            .collect();
        for witness in late {
            self.cleared_of_suspicion(&witness);
        }
    }

    /// A suspect has shown nothing.
    fn cleared_of_suspicion(&mut self, peer: &str) {
        if self.suspects.remove(peer).is_some() {
            self.raise(Alarm::ClaimWithoutProof {
                witness: peer.to_owned(),
            });
        }
    }

    pub(super) fn peer_answered(&mut self, now: Time, peer: &str, answer: PeerAnswer) {
        if !self.witnesses.contains_key(peer) {
            return;
        }
        match answer {
            PeerAnswer::Nothing => self.agrees(peer, 0),
            PeerAnswer::Unreachable => self.unreachable(now, peer),
            PeerAnswer::Checkpoint(bytes) => match self.ours(&bytes) {
                Some(checkpoint) => self.compare(peer, checkpoint.size, checkpoint.root),
                None => {
                    // Anybody can answer anything; only our signature counts.
                    let why = "shows a checkpoint this log has not signed".to_owned();
                    self.raise(Alarm::WitnessFailing {
                        witness: peer.to_owned(),
                        why,
                    });
                    self.unreachable(now, peer);
                }
            },
        }
    }

    fn ours(&self, bytes: &[u8]) -> Option<Checkpoint> {
        let note = Note::parse(bytes).ok()?;
        Checkpoint::open(&note, &self.origin, &self.verifier).ok()
    }

    fn unreachable(&mut self, now: Time, peer: &str) {
        if let Some(known) = self.witnesses.get_mut(peer)
            && known.compared != Compared::Agrees
        {
            known.compared = Compared::Unreachable(now);
        }
        self.cleared_of_suspicion(peer);
    }

    fn compare(&mut self, peer: &str, size: u64, root: Hash) {
        let ours = self.edge.size();
        if size > ours {
            return self.stop(Alarm::Ahead {
                peer: peer.to_owned(),
                theirs: size,
                ours,
            });
        }
        if size == ours && root == self.edge.root() {
            return self.agrees(peer, size);
        }
        match self.signed_root(size) {
            Some(known) if known == root => self.agrees(peer, size),
            Some(_) => self.stop(Alarm::Inconsistent {
                peer: peer.to_owned(),
                size,
            }),
            None => {
                self.compared_roots.insert(peer.to_owned(), (size, root));
                let asker = Asker::Peer(peer.to_owned());
                self.out.push(Effect::FindCheckpoint { asker, size });
            }
        }
    }

    /// The root our own store says was signed at the size a peer showed.
    pub(super) fn peer_compared(&mut self, peer: &str, size: u64, root: Option<Hash>) {
        match self.compared_roots.remove(peer) {
            Some((shown, theirs)) if shown == size && root == Some(theirs) => {
                self.agrees(peer, size);
            }
            // Our signature at a size we have no record of signing: not this store's history.
            Some((size, _)) => self.stop(Alarm::Inconsistent {
                peer: peer.to_owned(),
                size,
            }),
            None => {}
        }
    }

    fn agrees(&mut self, peer: &str, size: u64) {
        let known = self.witnesses.entry(peer.to_owned()).or_default();
        known.compared = Compared::Agrees;
        known.old = known.old.max(size);
        self.cleared_of_suspicion(peer);
    }
}
