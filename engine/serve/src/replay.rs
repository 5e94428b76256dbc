//! The world after every stored leaf, when a node starts. Reading leaves costs most, and one leaf can
//! be read without another: so it is done on every core, and only placing them is done in order.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use act::{Leaf, LeafError, Time};
use mechanism::{ReadError, Reading, World};
use store::SharedReader;
use tlog::Hash;
use tlog::merkle::{RightEdge, leaf_hash};

use crate::host::StartError;

/// Leaves read at a time.
const STEP: u64 = 1024;
/// Steps one thread may be ahead: memory is bounded by this many steps for each.
const AHEAD: usize = 2;

/// A leaf's hash, and what it says.
type Read = Result<(Hash, Time, Result<Reading, ReadError>), LeafError>;
type Step = Result<Vec<Read>, store::ReadError>;

/// Replays a store. Signatures were checked when each act was admitted; the tree vouches for the bytes
/// since: every leaf is hashed again, and together they must give the root that was signed.
pub fn replay(reader: &SharedReader) -> Result<World, StartError> {
    let head = reader.head()?;
    let size = head.size;
    let mut edge = RightEdge::default();
    let steps = size.div_ceil(STEP);
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let threads = cores.min(steps).max(1);
    let mut world = World::default();
    std::thread::scope(|scope| {
        let inboxes: Vec<Receiver<Step>> = (0..threads)
            .map(|first| {
                let (sender, inbox) = sync_channel(AHEAD);
                let mine = (first..steps).step_by(threads as usize);
                scope.spawn(move || read_steps(reader, size, mine, &sender));
                inbox
            })
            .collect();
        for step in 0..steps {
            let inbox = &inboxes[(step % threads) as usize];
            let Ok(read) = inbox.recv() else {
                break; // Unreachable: a thread ends only after its last step or when nobody listens.
            };
            place(&mut world, &mut edge, step * STEP, read?)?;
        }
        Ok::<(), StartError>(())
    })?;
    match world.halted() {
        Some(halt) => Err(StartError::TooOld {
            index: halt.index,
            kind: halt.kind.clone(),
        }),
        None if edge.size() != size => Err(damaged(format!(
            "the head says {size} leaves, {} are there",
            edge.size()
        ))),
        None if edge.root() != head.root => Err(damaged(
            "a leaf was altered: together they do not give the root that the head has".to_owned(),
        )),
        None => Ok(world),
    }
}

fn place(
    world: &mut World,
    edge: &mut RightEdge,
    from: u64,
    leaves: Vec<Read>,
) -> Result<(), StartError> {
    for (read, index) in leaves.into_iter().zip(from..) {
        let (hash, at, reading) = read.map_err(|source| StartError::Leaf { index, source })?;
        edge.push(hash);
        world.take(at, reading);
    }
    Ok(())
}

fn read_steps(
    reader: &SharedReader,
    size: u64,
    steps: impl Iterator<Item = u64>,
    to: &SyncSender<Step>,
) {
    for step in steps {
        let from = step * STEP;
        let leaves = reader.leaves(from..(from + STEP).min(size));
        let read = leaves.map(|leaves| leaves.iter().map(|bytes| read(bytes)).collect());
        if to.send(read).is_err() {
            return; // An earlier step was damaged.
        }
    }
}

fn read(bytes: &[u8]) -> Read {
    let leaf = Leaf::parse(bytes)?;
    let hash = leaf_hash(bytes);
    Ok((hash, leaf.at, mechanism::read(&leaf.envelope)))
}

fn damaged(why: String) -> StartError {
    StartError::Store(store::ReadError::Damaged(why))
}
