//! The tables, and the marks by which a store knows its own file.

/// "Tasd": so that no other program's database is taken for a log, and no log for another's.
pub(super) const APPLICATION_ID: i64 = 0x5461_7364;
/// Raised whenever the tables change.
pub(super) const VERSION: i64 = 1;

/// `tile.hashes` grows in place: a partial tile of width W is its first 32 × W bytes, so no width
/// that was ever published is stored twice or collected later. An author's head is its last `act`.
pub(super) const TABLES: &str = "
CREATE TABLE leaf (idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE act_id (id BLOB PRIMARY KEY, idx INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE act (author BLOB, seq INTEGER, idx INTEGER NOT NULL, id BLOB NOT NULL,
    PRIMARY KEY (author, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE tile (level INTEGER, number INTEGER, hashes BLOB NOT NULL,
    PRIMARY KEY (level, number)) STRICT;
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL,
    root BLOB NOT NULL, at_millis INTEGER NOT NULL) STRICT;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, root BLOB NOT NULL, note BLOB NOT NULL) STRICT;
CREATE TABLE cosignature (size INTEGER, witness TEXT, line BLOB NOT NULL,
    PRIMARY KEY (size, witness)) STRICT, WITHOUT ROWID;
CREATE TABLE published (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL,
    note BLOB NOT NULL) STRICT;
CREATE TABLE evidence (number INTEGER PRIMARY KEY, author BLOB NOT NULL, seq INTEGER NOT NULL,
    held BLOB NOT NULL, other BLOB NOT NULL, UNIQUE (author, seq)) STRICT;
CREATE TABLE witnessed (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL,
    note BLOB NOT NULL, time_seconds INTEGER NOT NULL) STRICT;
CREATE TABLE record (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
";

/// WAL lets readers read while the writer writes; FULL makes a commit durable before it returns.
pub(super) const WRITER_PRAGMAS: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA cache_size = -16000;
";

pub(super) const READER_PRAGMAS: &str = "
PRAGMA query_only = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cache_size = -4000;
";
