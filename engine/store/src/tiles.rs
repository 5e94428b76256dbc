//! Tiles and entry bundles (C2SP tlog-tiles) cut from rows, and the tree for making proofs.
//!
//! Nothing is stored as a file: a partial tile is the beginning of a row, an entry bundle is leaves
//! in order. So every width that any checkpoint ever published stays available.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use tlog::Hash;
use tlog::merkle::{Nodes, RightEdge};
use tlog::tile::{
    EntryBundle, TILE_WIDTH, Tile, TileError, TileNodes, Tiles, encode_bundle, hashes,
};

use crate::{ReadError, Reader};

/// The bytes of a tile; none while the row is narrower than that.
pub fn tile(reader: &dyn Reader, tile: Tile) -> Result<Option<Vec<u8>>, ReadError> {
    if tile.width == 0 || tile.width > TILE_WIDTH {
        return Ok(None);
    }
    let row = reader.tile_row(tile.level, tile.index)?;
    Ok(row
        .filter(|row| row.len() >= tile.byte_length())
        .map(|mut row| {
            row.truncate(tile.byte_length());
            row
        }))
}

/// The bytes of an entry bundle; none while the log has fewer entries there.
pub fn bundle(reader: &dyn Reader, bundle: EntryBundle) -> Result<Option<Vec<u8>>, ReadError> {
    let width = u64::from(bundle.width);
    let from = bundle.index.checked_mul(u64::from(TILE_WIDTH));
    let Some(from) = from.filter(|from| from.checked_add(width).is_some()) else {
        return Ok(None);
    };
    if bundle.width == 0 || bundle.width > TILE_WIDTH {
        return Ok(None);
    }
    let leaves = reader.leaves(from..from + width)?;
    if (leaves.len() as u64) < width {
        return Ok(None);
    }
    encode_bundle(leaves.iter().map(Vec::as_slice))
        .map(Some)
        .map_err(|error| ReadError::Damaged(format!("entry bundle {}: {error}", bundle.index)))
}

/// The right edge of the log's first `size` leaves, for the sequencer to grow.
pub fn edge(reader: &dyn Reader, size: u64) -> Result<RightEdge, ReadError> {
    RightEdge::load(size, &Tree::new(reader, size))
}

/// The tree of a store's first `size` leaves, for [`tlog::merkle`] to make proofs from. Remembers
/// the rows it has read, so one `Tree` serves one request.
pub struct Tree<'r> {
    rows: Rows<'r>,
    size: u64,
}

struct Rows<'r> {
    reader: &'r dyn Reader,
    read: RefCell<BTreeMap<(u8, u64), Vec<u8>>>,
}

impl<'r> Tree<'r> {
    /// The tree behind a reader, at a size the log has or had.
    pub fn new(reader: &'r dyn Reader, size: u64) -> Tree<'r> {
        let rows = Rows {
            reader,
            read: RefCell::default(),
        };
        Tree { rows, size }
    }
}

impl Nodes for Tree<'_> {
    type Error = ReadError;

    fn node(&self, level: u8, index: u64) -> Result<Hash, ReadError> {
        let nodes = TileNodes {
            tiles: &self.rows,
            size: self.size,
        };
        nodes.node(level, index).map_err(|error| match error {
            TileError::Tile(_, source) => source,
            other => ReadError::Damaged(other.to_string()),
        })
    }
}

impl Tiles for Rows<'_> {
    type Error = ReadError;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, ReadError> {
        let mut read = self.read.borrow_mut();
        let row = match read.entry((tile.level, tile.index)) {
            Entry::Occupied(row) => row.into_mut(),
            Entry::Vacant(place) => {
                let row = self.reader.tile_row(tile.level, tile.index)?;
                place.insert(row.unwrap_or_default())
            }
        };
        row.get(..tile.byte_length())
            .and_then(hashes)
            .ok_or_else(|| ReadError::Damaged(format!("the row of {tile} is too short")))
    }
}
