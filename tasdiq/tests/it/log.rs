//! A log built leaf by leaf and laid out as C2SP tlog-tiles: what an honest host publishes, and
//! every way in which a dishonest one could.

use std::collections::BTreeMap;
use std::path::Path;

use act::{Digest, Envelope, Leaf, Seen, Time};
use agreement::AgreementEntry;
use agreement::entry::InstrumentOpened;
use cast::Cast;
use mechanism::{Said, World};
use tlog::Checkpoint;
use tlog::merkle::{RightEdge, leaf_hash};
use tlog::note::Note;
use tlog::tile::{EntryBundle, encode_bundle, new_tiles};

pub(crate) const ORIGIN: &str = "record.example/test";
/// An hour after the grants begin.
const START: i64 = 1_767_225_600_000;

/// A log in the making.
pub(crate) struct Log {
    pub(crate) cast: Cast,
    pub(crate) leaves: Vec<Vec<u8>>,
    pub(crate) at: Time,
}

impl Log {
    /// Founded, every seat with its key: ten entries.
    pub(crate) fn founded() -> Log {
        let cast = Cast::new([5; 32], ORIGIN, &BTreeMap::new());
        let mut log = Log {
            cast,
            leaves: Vec::new(),
            at: Time::from_millis(START),
        };
        let founding = log.cast.found(log.at);
        log.place(&founding);
        for grant in log.cast.grants(log.at) {
            log.place(&grant);
        }
        log
    }

    /// A log of exactly so many entries, one of them void.
    pub(crate) fn of(size: usize) -> Log {
        let mut log = Log::founded();
        log.open("a", "negotiator", "not-theirs-to-open");
        log.look();
        while log.leaves.len() < size {
            let name = format!("text-{}", log.leaves.len());
            log.open("m1", "mediation", &name);
            if log.leaves.len().is_multiple_of(7) {
                log.look();
            }
        }
        log
    }

    /// Someone opens an instrument.
    pub(crate) fn open(&mut self, member: &str, office: &str, instrument: &str) {
        let entry = InstrumentOpened {
            instrument: instrument.to_owned(),
            title: "A text".to_owned(),
            single_undertaking: false,
        };
        let said = Said::Agreement(AgreementEntry::InstrumentOpened(entry));
        let envelope = self.cast.say(member, office, &said, self.at);
        self.place(&envelope);
    }

    pub(crate) fn place(&mut self, envelope: &Envelope) {
        self.at = self.at.after_millis(1);
        self.leaves.push(Leaf::bytes(self.at, envelope.bytes()));
    }

    /// The cast sees the log as it is now.
    fn look(&mut self) {
        let root = Digest(self.root().0);
        self.cast.seen = Seen {
            size: self.leaves.len() as u64,
            root,
        };
    }

    pub(crate) fn root(&self) -> tlog::Hash {
        root(&hashes(&self.leaves))
    }

    /// The checkpoint, cosigned by these witnesses.
    pub(crate) fn checkpoint(&self, witnesses: &[&str]) -> Note {
        let checkpoint = Checkpoint::new(ORIGIN, self.leaves.len() as u64, self.root());
        let mut note = checkpoint.sign(&self.cast.log_key(ORIGIN));
        for witness in witnesses {
            let key = self.cast.witness_key(witness);
            let line = tlog::cosignature::cosign(&key, &note.text, self.at.seconds() + 1);
            note.signatures.push(line);
        }
        note
    }

    /// The signed state root after all entries, its text changed by `change` before it is signed.
    pub(crate) fn state(&self, change: impl FnOnce(String) -> String) -> Note {
        let mut world = World::default();
        for leaf in &self.leaves {
            world.apply(&Leaf::parse(leaf).unwrap());
        }
        let text = change(world.root().text(ORIGIN));
        let signatures = vec![self.cast.log_key(ORIGIN).sign(&text)];
        Note { text, signatures }
    }

    /// Lays everything out as an honest host does, and the charter beside it.
    pub(crate) fn publish(&self, folder: &Path) {
        let put = |path: &str, bytes: &[u8]| {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        let size = self.leaves.len() as u64;
        let hashes = hashes(&self.leaves);
        for tile in new_tiles(0, size) {
            let span = 256usize.pow(u32::from(tile.level));
            let first = tile.index as usize * 256;
            let bytes: Vec<u8> = (first..first + usize::from(tile.width))
                .flat_map(|at| root(&hashes[at * span..(at + 1) * span]).0)
                .collect();
            put(&tile.to_string(), &bytes);
        }
        for index in 0..size.div_ceil(256) {
            put(
                &bundle(index, size).to_string(),
                &self.bundle_bytes(index, &self.leaves),
            );
        }
        put("state", self.state(|text| text).to_string().as_bytes());
        put(
            "checkpoint",
            self.checkpoint(&["m1", "a", "b"]).to_string().as_bytes(),
        );
        put("../charter.toml", self.cast.charter.as_bytes());
    }

    /// A bundle's bytes, of other leaves than the log's own if need be.
    pub(crate) fn bundle_bytes(&self, index: u64, leaves: &[Vec<u8>]) -> Vec<u8> {
        let first = index as usize * 256;
        let entries = leaves[first..leaves.len().min(first + 256)].iter();
        encode_bundle(entries.map(Vec::as_slice)).unwrap()
    }
}

/// The path of a bundle in a log of this size.
pub(crate) fn bundle(index: u64, size: u64) -> EntryBundle {
    EntryBundle {
        index,
        width: (size - index * 256).min(256) as u16,
    }
}

fn hashes(leaves: &[Vec<u8>]) -> Vec<tlog::Hash> {
    leaves.iter().map(|leaf| leaf_hash(leaf)).collect()
}

fn root(hashes: &[tlog::Hash]) -> tlog::Hash {
    let mut edge = RightEdge::default();
    for hash in hashes {
        edge.push(*hash);
    }
    edge.root()
}
