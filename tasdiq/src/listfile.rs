//! Published lists in files, whatever form they are in.

use std::fmt;
use std::path::{Path, PathBuf};

use lists::{Mapping, ReadError};

use crate::files;
use crate::report::Report;

/// The form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// The consolidated list of the UN Security Council.
    UnXml,
    /// OFAC's sdn.csv; alt.csv and add.csv are found beside it.
    OfacCsv,
    /// FollowTheMoney entities, one JSON object a line.
    Ftm,
    /// A table with a header row.
    Csv,
}

impl Format {
    /// The word on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Format::UnXml => "un-xml",
            Format::OfacCsv => "ofac-csv",
            Format::Ftm => "ftm",
            Format::Csv => "csv",
        }
    }

    /// The form a file seems to have, by how it begins.
    pub fn seems(bytes: &[u8]) -> Format {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        match begins {
            Some(b'<') => Format::UnXml,
            Some(b'{') => Format::Ftm,
            _ if is_sdn(bytes) => Format::OfacCsv,
            _ => Format::Csv,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// OFAC's table has no header: its first column is a number, and nothing is written `-0-`.
fn is_sdn(bytes: &[u8]) -> bool {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let number = line.split(|byte| *byte == b',').next().unwrap_or_default();
    let numbered = !number.is_empty() && number.iter().all(u8::is_ascii_digit);
    numbered && line.windows(3).any(|window| window == b"-0-")
}

/// A list that was read.
pub struct Loaded {
    /// Its form.
    pub format: Format,
    /// What it says, and what was not understood.
    pub report: lists::Report,
    /// Tables that belong to it and are not there.
    pub missing: Vec<PathBuf>,
}

/// Reads a list. Without a format, it is told by how the file begins; without a mapping, a table's
/// columns must have the usual names.
pub fn read(path: &Path, format: Option<Format>, mapping: Option<&Path>) -> Result<Loaded, Report> {
    let bytes = files::read_up_to(path, lists::FILE_BYTES_MAX as u64)?;
    let format = format.unwrap_or_else(|| Format::seems(&bytes));
    if mapping.is_some() && format != Format::Csv {
        return Err(
            Report::usage(format!("a mapping is for tables, not for {format}"))
                .hint("leave --mapping out, or add --format csv"),
        );
    }
    let mut missing = Vec::new();
    let report = match format {
        Format::UnXml => lists::un_xml(&bytes),
        Format::Ftm => lists::ftm(&bytes),
        Format::Csv => return table(path, &bytes, mapping),
        Format::OfacCsv => {
            let alt = beside(path, "alt", &mut missing)?;
            let add = beside(path, "add", &mut missing)?;
            lists::ofac_csv(&bytes, alt.as_deref(), add.as_deref())
        }
    };
    let report = report.map_err(|error| unreadable(path, format, &error))?;
    Ok(Loaded {
        format,
        report,
        missing,
    })
}

fn table(path: &Path, bytes: &[u8], mapping: Option<&Path>) -> Result<Loaded, Report> {
    let format = Format::Csv;
    let mapping = match mapping {
        Some(path) => {
            let text = files::read_text(path)?;
            toml::from_str(&text).map_err(|error| {
                Report::input(format!("{} is not a mapping", path.display()))
                    .because(&error)
                    .hint("see docs/watchlist-import.md for every field of it")
            })?
        }
        None => Mapping::usual(bytes).map_err(|error| unreadable(path, format, &error))?,
    };
    let report = lists::table(bytes, &mapping).map_err(|error| unreadable(path, format, &error))?;
    Ok(Loaded {
        format,
        report,
        missing: Vec::new(),
    })
}

/// The table beside `sdn.csv`: the same name with `sdn` replaced.
fn beside(path: &Path, table: &str, missing: &mut Vec<PathBuf>) -> Result<Option<Vec<u8>>, Report> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Some(at) = name.to_ascii_lowercase().rfind("sdn") else {
        return Ok(None);
    };
    let other = match name.get(at..at + 3) {
        Some("SDN") => table.to_ascii_uppercase(),
        _ => table.to_owned(),
    };
    let beside = path.with_file_name(format!("{}{other}{}", &name[..at], &name[at + 3..]));
    if !beside.exists() {
        missing.push(beside);
        return Ok(None);
    }
    files::read_up_to(&beside, lists::FILE_BYTES_MAX as u64).map(Some)
}

fn unreadable(path: &Path, format: Format, error: &ReadError) -> Report {
    let shown = path.display();
    // What is no text has no form either, and the form was a guess.
    let message = match error {
        ReadError::Empty
        | ReadError::TooLong(_)
        | ReadError::NotText(_)
        | ReadError::Wide(_)
        | ReadError::NotUtf8 { .. } => format!("{shown} can't be read as a list"),
        _ => format!("{shown} can't be read as {format}"),
    };
    Report::input(message).because(error).hint(error.hint())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_told_by_how_a_file_begins() {
        assert_eq!(Format::seems(b"\xef\xbb\xbf\n<?xml"), Format::UnXml);
        assert_eq!(Format::seems(b"{\"id\""), Format::Ftm);
        assert_eq!(
            Format::seems(b"7,\"EXAMPLE\",-0- ,\"X\"\n"),
            Format::OfacCsv
        );
        assert_eq!(Format::seems(b"reference,name\n7,-0-\n"), Format::Csv);
        assert_eq!(Format::seems(b""), Format::Csv);
    }
}
