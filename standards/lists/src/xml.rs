//! XML as lists have it: elements and text. No document types, no entities but XML's own five, no
//! depth, and one record at a time in memory.

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::error::ReadError;
use crate::text::{clip, line_of};

/// Deepest element, the outermost being 1. The UN's form has 5.
const DEPTH_MAX: usize = 8;
/// Depth of an element that is a record: list, group, record.
const RECORD_DEPTH: usize = 3;
/// Most elements of one record. More are read, so that their end is found, but not kept.
const ELEMENTS_MAX: usize = 20_000;
/// Most text of one element that is kept, in bytes: one more than a field may have, so that it is
/// found to be too long.
const TEXT_BYTES_MAX: usize = crate::FIELD_BYTES_MAX + 1;

/// An element with everything in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// The text of the first child of that name, or nothing.
    pub(crate) fn child(&self, name: &str) -> &str {
        let child = self.children.iter().find(|child| child.name == name);
        child.map_or("", |child| &child.text)
    }

    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// Hands every record of a list to `take`: each element three deep, with the name of what it is in.
pub(crate) fn records(
    text: &str,
    root: &str,
    mut take: impl FnMut(Element) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut reader = Reader::from_str(text);
    let mut walk = Walk::default();
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let line = || line_of(text.as_bytes(), at);
        match event {
            Ok(Event::Start(start)) => walk.open(&start, root, line)?,
            Ok(Event::Empty(start)) => {
                walk.open(&start, root, line)?;
                walk.close(&mut take)?;
            }
            Ok(Event::End(_)) => walk.close(&mut take)?,
            Ok(Event::Text(part)) => walk.text(&part.decode().unwrap_or_default()),
            Ok(Event::CData(part)) => walk.text(&part.decode().unwrap_or_default()),
            Ok(Event::GeneralRef(entity)) => walk.text(&resolved(&entity, line)?),
            Ok(Event::DocType(_)) => return Err(ReadError::Doctype { line: line() }),
            Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_)) => {}
            Ok(Event::Eof) => return walk.end(line),
            Err(error) => return Err(malformed(&error, &walk, line())),
        }
    }
}

#[derive(Default)]
struct Walk {
    /// Names of the elements above a record.
    above: Vec<String>,
    /// The record that is open and the elements open within it.
    open: Vec<Element>,
    /// Elements in that record.
    kept: usize,
    /// Elements open in place of ones that are not kept.
    skipped: usize,
    rooted: bool,
}

impl Walk {
    fn depth(&self) -> usize {
        self.above.len() + self.open.len() + self.skipped
    }

    fn open(
        &mut self,
        start: &BytesStart<'_>,
        root: &str,
        line: impl Fn() -> usize,
    ) -> Result<(), ReadError> {
        let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
        let depth = self.depth() + 1;
        if depth > DEPTH_MAX {
            let line = line();
            return Err(ReadError::TooDeep { line, depth });
        }
        if depth == 1 && (name != root || self.rooted) {
            let found = clip(&name);
            return Err(ReadError::Root { found });
        }
        self.rooted = true;
        if depth < RECORD_DEPTH {
            self.above.push(name);
            return Ok(());
        }
        if depth == RECORD_DEPTH {
            self.kept = 0;
        }
        self.kept += 1;
        if self.kept > ELEMENTS_MAX {
            self.skipped += 1;
            return Ok(());
        }
        self.open.push(Element {
            name,
            ..Element::default()
        });
        Ok(())
    }

    fn text(&mut self, part: &str) {
        if self.skipped == 0
            && let Some(element) = self.open.last_mut()
        {
            let room = TEXT_BYTES_MAX.saturating_sub(element.text.len());
            let end = (0..=room.min(part.len())).rev();
            let end = end.into_iter().find(|end| part.is_char_boundary(*end));
            element.text.push_str(&part[..end.unwrap_or(0)]);
        }
    }

    fn close(
        &mut self,
        take: &mut impl FnMut(Element) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        let Some(element) = self.open.pop() else {
            self.above.pop();
            return Ok(());
        };
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(element);
                Ok(())
            }
            None => take(element),
        }
    }

    /// The innermost element that is open.
    fn within(&self) -> Option<&str> {
        let name = self.open.last().map(|element| element.name.as_str());
        name.or(self.above.last().map(String::as_str))
    }

    fn end(&self, line: impl Fn() -> usize) -> Result<(), ReadError> {
        match self.within() {
            Some(within) => Err(ReadError::CutOff {
                line: line(),
                within: clip(within),
            }),
            None if self.rooted => Ok(()),
            None => Err(ReadError::Root {
                found: "missing".to_owned(),
            }),
        }
    }
}

/// The character of a reference: by number, or one of XML's own five names.
fn resolved(entity: &BytesRef<'_>, line: impl Fn() -> usize) -> Result<String, ReadError> {
    let name = String::from_utf8_lossy(entity).into_owned();
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Ok(c.to_string());
    }
    let text = match name.as_str() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => {
            let (line, name) = (line(), clip(&name));
            return Err(ReadError::Entity { line, name });
        }
    };
    Ok(text.to_owned())
}

fn malformed(error: &Error, walk: &Walk, line: usize) -> ReadError {
    let ended = match error {
        Error::Syntax(SyntaxError::UnclosedDoctype) => return ReadError::Doctype { line },
        Error::Syntax(SyntaxError::InvalidBangMarkup) => false,
        Error::Syntax(_) => true,
        Error::IllFormed(IllFormedError::MissingEndTag(_)) => true,
        _ => false,
    };
    match walk.within() {
        Some(within) if ended => ReadError::CutOff {
            line,
            within: clip(within),
        },
        _ => ReadError::Malformed {
            line,
            detail: clip(&error.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Element>, ReadError> {
        let mut found = Vec::new();
        records(text, "L", |element| {
            found.push(element);
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn records_are_handed_over_one_by_one() {
        let found = read(
            "<?xml version='1.0'?><L><G><R><A>x &amp; &#x41;<![CDATA[<b>]]></A><B/></R></G></L>",
        );
        let found = found.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].child("A"), "x & A<b>");
        assert_eq!(found[0].child("B"), "");
        assert_eq!(found[0].child("C"), "");
    }

    #[test]
    fn what_could_harm_is_refused_by_name() {
        let bomb = "<!DOCTYPE L [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><L>&b;</L>";
        assert_eq!(read(bomb).unwrap_err(), ReadError::Doctype { line: 1 });
        let external = "<?xml version='1.0'?>\n<!DOCTYPE L SYSTEM 'file:///etc/passwd'><L/>";
        assert_eq!(read(external).unwrap_err(), ReadError::Doctype { line: 2 });
        let entity = read("<L><G><R>&b;</R></G></L>").unwrap_err();
        assert!(matches!(entity, ReadError::Entity { name, .. } if name == "b"));
        let deep = format!("<L>{}", "<a>".repeat(100_000));
        assert!(matches!(
            read(&deep),
            Err(ReadError::TooDeep { depth: 9, .. })
        ));
        let page = "<html><body>moved</body></html>";
        assert!(matches!(read(page), Err(ReadError::Root { found }) if found == "html"));
        assert!(matches!(read("hello"), Err(ReadError::Root { .. })));
        let twice = read("<L></L><L></L>");
        assert!(matches!(twice, Err(ReadError::Root { .. })));
    }

    #[test]
    fn every_beginning_of_a_file_is_cut_off_or_damaged() {
        let whole = "<L><G><R><A>x</A></R></G>\n</L>";
        assert!(read(whole).is_ok());
        for end in 1..whole.len() {
            let error = read(&whole[..end]).unwrap_err();
            let told = matches!(
                error,
                ReadError::CutOff { .. } | ReadError::Malformed { .. } | ReadError::Root { .. }
            );
            assert!(told, "{end}: {error}");
        }
        let crossed = read("<L><G><R></G></R></L>").unwrap_err();
        assert!(matches!(crossed, ReadError::Malformed { .. }), "{crossed}");
    }

    #[test]
    fn a_record_of_a_million_elements_is_walked_but_not_kept() {
        let many = format!(
            "<L><G><R>{}</R><R><A>y</A></R></G></L>",
            "<A>x</A>".repeat(100_000)
        );
        let found = read(&many).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].children.len(), ELEMENTS_MAX - 1);
        assert_eq!(found[1].child("A"), "y");
        let long = format!("<L><G><R><A>{}</A></R></G></L>", "ä".repeat(1_000_000));
        assert!(read(&long).unwrap()[0].child("A").len() <= TEXT_BYTES_MAX);
    }
}
