//! The test bench: each store with the leaves it should hold.

use std::path::{Path, PathBuf};

use store::{
    ActId, AuthorKey, Batch, LeafFacts, Memory, NewLeaf, Room, SharedReader, Sqlite, Store, tiles,
};
use tlog::Hash;
use tlog::merkle::{Nodes, RightEdge, leaf_hash};
use tlog::tile::{EntryBundle, Tile};

pub(crate) struct Bench {
    pub(crate) store: Box<dyn Store>,
    pub(crate) leaves: Vec<NewLeaf>,
    edge: RightEdge,
    disk: Disk,
}

enum Disk {
    Memory(Memory),
    /// The folder lives as long as the bench.
    File {
        path: PathBuf,
        _folder: tempfile::TempDir,
    },
}

/// Runs a test on each store.
pub(crate) fn on_each(test: impl Fn(&mut Bench)) {
    all().iter_mut().for_each(test);
}

pub(crate) fn all() -> Vec<Bench> {
    let memory = Memory::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let sqlite = Sqlite::create(&path).unwrap();
    let bench = |store, disk| Bench {
        store,
        leaves: Vec::new(),
        edge: RightEdge::default(),
        disk,
    };
    vec![
        bench(Box::new(memory.clone()), Disk::Memory(memory)),
        bench(
            Box::new(sqlite),
            Disk::File {
                path,
                _folder: folder,
            },
        ),
    ]
}

impl Bench {
    pub(crate) fn reader(&self) -> SharedReader {
        self.store.reader()
    }

    /// The batch that would append one leaf for each of these authors.
    pub(crate) fn batch(&self, authors: &[u8]) -> Batch {
        let mut edge = self.edge.clone();
        let mut leaves: Vec<NewLeaf> = Vec::new();
        for name in authors {
            let all = self.leaves.iter().chain(&leaves);
            let seq = all.filter(|leaf| leaf.author == author(*name)).count() as u64;
            let leaf = leaf(*name, seq);
            edge.push(leaf.hash);
            leaves.push(leaf);
        }
        let at_millis = 1000 + self.leaves.len() as i64;
        Batch {
            from: self.leaves.len() as u64,
            leaves,
            root: edge.root(),
            at_millis,
        }
    }

    pub(crate) fn append(&mut self, authors: &[u8]) {
        let batch = self.batch(authors);
        self.store.append(&batch).unwrap();
        for leaf in batch.leaves {
            self.edge.push(leaf.hash);
            self.leaves.push(leaf);
        }
    }

    /// What the leaves of this bench say.
    pub(crate) fn facts(&self) -> impl FnMut(u64, &[u8]) -> Result<LeafFacts, String> {
        let leaves = self.leaves.clone();
        move |index, bytes| {
            let leaf = leaves
                .get(index as usize)
                .ok_or("not appended by this test")?;
            (leaf.bytes == bytes)
                .then_some(())
                .ok_or("other bytes than appended")?;
            Ok(LeafFacts {
                id: leaf.id,
                author: leaf.author,
                seq: leaf.seq,
                at_millis: 0,
            })
        }
    }

    /// Every tile and bundle of every width at the log's end is what the specification says.
    pub(crate) fn check_tiles(&self) {
        let (reader, size) = (self.reader(), self.leaves.len() as u64);
        let last = (size - 1) / 256;
        for number in 0..=last {
            let here: Vec<_> = self
                .leaves
                .iter()
                .skip(number as usize * 256)
                .take(256)
                .collect();
            let width = here.len() as u16;
            let tile = |width| Tile {
                level: 0,
                index: number,
                width,
            };
            let bundle = |width| EntryBundle {
                index: number,
                width,
            };
            for width in [1, width.div_ceil(2), width] {
                let hashes: Vec<u8> = here
                    .iter()
                    .take(width.into())
                    .flat_map(|leaf| leaf.hash.0)
                    .collect();
                assert_eq!(tiles::tile(&*reader, tile(width)).unwrap(), Some(hashes));
                let entries: Vec<u8> = here
                    .iter()
                    .take(width.into())
                    .flat_map(|leaf| {
                        let length = leaf.bytes.len() as u16;
                        [length.to_be_bytes().to_vec(), leaf.bytes.clone()].concat()
                    })
                    .collect();
                assert_eq!(
                    tiles::bundle(&*reader, bundle(width)).unwrap(),
                    Some(entries)
                );
            }
            if width < 256 {
                assert_eq!(tiles::tile(&*reader, tile(width + 1)).unwrap(), None);
                assert_eq!(tiles::bundle(&*reader, bundle(width + 1)).unwrap(), None);
            }
        }
        let tile = |level, index, width| {
            tiles::tile(
                &*reader,
                Tile {
                    level,
                    index,
                    width,
                },
            )
            .unwrap()
        };
        assert_eq!(tile(0, 0, 0), None);
        let far = EntryBundle {
            index: u64::MAX,
            width: 256,
        };
        assert_eq!(tiles::bundle(&*reader, far).unwrap(), None);
        for level in 1..8 {
            for index in 0..2 {
                let there = (1..=256).filter(|width| tile(level, index, *width).is_some());
                let expected = (1..=256).filter(|width| {
                    Tile {
                        level,
                        index,
                        width: *width,
                    }
                    .exists_at(size)
                });
                assert!(there.eq(expected), "tile {level}/{index}");
            }
        }
    }

    pub(crate) fn fill_disk(&mut self) {
        match &self.disk {
            Disk::Memory(memory) => memory.set_room(Room::None),
            Disk::File { path, .. } => self.reopen(&path.clone(), 0),
        }
    }

    pub(crate) fn free_disk(&mut self) {
        match &self.disk {
            Disk::Memory(memory) => memory.set_room(Room::Enough),
            Disk::File { path, .. } => self.reopen(&path.clone(), u64::MAX),
        }
    }

    fn reopen(&mut self, path: &Path, bytes_max: u64) {
        self.store = Box::new(Memory::new()); // Closes the file, which has one writer.
        let store = Sqlite::open(path).unwrap();
        store.limit_bytes(bytes_max).unwrap();
        self.store = Box::new(store);
    }
}

pub(crate) fn author(name: u8) -> AuthorKey {
    [name; 32]
}

/// The leaf of an author's act; a few hundred bytes, so that a batch needs new pages.
pub(crate) fn leaf(name: u8, seq: u64) -> NewLeaf {
    let bytes = format!("act {seq} of {name}: {}", "words ".repeat(60)).into_bytes();
    let hash = leaf_hash(&bytes);
    let id: ActId = leaf_hash(&hash.0).0;
    NewLeaf {
        hash,
        bytes,
        id,
        author: author(name),
        seq,
    }
}

pub(crate) fn note(size: u64) -> Vec<u8> {
    format!("the checkpoint of {size}").into_bytes()
}

/// For a log that must have no leaf.
pub(crate) fn no_facts(index: u64, _: &[u8]) -> Result<LeafFacts, String> {
    Err(format!("leaf {index} is not expected"))
}

/// A tree over a plain list, hashed by nothing but the definition.
pub(crate) struct Oracle(pub(crate) Vec<Hash>);

impl Nodes for Oracle {
    type Error = std::convert::Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Hash, Self::Error> {
        if level == 0 {
            return Ok(self.0[index as usize]);
        }
        let (left, right) = (
            self.node(level - 1, index * 2)?,
            self.node(level - 1, index * 2 + 1)?,
        );
        Ok(tlog::merkle::node_hash(&left, &right))
    }
}
