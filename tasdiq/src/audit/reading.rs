//! Reading bundles on several threads, handing them on in order.
//!
//! Reader number `w` of `n` takes bundles `w`, `w + n`, … and may be two ahead: so the order costs
//! nothing and memory is bounded.

use std::ops::ControlFlow;
use std::sync::mpsc;

use act::{EnvelopeError, Leaf, LeafError};
use mechanism::{ReadError, Reading};
use tlog::Hash;
use tlog::merkle::leaf_hash;
use tlog::tile::{EntryBundle, TILE_WIDTH, Tile, decode_bundle};

use crate::report::Report;
use crate::source::Source;

/// Bundles one reader may be ahead.
const AHEAD: usize = 2;
const WIDTH: u64 = TILE_WIDTH as u64;

/// A bundle, everything about it checked that can be checked without what came before.
pub(super) struct Bundle {
    pub(super) path: EntryBundle,
    /// The entries, or why the bytes are not a bundle.
    pub(super) entries: Result<Vec<Entry>, String>,
    pub(super) tile: Tile,
    pub(super) hashes: Result<Vec<Hash>, Report>,
}

/// One entry.
pub(super) struct Entry {
    pub(super) hash: Hash,
    pub(super) leaf: Result<Leaf, LeafError>,
    /// Its signatures and statement, where it is a leaf.
    pub(super) read: Option<(Result<(), EnvelopeError>, Result<Reading, ReadError>)>,
}

/// Hands every bundle of the first `size` entries to `take`, in order, until it has enough.
pub(super) fn stream(
    source: &Source,
    size: u64,
    mut take: impl FnMut(Bundle) -> Result<ControlFlow<()>, Report>,
) -> Result<(), Report> {
    let bundles = size.div_ceil(WIDTH);
    let readers = (source.readers() as u64).clamp(1, bundles.max(1));
    std::thread::scope(|scope| {
        let mut inboxes = Vec::new();
        for reader in 0..readers {
            let (out, inbox) = mpsc::sync_channel(AHEAD);
            inboxes.push(inbox);
            scope.spawn(move || {
                for index in (reader..bundles).step_by(readers as usize) {
                    let read = bundle(source, size, index);
                    let failed = read.is_err();
                    if out.send(read).is_err() || failed {
                        return; // Nobody waits any more, or nothing can follow.
                    }
                }
            });
        }
        for index in 0..bundles {
            let inbox = &inboxes[(index % readers) as usize];
            let read = inbox
                .recv()
                .map_err(|_| Report::here("a reader of the log stopped"))??;
            if take(read)?.is_break() {
                break;
            }
        }
        Ok(())
    })
}

fn bundle(source: &Source, size: u64, index: u64) -> Result<Bundle, Report> {
    let width = (size - index * WIDTH).min(WIDTH) as u16;
    let path = EntryBundle { index, width };
    let tile = Tile {
        level: 0,
        index,
        width,
    };
    let (bytes, found) = source.bundle(path)?;
    let entries = match decode_bundle(&bytes, found) {
        Ok(entries) => Ok(entries
            .into_iter()
            .take(usize::from(width))
            .map(entry)
            .collect()),
        Err(error) => Err(error.to_string()),
    };
    let hashes = match source.tile(tile) {
        Err(report) if report.exit == crate::report::Exit::NotDone => return Err(report),
        hashes => hashes,
    };
    Ok(Bundle {
        path,
        entries,
        tile,
        hashes,
    })
}

fn entry(bytes: &[u8]) -> Entry {
    let leaf = Leaf::parse(bytes);
    let read = leaf
        .as_ref()
        .ok()
        .map(|leaf| (leaf.envelope.verify(), mechanism::read(&leaf.envelope)));
    Entry {
        hash: leaf_hash(bytes),
        leaf,
        read,
    }
}
