//! Why a file can't be read as a list at all, and what to do then.

/// Why a file is not read. Everything less than this is a [`crate::Trouble`] beside the records.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Longer than [`crate::FILE_BYTES_MAX`].
    #[error("the file has {0} bytes, and a list has at most 268435456")]
    TooLong(usize),
    /// More than [`crate::RECORDS_MAX`].
    #[error("the file has more than a million records")]
    TooMany,
    /// A compressed file or another that is no text.
    #[error("the file is {0}, not text")]
    NotText(&'static str),
    /// UTF-16 or UTF-32, by its first bytes.
    #[error("the file is written in {0}")]
    Wide(&'static str),
    /// Not UTF-8.
    #[error("byte {at} (line {line}) is not UTF-8")]
    NotUtf8 {
        /// Position of the first wrong byte, from 0.
        at: usize,
        /// Its line, from 1.
        line: usize,
    },
    /// A document type declaration.
    #[error("line {line} declares a document type, and such declarations are never read")]
    Doctype {
        /// The line, from 1.
        line: usize,
    },
    /// An entity that XML itself does not have.
    #[error("line {line} uses the entity {name}, which XML itself does not have")]
    Entity {
        /// The line, from 1.
        line: usize,
        /// Its name, clipped.
        name: String,
    },
    /// Elements within elements.
    #[error("line {line} has elements {depth} deep, and the list's form has at most 8")]
    TooDeep {
        /// The line, from 1.
        line: usize,
        /// The depth reached.
        depth: usize,
    },
    /// Against the rules of XML.
    #[error("line {line} is not well-formed XML: {detail}")]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        detail: String,
    },
    /// The end is missing.
    #[error("the file stops within {within} at line {line}")]
    CutOff {
        /// The last line, from 1.
        line: usize,
        /// The innermost element that is open.
        within: String,
    },
    /// XML of another kind.
    #[error("its outermost element is {found}, not CONSOLIDATED_LIST")]
    Root {
        /// What it is, clipped.
        found: String,
    },
    /// Not one line of the form.
    #[error("not one of its lines is a FollowTheMoney entity; line {line}: {detail}")]
    NoEntities {
        /// The first line with anything on it, from 1.
        line: usize,
        /// Why it is none.
        detail: String,
    },
    /// A column that the mapping names.
    #[error("it has no column {column}; its columns are {present}")]
    Column {
        /// What the mapping names.
        column: String,
        /// What the table has.
        present: String,
    },
    /// A mapping that says nothing of names and documents, or has a separator that is no character.
    #[error("the mapping does not fit: {0}")]
    Mapping(&'static str),
    /// The table can't be parted into columns.
    #[error("line {line} is not a row of a table: {detail}")]
    Row {
        /// The line, from 1.
        line: u64,
        /// Why.
        detail: String,
    },
    /// Not one record: most likely another format, and never an edition in which all were delisted.
    #[error("there is not one record in it")]
    NoRecords,
}

impl ReadError {
    /// What to do, as a sentence without full stop.
    pub fn hint(&self) -> &'static str {
        match self {
            ReadError::Empty => "fetch it again: the download has failed",
            ReadError::TooLong(_) | ReadError::TooMany => {
                "import it in parts, each with whole records"
            }
            ReadError::NotText(_) => "unpack it, or export it as text, and import what comes out",
            ReadError::Wide(_) => "save it as UTF-8, for example: iconv -f UTF-16 -t UTF-8",
            ReadError::NotUtf8 { .. } => {
                "if the publisher writes Windows-1252, convert it: iconv -f WINDOWS-1252 -t UTF-8; \
                 otherwise fetch it again"
            }
            ReadError::Doctype { .. } | ReadError::Entity { .. } | ReadError::TooDeep { .. } => {
                "the publisher's own file has none of this: fetch it again from the publisher, \
                 and tell them if it stays so"
            }
            ReadError::Malformed { .. } => {
                "the file is damaged or no list: fetch it again from the publisher"
            }
            ReadError::CutOff { .. } => "the download was cut off: fetch it again",
            ReadError::Root { .. } => {
                "check the format; a web page in place of the list means that the address has moved"
            }
            ReadError::NoEntities { .. } => {
                "FollowTheMoney files have one JSON object a line with id, schema and properties"
            }
            ReadError::Column { .. } | ReadError::Mapping(_) => {
                "change the mapping, or the first row of the table"
            }
            ReadError::Row { .. } => "open the table where it was made and export it again",
            ReadError::NoRecords => {
                "check that the file has the format you named; an empty list is never an edition"
            }
        }
    }
}
