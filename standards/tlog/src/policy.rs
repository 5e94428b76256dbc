//! Policies (C2SP tlog-policy): which cosignatures make a checkpoint count, as one text that all
//! members sign.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::cosignature::{self, Cosigned};
use crate::note::{Kind, Note, NoteError, VerifierKey};

/// Most lines that define something; the specification asks for at least 32 of each kind.
pub const LINES_MAX: usize = 1_000;

/// A log line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its key.
    pub key: VerifierKey,
    /// Where it is read.
    pub url: Option<String>,
}

/// A witness line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Its name within the policy.
    pub name: String,
    /// Its cosignature key.
    pub key: VerifierKey,
    /// Where checkpoints are sent.
    pub url: Option<String>,
}

/// A group line: so many of these members.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    threshold: usize,
    members: Vec<String>,
}

/// A policy whose names all resolve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: BTreeMap<String, Group>,
    quorum: Option<String>,
    text: String,
}

/// Why a text is not a policy. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Not one of the four kinds of line, or with other words than it takes.
    #[error("line {0}: expected `log`, `witness`, `group` or `quorum` with its words")]
    Line(usize),
    /// A key that can't be used there.
    #[error("line {0}: the key is malformed, or of a kind this line does not take")]
    Key(usize),
    /// A name used twice, or `none`.
    #[error("line {0}: the name {1:?} is taken")]
    NameTaken(usize, String),
    /// A key used twice.
    #[error("line {0}: this key is already in the policy")]
    KeyTaken(usize),
    /// A name used before it is defined.
    #[error("line {0}: {1:?} is not defined above")]
    Undefined(usize, String),
    /// A member of two groups, or twice in one.
    #[error("line {0}: {1:?} is already a member of a group")]
    MemberTaken(usize, String),
    /// A threshold of 0 or above the number of members.
    #[error("line {0}: the threshold must be 1 to the number of members")]
    Threshold(usize),
    /// No quorum line, or two.
    #[error("a policy has exactly one quorum line")]
    Quorum,
    /// No log.
    #[error("a policy names at least one log")]
    NoLog,
    /// Too long.
    #[error("a policy has at most {LINES_MAX} lines")]
    TooLong,
}

/// Why a checkpoint does not count under a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnmetPolicy {
    /// Not a checkpoint of a log in the policy.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A bad signature of a known key.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Signed by the log, but not cosigned by enough.
    #[error("cosigned by {0:?}, which is not the quorum")]
    NoQuorum(Vec<String>),
}

impl Policy {
    /// Reads a policy.
    pub fn parse(text: &str) -> Result<Policy, PolicyError> {
        let mut reading = Reading::default();
        for (number, line) in text.lines().enumerate() {
            if number >= LINES_MAX {
                return Err(PolicyError::TooLong);
            }
            reading.line(number + 1, line)?;
        }
        let quorum = reading.quorum.ok_or(PolicyError::Quorum)?;
        if reading.logs.is_empty() {
            return Err(PolicyError::NoLog);
        }
        Ok(Policy {
            logs: reading.logs,
            witnesses: reading.witnesses,
            groups: reading.groups,
            quorum,
            text: text.to_owned(),
        })
    }

    /// Its logs.
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// Its witnesses.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Keys of all its witnesses, for [`cosignature::verify`].
    pub fn witness_keys(&self) -> Vec<VerifierKey> {
        self.witnesses
            .iter()
            .map(|witness| witness.key.clone())
            .collect()
    }

    /// Whether cosignatures by these witnesses, by their names in the policy, are the quorum.
    pub fn satisfied(&self, witnesses: &BTreeSet<&str>) -> bool {
        match &self.quorum {
            None => true,
            Some(name) => self.holds(name, witnesses),
        }
    }

    /// The name of the witness with this key.
    pub fn witness_named(&self, key: &VerifierKey) -> Option<&str> {
        self.witnesses
            .iter()
            .find(|w| w.key == *key)
            .map(|w| w.name.as_str())
    }

    /// Verifies a checkpoint note: the log's signature, every known cosignature, the quorum.
    pub fn verify(
        &self,
        note: &Note,
        origin: &str,
    ) -> Result<(Checkpoint, Vec<(String, u64)>), UnmetPolicy> {
        // A key speaks for the log it is named after, and for no other log of the same policy.
        let log = self.logs.iter().find(|log| log.key.name() == origin);
        let log = log.ok_or_else(|| CheckpointError::Unsigned(origin.to_owned()))?;
        let checkpoint = Checkpoint::open(note, origin, &log.key)?;
        let witness_keys = self.witness_keys();
        let cosigned: Vec<(String, u64)> = cosignature::verify(note, &witness_keys)?
            .into_iter()
            .filter_map(|Cosigned { key, time }| Some((self.witness_named(key)?.to_owned(), time)))
            .collect();
        let names: BTreeSet<&str> = cosigned.iter().map(|(name, _)| name.as_str()).collect();
        if !self.satisfied(&names) {
            return Err(UnmetPolicy::NoQuorum(
                cosigned.into_iter().map(|(n, _)| n).collect(),
            ));
        }
        Ok((checkpoint, cosigned))
    }

    fn holds(&self, name: &str, witnesses: &BTreeSet<&str>) -> bool {
        match self.groups.get(name) {
            // Groups name only what is defined above them, so this ends.
            Some(group) => {
                group
                    .members
                    .iter()
                    .filter(|m| self.holds(m, witnesses))
                    .count()
                    >= group.threshold
            }
            None => witnesses.contains(name),
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[derive(Default)]
struct Reading {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: BTreeMap<String, Group>,
    members: BTreeSet<String>,
    quorum: Option<Option<String>>,
}

impl Reading {
    fn line(&mut self, number: usize, line: &str) -> Result<(), PolicyError> {
        let words: Vec<&str> = line
            .split([' ', '\t'])
            .filter(|word| !word.is_empty())
            .collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", key] => self.log(number, key, None),
            ["log", key, url] => self.log(number, key, Some(url)),
            ["witness", name, key] => self.witness(number, name, key, None),
            ["witness", name, key, url] => self.witness(number, name, key, Some(url)),
            ["group", name, threshold, members @ ..] if !members.is_empty() => {
                self.group(number, name, threshold, members)
            }
            ["quorum", name] => self.quorum(number, name),
            _ => Err(PolicyError::Line(number)),
        }
    }

    fn log(&mut self, number: usize, key: &str, url: Option<&str>) -> Result<(), PolicyError> {
        let key = self.key(number, key, Kind::Log)?;
        self.logs.push(Log {
            key,
            url: url.map(str::to_owned),
        });
        Ok(())
    }

    fn witness(
        &mut self,
        number: usize,
        name: &str,
        key: &str,
        url: Option<&str>,
    ) -> Result<(), PolicyError> {
        self.free(number, name)?;
        let key = self.key(number, key, Kind::Cosigner)?;
        self.witnesses.push(Witness {
            name: name.to_owned(),
            key,
            url: url.map(str::to_owned),
        });
        Ok(())
    }

    /// A key of the kind this line takes, not in the policy yet under any name.
    fn key(&self, number: usize, text: &str, kind: Kind) -> Result<VerifierKey, PolicyError> {
        let key: VerifierKey = text.parse().map_err(|_| PolicyError::Key(number))?;
        if key.kind() != kind {
            return Err(PolicyError::Key(number));
        }
        let mut known = self
            .logs
            .iter()
            .map(|l| &l.key)
            .chain(self.witnesses.iter().map(|w| &w.key));
        if known.any(|k| k.public() == key.public()) {
            return Err(PolicyError::KeyTaken(number));
        }
        Ok(key)
    }

    fn group(
        &mut self,
        number: usize,
        name: &str,
        threshold: &str,
        members: &[&str],
    ) -> Result<(), PolicyError> {
        self.free(number, name)?;
        let threshold = match threshold {
            "any" => 1,
            "all" => members.len(),
            k => crate::checkpoint::decimal(k)
                .and_then(|k| usize::try_from(k).ok())
                .ok_or(PolicyError::Threshold(number))?,
        };
        if threshold == 0 || threshold > members.len() {
            return Err(PolicyError::Threshold(number));
        }
        for member in members {
            if !self.is_defined(member) {
                return Err(PolicyError::Undefined(number, (*member).to_owned()));
            }
            if !self.members.insert((*member).to_owned()) {
                return Err(PolicyError::MemberTaken(number, (*member).to_owned()));
            }
        }
        let members = members.iter().map(|member| (*member).to_owned()).collect();
        self.groups
            .insert(name.to_owned(), Group { threshold, members });
        Ok(())
    }

    fn quorum(&mut self, number: usize, name: &str) -> Result<(), PolicyError> {
        if self.quorum.is_some() {
            return Err(PolicyError::Quorum);
        }
        self.quorum = match name {
            "none" => Some(None),
            name if self.is_defined(name) => Some(Some(name.to_owned())),
            name => return Err(PolicyError::Undefined(number, name.to_owned())),
        };
        Ok(())
    }

    fn is_defined(&self, name: &str) -> bool {
        self.groups.contains_key(name) || self.witnesses.iter().any(|w| w.name == name)
    }

    fn free(&self, number: usize, name: &str) -> Result<(), PolicyError> {
        if name == "none" || self.is_defined(name) {
            return Err(PolicyError::NameTaken(number, name.to_owned()));
        }
        Ok(())
    }
}
