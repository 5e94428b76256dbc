//! Readers: a few connections that any number of threads take turns with.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{CachedStatement, Connection, OpenFlags, OptionalExtension, Params, Row};
use tlog::Hash;

use super::schema;
use crate::model::{
    ActId, AuthorHead, AuthorKey, Cosignature, Evidence, Head, Placed, Published, SignedCheckpoint,
    Witnessed,
};
use crate::{ReadError, Reader};

/// Connections kept open between reads. More may be open at once; they are closed after use.
const IDLE_MAX: usize = 8;

pub(super) struct Connections {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Connections {
    pub(super) fn new(path: PathBuf) -> Connections {
        Connections {
            path,
            idle: Mutex::default(),
        }
    }

    fn with<T>(
        &self,
        what: &'static str,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ReadError> {
        let failed = |source| ReadError::Database { what, source };
        let taken = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let connection = match taken {
            Some(connection) => connection,
            None => self.connect().map_err(failed)?,
        };
        let answer = read(&connection).map_err(failed)?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MAX {
            idle.push(connection);
        }
        Ok(answer)
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.execute_batch(schema::READER_PRAGMAS)?;
        Ok(connection)
    }
}

/// SQLite's integers are signed. Sizes and numbers stay far below 2^63; a larger one finds nothing.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}

pub(super) fn hash(row: &Row<'_>, column: usize) -> rusqlite::Result<Hash> {
    row.get::<_, [u8; 32]>(column).map(Hash)
}

pub(super) fn one<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    connection
        .prepare_cached(sql)?
        .query_row(params, read)
        .optional()
}

fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut statement: CachedStatement<'_> = connection.prepare_cached(sql)?;
    statement.query_map(params, read)?.collect()
}

/// The log's end, as any connection sees it; none if the row is missing.
pub(super) fn head(connection: &Connection) -> rusqlite::Result<Head> {
    let sql = "SELECT size, root, at_millis FROM head WHERE one = 1";
    connection.prepare_cached(sql)?.query_row((), |row| {
        Ok(Head {
            size: unsigned(row, 0)?,
            root: hash(row, 1)?,
            at_millis: row.get(2)?,
        })
    })
}

pub(super) fn tile_row(
    connection: &Connection,
    level: u8,
    number: u64,
) -> rusqlite::Result<Option<Vec<u8>>> {
    let sql = "SELECT hashes FROM tile WHERE level = ?1 AND number = ?2";
    one(connection, sql, (level, signed(number)), |row| row.get(0))
}

fn signed_checkpoint(row: &Row<'_>) -> rusqlite::Result<SignedCheckpoint> {
    Ok(SignedCheckpoint {
        size: unsigned(row, 0)?,
        root: hash(row, 1)?,
        note: row.get(2)?,
    })
}

pub(super) fn witnessed(
    connection: &Connection,
    origin: &str,
) -> rusqlite::Result<Option<Witnessed>> {
    let sql = "SELECT size, root, note, time_seconds FROM witnessed WHERE origin = ?1";
    one(connection, sql, [origin], |row| {
        Ok(Witnessed {
            size: unsigned(row, 0)?,
            root: hash(row, 1)?,
            note: row.get(2)?,
            time_seconds: unsigned(row, 3)?,
        })
    })
}

impl Reader for Connections {
    fn head(&self) -> Result<Head, ReadError> {
        self.with("the head", head)
    }

    fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, ReadError> {
        let sql = "SELECT bytes FROM leaf WHERE idx >= ?1 AND idx < ?2 ORDER BY idx";
        let range = (signed(range.start), signed(range.end));
        self.with("leaves", |connection| {
            all(connection, sql, range, |row| row.get(0))
        })
    }

    fn tile_row(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, ReadError> {
        self.with("a tile", |connection| tile_row(connection, level, number))
    }

    fn find_act(&self, id: &ActId) -> Result<Option<u64>, ReadError> {
        let sql = "SELECT idx FROM act_id WHERE id = ?1";
        self.with("an act's place", |connection| {
            one(connection, sql, [id], |row| unsigned(row, 0))
        })
    }

    fn find_numbered(&self, author: &AuthorKey, seq: u64) -> Result<Option<Placed>, ReadError> {
        let sql = "SELECT idx, id FROM act WHERE author = ?1 AND seq = ?2";
        self.with("an author's act", |connection| {
            one(connection, sql, (author, signed(seq)), |row| {
                Ok(Placed {
                    index: unsigned(row, 0)?,
                    id: row.get(1)?,
                })
            })
        })
    }

    fn author_heads(&self) -> Result<Vec<AuthorHead>, ReadError> {
        // A bare column beside max() is taken from the row that has the maximum (SQLite, "Bare
        // columns in an aggregate query").
        let sql = "SELECT author, max(seq), id FROM act GROUP BY author ORDER BY author";
        self.with("the authors", |connection| {
            all(connection, sql, (), |row| {
                Ok(AuthorHead {
                    author: row.get(0)?,
                    seq: unsigned(row, 1)?,
                    id: row.get(2)?,
                })
            })
        })
    }

    fn checkpoint(&self, size: u64) -> Result<Option<SignedCheckpoint>, ReadError> {
        let sql = "SELECT size, root, note FROM checkpoint WHERE size = ?1";
        self.with("a checkpoint", |connection| {
            one(connection, sql, [signed(size)], signed_checkpoint)
        })
    }

    fn latest_checkpoints(&self, max: usize) -> Result<Vec<SignedCheckpoint>, ReadError> {
        let sql = "SELECT size, root, note FROM checkpoint ORDER BY size DESC LIMIT ?1";
        self.with("checkpoints", |connection| {
            all(connection, sql, [signed(max as u64)], signed_checkpoint)
        })
    }

    fn cosignatures(&self, size: u64) -> Result<Vec<Cosignature>, ReadError> {
        let sql = "SELECT witness, line FROM cosignature WHERE size = ?1 ORDER BY witness";
        self.with("cosignatures", |connection| {
            all(connection, sql, [signed(size)], |row| {
                Ok(Cosignature {
                    witness: row.get(0)?,
                    line: row.get(1)?,
                })
            })
        })
    }

    fn published(&self) -> Result<Option<Published>, ReadError> {
        let sql = "SELECT size, note FROM published";
        self.with("the published checkpoint", |connection| {
            one(connection, sql, (), |row| {
                Ok(Published {
                    size: unsigned(row, 0)?,
                    note: row.get(1)?,
                })
            })
        })
    }

    fn evidence(&self, from: u64, max: usize) -> Result<Vec<Evidence>, ReadError> {
        let sql =
            "SELECT author, seq, held, other FROM evidence ORDER BY number LIMIT ?2 OFFSET ?1";
        self.with("evidence", |connection| {
            all(connection, sql, (signed(from), signed(max as u64)), |row| {
                Ok(Evidence {
                    author: row.get(0)?,
                    seq: unsigned(row, 1)?,
                    held: row.get(2)?,
                    other: row.get(3)?,
                })
            })
        })
    }

    fn witnessed(&self, origin: &str) -> Result<Option<Witnessed>, ReadError> {
        self.with("a witnessed checkpoint", |connection| {
            witnessed(connection, origin)
        })
    }

    fn record(&self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let sql = "SELECT bytes FROM record WHERE name = ?1";
        self.with("a record", |connection| {
            one(connection, sql, [name], |row| row.get(0))
        })
    }
}
