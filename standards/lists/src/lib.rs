//! Published lists of persons, read as proposals: UN consolidated XML, OFAC tables, FollowTheMoney
//! lines, plain tables with a mapping.
//!
//! In scope: bytes in, records and what was not understood out; what two editions differ in. A record
//! is known by its publisher's reference and compared by its content, never by a publisher's stamps.
//!
//! Out of scope: files, listings, decisions, and any judgement of who is who. Nothing is corrected and
//! nothing is guessed: what can't be read is told in [`Report::not_understood`].
//!
//! Size bound: [`FILE_BYTES_MAX`] a file, [`RECORDS_MAX`] records, [`FIELD_BYTES_MAX`] a field.
//! [`Report::not_understood`] holds the first [`TROUBLES_MAX`] and counts the rest.

mod birth;
mod calendar;
mod difference;
mod error;
mod ftm;
mod ofac;
mod record;
mod remarks;
mod report;
mod table;
mod text;
mod un;
mod xml;

pub use birth::Birth;
pub use difference::{Changed, Difference, FieldChange, difference};
pub use error::ReadError;
pub use ftm::ftm;
pub use ofac::ofac_csv;
pub use record::{Detail, Document, Kind, ListedName, Quality, Record};
pub use report::{Report, Trouble};
pub use table::{DocumentColumns, Mapping, NameColumns, table};
pub use un::un_xml;

/// Longest file, in bytes.
pub const FILE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Most records of one file.
pub const RECORDS_MAX: usize = 1_000_000;
/// Longest field, in bytes. A longer one is left out and told.
pub const FIELD_BYTES_MAX: usize = 64 * 1024;
/// Longest name, in characters. A longer one is left out and told.
pub const NAME_CHARS_MAX: usize = 400;
/// Most values of one field of one record, such as names. More are left out and told.
pub const VALUES_MAX: usize = 1_000;
/// Most entries of [`Report::not_understood`]; what is beyond is counted only.
pub const TROUBLES_MAX: usize = 1_000;
