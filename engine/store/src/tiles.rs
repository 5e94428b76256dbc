//! Tiles and entry bundles (C2SP tlog-tiles) cut from rows, and the tree for making proofs.
//!
//! Nothing is stored as a file: a partial tile is the beginning of a row, an entry bundle is leaves
//! in order. So every width that any checkpoint ever published stays available.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tlog::Hash;
use tlog::merkle::{Nodes, RightEdge};

use crate::grow::{HASH_BYTES, TILE_WIDTH, hashes_of, subtree_root};
use crate::{ReadError, Reader};

/// The first `width` (1 to 256) hashes of a tile; none while the tile is narrower than that.
pub fn tile(
    reader: &dyn Reader,
    level: u8,
    number: u64,
    width: u16,
) -> Result<Option<Vec<u8>>, ReadError> {
    let bytes = usize::from(width) * HASH_BYTES;
    if width == 0 || u64::from(width) > TILE_WIDTH {
        return Ok(None);
    }
    let row = reader.tile_row(level, number)?.filter(|row| row.len() >= bytes);
    Ok(row.map(|mut row| {
        row.truncate(bytes);
        row
    }))
}

/// The first `width` (1 to 256) entries of a bundle, each after its length as two big-endian
/// bytes; none while the bundle has fewer.
pub fn bundle(
    reader: &dyn Reader,
    number: u64,
    width: u16,
) -> Result<Option<Vec<u8>>, ReadError> {
    let (Some(from), 1..=256) = (number.checked_mul(TILE_WIDTH), width) else { return Ok(None) };
    let Some(to) = from.checked_add(u64::from(width)) else { return Ok(None) };
    let leaves = reader.leaves(from..to)?;
    if leaves.len() < usize::from(width) {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(leaves.iter().map(|leaf| leaf.len() + 2).sum());
    for leaf in &leaves {
        let length = u16::try_from(leaf.len())
            .map_err(|_| ReadError::Damaged(format!("a leaf has {} bytes", leaf.len())))?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(leaf);
    }
    Ok(Some(bytes))
}

/// The right edge of the log's first `size` leaves, for the sequencer to grow.
pub fn edge(reader: &dyn Reader, size: u64) -> Result<RightEdge, ReadError> {
    RightEdge::load(size, &Tree::new(reader))
}

/// The hashes of a store's complete subtrees, for [`tlog::merkle`] to make proofs from. Remembers the
/// rows it has read, so one `Tree` serves one request.
pub struct Tree<'r> {
    reader: &'r dyn Reader,
    rows: RefCell<BTreeMap<(u8, u64), Vec<u8>>>,
}

impl<'r> Tree<'r> {
    /// The tree behind a reader.
    pub fn new(reader: &'r dyn Reader) -> Tree<'r> {
        Tree { reader, rows: RefCell::default() }
    }
}

impl Nodes for Tree<'_> {
    type Error = ReadError;

    fn node(&self, level: u8, index: u64) -> Result<Hash, ReadError> {
        let missing = || ReadError::Damaged(format!("no node at level {level}, index {index}"));
        let (row_level, height) = (level / 8, level % 8);
        // Where the subtree's hashes begin among all hashes of its tile level.
        let first = index.checked_mul(1 << height).ok_or_else(missing)?;
        let (number, offset) = (first / TILE_WIDTH, (first % TILE_WIDTH) as usize * HASH_BYTES);
        let mut rows = self.rows.borrow_mut();
        let row = match rows.entry((row_level, number)) {
            std::collections::btree_map::Entry::Occupied(row) => row.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                let row = self.reader.tile_row(row_level, number)?.ok_or_else(missing)?;
                place.insert(row)
            }
        };
        let hashes = row.get(offset..offset + (HASH_BYTES << height)).ok_or_else(missing)?;
        Ok(subtree_root(&hashes_of(hashes)))
    }
}
