//! The folder of proposals: two small files for each record, written so that a run that was stopped
//! can be run again, and what an officer has written is never lost.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use lists::Record;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tasdiq::files;
use tasdiq::listfile::Format;
use tasdiq::report::Report;
use watchlist::body::{Body, Document, FORMAT, Name, Quality};

/// The format of a source file.
const SOURCE_FORMAT: &str = "tasdiq/listing-source/1";
/// Longest file name made of a reference, in bytes; longer ones are replaced by their digest.
const STEM_BYTES_MAX: usize = 120;
/// Largest body that a listing may have, in bytes.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// What the list says, beside the body made of it.
#[derive(Serialize, Deserialize)]
struct Source {
    format: String,
    /// The form of the list.
    list: String,
    /// SHA-256 of the body as this program wrote it, hex: whoever changed it since is not overwritten.
    body: String,
    record: Record,
}

/// A folder of proposals from one list.
pub(super) struct Folder {
    path: PathBuf,
    list: Format,
}

/// What is to become of a record.
pub(super) enum Fate {
    /// Not in the folder yet.
    New,
    /// There, and the list says the same.
    Same,
    /// There, and the list says something else.
    Changed,
    /// As changed, but an officer has written into the body: the new one is put beside it.
    Edited,
    /// Its body is larger than a listing may be.
    TooLarge,
}

/// What became of all records.
#[derive(Default)]
pub(super) struct Outcome {
    new: usize,
    same: usize,
    changed: Vec<String>,
    edited: Vec<String>,
    too_large: Vec<String>,
    /// References in the folder that the list no longer has.
    pub(super) gone: Vec<String>,
}

impl Folder {
    pub(super) fn open(path: &Path, list: Format) -> Result<Folder, Report> {
        if path.exists() && !path.is_dir() {
            let shown = path.display();
            return Err(Report::usage(format!("{shown} is not a folder")).hint("name a folder"));
        }
        Ok(Folder {
            path: path.to_owned(),
            list,
        })
    }

    fn body_path(&self, reference: &str) -> PathBuf {
        self.path.join(format!("{}.body.json", stem(reference)))
    }

    fn source_path(&self, reference: &str) -> PathBuf {
        self.path.join(format!("{}.source.json", stem(reference)))
    }

    /// The source of a record as it was last written here. One that can't be read is none, and is
    /// written again: that is how a run that was stopped midway is taken up.
    fn source(&self, path: &Path) -> Option<Source> {
        let source: Source = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let ours = source.format == SOURCE_FORMAT && source.list == self.list.name();
        ours.then_some(source)
    }

    pub(super) fn fate(&self, record: &Record) -> Fate {
        let body = body(record);
        if body.len() > BODY_BYTES_MAX {
            return Fate::TooLarge;
        }
        let before = self.source(&self.source_path(&record.reference));
        let there = fs::read(self.body_path(&record.reference)).ok();
        match (before, there) {
            // Nobody writes an empty file; a machine that lost power does.
            (_, Some(there)) if there.is_empty() => Fate::New,
            // Whoever threw a body away has decided on it; only a changed record is offered again.
            (Some(before), _) if before.record.content == record.content => Fate::Same,
            (Some(before), Some(there)) if before.body != digest(&there) => Fate::Edited,
            (Some(_), _) => Fate::Changed,
            (None, Some(there)) if there != body => Fate::Edited,
            (None, _) => Fate::New,
        }
    }

    /// Writes the body first: the source is what says that it is there.
    pub(super) fn write(&self, record: &Record, fate: &Fate) -> Result<(), Report> {
        let path = match fate {
            Fate::Same | Fate::TooLarge => return Ok(()),
            Fate::New | Fate::Changed => self.body_path(&record.reference),
            Fate::Edited => {
                let name = format!("{}.body.new.json", stem(&record.reference));
                self.path.join(name)
            }
        };
        files::make_folder(&self.path)?;
        let body = body(record);
        put(&path, &body)?;
        let source = Source {
            format: SOURCE_FORMAT.to_owned(),
            list: self.list.name().to_owned(),
            body: digest(&body),
            record: record.clone(),
        };
        let source = serde_json::to_vec_pretty(&source)
            .map_err(|error| Report::here("could not write a record as JSON").because(&error))?;
        put(&self.source_path(&record.reference), &source)
    }

    /// References in the folder, from this list, that are not among the records.
    pub(super) fn gone(&self, records: &[Record]) -> Vec<String> {
        let listed: BTreeSet<&str> = records.iter().map(|r| r.reference.as_str()).collect();
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let sources = entries.map(|entry| entry.path()).filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".source.json")
        });
        let mut gone: Vec<String> = sources
            .filter_map(|path| self.source(&path))
            .map(|source| source.record.reference)
            .filter(|reference| !listed.contains(reference.as_str()))
            .collect();
        gone.sort_unstable();
        gone
    }
}

impl Outcome {
    pub(super) fn count(&mut self, record: &Record, fate: &Fate) {
        let reference = || record.reference.clone();
        match fate {
            Fate::New => self.new += 1,
            Fate::Same => self.same += 1,
            Fate::Changed => self.changed.push(reference()),
            Fate::Edited => self.edited.push(reference()),
            Fate::TooLarge => self.too_large.push(reference()),
        }
    }

    pub(super) fn value(&self) -> Value {
        json!({
            "new": self.new,
            "same": self.same,
            "changed": self.changed,
            "edited": self.edited,
            "too_large": self.too_large,
            "gone": self.gone,
        })
    }

    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "  new        {}", self.new);
        let _ = writeln!(out, "  the same   {}", self.same);
        for (what, references) in [
            ("changed    ", &self.changed),
            ("edited     ", &self.edited),
            ("too large  ", &self.too_large),
            ("gone       ", &self.gone),
        ] {
            if !references.is_empty() {
                let _ = writeln!(out, "  {what}{}", references.len());
            }
            for reference in references {
                let _ = writeln!(out, "    {reference}");
            }
        }
        if !self.edited.is_empty() {
            out.push_str("Edited since they were written: the new text is in *.body.new.json.\n");
        }
        if !self.gone.is_empty() {
            out.push_str("Gone from the list: a listing that rests on it is to be reviewed.\n");
        }
        out
    }
}

/// The body of a record, as far as a list can fill it. Only the proposer knows the case number; a body
/// without it is none, so nothing is proposed by mistake. Remarks and details stay in the source:
/// they hold what must not be screened by.
fn body(record: &Record) -> Vec<u8> {
    let name = |name: &lists::ListedName| Name {
        text: name.text.clone(),
        quality: match name.quality {
            lists::Quality::Primary => Quality::Primary,
            lists::Quality::Good => Quality::Good,
            lists::Quality::Low => Quality::Low,
        },
    };
    let document = |document: &lists::Document| Document {
        kind: document.kind.clone(),
        number: document.number.clone(),
        issuer: document.issuer.clone(),
    };
    let body = Body {
        format: FORMAT.to_owned(),
        source_refs: vec![record.reference.clone()],
        names: record.names.iter().map(name).collect(),
        fathers: record.fathers.clone(),
        births: record.births.iter().map(ToString::to_string).collect(),
        places: record.places.clone(),
        nationalities: record.nationalities.clone(),
        documents: record.documents.iter().map(document).collect(),
        ..Body::default()
    };
    // Texts and lists of texts are always written.
    let mut bytes = serde_json::to_vec_pretty(&body).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Puts a file in place at once or not at all. It is not flushed one by one: after a loss of power
/// the next run finds what is missing.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Report> {
    let temporary = path.with_extension("part");
    fs::write(&temporary, bytes)
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(|error| {
            Report::here(format!("could not write {}", path.display()))
                .because(&error)
                .hint(
                    "make room or choose another folder, and run it again: it goes on where it was",
                )
        })
}

/// A file name of a reference: letters, digits, `-`, `_` and inner dots stay; all else is escaped.
fn stem(reference: &str) -> String {
    let mut stem = String::new();
    for (at, byte) in reference.bytes().enumerate() {
        match byte {
            b'.' if at > 0 => stem.push('.'),
            b'-' | b'_' => stem.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => stem.push(char::from(byte)),
            _ => {
                let _ = write!(stem, "%{byte:02X}");
            }
        }
    }
    if stem.len() > STEM_BYTES_MAX {
        return format!("%{}", digest(reference.as_bytes()));
    }
    stem
}

fn digest(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_reference_leads_out_of_the_folder() {
        assert_eq!(stem("XXi.001"), "XXi.001");
        assert_eq!(stem("../etc/passwd"), "%2E.%2Fetc%2Fpasswd");
        assert_eq!(stem("row 1"), "row%201");
        assert!(stem(&"é".repeat(100)).len() <= STEM_BYTES_MAX);
        assert_ne!(stem("a b"), stem("a%20b"));
    }
}
