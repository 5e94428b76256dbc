//! What an area's page function is asked and what it answers: the contract between the areas, which
//! know what there is to show, and the shell, which knows addresses, cookies and clocks.

use std::collections::BTreeMap;

use act::{Index, PublicKey, Time};
use maud::Markup;

use crate::form::Problems;
use crate::frame::{Waiting, Width, Witnessed};
use crate::held::Held;
use crate::state::State;
use crate::words::Tr;

/// A signed-in office.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// The key it signed in with.
    pub key: PublicKey,
    /// The member it speaks for.
    pub member: &'a str,
    /// Ids of its offices.
    pub offices: &'a [String],
    /// Its title.
    pub label: &'a str,
    /// When its key expires.
    pub key_expires: Time,
}

/// A question a page answers: who asks, in which language, as of when, with which parameters.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The reader's language.
    pub tr: Tr<'a>,
    /// The moment the answer is about. Pages read no clock.
    pub as_of: Time,
    /// Who asks; none for a visitor.
    pub viewer: Option<Viewer<'a>>,
    /// The latest cosigned checkpoint; the world fills it in from the log it is shown with.
    pub witnessed: Option<&'a Witnessed<'a>>,
    /// Parameters of the address; on a form shown again, the fields as they were sent.
    pub query: &'a BTreeMap<String, String>,
    /// Payloads held where the page is made.
    pub held: &'a dyn Held,
}

/// A page, without the frame around it.
pub struct Shown {
    /// A sentence that says what the page shows.
    pub title: String,
    /// To be read or to be compared.
    pub width: Width,
    /// The page itself.
    pub content: Markup,
    /// What waits for the reader on it.
    pub waiting: Vec<Waiting>,
    /// The log entry the proof mark is about.
    pub record: Option<Index>,
}

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHere {
    /// Nothing has this address.
    NoSuchPage,
    /// Members only; a visitor signs in first.
    NotForVisitors,
}

/// The parameter that marks a form shown again: its problems are to be shown with it.
pub const AGAIN: &str = "again";

impl<'a> Ask<'a> {
    /// A parameter; empty if it was not given.
    pub fn get(&self, name: &str) -> &'a str {
        self.query.get(name).map_or("", String::as_str)
    }

    /// The office that asks, or the reason why a visitor gets nothing.
    pub fn viewer(&self) -> Result<Viewer<'a>, NotHere> {
        self.viewer.ok_or(NotHere::NotForVisitors)
    }

    /// The state of an entry in force: recorded, or witnessed by whom and when.
    pub fn state(&self, index: Index) -> State<'a> {
        match self.witnessed {
            Some(witnessed) if index < witnessed.size => State::Witnessed {
                by: &witnessed.by,
                at: witnessed.at,
            },
            _ => State::Recorded,
        }
    }

    /// The problems to show in a form: those `write` finds if the form was sent, none if it is new.
    pub fn problems<E>(
        &self,
        write: impl FnOnce(&'a BTreeMap<String, String>) -> Result<E, Problems>,
    ) -> Problems {
        if self.get(AGAIN).is_empty() {
            return Problems::default();
        }
        write(self.query).err().unwrap_or_default()
    }
}

impl Shown {
    /// A page to be read.
    pub const fn reading(title: String, content: Markup) -> Shown {
        Shown {
            title,
            width: Width::Reading,
            content,
            waiting: Vec::new(),
            record: None,
        }
    }

    /// A page to be compared.
    pub fn comparing(title: String, content: Markup) -> Shown {
        Shown {
            width: Width::Comparing,
            ..Shown::reading(title, content)
        }
    }

    /// The same page, about one log entry.
    #[must_use]
    pub const fn about(mut self, record: Index) -> Shown {
        self.record = Some(record);
        self
    }
}

/// The six Fluent files in a folder, relative to the file that names it, as sources.
#[macro_export]
macro_rules! sources {
    ($folder:literal) => {
        [
            $crate::Source {
                lang: $crate::Lang::En,
                text: include_str!(concat!($folder, "/en.ftl")),
            },
            $crate::Source {
                lang: $crate::Lang::Ur,
                text: include_str!(concat!($folder, "/ur.ftl")),
            },
            $crate::Source {
                lang: $crate::Lang::Ps,
                text: include_str!(concat!($folder, "/ps.ftl")),
            },
            $crate::Source {
                lang: $crate::Lang::FaAf,
                text: include_str!(concat!($folder, "/fa-AF.ftl")),
            },
            $crate::Source {
                lang: $crate::Lang::Tr,
                text: include_str!(concat!($folder, "/tr.ftl")),
            },
            $crate::Source {
                lang: $crate::Lang::Ar,
                text: include_str!(concat!($folder, "/ar.ftl")),
            },
        ]
    };
}

/// An instant as people type it in a form, UTC: `2025-11-07 14:02`, with or without seconds, `T`
/// and `Z`.
pub fn typed_instant(text: &str) -> Option<Time> {
    let text = text.trim().trim_end_matches(['Z', 'z']).replace(' ', "T");
    let shape = "0000-01-01T00:00:00.000Z";
    shape
        .get(text.len()..)
        .filter(|_| text.len() >= "0000-01-01T00:00".len())
        .and_then(|rest| format!("{text}{rest}").parse().ok())
}

/// How [`typed_instant`] reads back: what a form shows for an instant it already has. Seconds are
/// there only where they are not zero, so that the same instant is read again.
pub fn instant_to_type(time: Time) -> String {
    let text = time.to_string().replace('T', " ");
    let text = text.trim_end_matches('Z');
    let text = text.strip_suffix(".000").unwrap_or(text);
    text.strip_suffix(":00")
        .filter(|minutes| minutes.len() == "0000-01-01 00:00".len())
        .unwrap_or(text)
        .to_owned()
}

/// A text as it is signed: line breaks as `\n`, nothing but white space around it removed.
pub fn typed_text(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_as_people_type_them() {
        for text in [
            "2025-11-07 14:02",
            "2025-11-07T14:02",
            " 2025-11-07 14:02:00Z",
            "2025-11-07T14:02:00.000Z",
        ] {
            let read = typed_instant(text).unwrap();
            assert_eq!(instant_to_type(read), "2025-11-07 14:02", "{text}");
        }
        for text in [
            "2025-11-07 14:00",
            "2025-11-07 14:02:31",
            "2025-11-07 14:02:00.500",
        ] {
            let read = typed_instant(text).unwrap();
            assert_eq!(instant_to_type(read), text);
        }
        for text in [
            "",
            "2025-11-07",
            "tomorrow",
            "2025-13-07 14:02",
            "2025-11-07 14:02:00.000ZZ1",
        ] {
            assert_eq!(typed_instant(text), None, "{text}");
        }
    }

    #[test]
    fn texts_are_signed_with_one_kind_of_line_break() {
        assert_eq!(typed_text(" a\r\nb\n"), "a\nb");
    }
}
