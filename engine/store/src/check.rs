//! The complete check of a log, as a library: what a node runs while it replays, what the command
//! line runs on request, and what every test of the store runs after every fault.

use std::collections::BTreeMap;

use tlog::Hash;
use tlog::merkle::{RightEdge, leaf_hash};

use crate::grow::{HASH_BYTES, TILE_WIDTH};
use crate::model::{ActId, AuthorKey};
use crate::rules::hex;
use crate::{ReadError, Reader, tiles};

/// What a leaf's own bytes say, to be compared with what the store's tables say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafFacts {
    /// The act inside.
    pub id: ActId,
    /// Its author.
    pub author: AuthorKey,
    /// Its number.
    pub seq: u64,
    /// The sequencer's time, in milliseconds since 1970.
    pub at_millis: i64,
}

/// Leaves read at a time.
const STEP: u64 = TILE_WIDTH;

/// Reads everything and computes everything again: each leaf's hash, every tile, the root, the
/// order of times, the acts' index, the authors' chains, and every signed checkpoint's root.
/// `read_leaf` is given each leaf once and in order, so a node can replay in the same pass; it
/// answers what the leaf says, or what is wrong with it.
pub fn check(
    reader: &dyn Reader,
    mut read_leaf: impl FnMut(u64, &[u8]) -> Result<LeafFacts, String>,
) -> Result<(), ReadError> {
    ends_agree(reader)?;
    let head = reader.head()?;
    let mut signed: BTreeMap<u64, Hash> = BTreeMap::new();
    for checkpoint in reader.latest_checkpoints(usize::MAX)? {
        signed.insert(checkpoint.size, checkpoint.root);
    }
    let mut walk = Walk::default();
    walk.compare_root(&signed)?;
    let mut from = 0;
    while from < head.size {
        let to = (from + STEP).min(head.size);
        let leaves = reader.leaves(from..to)?;
        if leaves.len() as u64 != to - from {
            return damaged(format!("leaves are missing between {from} and {to}"));
        }
        for bytes in &leaves {
            walk.leaf(reader, bytes, &mut read_leaf)?;
            walk.compare_root(&signed)?;
        }
        walk.compare_rows(reader)?;
        from = to;
    }
    if walk.edge.root() != head.root {
        return damaged(format!(
            "the {} leaves do not have the head's root",
            head.size
        ));
    }
    if walk.at_millis > head.at_millis {
        return damaged("the last leaf is later than the head".to_owned());
    }
    for author in reader.author_heads()? {
        if walk.next.get(&author.author) != Some(&(author.seq + 1)) {
            return damaged(format!(
                "the head of the key {} is wrong",
                hex(&author.author)
            ));
        }
    }
    Ok(())
}

/// What has been computed from the leaves so far.
#[derive(Default)]
struct Walk {
    edge: RightEdge,
    /// Tile rows not yet complete, by level.
    rows: BTreeMap<u8, (u64, Vec<u8>)>,
    at_millis: i64,
    next: BTreeMap<AuthorKey, u64>,
}

impl Walk {
    fn leaf(
        &mut self,
        reader: &dyn Reader,
        bytes: &[u8],
        read_leaf: &mut impl FnMut(u64, &[u8]) -> Result<LeafFacts, String>,
    ) -> Result<(), ReadError> {
        let index = self.edge.size();
        let facts = read_leaf(index, bytes)
            .or_else(|why| damaged(format!("leaf {index} cannot be read: {why}")))?;
        if facts.at_millis < self.at_millis {
            return damaged(format!("leaf {index} is earlier than the one before it"));
        }
        self.at_millis = facts.at_millis;
        let next = self.next.entry(facts.author).or_default();
        if facts.seq != *next {
            return damaged(format!(
                "leaf {index} is act {} of its key, not {next}",
                facts.seq
            ));
        }
        *next += 1;
        let placed = reader.find_numbered(&facts.author, facts.seq)?;
        let found = reader.find_act(&facts.id)?;
        if found != Some(index) || placed.map(|act| (act.index, act.id)) != Some((index, facts.id))
        {
            return damaged(format!("the index of acts does not lead to leaf {index}"));
        }
        for node in self.edge.push(leaf_hash(bytes)) {
            if node.level % 8 == 0 {
                self.keep(reader, node.level / 8, node.index, &node.hash)?;
            }
        }
        Ok(())
    }

    fn keep(
        &mut self,
        reader: &dyn Reader,
        level: u8,
        index: u64,
        hash: &Hash,
    ) -> Result<(), ReadError> {
        let number = index / TILE_WIDTH;
        let (_, row) = self
            .rows
            .entry(level)
            .or_insert_with(|| (number, Vec::new()));
        row.extend_from_slice(&hash.0);
        if row.len() == TILE_WIDTH as usize * HASH_BYTES {
            self.compare_row(reader, level)?;
            self.rows.remove(&level);
        }
        Ok(())
    }

    fn compare_rows(&self, reader: &dyn Reader) -> Result<(), ReadError> {
        self.rows
            .keys()
            .try_for_each(|level| self.compare_row(reader, *level))
    }

    fn compare_row(&self, reader: &dyn Reader, level: u8) -> Result<(), ReadError> {
        let Some((number, row)) = self.rows.get(&level) else {
            return Ok(());
        };
        let stored = reader.tile_row(level, *number)?.unwrap_or_default();
        if stored.starts_with(row) {
            return Ok(());
        }
        damaged(format!(
            "tile {level}/{number} does not hold the hashes of the leaves below it"
        ))
    }

    fn compare_root(&self, signed: &BTreeMap<u64, Hash>) -> Result<(), ReadError> {
        let size = self.edge.size();
        match signed.get(&size) {
            Some(root) if *root != self.edge.root() => damaged(format!(
                "the checkpoint signed at size {size} has another root"
            )),
            _ => Ok(()),
        }
    }
}

/// The cheap part, run whenever a store is opened: the head against the last leaf, the tiles' ends
/// and widths, the root, and the order leaves ≥ signed ≥ published.
pub fn ends_agree(reader: &dyn Reader) -> Result<(), ReadError> {
    let head = reader.head()?;
    let size = head.size;
    if !reader.leaves(size..size + 1)?.is_empty() {
        return damaged(format!("there are leaves after the head's size {size}"));
    }
    for level in 0..8u8 {
        let hashes = size >> (8 * level);
        let (number, width) = (hashes / TILE_WIDTH, (hashes % TILE_WIDTH) as usize);
        let found = reader.tile_row(level, number)?.unwrap_or_default().len();
        if found != width * HASH_BYTES {
            return damaged(format!(
                "tile {level}/{number} has {found} bytes for width {width}"
            ));
        }
    }
    if size > 0 {
        let last = reader.leaves(size - 1..size)?;
        let tree = tiles::Tree::new(reader, size);
        let kept = tlog::merkle::Nodes::node(&tree, 0, size - 1)?;
        if last.first().map(|bytes| leaf_hash(bytes)) != Some(kept) {
            return damaged(format!(
                "the last leaf, {}, is not the one in its tile",
                size - 1
            ));
        }
    }
    if tiles::edge(reader, size)?.root() != head.root {
        return damaged(format!(
            "the tiles do not have the root of the head, at size {size}"
        ));
    }
    let latest = reader.latest_checkpoints(1)?.pop();
    if let Some(latest) = &latest
        && (latest.size > size || (latest.size == size && latest.root != head.root))
    {
        return damaged(format!(
            "size {} was signed, the log has {size} leaves",
            latest.size
        ));
    }
    let signed = latest.map(|latest| latest.size);
    match reader.published()? {
        Some(published) if Some(published.size) > signed => damaged(format!(
            "size {} is published but was not signed",
            published.size
        )),
        _ => Ok(()),
    }
}

fn damaged<T>(why: String) -> Result<T, ReadError> {
    Err(ReadError::Damaged(why))
}
