//! How appended leaves grow the tiles (C2SP tlog-tiles, "Merkle Tree"): only complete tiles count
//! upward, so each level gains one hash per 256 hashes below it.

use tlog::Hash;
use tlog::merkle::RightEdge;
use tlog::tile::hashes;

/// Hashes in a complete tile.
pub(crate) const TILE_WIDTH: u64 = tlog::tile::TILE_WIDTH as u64;
/// Bytes of a hash.
pub(crate) const HASH_BYTES: usize = 32;

/// One tile row after an append: all its hashes, old and new.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GrownTile {
    pub(crate) level: u8,
    pub(crate) number: u64,
    pub(crate) hashes: Vec<u8>,
}

/// The tile rows that change when `leaf_hashes` follow the first `size` leaves. `row(level,
/// number)` answers the hashes a row holds so far, empty if there is none.
pub(crate) fn grow<E>(
    size: u64,
    leaf_hashes: Vec<Hash>,
    mut row: impl FnMut(u8, u64) -> Result<Vec<u8>, E>,
) -> Result<Vec<GrownTile>, E> {
    let mut grown = Vec::new();
    let (mut level, mut first, mut hashes) = (0u8, size, leaf_hashes);
    while !hashes.is_empty() {
        let mut complete = Vec::new();
        let mut rest = hashes.as_slice();
        let (start, mut number) = (first / TILE_WIDTH, first / TILE_WIDTH);
        let mut room = (TILE_WIDTH - first % TILE_WIDTH) as usize;
        while !rest.is_empty() {
            let (here, later) = rest.split_at(room.min(rest.len()));
            let mut bytes = if number == start && first % TILE_WIDTH != 0 {
                row(level, number)?
            } else {
                Vec::new()
            };
            here.iter()
                .for_each(|hash| bytes.extend_from_slice(&hash.0));
            if bytes.len() == TILE_WIDTH as usize * HASH_BYTES {
                complete.push(root_of(&bytes));
            }
            grown.push(GrownTile {
                level,
                number,
                hashes: bytes,
            });
            (rest, number, room) = (later, number + 1, TILE_WIDTH as usize);
        }
        (level, first, hashes) = (level + 1, start, complete);
    }
    Ok(grown)
}

/// Root of the tree over the hashes of a complete tile.
fn root_of(tile: &[u8]) -> Hash {
    let mut edge = RightEdge::default();
    for hash in hashes(tile).unwrap_or_default() {
        edge.push(hash);
    }
    edge.root()
}
