//! Editions: the list as it stands at the cut of a day, and after every removal since.
//!
//! An edition is a projection of the log: who holds the log computes the same bytes. Additions wait for
//! the cut at 00:00 UTC; removals, suspensions and corrections make an urgent edition at once. The
//! leaves, sorted by listing, form a tree of RFC 6962; its root proves that a listing is in the
//! edition, and two neighbours that one is not.

use std::collections::BTreeMap;
use std::convert::Infallible;

use act::{Digest, Time};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tlog::Hash;
use tlog::merkle::{self, Nodes, RightEdge};

use crate::entry::{Action, Category, EditionName, Subject};
use crate::life::{Life, Step};
use crate::state::{Listing, Watchlist};

/// What an edition says of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// Its id.
    pub listing: String,
    /// The version that counts, from 1.
    pub version: u32,
    /// What is listed.
    pub subject: Subject,
    /// Why.
    pub category: Category,
    /// What an officer does; none while the action is suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// When it is reviewed.
    pub review_by: Time,
    /// The commitment to its sealed body.
    pub body: Digest,
    /// The commitments to its small pictures.
    pub photos: Vec<Digest>,
}

impl Leaf {
    /// Its hash in the tree: of its canonical JSON.
    pub fn hash(&self) -> Hash {
        merkle::leaf_hash(serde_json::to_string(self).unwrap_or_default().as_bytes())
    }
}

/// The list at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name.
    pub name: EditionName,
    /// Days since the first listing was proposed, from 1.
    pub number: u32,
    /// Since when it holds: the cut, or the removal that made it.
    pub since: Time,
    /// What it says, by listing.
    pub leaves: BTreeMap<String, Leaf>,
}

/// What is announced of an edition: everything but its leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `tasdiq/edition/1`.
    pub format: String,
    /// Its name.
    pub edition: EditionName,
    /// Days since the first listing was proposed, from 1.
    pub number: u32,
    /// Since when it holds.
    pub since: Time,
    /// How many listings it has.
    pub size: u64,
    /// How many of each category.
    pub counts: BTreeMap<String, u64>,
    /// How many have a suspended action.
    pub suspended: u64,
    /// The root of its tree.
    pub root: Digest,
}

/// The format of a [`Manifest`].
pub const FORMAT: &str = "tasdiq/edition/1";

/// One difference between two editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", deny_unknown_fields)]
pub enum Change {
    /// A listing came in.
    #[serde(rename = "ADD")]
    Add {
        /// What is said of it.
        leaf: Leaf,
    },
    /// What is said of a listing changed.
    #[serde(rename = "MOD")]
    Mod {
        /// What is said of it now.
        leaf: Leaf,
    },
    /// A listing is no longer there.
    #[serde(rename = "DEL")]
    Del {
        /// Which.
        listing: String,
    },
}

/// The way from one edition to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delta {
    /// The edition it starts from.
    pub from: EditionName,
    /// Its root.
    pub from_root: Digest,
    /// The edition it leads to, as announced.
    pub to: Manifest,
    /// The changes, in the order of their listings, each listing once.
    pub changes: Vec<Change>,
}

/// Why a delta was not applied. The edition held before is held still.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeltaError {
    /// It starts elsewhere.
    #[error("the delta starts from edition {found}, held is {held}")]
    OtherStart {
        /// Where it starts.
        found: String,
        /// What is held.
        held: String,
    },
    /// It leads to another list than was announced.
    #[error("the delta leads to another list than edition {0} was announced to be")]
    OtherRoot(String),
    /// It adds what is there, or changes what is not.
    #[error("the delta changes listing {0} in a way that can't be")]
    Impossible(String),
}

/// Why there is no such edition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEdition {
    /// The day is none, or lies ahead, or before the first listing.
    #[error("there is no edition of {0}")]
    NoSuchDay(String),
    /// The day has fewer urgent editions.
    #[error("{day} has {last} urgent editions so far")]
    NotSoMany {
        /// The day.
        day: String,
        /// How many it has.
        last: u32,
    },
}

/// The cut of a day: 00:00 UTC.
fn cut(day: Date) -> Option<Time> {
    format!("{day}T00:00:00.000Z").parse().ok()
}

/// The day that a text such as `2025-11-20` names.
pub fn day(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text && date.year() >= 1970).then_some(date)
}

/// The lives of all listings until an instant, from which editions of that instant or before are
/// made.
pub struct Lives<'a> {
    all: Vec<(&'a str, &'a Listing, Life)>,
    first: Option<Date>,
    as_of: Time,
}

impl<'a> Lives<'a> {
    /// Every listing's life until `as_of`.
    pub fn of(watchlist: &'a Watchlist, as_of: Time) -> Lives<'a> {
        let lives = watchlist.listings();
        let all: Vec<_> = lives
            .filter_map(|(id, listing)| Some((id, listing, listing.life(as_of)?)))
            .collect();
        let first = all
            .iter()
            .map(|(_, listing, _)| listing.proposed().at)
            .min();
        Lives {
            all,
            first: first.map(|at| at.civil().date()),
            as_of,
        }
    }

    /// Every listing with its life.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a Listing, &Life)> {
        self.all
            .iter()
            .map(|(id, listing, life)| (*id, *listing, life))
    }

    /// The latest edition; none before the first cut after the first proposal.
    pub fn latest(&self) -> Option<Edition> {
        let today = self.as_of.civil().date();
        self.edition(today, None).ok()
    }

    /// The edition of this name.
    pub fn named(&self, name: &EditionName) -> Result<Edition, NoEdition> {
        let day = day(&name.day).ok_or_else(|| NoEdition::NoSuchDay(name.day.clone()))?;
        self.edition(day, Some(name.urgent))
    }

    /// The days that have editions, latest first.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        let first = self.first;
        let today = self.as_of.civil().date();
        let back = move |day: &Date| day.yesterday().ok();
        std::iter::successors(Some(today), back)
            .take_while(move |day| first.is_some_and(|first| *day > first))
    }

    /// How many urgent editions a day has so far.
    pub fn urgent(&self, day: Date) -> u32 {
        u32::try_from(self.moments(day).len()).unwrap_or(u32::MAX)
    }

    /// The edition of a day: its latest, or the one with so many urgent ones before it.
    fn edition(&self, day: Date, urgent: Option<u32>) -> Result<Edition, NoEdition> {
        let none = || NoEdition::NoSuchDay(day.to_string());
        let cut = cut(day).filter(|cut| *cut <= self.as_of).ok_or_else(none)?;
        let first = self.first.filter(|first| *first < day).ok_or_else(none)?;
        let moments = self.moments(day);
        let last = u32::try_from(moments.len()).unwrap_or(u32::MAX);
        let urgent = urgent.unwrap_or(last);
        if urgent > last {
            let day = day.to_string();
            return Err(NoEdition::NotSoMany { day, last });
        }
        let since = match urgent {
            0 => cut,
            urgent => moments[urgent as usize - 1],
        };
        let leaves = self.all.iter().filter_map(|(id, listing, life)| {
            let leaf = leaf(id, listing, life.at(cut)?, since, life)?;
            Some(((*id).to_owned(), leaf))
        });
        let days = first.until(day).map_or(0, |span| span.get_days());
        Ok(Edition {
            name: EditionName {
                day: day.to_string(),
                urgent,
            },
            number: u32::try_from(days).unwrap_or(0),
            since,
            leaves: leaves.collect(),
        })
    }

    /// The instants of a day, after its cut, at which something was removed, suspended or corrected.
    fn moments(&self, day: Date) -> Vec<Time> {
        let Some(cut) = cut(day) else {
            return Vec::new();
        };
        let end = cut.after_millis(86_400_000);
        let mut moments: Vec<Time> = Vec::new();
        for (id, listing, life) in &self.all {
            let Some(mut before) = life.at(cut).and_then(|at| leaf(id, listing, at, cut, life))
            else {
                continue;
            };
            let Some(at_cut) = life.at(cut) else { continue };
            let since = life
                .steps
                .iter()
                .filter(|step| step.at > cut && step.at < end);
            for step in since {
                let after = leaf(id, listing, at_cut, step.at, life);
                if after.as_ref() != Some(&before) {
                    moments.push(step.at);
                }
                match after {
                    Some(after) => before = after,
                    None => break,
                }
            }
        }
        moments.sort_unstable();
        moments.dedup();
        moments
    }
}

/// What an edition that holds since `since` says of a listing which stood so at its day's cut. A
/// suspension that ended since is no removal, so it waits for the next cut; so does a return.
fn leaf(id: &str, listing: &Listing, at_cut: &Step, since: Time, life: &Life) -> Option<Leaf> {
    let so_far = life.steps.iter().filter(|step| step.at <= since);
    let mut of_the_day: Vec<&Step> = so_far.filter(|step| step.at > at_cut.at).collect();
    of_the_day.insert(0, at_cut);
    if !of_the_day.iter().all(|step| step.stage.in_force()) {
        return None;
    }
    let now = of_the_day.last()?;
    let version = &listing.version(now.version)?.entry;
    let suspended = of_the_day.iter().any(|step| step.suspended.is_some());
    Some(Leaf {
        listing: id.to_owned(),
        version: now.version,
        subject: version.subject,
        category: version.category,
        action: (!suspended).then_some(version.action),
        review_by: at_cut.review_by,
        body: version.body.blob,
        photos: version.photos.iter().map(|one| one.thumb.blob).collect(),
    })
}

impl EditionName {
    /// `2025-11-20`, or `2025-11-20/2` for the second urgent one.
    pub fn text(&self) -> String {
        match self.urgent {
            0 => self.day.clone(),
            urgent => format!("{}/{urgent}", self.day),
        }
    }
}

impl Edition {
    /// The root of its tree.
    pub fn root(&self) -> Digest {
        let mut edge = RightEdge::default();
        for leaf in self.leaves.values() {
            edge.push(leaf.hash());
        }
        Digest(edge.root().0)
    }

    /// What is announced of it.
    pub fn manifest(&self) -> Manifest {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for category in Category::ALL {
            counts.insert(category.name().to_owned(), 0);
        }
        for leaf in self.leaves.values() {
            *counts.entry(leaf.category.name().to_owned()).or_default() += 1;
        }
        let suspended = self.leaves.values().filter(|leaf| leaf.action.is_none());
        Manifest {
            format: FORMAT.to_owned(),
            edition: self.name.clone(),
            number: self.number,
            since: self.since,
            size: self.leaves.len() as u64,
            counts,
            suspended: suspended.count() as u64,
            root: self.root(),
        }
    }

    /// The way from an earlier edition to this one.
    pub fn delta(&self, from: &Edition) -> Delta {
        let mut changes = Vec::new();
        for (id, leaf) in &self.leaves {
            match from.leaves.get(id) {
                None => changes.push(Change::Add { leaf: leaf.clone() }),
                Some(before) if before != leaf => changes.push(Change::Mod { leaf: leaf.clone() }),
                Some(_) => {}
            }
        }
        let gone = from
            .leaves
            .keys()
            .filter(|id| !self.leaves.contains_key(*id));
        changes.extend(gone.map(|id| Change::Del {
            listing: id.clone(),
        }));
        changes.sort_by(|one, other| one.listing().cmp(other.listing()));
        Delta {
            from: from.name.clone(),
            from_root: from.root(),
            to: self.manifest(),
            changes,
        }
    }

    /// The edition a delta leads to, if it starts here and leads where it says.
    pub fn apply(&self, delta: &Delta) -> Result<Edition, DeltaError> {
        self.apply_from(self.root(), delta)
    }

    /// The same for whoever has computed this edition's root before: half the work.
    pub fn apply_from(&self, root: Digest, delta: &Delta) -> Result<Edition, DeltaError> {
        if delta.from_root != root {
            return Err(DeltaError::OtherStart {
                found: delta.from.text(),
                held: self.name.text(),
            });
        }
        let mut leaves = self.leaves.clone();
        let mut last = "";
        for change in &delta.changes {
            let id = change.listing();
            if id <= last {
                return Err(DeltaError::Impossible(id.to_owned()));
            }
            last = id;
            let (was, fits) = match change {
                Change::Add { leaf } => (leaves.insert(id.to_owned(), leaf.clone()), false),
                Change::Mod { leaf } => (leaves.insert(id.to_owned(), leaf.clone()), true),
                Change::Del { .. } => (leaves.remove(id), true),
            };
            if was.is_some() != fits {
                return Err(DeltaError::Impossible(id.to_owned()));
            }
        }
        let edition = Edition {
            name: delta.to.edition.clone(),
            number: delta.to.number,
            since: delta.to.since,
            leaves,
        };
        match edition.manifest() == delta.to {
            true => Ok(edition),
            false => Err(DeltaError::OtherRoot(edition.name.text())),
        }
    }

    /// The proof that a listing is in this edition, or that it is not.
    pub fn prove(&self, listing: &str) -> Proof {
        let tree = Tree::of(self.leaves.values().map(Leaf::hash).collect());
        let leaves: Vec<&Leaf> = self.leaves.values().collect();
        let place = leaves.partition_point(|leaf| leaf.listing.as_str() < listing);
        let shown = |place: usize| {
            leaves.get(place).map(|leaf| Shown {
                leaf: (*leaf).clone(),
                place: place as u64,
                path: tree.path(place as u64),
            })
        };
        let here = shown(place).filter(|shown| shown.leaf.listing == listing);
        let before = place.checked_sub(1).and_then(shown);
        let absent = here.is_none();
        Proof {
            manifest: self.manifest(),
            listing: listing.to_owned(),
            before: before.filter(|_| absent),
            after: shown(place).filter(|_| absent),
            here,
        }
    }
}

impl Change {
    /// The listing it is about.
    pub fn listing(&self) -> &str {
        match self {
            Change::Add { leaf } | Change::Mod { leaf } => &leaf.listing,
            Change::Del { listing } => listing,
        }
    }
}

/// A leaf with its place in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// What the edition says.
    pub leaf: Leaf,
    /// Its place, from 0.
    pub place: u64,
    /// The hashes that lead to the root, its sibling first.
    pub path: Vec<Digest>,
}

/// That a listing is in an edition, or that it is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The edition, as announced.
    pub manifest: Manifest,
    /// The listing asked about.
    pub listing: String,
    /// It, if it is there.
    pub here: Option<Shown>,
    /// The last before it, if it is not there and there is one.
    pub before: Option<Shown>,
    /// The first after it, likewise.
    pub after: Option<Shown>,
}

/// What a sound proof shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proven {
    /// The listing is in the edition.
    Listed,
    /// It is not.
    NotListed,
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// A leaf is not where it is said to be.
    #[error("the entry for {0} is not in the edition's tree where the proof says")]
    NotInTree(String),
    /// The neighbours are not neighbours, or on the wrong sides.
    #[error("the entries shown do not stand on both sides of {0}")]
    NotNeighbours(String),
    /// It shows something else than it is about.
    #[error("the entry shown is not that of {0}")]
    OtherListing(String),
}

impl Proof {
    /// What it shows of the edition whose manifest it carries. Whether that manifest is the
    /// mechanism's, the log says.
    pub fn check(&self) -> Result<Proven, ProofError> {
        for shown in [&self.here, &self.before, &self.after]
            .into_iter()
            .flatten()
        {
            shown.check(&self.manifest)?;
        }
        let apart = || ProofError::NotNeighbours(self.listing.clone());
        if let Some(here) = &self.here {
            return match here.leaf.listing == self.listing {
                true => Ok(Proven::Listed),
                false => Err(ProofError::OtherListing(self.listing.clone())),
            };
        }
        let left_end = match &self.before {
            Some(before) if before.leaf.listing < self.listing => before.place + 1,
            Some(_) => return Err(apart()),
            None => 0,
        };
        let right_end = match &self.after {
            Some(after) if after.leaf.listing > self.listing => after.place,
            Some(_) => return Err(apart()),
            None => self.manifest.size,
        };
        match left_end == right_end {
            true => Ok(Proven::NotListed),
            false => Err(apart()),
        }
    }
}

impl Shown {
    fn check(&self, manifest: &Manifest) -> Result<(), ProofError> {
        let path: Vec<Hash> = self.path.iter().map(|one| Hash(one.0)).collect();
        let root = Hash(manifest.root.0);
        merkle::verify_inclusion(self.place, manifest.size, &self.leaf.hash(), &path, &root)
            .map_err(|_| ProofError::NotInTree(self.leaf.listing.clone()))
    }
}

/// All complete subtrees of a list of leaves.
struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    fn of(leaves: Vec<Hash>) -> Tree {
        let mut levels = vec![leaves];
        while let Some(last) = levels.last().filter(|last| last.len() > 1) {
            let pairs = last.chunks_exact(2);
            let next = pairs
                .map(|pair| merkle::node_hash(&pair[0], &pair[1]))
                .collect();
            levels.push(next);
        }
        Tree { levels }
    }

    fn path(&self, place: u64) -> Vec<Digest> {
        let size = self.levels[0].len() as u64;
        let Ok(path) = merkle::inclusion_proof(place, size, self);
        path.into_iter().map(|hash| Digest(hash.0)).collect()
    }
}

impl Nodes for Tree {
    type Error = Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Hash, Infallible> {
        let row = self.levels.get(usize::from(level));
        let found = row.and_then(|row| row.get(usize::try_from(index).ok()?));
        // Only complete subtrees of this list are ever asked for.
        Ok(found.copied().unwrap_or_else(merkle::empty_root))
    }
}
