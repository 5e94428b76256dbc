//! Tiles and entry bundles (C2SP tlog-tiles v0.1.0): names, contents, and which exist at a size.
//!
//! A tile of level `L` holds up to 256 hashes; its hash `i` is the root of a complete subtree of
//! `256^L` leaves. Only full tiles of one level count upward into the next.

use std::fmt;
use std::str::FromStr;

use crate::hash::Hash;
use crate::merkle::{Nodes, node_hash};

/// Hashes in a full tile, entries in a full bundle.
pub const TILE_WIDTH: u16 = 256;
/// Tree levels a tile spans.
pub const TILE_HEIGHT: u8 = 8;
/// Highest tile level with an address; 2^64 leaves need eight.
pub const LEVEL_MAX: u8 = 63;
/// Longest entry: bundles give it a 16-bit length.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// A hash tile, by level, index and width (1 to 256; less than 256 is a partial tile).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// Level of tiles, 0 for leaf hashes.
    pub level: u8,
    /// Place in its level.
    pub index: u64,
    /// How many hashes.
    pub width: u16,
}

/// An entry bundle: the entries under a level-0 tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryBundle {
    /// Place among bundles.
    pub index: u64,
    /// How many entries.
    pub width: u16,
}

/// The path names no tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct PathError;

/// Bytes that are not an entry bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Fewer bytes or entries than promised.
    #[error("the bundle is cut off")]
    Short,
    /// More than promised.
    #[error("the bundle holds more than its {0} entries")]
    Long(u16),
    /// An entry no bundle can hold.
    #[error("an entry of {0} bytes does not fit a bundle, the limit is {ENTRY_BYTES_MAX}")]
    EntryTooLong(usize),
}

impl Tile {
    /// The tile and position that hold the node `(level, index)` of the tree, where that node is
    /// among the tile's own hashes or computed from them, at a tree of `size` leaves.
    /// None where that tree has no such complete subtree.
    pub fn of_node(level: u8, index: u64, size: u64) -> Option<Tile> {
        let tile_level = level / TILE_HEIGHT;
        let within = u32::from(level % TILE_HEIGHT);
        let first = index
            .checked_shl(within)
            .filter(|first| first >> within == index)?;
        let last = first + ((1u64 << within) - 1);
        let hashes = hashes_at(tile_level, size);
        if last >= hashes {
            return None;
        }
        let tile = first >> 8;
        Some(Tile {
            level: tile_level,
            index: tile,
            width: width_at(tile, hashes)?,
        })
    }

    /// Bytes of its contents.
    pub fn byte_length(&self) -> usize {
        usize::from(self.width) * 32
    }

    /// Whether a tree of this size has the tile, at this width or a larger one: what a log that keeps
    /// every partial tile can serve.
    pub fn exists_at(&self, size: u64) -> bool {
        self.width >= 1
            && self.width <= TILE_WIDTH
            && hashes_at(self.level, size)
                >= (self.index << 8).saturating_add(u64::from(self.width))
            && self.index <= u64::MAX >> 8
    }
}

/// Every tile a tree of `size` has that one of `old` had not, lowest level first: what a mirror
/// fetches, what a log has to have stored before it signs. An iterator, because a size is only a
/// claim: whoever follows it stops when it likes.
pub fn new_tiles(old: u64, size: u64) -> impl Iterator<Item = Tile> {
    (0..=7).flat_map(move |level| {
        let (had, has) = (hashes_at(level, old), hashes_at(level, size));
        let grown = if has > had {
            had >> 8..has.div_ceil(256)
        } else {
            0..0
        };
        grown.filter_map(move |index| {
            let width = width_at(index, has)?;
            Some(Tile {
                level,
                index,
                width,
            })
        })
    })
}

/// How many hashes a level has, over all its tiles.
pub fn hashes_at(level: u8, size: u64) -> u64 {
    match u32::from(level) * u32::from(TILE_HEIGHT) {
        shift if shift < 64 => size >> shift,
        _ => 0,
    }
}

fn width_at(tile: u64, hashes: u64) -> Option<u16> {
    let here = hashes.checked_sub(tile << 8)?.min(256);
    u16::try_from(here).ok().filter(|width| *width > 0)
}

/// Where tiles come from; asked only for tiles that the tree of the reader's size has.
pub trait Tiles {
    /// Why one could not be had.
    type Error;
    /// The tile's hashes; exactly `width` of them.
    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, Self::Error>;
}

/// Reads nodes of a tree of `size` leaves out of tiles.
pub struct TileNodes<'t, T> {
    /// The tiles.
    pub tiles: &'t T,
    /// The tree's size.
    pub size: u64,
}

/// A node could not be read from tiles.
#[derive(Debug, thiserror::Error)]
pub enum TileError<E> {
    /// The tile could not be had.
    #[error("tile {0} could not be read")]
    Tile(Tile, #[source] E),
    /// It holds another number of hashes than its name says.
    #[error("tile {0} does not hold the hashes its name promises")]
    Width(Tile),
    /// The tree has no such complete subtree.
    #[error("the tree has no node {1} at level {0}")]
    NoNode(u8, u64),
}

impl<T: Tiles> Nodes for TileNodes<'_, T> {
    type Error = TileError<T::Error>;

    fn node(&self, level: u8, index: u64) -> Result<Hash, Self::Error> {
        let tile = Tile::of_node(level, index, self.size).ok_or(TileError::NoNode(level, index))?;
        let hashes = self
            .tiles
            .tile(tile)
            .map_err(|e| TileError::Tile(tile, e))?;
        if hashes.len() != usize::from(tile.width) {
            return Err(TileError::Width(tile));
        }
        let within = level % TILE_HEIGHT;
        let first = ((index << within) & 255) as usize;
        subtree(&hashes[first..first + (1usize << within)]).ok_or(TileError::Width(tile))
    }
}

/// Root of a complete subtree, from its `2^n` lowest hashes.
fn subtree(hashes: &[Hash]) -> Option<Hash> {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level
            .chunks_exact(2)
            .map(|pair| node_hash(&pair[0], &pair[1]))
            .collect();
    }
    level.first().copied()
}

/// Hashes from a tile's bytes.
pub fn hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (chunks, rest) = bytes.as_chunks::<32>();
    rest.is_empty()
        .then(|| chunks.iter().map(|chunk| Hash(*chunk)).collect())
}

/// A bundle's bytes: each entry after its 16-bit big-endian length.
pub fn encode_bundle<'e>(
    entries: impl IntoIterator<Item = &'e [u8]>,
) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length =
            u16::try_from(entry.len()).map_err(|_| BundleError::EntryTooLong(entry.len()))?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle of exactly `width`.
pub fn decode_bundle(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bytes;
    for _ in 0..width {
        let (length, after) = rest.split_first_chunk::<2>().ok_or(BundleError::Short)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or(BundleError::Short)?;
        entries.push(entry);
        rest = after;
    }
    if rest.is_empty() {
        Ok(entries)
    } else {
        Err(BundleError::Long(width))
    }
}

impl fmt::Display for Tile {
    /// `tile/<L>/<N>[.p/<W>]`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        write_place(f, self.index, self.width)
    }
}

impl fmt::Display for EntryBundle {
    /// `tile/entries/<N>[.p/<W>]`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        write_place(f, self.index, self.width)
    }
}

impl FromStr for Tile {
    type Err = PathError;

    fn from_str(path: &str) -> Result<Tile, PathError> {
        let rest = path.strip_prefix("tile/").ok_or(PathError)?;
        let (level, place) = rest.split_once('/').ok_or(PathError)?;
        let level = crate::checkpoint::decimal(level)
            .and_then(|level| u8::try_from(level).ok())
            .filter(|level| *level <= LEVEL_MAX)
            .ok_or(PathError)?;
        let (index, width) = read_place(place)?;
        Ok(Tile {
            level,
            index,
            width,
        })
    }
}

impl FromStr for EntryBundle {
    type Err = PathError;

    fn from_str(path: &str) -> Result<EntryBundle, PathError> {
        let (index, width) = read_place(path.strip_prefix("tile/entries/").ok_or(PathError)?)?;
        Ok(EntryBundle { index, width })
    }
}

/// Groups of three digits, all but the last marked with an `x`; a partial width at the end.
fn write_place(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    let digits = index.to_string();
    let padded = format!("{digits:0>width$}", width = digits.len().div_ceil(3) * 3);
    let groups = padded.len() / 3;
    for group in 0..groups {
        let mark = if group + 1 < groups { "x" } else { "" };
        let slash = if group == 0 { "" } else { "/" };
        write!(f, "{slash}{mark}{}", &padded[group * 3..group * 3 + 3])?;
    }
    if width < TILE_WIDTH {
        write!(f, ".p/{width}")
    } else {
        Ok(())
    }
}

fn read_place(place: &str) -> Result<(u64, u16), PathError> {
    let (number, width) = match place.split_once(".p/") {
        Some((number, width)) => {
            let width = crate::checkpoint::decimal(width).filter(|w| (1..=255).contains(w));
            (
                number,
                width.and_then(|w| u16::try_from(w).ok()).ok_or(PathError)?,
            )
        }
        None => (place, TILE_WIDTH),
    };
    let groups: Vec<&str> = number.split('/').collect();
    let mut index = 0u64;
    for (at, group) in groups.iter().enumerate() {
        let digits = if at + 1 < groups.len() {
            group.strip_prefix('x').ok_or(PathError)?
        } else {
            group
        };
        if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PathError);
        }
        let value: u64 = digits.parse().map_err(|_| PathError)?;
        if at == 0 && groups.len() > 1 && value == 0 {
            return Err(PathError); // A leading group of zeros is a second name for the same tile.
        }
        index = index
            .checked_mul(1000)
            .and_then(|i| i.checked_add(value))
            .ok_or(PathError)?;
    }
    Ok((index, width))
}
