//! Making a store and opening one: the only places where a file is judged as a whole.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};

use super::Sqlite;
use super::read::Connections;
use super::schema::{APPLICATION_ID, TABLES, VERSION, WRITER_PRAGMAS};
use crate::{OpenError, ReadError, check};

/// Files up to this size are read entirely by SQLite's own check when they are opened (about a
/// second). Larger ones are left to [`check()`](crate::check()), which a node runs as it replays.
const QUICK_CHECK_BYTES_MAX: u64 = 256 << 20;

/// Prepared statements kept by the writer: more than it has.
const STATEMENTS: usize = 64;

impl Sqlite {
    /// Makes the store of a new log. Refuses if the file exists.
    pub fn create(path: &Path) -> Result<Sqlite, OpenError> {
        if path.exists() {
            return Err(OpenError::Exists(path.to_owned()));
        }
        let lock = lock(path)?;
        let database = |source| OpenError::Database {
            path: path.to_owned(),
            source,
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let writer = Connection::open_with_flags(path, flags).map_err(database)?;
        lay_out(&writer).map_err(database)?;
        sync_folder(path)?;
        Ok(Sqlite::over(writer, path, lock))
    }

    /// Opens the store of an existing log, or says why it must not be used and what to do.
    pub fn open(path: &Path) -> Result<Sqlite, OpenError> {
        if !path.exists() {
            return Err(OpenError::Missing(path.to_owned()));
        }
        let lock = lock(path)?;
        let database = |source| OpenError::Database {
            path: path.to_owned(),
            source,
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let writer = Connection::open_with_flags(path, flags).map_err(database)?;
        let number = |pragma: &str| -> rusqlite::Result<i64> {
            writer.query_row(&format!("PRAGMA {pragma}"), (), |row| row.get(0))
        };
        let found = number("application_id").map_err(database)?;
        if found != APPLICATION_ID {
            return Err(OpenError::Foreign {
                path: path.to_owned(),
                found,
            });
        }
        let found = number("user_version").map_err(database)?;
        if found != VERSION {
            return Err(OpenError::Version {
                path: path.to_owned(),
                found,
                known: VERSION,
            });
        }
        writer.execute_batch(WRITER_PRAGMAS).map_err(database)?;
        let damaged = |source| OpenError::Damaged {
            path: path.to_owned(),
            source,
        };
        whole(&writer, path).map_err(damaged)?;
        let store = Sqlite::over(writer, path, lock);
        check::ends_agree(&*store.readers).map_err(damaged)?;
        Ok(store)
    }

    fn over(writer: Connection, path: &Path, lock: File) -> Sqlite {
        writer.set_prepared_statement_cache_capacity(STATEMENTS);
        Sqlite {
            writer,
            readers: Arc::new(Connections::new(path.to_owned())),
            _lock: lock,
        }
    }

    /// Refuses, as a full disk does, every write that would grow the file beyond `bytes`, so that
    /// an operator can keep room for everything else. What is there already stays.
    pub fn limit_bytes(&self, bytes: u64) -> Result<(), ReadError> {
        let what = "the limit of the file";
        let failed = |source| ReadError::Database { what, source };
        let size: i64 = self
            .writer
            .query_row("PRAGMA page_size", (), |row| row.get(0))
            .map_err(failed)?;
        let pages = (bytes / size.unsigned_abs().max(1)).clamp(1, u64::from(u32::MAX - 1));
        let sql = format!("PRAGMA max_page_count = {pages}");
        self.writer.query_row(&sql, (), |_| Ok(())).map_err(failed)
    }
}

fn lay_out(writer: &Connection) -> rusqlite::Result<()> {
    writer.execute_batch(WRITER_PRAGMAS)?;
    let root = tlog::merkle::empty_root();
    writer.execute_batch(&format!(
        "BEGIN IMMEDIATE; {TABLES}
        PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};
        INSERT INTO head (one, size, root, at_millis) VALUES (1, 0, x'{}', 0); COMMIT;",
        root.to_hex(),
    ))
}

/// The file has the length its header says, and SQLite finds no broken page.
fn whole(writer: &Connection, path: &Path) -> Result<(), ReadError> {
    let failed = |what| move |source| ReadError::Database { what, source };
    let number = |pragma: &'static str| -> Result<u64, ReadError> {
        let sql = format!("PRAGMA {pragma}");
        let number: i64 = writer
            .query_row(&sql, (), |row| row.get(0))
            .map_err(failed("the file's header"))?;
        Ok(number.unsigned_abs())
    };
    // Everything still in the WAL goes to the file first, so that lengths can be compared.
    writer
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))
        .map_err(failed("the write-ahead log"))?;
    let expected = number("page_count")?.saturating_mul(number("page_size")?);
    let length = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    if length != expected {
        let why = format!("the file has {length} bytes, its header says {expected}");
        return Err(ReadError::Damaged(why));
    }
    if length <= QUICK_CHECK_BYTES_MAX {
        let verdict: String = writer
            .query_row("PRAGMA quick_check(1)", (), |row| row.get(0))
            .map_err(failed("the pages"))?;
        if verdict != "ok" {
            return Err(ReadError::Damaged(verdict));
        }
    }
    Ok(())
}

fn lock(path: &Path) -> Result<File, OpenError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let failed = |source| OpenError::Io {
        path: name.clone(),
        source,
    };
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// A new file's name is durable only once its folder is.
fn sync_folder(path: &Path) -> Result<(), OpenError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|source| OpenError::Io {
            path: folder.to_owned(),
            source,
        })
}
