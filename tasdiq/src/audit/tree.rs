//! The tree as it grows from the entries, and the roots it had before.

use std::collections::{BTreeMap, VecDeque};

use tlog::Hash;
use tlog::merkle::{self, Nodes, RightEdge};
use tlog::tile::{TILE_WIDTH, Tile};

use crate::report::Report;
use crate::source::Source;

/// Bundles whose leaf hashes are kept, 8 KiB each; older ones are read again from their tiles.
const RECENT_MAX: usize = 1024;
/// Earlier roots kept.
const ROOTS_MAX: usize = 4096;
const WIDTH: u64 = TILE_WIDTH as u64;
/// Level of a full tile's root.
const TILE_LEVEL: u8 = 8;

/// The tree of the entries read so far. Memory: a quarter of a byte per entry, and the recent hashes.
pub(super) struct Tree<'s> {
    source: &'s Source,
    edge: RightEdge,
    /// Roots of complete subtrees of 256, 512, … leaves.
    upper: Vec<Vec<Hash>>,
    current: Vec<Hash>,
    recent: VecDeque<(u64, Vec<Hash>)>,
    roots: BTreeMap<u64, Hash>,
}

impl<'s> Tree<'s> {
    pub(super) fn new(source: &'s Source) -> Tree<'s> {
        Tree {
            source,
            edge: RightEdge::default(),
            upper: Vec::new(),
            current: Vec::new(),
            recent: VecDeque::new(),
            roots: BTreeMap::new(),
        }
    }

    pub(super) fn edge(&self) -> &RightEdge {
        &self.edge
    }

    pub(super) fn push(&mut self, leaf: Hash) {
        for node in self.edge.push(leaf) {
            let Some(level) = node.level.checked_sub(TILE_LEVEL) else {
                continue;
            };
            let level = usize::from(level);
            if self.upper.len() <= level {
                self.upper.push(Vec::new());
            }
            self.upper[level].push(node.hash);
        }
        self.current.push(leaf);
        if self.current.len() == usize::from(TILE_WIDTH) {
            let full = std::mem::take(&mut self.current);
            self.recent.push_back((self.edge.size() / WIDTH - 1, full));
            if self.recent.len() > RECENT_MAX {
                self.recent.pop_front();
            }
        }
    }

    /// The root the tree had at an earlier size.
    pub(super) fn root_at(&mut self, size: u64) -> Result<Hash, Report> {
        if let Some(root) = self.roots.get(&size) {
            return Ok(*root);
        }
        let root = merkle::root(size, &*self)?;
        if self.roots.len() >= ROOTS_MAX {
            self.roots.pop_first();
        }
        self.roots.insert(size, root);
        Ok(root)
    }

    /// The root of a complete subtree of 256 leaves or more.
    pub(super) fn upper(&self, level: u8, index: u64) -> Option<Hash> {
        let level = level.checked_sub(TILE_LEVEL)?;
        let index = usize::try_from(index).ok()?;
        self.upper.get(usize::from(level))?.get(index).copied()
    }

    fn leaves(&self, tile: u64) -> Result<Vec<Hash>, Report> {
        if tile == self.edge.size() / WIDTH {
            return Ok(self.current.clone());
        }
        let oldest = self.recent.front().map_or(tile + 1, |(index, _)| *index);
        let kept = tile
            .checked_sub(oldest)
            .and_then(|at| usize::try_from(at).ok());
        if let Some((_, hashes)) = kept.and_then(|at| self.recent.get(at)) {
            return Ok(hashes.clone());
        }
        let hashes = self.source.tile(Tile {
            level: 0,
            index: tile,
            width: TILE_WIDTH,
        })?;
        if Some(root(&hashes)) == self.upper(TILE_LEVEL, tile) {
            Ok(hashes)
        } else {
            Err(Report::other_side(format!(
                "tile {tile} of level 0 is not of the entries below it"
            )))
        }
    }
}

impl Nodes for Tree<'_> {
    type Error = Report;

    fn node(&self, level: u8, index: u64) -> Result<Hash, Report> {
        let gone = || Report::here(format!("the tree has no node {index} at level {level}"));
        if level >= TILE_LEVEL {
            return self.upper(level, index).ok_or_else(gone);
        }
        let first = index << level;
        let leaves = self.leaves(first / WIDTH)?;
        let from = (first % WIDTH) as usize;
        let below = leaves.get(from..from + (1 << level)).ok_or_else(gone)?;
        Ok(root(below))
    }
}

/// Root of a small tree.
fn root(leaves: &[Hash]) -> Hash {
    let mut edge = RightEdge::default();
    for leaf in leaves {
        edge.push(*leaf);
    }
    edge.root()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_root_it_had() {
        let source = Source::Dir(std::path::PathBuf::new());
        let mut tree = Tree::new(&source);
        let mut roots = vec![merkle::empty_root()];
        for n in 0..1500u32 {
            tree.push(merkle::leaf_hash(&n.to_be_bytes()));
            roots.push(tree.edge().root());
        }
        for (size, root) in roots.iter().enumerate() {
            assert_eq!(tree.root_at(size as u64).unwrap(), *root, "{size}");
        }
    }
}
