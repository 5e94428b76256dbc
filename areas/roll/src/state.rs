//! What the roll knows, and how an act in force changes it.

use std::collections::BTreeMap;

use act::decision::{Ballot, Outcome, Part, Rule, Vote};
use act::{Act, Digest, Due, Hours, Index, MechanismId, PublicKey, Time};
use serde::Serialize;

use crate::charter::{Charter, Member, Post};
use crate::entry::{Change, KeyGranted, RevocationReason, RollEntry};

/// The roll as of some place in the log.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Roll {
    founding: Option<Founding>,
    roots: BTreeMap<String, (Vec<PublicKey>, u32)>,
    grants: BTreeMap<PublicKey, Grant>,
    proposals: BTreeMap<Index, Proposal>,
    /// Keys for sealing, by the key that announced them.
    seal_keys: BTreeMap<PublicKey, String>,
}

/// The charter the log began with.
#[derive(Clone, Debug, Serialize)]
struct Founding {
    mechanism: MechanismId,
    at: Time,
    charter: Charter,
    text: String,
}

/// A key and what it was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// For whom it speaks.
    pub member: String,
    /// In which offices.
    pub offices: Vec<String>,
    /// At which posts.
    pub posts: Vec<String>,
    /// From when.
    pub not_before: Time,
    /// Until when.
    pub not_after: Time,
    /// The office-holder's title.
    pub label: String,
    /// The act that granted it.
    pub index: Index,
    /// The act that revoked it, if any.
    pub revoked: Option<Revocation>,
}

/// When and why a key was revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revocation {
    /// The revoking act.
    pub index: Index,
    /// Why.
    pub reason: RevocationReason,
    /// Acts since then are shown as disputed.
    pub suspect_from: Option<Time>,
}

/// A proposal and its votes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Who proposed.
    pub member: String,
    /// What.
    pub change: Change,
    /// Why.
    pub reason: String,
    /// How the members voted.
    pub ballot: Ballot,
    /// The amended charter, read once, where the change carries one.
    #[serde(skip)]
    amended: Option<Charter>,
}

impl Roll {
    /// The mechanism's id; none before the charter.
    pub fn mechanism(&self) -> Option<MechanismId> {
        self.founding.as_ref().map(|f| f.mechanism)
    }

    /// When the charter was placed.
    pub fn founded(&self) -> Option<Time> {
        self.founding.as_ref().map(|f| f.at)
    }

    /// The charter's text as first signed.
    pub fn charter_text(&self) -> Option<&str> {
        self.founding.as_ref().map(|f| f.text.as_str())
    }

    /// The charter in force at a moment: the amendment that was carried last, or the founding text.
    pub fn charter_at(&self, as_of: Time) -> Option<&Charter> {
        let founding = self.founding.as_ref().map(|f| &f.charter);
        self.proposals
            .values()
            .filter_map(|p| Some((carried(p, as_of)?, p.amended.as_ref()?)))
            .max_by_key(|(at, _)| *at)
            .map(|(_, charter)| charter)
            .or(founding)
    }

    /// The text of the charter in force at a moment.
    pub fn charter_text_at(&self, as_of: Time) -> Option<&str> {
        self.proposals
            .values()
            .filter_map(|p| match &p.change {
                Change::CharterAmended { charter } => Some((carried(p, as_of)?, charter)),
                _ => None,
            })
            .max_by_key(|(at, _)| *at)
            .map(|(_, charter)| charter.as_str())
            .or(self.charter_text())
    }

    /// The notice a draft needs, at a moment.
    pub fn tabling_notice(&self, as_of: Time) -> Hours {
        let charter = self
            .charter_at(as_of)
            .map_or(Hours(0), |c| c.clocks.tabling_notice);
        self.proposals
            .values()
            .filter_map(|p| match p.change {
                Change::TablingNoticeSet { hours } => Some((carried(p, as_of)?, hours)),
                _ => None,
            })
            .max_by_key(|(at, _)| *at)
            .map_or(charter, |(_, hours)| hours)
    }

    /// Members, in charter order. Membership never changes: another membership is another mechanism.
    pub fn members(&self) -> &[Member] {
        self.founding.as_ref().map_or(&[], |f| &f.charter.members)
    }

    /// The member with this id.
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.id == id)
    }

    /// Ids of the members with this part, in charter order.
    pub fn with_part(&self, part: Part) -> impl Iterator<Item = &Member> {
        self.members()
            .iter()
            .filter(move |member| member.part == part)
    }

    /// A member's root keys and how many must sign, after rotations.
    pub fn roots(&self, member: &str) -> Option<(&[PublicKey], u32)> {
        self.roots
            .get(member)
            .map(|(keys, threshold)| (keys.as_slice(), *threshold))
    }

    /// Whose root key this is, if it is one.
    pub fn root_of(&self, key: &PublicKey) -> Option<&Member> {
        let id = self
            .roots
            .iter()
            .find(|(_, (keys, _))| keys.contains(key))
            .map(|(id, _)| id)?;
        self.member(id)
    }

    /// What a key was granted, whether or not it is still in force.
    pub fn grant(&self, key: &PublicKey) -> Option<&Grant> {
        self.grants.get(key)
    }

    /// All grants, by key.
    pub fn grants(&self) -> impl Iterator<Item = (&PublicKey, &Grant)> {
        self.grants.iter()
    }

    /// Keys that payloads for a member are sealed to: those its keys in force announced.
    pub fn seal_keys(&self, member: &str, as_of: Time) -> Vec<&str> {
        let in_force = |grant: &Grant| {
            grant.member == member
                && grant.revoked.is_none()
                && grant.not_before <= as_of
                && as_of < grant.not_after
        };
        self.seal_keys
            .iter()
            .filter(|(key, _)| self.grant(key).is_some_and(in_force))
            .map(|(_, seal_key)| seal_key.as_str())
            .collect()
    }

    /// The key that payloads for the holder of a key are sealed to.
    pub fn seal_key(&self, key: &PublicKey) -> Option<&str> {
        self.seal_keys.get(key).map(String::as_str)
    }

    /// A proposal by its position.
    pub fn proposal(&self, index: Index) -> Option<&Proposal> {
        self.proposals.get(&index)
    }

    /// All proposals, oldest first.
    pub fn proposals(&self) -> impl Iterator<Item = (Index, &Proposal)> {
        self.proposals
            .iter()
            .map(|(index, proposal)| (*index, proposal))
    }

    /// Posts at a moment: the charter's and those added since.
    pub fn posts(&self, as_of: Time) -> Vec<Post> {
        let mut posts = self
            .charter_at(as_of)
            .map_or_else(Vec::new, |c| c.posts.clone());
        for proposal in self.proposals.values() {
            if let Change::PostAdded { id, name } = &proposal.change
                && carried(proposal, as_of).is_some()
                && !posts.iter().any(|post| post.id == *id)
            {
                posts.push(Post {
                    id: id.clone(),
                    name: name.clone(),
                });
            }
        }
        posts
    }

    /// What a change needs, at a moment.
    pub(crate) fn rule_for(&self, change: &Change, as_of: Time) -> Option<Rule> {
        let decisions = &self.charter_at(as_of)?.decisions;
        Some(match change {
            Change::PostAdded { .. } => decisions.post,
            Change::CharterAmended { .. } | Change::TablingNoticeSet { .. } => decisions.amend,
        })
    }

    /// A fresh ballot under a rule, for this and every other area.
    pub fn ballot(&self, rule: Rule, at: Time) -> Option<Ballot> {
        let charter = self.charter_at(at)?;
        Some(Ballot {
            rule,
            opened: at,
            lapses: at.after(charter.clocks.proposal_lapses),
            members: charter.parts(),
            votes: BTreeMap::new(),
        })
    }
}

fn carried(proposal: &Proposal, as_of: Time) -> Option<Time> {
    match proposal.ballot.outcome(as_of) {
        Outcome::Carried(at) => Some(at),
        _ => None,
    }
}

pub(crate) fn fold(roll: &mut Roll, act: &Act<&RollEntry>) {
    match act.entry {
        RollEntry::CharterSigned(entry) => found(roll, act, &entry.charter),
        RollEntry::KeyGranted(entry) => {
            roll.grants.insert(entry.key, grant(entry, act.index));
        }
        RollEntry::KeyRevoked(entry) => {
            if let Some(grant) = roll.grants.get_mut(&entry.key) {
                grant.revoked = Some(Revocation {
                    index: act.index,
                    reason: entry.reason,
                    suspect_from: entry.suspect_from,
                });
            }
        }
        RollEntry::SealKeyAnnounced(entry) => {
            roll.seal_keys.insert(act.by.key, entry.seal_key.clone());
        }
        RollEntry::RootRotated(entry) => {
            roll.roots
                .insert(entry.member.clone(), (entry.roots.clone(), entry.threshold));
        }
        RollEntry::ProposalMade(entry) => {
            let Some(proposer) = roll.speaker(act) else {
                return;
            };
            let ballot = roll
                .rule_for(&entry.change, act.at)
                .and_then(|rule| roll.ballot(rule, act.at));
            let Some(ballot) = ballot else { return };
            let amended = match &entry.change {
                Change::CharterAmended { charter } => Charter::parse(charter).ok(),
                _ => None,
            };
            let proposal = Proposal {
                member: proposer,
                change: entry.change.clone(),
                reason: entry.reason.clone(),
                ballot,
                amended,
            };
            roll.proposals.insert(act.index, proposal);
        }
        RollEntry::VoteCast(entry) => {
            let Some(voter) = roll.speaker(act) else {
                return;
            };
            if let Some(proposal) = roll.proposals.get_mut(&entry.proposal) {
                let vote = Vote {
                    choice: entry.choice,
                    index: act.index,
                    at: act.at,
                };
                proposal.ballot.votes.insert(voter, vote);
            }
        }
    }
}

fn found(roll: &mut Roll, act: &Act<&RollEntry>, text: &str) {
    let Ok(charter) = Charter::parse(text) else {
        return;
    }; // `judge` has parsed it already.
    for member in &charter.members {
        roll.roots
            .insert(member.id.clone(), (member.roots.clone(), member.threshold));
    }
    roll.founding = Some(Founding {
        mechanism: Digest::of(text.as_bytes()),
        at: act.at,
        charter,
        text: text.to_owned(),
    });
}

fn grant(entry: &KeyGranted, index: Index) -> Grant {
    Grant {
        member: entry.member.clone(),
        offices: entry.offices.clone(),
        posts: entry.posts.clone(),
        not_before: entry.not_before,
        not_after: entry.not_after,
        label: entry.label.clone(),
        index,
        revoked: None,
    }
}

impl Roll {
    /// The member an act in force speaks for.
    pub fn speaker<E>(&self, act: &Act<E>) -> Option<String> {
        self.grant(&act.by.key).map(|grant| grant.member.clone())
    }
}

/// Open proposals wait for every member that has a vote and has not cast it.
pub(crate) fn due(roll: &Roll, as_of: Time) -> Vec<Due> {
    let mut due = Vec::new();
    for (index, proposal) in roll.proposals() {
        if !proposal.ballot.is_open(as_of) {
            continue;
        }
        for (member, part) in &proposal.ballot.members {
            if *part == Part::Custodian || proposal.ballot.votes.contains_key(member) {
                continue;
            }
            due.push(Due {
                code: "roll.due-vote",
                member: member.clone(),
                by: Some(proposal.ballot.lapses),
                path: format!("/roll/proposals/{index}"),
                about: vec![("index", act::Value::Number(index))],
            });
        }
    }
    due
}
