//! Opening a file that is missing, foreign, in use, cut off or altered: refused, and the reason
//! says what to do.

use std::error::Error as _;
use std::fs;
use std::path::PathBuf;

use crate::bench::leaf;
use rusqlite::Connection;
use store::{Batch, OpenError, Published, SignedCheckpoint, Sqlite, Store, check};
use tlog::merkle::RightEdge;

struct File {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

/// A closed log of 600 leaves with a published checkpoint.
fn closed_log() -> File {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let mut store = Sqlite::create(&path).unwrap();
    let mut edge = RightEdge::default();
    let leaves: Vec<_> = (0..600).map(|seq| leaf(1, seq)).collect();
    for leaf in &leaves {
        edge.push(leaf.hash);
    }
    store
        .append(&Batch {
            from: 0,
            leaves,
            root: edge.root(),
            at_millis: 5,
        })
        .unwrap();
    let signed = SignedCheckpoint {
        size: 600,
        root: edge.root(),
        note: b"note".to_vec(),
    };
    store.save_checkpoint(&signed).unwrap();
    store
        .publish(&Published {
            size: 600,
            note: b"note".to_vec(),
        })
        .unwrap();
    File {
        path,
        _folder: folder,
    }
}

fn refusal(file: &File) -> OpenError {
    Sqlite::open(&file.path).err().unwrap()
}

#[test]
fn a_closed_log_opens_again_as_it_was() {
    let file = closed_log();
    let store = Sqlite::open(&file.path).unwrap();
    assert_eq!(store.reader().head().unwrap().size, 600);
    assert_eq!(store.reader().published().unwrap().unwrap().size, 600);
}

#[test]
fn a_missing_log_is_not_made_silently_and_none_is_overwritten() {
    let file = closed_log();
    assert!(matches!(
        Sqlite::create(&file.path),
        Err(OpenError::Exists(_))
    ));
    fs::remove_file(&file.path).unwrap();
    assert!(matches!(refusal(&file), OpenError::Missing(_)));
}

#[test]
fn a_log_has_one_writer() {
    let file = closed_log();
    let first = Sqlite::open(&file.path).unwrap();
    assert!(matches!(refusal(&file), OpenError::InUse(_)));
    drop(first);
    Sqlite::open(&file.path).unwrap();
}

#[test]
fn another_programs_file_is_refused() {
    let file = closed_log();
    let change = |sql: &str| {
        Connection::open(&file.path)
            .unwrap()
            .execute_batch(sql)
            .unwrap()
    };
    change("PRAGMA user_version = 9");
    assert!(matches!(
        refusal(&file),
        OpenError::Version { found: 9, .. }
    ));
    change("PRAGMA application_id = 7");
    assert!(matches!(
        refusal(&file),
        OpenError::Foreign { found: 7, .. }
    ));
    fs::write(
        &file.path,
        b"words, not a database, but long enough to be taken for one".repeat(99),
    )
    .unwrap();
    assert!(matches!(refusal(&file), OpenError::Database { .. }));
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let length = fs::metadata(&closed_log().path).unwrap().len();
    for cut in [length - 1, length - 4096, length / 2, 5000, 4096, 100, 0] {
        let file = closed_log();
        fs::OpenOptions::new()
            .write(true)
            .open(&file.path)
            .unwrap()
            .set_len(cut)
            .unwrap();
        let refused = refusal(&file);
        let text = format!(
            "{refused}; {}",
            refused.source().map_or(String::new(), |s| s.to_string())
        );
        assert!(
            text.contains("replica") || matches!(refused, OpenError::Foreign { .. }),
            "{text}"
        );
    }
}

#[test]
fn rows_that_contradict_each_other_are_refused() {
    let changes = [
        "DELETE FROM leaf WHERE idx = 599",
        "UPDATE leaf SET bytes = x'00' WHERE idx = 599",
        "INSERT INTO leaf (idx, bytes) VALUES (600, x'00')",
        "UPDATE head SET size = 599",
        "UPDATE head SET root = zeroblob(32)",
        "DELETE FROM head",
        "DELETE FROM tile WHERE level = 1",
        "UPDATE tile SET hashes = zeroblob(64) WHERE level = 1",
        "UPDATE tile SET hashes = CAST(substr(hashes, 1, 32) AS BLOB) WHERE number = 2",
        "INSERT INTO checkpoint (size, root, note) VALUES (601, zeroblob(32), x'00')",
        "UPDATE checkpoint SET root = zeroblob(32)",
        "DELETE FROM checkpoint",
    ];
    for change in changes {
        let file = closed_log();
        Connection::open(&file.path)
            .unwrap()
            .execute_batch(change)
            .unwrap();
        assert!(
            matches!(refusal(&file), OpenError::Damaged { .. }),
            "{change}"
        );
    }
}

#[test]
fn the_complete_check_finds_what_opening_does_not_look_for() {
    let changes = [
        ("UPDATE leaf SET bytes = x'00' WHERE idx = 3", "leaf 3"),
        (
            "UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND number = 0",
            "tile 0/0",
        ),
        ("DELETE FROM act_id WHERE idx = 7", "index of acts"),
        ("UPDATE act SET idx = 8 WHERE seq = 7", "index of acts"),
        ("DELETE FROM leaf WHERE idx = 300", "missing"),
        (
            "INSERT INTO checkpoint VALUES (17, zeroblob(32), x'00')",
            "size 17",
        ),
    ];
    for (change, named) in changes {
        let file = closed_log();
        Connection::open(&file.path)
            .unwrap()
            .execute_batch(change)
            .unwrap();
        let store = Sqlite::open(&file.path).unwrap();
        let facts = |index: u64, bytes: &[u8]| {
            let leaf = leaf(1, index);
            (leaf.bytes == bytes).then_some(()).ok_or("altered")?;
            Ok(store::LeafFacts {
                id: leaf.id,
                author: leaf.author,
                seq: index,
                at_millis: 0,
            })
        };
        let found = check(&*store.reader(), facts).unwrap_err().to_string();
        assert!(
            found.contains(named) && found.contains("replica"),
            "{change}: {found}"
        );
    }
}
