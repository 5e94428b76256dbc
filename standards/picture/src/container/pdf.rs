//! PDF: what its plain bytes tell (ISO 32000-2, section 7.5). Compressed objects are not opened; that
//! they are there is said.

use super::{Container, find, xmp_anywhere};
use crate::facts::Document;
use crate::moment::{self, Moment};

/// Names that make a document do something, or carry something, and what they mean.
const ACTIVE: &[(&str, &str)] = &[
    ("JavaScript", "scripts"),
    ("JS", "scripts"),
    ("Launch", "starts a program"),
    ("EmbeddedFile", "embedded files"),
    ("EmbeddedFiles", "embedded files"),
    ("RichMedia", "embedded media"),
    ("OpenAction", "acts when opened"),
    ("AA", "acts on events"),
    ("SubmitForm", "sends a form"),
    ("XFA", "an XFA form"),
];
/// A name longer than this is none of ours.
const NAME_MAX: usize = 64;
/// The most characters kept of a text.
const TEXT_MAX: usize = 200;

pub(super) fn read(bytes: &[u8]) -> Container<'_> {
    let mut document = Document {
        version: version(bytes).unwrap_or_default(),
        ..Document::default()
    };
    let mut pages = 0;
    let mut updates = 0;
    for (name, after) in (Names { bytes, at: 0 }) {
        let rest = bytes.get(after..).unwrap_or_default();
        match name.as_str() {
            "Encrypt" => document.encrypted = true,
            "ObjStm" => document.compressed = true,
            "Page" => pages += 1,
            "Producer" => document.producer = document.producer.take().or_else(|| text(rest)),
            "Creator" => document.creator = document.creator.take().or_else(|| text(rest)),
            "CreationDate" => document.created = document.created.or_else(|| date(rest)),
            "ModDate" => document.modified = document.modified.or_else(|| date(rest)),
            "ID" => document.id = document.id.take().or_else(|| id(rest)),
            "Prev" => updates += 1,
            _ => {}
        }
        if let Some((_, what)) = ACTIVE.iter().find(|(one, _)| *one == name) {
            document.active.insert((*what).to_owned());
        }
    }
    document.pages = (pages > 0 && !document.compressed).then_some(pages);
    document.updates = updates;
    let end = last_end(bytes);
    Container {
        xmp: xmp_anywhere(bytes),
        end,
        document: Some(document),
        ..Container::default()
    }
}

fn version(bytes: &[u8]) -> Option<String> {
    let digits = bytes.get(5..8)?;
    let fine = digits.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    fine.then(|| String::from_utf8_lossy(digits).into_owned())
}

/// After the last end mark, and the line it stands on.
fn last_end(bytes: &[u8]) -> Option<usize> {
    let mark = b"%%EOF";
    let at = bytes
        .windows(mark.len())
        .rposition(|window| window == mark)?
        + mark.len();
    let rest = bytes.get(at..)?;
    let blank = rest
        .iter()
        .take_while(|b| b.is_ascii_whitespace() || **b == 0)
        .count();
    Some(at + blank)
}

/// All names in the clear, with `#xx` undone: writing `/J#53` is an old way to hide `/JS`.
struct Names<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Names<'_> {
    type Item = (String, usize);

    fn next(&mut self) -> Option<(String, usize)> {
        loop {
            let slash = self.bytes.get(self.at..)?.iter().position(|b| *b == b'/')?;
            let mut at = self.at + slash + 1;
            let mut name = String::new();
            while let Some(byte) = self.bytes.get(at) {
                let (byte, used) = match byte {
                    b'#' => match self.bytes.get(at + 1..at + 3).and_then(hex) {
                        Some(byte) => (byte, 3),
                        None => break,
                    },
                    byte if byte.is_ascii_alphanumeric() => (*byte, 1),
                    _ => break,
                };
                if name.len() >= NAME_MAX || !byte.is_ascii() {
                    break;
                }
                name.push(char::from(byte));
                at += used;
            }
            self.at = at;
            if !name.is_empty() {
                return Some((name, at));
            }
        }
    }
}

fn hex(two: &[u8]) -> Option<u8> {
    let digit = |b: u8| {
        char::from(b)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    Some(digit(*two.first()?)? * 16 + digit(*two.get(1)?)?)
}

/// The literal or hexadecimal string that follows, as far as it is plain text.
fn text(rest: &[u8]) -> Option<String> {
    let rest = rest.trim_ascii_start();
    let raw: Vec<u8> = match rest.first()? {
        b'(' => {
            let end = rest.iter().take(1024).position(|b| *b == b')')?;
            rest.get(1..end)?
                .iter()
                .copied()
                .filter(|b| *b != b'\\')
                .collect()
        }
        b'<' => {
            let end = rest.iter().take(1024).position(|b| *b == b'>')?;
            rest.get(1..end)?.chunks(2).filter_map(hex).collect()
        }
        _ => return None,
    };
    let text = if let Some(wide) = raw.strip_prefix(b"\xfe\xff") {
        let units = wide
            .chunks_exact(2)
            .filter_map(|two| two.first_chunk::<2>());
        let units: Vec<u16> = units.map(|two| u16::from_be_bytes(*two)).collect();
        String::from_utf16_lossy(&units)
    } else {
        String::from_utf8_lossy(&raw).into_owned()
    };
    let text: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(TEXT_MAX)
        .collect();
    (!text.is_empty()).then_some(text)
}

/// `(D:20251110093000+05'00')`, section 7.9.4. Without an offset it is read as UTC.
fn date(rest: &[u8]) -> Option<Moment> {
    let text = text(rest)?;
    let digits = text.strip_prefix("D:").unwrap_or(&text);
    let part = |from: usize, to: usize, absent: &str| {
        digits
            .get(from..to)
            .filter(|_| digits.len() >= to)
            .unwrap_or(absent)
            .to_owned()
    };
    let spelled = format!(
        "{}:{}:{} {}:{}:{}",
        part(0, 4, ""),
        part(4, 6, "01"),
        part(6, 8, "01"),
        part(8, 10, "00"),
        part(10, 12, "00"),
        part(12, 14, "00")
    );
    let wall = moment::local(spelled.as_bytes())?;
    let offset = digits
        .get(14..)
        .and_then(|rest| moment::offset(rest.as_bytes()));
    Some(wall.at_offset(offset.unwrap_or(0)))
}

/// The first half of the file identifier: the same in every later version of the document.
fn id(rest: &[u8]) -> Option<String> {
    let rest = rest
        .trim_ascii_start()
        .strip_prefix(b"[")?
        .trim_ascii_start();
    let inner = rest.strip_prefix(b"<")?;
    let end = find(inner.get(..inner.len().min(200))?, b">")?;
    let hex = inner.get(..end)?;
    let fine = hex.iter().all(u8::is_ascii_hexdigit);
    fine.then(|| String::from_utf8_lossy(hex).to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_stands_in_the_clear() {
        let file =
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/J#61vaScript/JS(x)>>>>endobj\n\
            2 0 obj<</Type/Page>>endobj 3 0 obj<</Type /Page >>endobj\n\
            4 0 obj<</Producer(Scribe 2)/CreationDate(D:20251110093000+04'30')>>endobj\n\
            trailer<</Root 1 0 R/ID[<00AF><00B0>]>>\n%%EOF\n";
        let told = read(file);
        let document = told.document.unwrap();
        assert_eq!(document.version, "1.7");
        assert_eq!(document.pages, Some(2));
        assert_eq!(document.producer.as_deref(), Some("Scribe 2"));
        assert_eq!(document.id.as_deref(), Some("00af"));
        assert_eq!(
            document.created.unwrap().to_string(),
            "2025-11-10T05:00:00Z"
        );
        let active: Vec<_> = document.active.iter().map(String::as_str).collect();
        assert_eq!(active, ["acts when opened", "scripts"]);
        assert!(!document.encrypted);
        assert_eq!(told.end, Some(file.len()));
        assert_eq!(read(file.strip_suffix(b"%%EOF\n").unwrap()).end, None);
    }
}
