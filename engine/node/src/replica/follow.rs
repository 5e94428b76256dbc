//! Following one checkpoint: prove it continues what is held, then bundle by bundle.

use std::collections::BTreeMap;

use act::{Leaf, Statement, Time};
use tlog::Hash;
use tlog::checkpoint::Checkpoint;
use tlog::merkle::{RightEdge, consistency_proof, leaf_hash, root, verify_consistency};
use tlog::note::Note;
use tlog::policy::UnmetPolicy;
use tlog::tile::{
    EntryBundle, TILE_WIDTH, Tile, TileError, TileNodes, Tiles, decode_bundle, hashes,
};

use super::{Effect, Fetch, Replica};
use crate::alarm::Alarm;
use crate::projection::Projection;
use crate::sequencer::{Append, Placed, StoreFull, Tip};

/// A checkpoint on the way to being held.
pub(super) struct Follow {
    pub(super) target: Checkpoint,
    note: Note,
    tiles: Cache,
    bundle: Option<(EntryBundle, Vec<u8>)>,
    stage: Stage,
}

enum Stage {
    /// Does the checkpoint continue what is held?
    Proving,
    /// Fetching and checking the next bundle.
    Bundle,
    /// A checked bundle is being made durable.
    Storing(Checked),
}

struct Checked {
    edge: RightEdge,
    at: Time,
    leaves: Vec<(Leaf, Placed)>,
}

/// The host's tiles fetched so far, none of them believed.
#[derive(Default)]
struct Cache(BTreeMap<Tile, Vec<Hash>>);

struct NotFetched;

impl Tiles for Cache {
    type Error = NotFetched;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, NotFetched> {
        self.0
            .get(&tile)
            .filter(|row| !row.is_empty())
            .cloned()
            .ok_or(NotFetched)
    }
}

/// Why a step could not be taken.
enum Obstacle {
    /// Something is not there yet.
    Fetch(Vec<Fetch>),
    /// What came is wrong, but the log need not be: another look may find it right.
    Bad(Alarm),
    /// The signed log itself is wrong.
    Final(Alarm),
}

impl<E> From<TileError<E>> for Obstacle {
    fn from(error: TileError<E>) -> Obstacle {
        match error {
            TileError::Tile(tile, _) => Obstacle::Fetch(vec![Fetch::Tile(tile)]),
            TileError::Width(tile) => Obstacle::Bad(Alarm::BadTile {
                path: tile.to_string(),
            }),
            TileError::NoNode(level, index) => Obstacle::Bad(Alarm::BadTile {
                path: format!("node {level}/{index}"),
            }),
        }
    }
}

impl<P: Projection> Replica<P> {
    pub(super) fn checkpoint_fetched(&mut self, now: Time, body: &[u8]) {
        let held = self.checkpoint.as_ref().map(Note::to_string);
        if held.is_some_and(|held| held.as_bytes() == body) {
            return; // Verified when it came first.
        }
        let verified = Note::parse(body)
            .map_err(UnmetPolicy::from)
            .and_then(|note| {
                Ok((
                    self.config.policy.verify(&note, &self.config.origin)?.0,
                    note,
                ))
            });
        let (target, note) = match verified {
            Ok(verified) => verified,
            Err(error) => {
                return self.raise(Alarm::BadCheckpoint {
                    why: error.to_string(),
                });
            }
        };
        self.clear("alarm.bad-checkpoint");
        let (size, held) = (target.size, self.size());
        if size < held {
            return self.shown_smaller(size, target.root, note);
        }
        self.clear("alarm.shrunk");
        if size == held {
            if target.root != self.edge.root() {
                return self.forked(size, note);
            }
            if self.checkpoint.as_ref().map(|held| &held.text) != Some(&note.text) {
                self.reached(now, &target, note);
            }
            return;
        }
        self.follow = Some(Follow {
            target,
            note,
            tiles: Cache::default(),
            bundle: None,
            stage: Stage::Proving,
        });
        self.work(now);
    }

    /// A host never goes back from what it published. The smaller tree is compared as a peer's
    /// would.
    fn shown_smaller(&mut self, size: u64, root: Hash, note: Note) {
        self.raise(Alarm::Shrunk {
            shown: size,
            held: self.size(),
        });
        self.compare_with_own("", size, root, note);
    }

    fn forked(&mut self, size: u64, note: Note) {
        let held = self.checkpoint.clone();
        self.halt(
            Alarm::Rewritten { size },
            held.into_iter().chain([note]).collect(),
        );
    }

    pub(super) fn tile_fetched(&mut self, now: Time, tile: Tile, body: &[u8]) {
        let Some(follow) = &mut self.follow else {
            return;
        };
        match hashes(body).filter(|hashes| hashes.len() == usize::from(tile.width)) {
            Some(hashes) => {
                // A full tile may stand in for a partial one that the host no longer keeps.
                for (wanted, held) in follow.tiles.0.range_mut(Tile { width: 0, ..tile }..tile) {
                    if held.is_empty() {
                        *held = hashes[..usize::from(wanted.width)].to_vec();
                    }
                }
                follow.tiles.0.insert(tile, hashes);
                self.work(now);
            }
            None => self.give_up(
                now,
                Alarm::BadTile {
                    path: tile.to_string(),
                },
            ),
        }
    }

    pub(super) fn bundle_fetched(&mut self, now: Time, bundle: EntryBundle, body: Vec<u8>) {
        if let Some(follow) = &mut self.follow {
            follow.bundle = Some((bundle, body));
            self.work(now);
        }
    }

    /// A partial tile or bundle may be gone once the full one exists (tlog-tiles, "Partial Tiles").
    pub(super) fn missing(&mut self, now: Time, fetch: Fetch) {
        let full = match fetch {
            Fetch::Tile(tile) if tile.width < TILE_WIDTH => {
                if let Some(follow) = &mut self.follow {
                    follow.tiles.0.insert(tile, Vec::new()); // Filled from the full one.
                }
                self.kept_by_host(fetch)
            }
            Fetch::Bundle(bundle) if bundle.width < TILE_WIDTH => Fetch::Bundle(EntryBundle {
                width: TILE_WIDTH,
                ..bundle
            }),
            Fetch::Tile(tile) => {
                return self.give_up(
                    now,
                    Alarm::BadTile {
                        path: tile.to_string(),
                    },
                );
            }
            Fetch::Bundle(bundle) => {
                return self.give_up(
                    now,
                    Alarm::BadTile {
                        path: bundle.to_string(),
                    },
                );
            }
            Fetch::Checkpoint | Fetch::State(_) => return,
        };
        self.want(now, full);
    }

    /// The full tile, where the host has said that it no longer keeps the partial one.
    fn kept_by_host(&self, fetch: Fetch) -> Fetch {
        let gone = |tile| {
            self.follow
                .as_ref()
                .is_some_and(|f| f.tiles.0.contains_key(tile))
        };
        match fetch {
            Fetch::Tile(tile) if gone(&tile) => Fetch::Tile(Tile {
                width: TILE_WIDTH,
                ..tile
            }),
            fetch => fetch,
        }
    }

    /// Goes on with what has come so far.
    fn work(&mut self, now: Time) {
        let Some(follow) = &self.follow else { return };
        let outcome = match &follow.stage {
            Stage::Proving => self.prove(follow).map(|()| Stage::Bundle),
            Stage::Bundle => self.check_bundle(follow).map(Stage::Storing),
            Stage::Storing(_) => return,
        };
        match outcome {
            Ok(Stage::Storing(checked)) => self.store(checked),
            Ok(stage) => {
                if let Some(follow) = &mut self.follow {
                    follow.stage = stage;
                }
                self.work(now); // Two steps at most: from proving to the first bundle's fetches.
            }
            Err(Obstacle::Fetch(fetches)) => {
                for fetch in fetches {
                    let fetch = self.kept_by_host(fetch);
                    self.want(now, fetch);
                }
            }
            Err(Obstacle::Bad(alarm)) => self.give_up(now, alarm),
            Err(Obstacle::Final(alarm)) => {
                let notes = self
                    .checkpoint
                    .iter()
                    .chain([&follow.note])
                    .cloned()
                    .collect();
                self.halt(alarm, notes);
            }
        }
    }

    /// The host's tiles have the root it signed, and our tree is its beginning.
    fn prove(&self, follow: &Follow) -> Result<(), Obstacle> {
        let target = &follow.target;
        let nodes = TileNodes {
            tiles: &follow.tiles,
            size: target.size,
        };
        if root(target.size, &nodes)? != target.root {
            let path = format!("of the root at size {}", target.size);
            return Err(Obstacle::Bad(Alarm::BadTile { path }));
        }
        let held = self.size();
        let proof = consistency_proof(held, target.size, &nodes)?;
        let own = self.edge.root();
        verify_consistency(held, &own, target.size, &target.root, &proof)
            .map_err(|_| Obstacle::Final(Alarm::Rewritten { size: held }))
    }

    fn check_bundle(&self, follow: &Follow) -> Result<Checked, Obstacle> {
        let target = &follow.target;
        let held = self.size();
        let index = held / u64::from(TILE_WIDTH);
        let first = index * u64::from(TILE_WIDTH);
        let width = (target.size - first).min(u64::from(TILE_WIDTH)) as u16;
        let tile = Tile {
            level: 0,
            index,
            width,
        };
        let body = follow
            .bundle
            .as_ref()
            .filter(|(bundle, _)| bundle.index == index);
        let row = follow.tiles.0.get(&tile).filter(|row| !row.is_empty());
        let (Some((bundle, body)), Some(row)) = (body, row) else {
            let mut fetches = vec![];
            if body.is_none() {
                fetches.push(Fetch::Bundle(EntryBundle { index, width }));
            }
            if row.is_none() {
                fetches.push(Fetch::Tile(tile));
            }
            return Err(Obstacle::Fetch(fetches));
        };
        let bad_bundle = || {
            Obstacle::Bad(Alarm::BadTile {
                path: bundle.to_string(),
            })
        };
        let entries = decode_bundle(body, bundle.width).map_err(|_| bad_bundle())?;
        let entries = entries.get(..usize::from(width)).ok_or_else(bad_bundle)?;
        if entries
            .iter()
            .zip(row)
            .any(|(entry, hash)| leaf_hash(entry) != *hash)
        {
            return Err(bad_bundle());
        }
        let new = (held - first) as usize;
        let mut edge = self.edge.clone();
        row.iter().skip(new).for_each(|hash| drop(edge.push(*hash)));
        let nodes = TileNodes {
            tiles: &follow.tiles,
            size: target.size,
        };
        let proof = consistency_proof(edge.size(), target.size, &nodes)?;
        verify_consistency(edge.size(), &edge.root(), target.size, &target.root, &proof).map_err(
            |_| {
                Obstacle::Bad(Alarm::BadTile {
                    path: tile.to_string(),
                })
            },
        )?;
        let hashed = entries.iter().copied().zip(row.iter().copied()).skip(new);
        self.read_leaves(edge, hashed)
    }

    /// From here on, what is wrong is wrong in the tree the log has signed.
    fn read_leaves<'e>(
        &self,
        edge: RightEdge,
        entries: impl Iterator<Item = (&'e [u8], Hash)>,
    ) -> Result<Checked, Obstacle> {
        let mut tips: BTreeMap<_, Tip> = BTreeMap::new();
        let (mut at, mut leaves) = (self.at, Vec::new());
        for (index, (bytes, hash)) in (self.size()..).zip(entries) {
            let wrong = |why: String| Obstacle::Final(Alarm::BadLeaf { index, why });
            let leaf = Leaf::parse(bytes).map_err(|error| wrong(error.to_string()))?;
            leaf.envelope
                .verify()
                .map_err(|error| wrong(error.to_string()))?;
            if leaf.at < at {
                return Err(wrong(format!("its time {} is before {at}", leaf.at)));
            }
            at = leaf.at;
            let statement = Statement::parse(&leaf.envelope);
            let (author, seq, prev) = match statement {
                Ok(statement) => (statement.by, statement.seq, statement.prev),
                Err(error) => return Err(wrong(error.to_string())),
            };
            let id = leaf.envelope.entry_id();
            let tip = tips.get(&author).or_else(|| self.tips.get(&author));
            let expected = tip.map_or((0, None), |tip| (tip.seq + 1, Some(tip.id)));
            if (seq, prev) != expected {
                let (due, _) = expected;
                return Err(wrong(format!(
                    "act {seq} of its key stands where {due} was due"
                )));
            }
            tips.insert(author, Tip { seq, id });
            leaves.push((
                leaf,
                Placed {
                    leaf: bytes.to_vec(),
                    hash,
                    id,
                    author,
                    seq,
                },
            ));
        }
        Ok(Checked { edge, at, leaves })
    }

    fn store(&mut self, checked: Checked) {
        let append = Append {
            from: self.size(),
            leaves: checked
                .leaves
                .iter()
                .map(|(_, placed)| placed.clone())
                .collect(),
            root: checked.edge.root(),
            at: checked.at,
        };
        if let Some(follow) = &mut self.follow {
            follow.bundle = None;
            follow.stage = Stage::Storing(checked);
            self.out.push(Effect::Append(append));
        }
    }

    pub(super) fn stored(&mut self, now: Time, result: Result<(), StoreFull>) {
        let Some(follow) = &mut self.follow else {
            return;
        };
        let Stage::Storing(checked) = std::mem::replace(&mut follow.stage, Stage::Bundle) else {
            return;
        };
        if result == Err(StoreFull) {
            return self.give_up(now, Alarm::DiskFull);
        }
        let target = follow.target.clone();
        let first = self.edge.size();
        self.edge = checked.edge;
        self.at = checked.at;
        for (index, (leaf, placed)) in (first..).zip(checked.leaves) {
            self.tips.insert(
                placed.author,
                Tip {
                    seq: placed.seq,
                    id: placed.id,
                },
            );
            self.projection.apply(index, &leaf);
        }
        self.clear("alarm.disk-full");
        if self.size() < target.size {
            return self.work(now);
        }
        if let Some(follow) = self.follow.take() {
            self.reached(now, &target, follow.note);
        }
    }

    fn reached(&mut self, now: Time, target: &Checkpoint, note: Note) {
        self.clear("alarm.bad-tile");
        self.checkpoint = Some(note.clone());
        self.out.push(Effect::Publish {
            size: target.size,
            root: target.root,
            note,
        });
        self.compare_state(now);
    }
}
