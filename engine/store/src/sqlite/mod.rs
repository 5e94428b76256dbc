//! The store on disk: one SQLite file in WAL mode, one writer.

mod open;
mod read;
mod schema;

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use tlog::Hash;

use self::read::{Connections, signed};
use crate::grow::grow;
use crate::model::{
    AuthorKey, Batch, Cosignature, Evidence, NewLeaf, Published, SignedCheckpoint, Swap, Witnessed,
};
use crate::{SharedReader, Store, WriteError, rules};

/// The writer of a log in one file. While it lives, no other process can open the file for
/// writing: it holds the lock of the file beside it (`<file>.lock`).
pub struct Sqlite {
    writer: Connection,
    readers: Arc<Connections>,
    /// Held, not used: the operating system gives it up when the process ends, however it ends.
    _lock: std::fs::File,
}

impl Sqlite {
    /// Does `work` in one transaction. `Ok` means durable.
    fn write<T>(
        &mut self,
        what: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, WriteError> {
        let transaction = self
            .writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|source| classify(what, source))?;
        let answer = work(&transaction).map_err(|failure| match failure {
            Failure::Refused(refusal) => refusal,
            Failure::Database(source) => classify(what, source),
        })?; // Dropping the transaction rolls it back.
        transaction
            .commit()
            .map_err(|source| classify(what, source))?;
        Ok(answer)
    }
}

/// Why a transaction's work stopped.
enum Failure {
    Refused(WriteError),
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(source: rusqlite::Error) -> Failure {
        Failure::Database(source)
    }
}

impl From<WriteError> for Failure {
    fn from(refusal: WriteError) -> Failure {
        Failure::Refused(refusal)
    }
}

/// Only a full disk is survivable: SQLite has then rolled back. Everything else that a correct
/// program can meet here is a failing disk or a damaged file.
fn classify(what: &'static str, source: rusqlite::Error) -> WriteError {
    match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => WriteError::Full { what },
        _ => WriteError::Fatal {
            what,
            source: Box::new(source),
        },
    }
}

impl Store for Sqlite {
    fn reader(&self) -> SharedReader {
        self.readers.clone()
    }

    fn append(&mut self, batch: &Batch) -> Result<(), WriteError> {
        self.write(rules::BATCH, |transaction| {
            rules::follows(&read::head(transaction)?, batch)?;
            place_acts(transaction, batch)?;
            grow_tiles(transaction, batch)?;
            let head = batch.head();
            let sql = "UPDATE head SET size = ?1, root = ?2, at_millis = ?3 WHERE one = 1";
            transaction.prepare_cached(sql)?.execute((
                signed(head.size),
                head.root.0,
                head.at_millis,
            ))?;
            Ok(())
        })
    }

    fn save_checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> Result<(), WriteError> {
        let SignedCheckpoint { size, root, note } = checkpoint;
        self.write(rules::CHECKPOINT, |transaction| {
            let sql = "SELECT root FROM checkpoint WHERE size = ?1";
            let held = read::one(transaction, sql, [signed(*size)], |row| read::hash(row, 0))?;
            rules::signable(&read::head(transaction)?, held, checkpoint)?;
            let sql = "INSERT OR IGNORE INTO checkpoint (size, root, note) VALUES (?1, ?2, ?3)";
            transaction
                .prepare_cached(sql)?
                .execute((signed(*size), root.0, note))?;
            Ok(())
        })
    }

    fn save_cosignature(&mut self, size: u64, line: &Cosignature) -> Result<(), WriteError> {
        self.write("a cosignature", |transaction| {
            let sql =
                "INSERT OR REPLACE INTO cosignature (size, witness, line) VALUES (?1, ?2, ?3)";
            transaction
                .prepare_cached(sql)?
                .execute((signed(size), &line.witness, &line.line))?;
            Ok(())
        })
    }

    fn publish(&mut self, published: &Published) -> Result<(), WriteError> {
        let size = published.size;
        self.write(rules::PUBLISHED, |transaction| {
            let held = "SELECT size FROM published";
            let held = read::one(transaction, held, (), |row| read::unsigned(row, 0))?;
            let known = "SELECT 1 FROM checkpoint WHERE size = ?1";
            let known = read::one(transaction, known, [signed(size)], |_| Ok(()))?;
            rules::publishable(held, known.is_some(), size)?;
            let sql = "INSERT OR REPLACE INTO published (one, size, note) VALUES (1, ?1, ?2)";
            transaction
                .prepare_cached(sql)?
                .execute((signed(size), &published.note))?;
            Ok(())
        })
    }

    fn keep_evidence(&mut self, evidence: &Evidence) -> Result<(), WriteError> {
        let Evidence {
            author,
            seq,
            held,
            other,
        } = evidence;
        self.write("evidence", |transaction| {
            let sql = "INSERT OR IGNORE INTO evidence (author, seq, held, other)
                VALUES (?1, ?2, ?3, ?4)";
            transaction
                .prepare_cached(sql)?
                .execute((author, signed(*seq), held, other))?;
            Ok(())
        })
    }

    fn swap_witnessed(
        &mut self,
        origin: &str,
        expected: Option<(u64, Hash)>,
        new: &Witnessed,
    ) -> Result<Swap, WriteError> {
        self.write("a witnessed checkpoint", |transaction| {
            let held = read::witnessed(transaction, origin)?;
            if held.as_ref().map(|held| (held.size, held.root)) != expected {
                return Ok(Swap::Held(held));
            }
            let sql = "INSERT OR REPLACE INTO witnessed (origin, size, root, note, time_seconds)
                VALUES (?1, ?2, ?3, ?4, ?5)";
            transaction.prepare_cached(sql)?.execute((
                origin,
                signed(new.size),
                new.root.0,
                &new.note,
                signed(new.time_seconds),
            ))?;
            Ok(Swap::Stored)
        })
    }

    fn put_record(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        self.write("a record", |transaction| {
            let sql = "INSERT OR REPLACE INTO record (name, bytes) VALUES (?1, ?2)";
            transaction.prepare_cached(sql)?.execute((name, bytes))?;
            Ok(())
        })
    }
}

fn place_acts(transaction: &Transaction<'_>, batch: &Batch) -> Result<(), Failure> {
    let mut leaf_row =
        transaction.prepare_cached("INSERT INTO leaf (idx, bytes) VALUES (?1, ?2)")?;
    let mut id_row =
        transaction.prepare_cached("INSERT OR IGNORE INTO act_id (id, idx) VALUES (?1, ?2)")?;
    let mut act_row = transaction
        .prepare_cached("INSERT INTO act (author, seq, idx, id) VALUES (?1, ?2, ?3, ?4)")?;
    let mut next = BTreeMap::new();
    for (index, leaf) in (batch.from..).zip(&batch.leaves) {
        if id_row.execute((leaf.id, signed(index)))? == 0 {
            return Err(rules::repeated(leaf).into());
        }
        let due = match next.get(&leaf.author) {
            Some(due) => *due,
            None => next_number(transaction, &leaf.author)?,
        };
        rules::numbered(leaf, due)?;
        next.insert(leaf.author, due + 1);
        leaf_row.execute((signed(index), &leaf.bytes))?;
        let NewLeaf {
            author, seq, id, ..
        } = leaf;
        act_row.execute((author, signed(*seq), signed(index), id))?;
    }
    Ok(())
}

fn next_number(transaction: &Transaction<'_>, author: &AuthorKey) -> rusqlite::Result<u64> {
    let sql = "SELECT seq FROM act WHERE author = ?1 ORDER BY seq DESC LIMIT 1";
    let last = read::one(transaction, sql, [author], |row| read::unsigned(row, 0))?;
    Ok(last.map_or(0, |seq| seq + 1))
}

fn grow_tiles(transaction: &Transaction<'_>, batch: &Batch) -> Result<(), Failure> {
    let hashes = batch.leaves.iter().map(|leaf| leaf.hash).collect();
    let grown = grow(batch.from, hashes, |level, number| {
        read::tile_row(transaction, level, number).map(Option::unwrap_or_default)
    })?;
    let sql = "INSERT OR REPLACE INTO tile (level, number, hashes) VALUES (?1, ?2, ?3)";
    let mut row = transaction.prepare_cached(sql)?;
    for tile in grown {
        row.execute((tile.level, signed(tile.number), tile.hashes))?;
    }
    Ok(())
}
