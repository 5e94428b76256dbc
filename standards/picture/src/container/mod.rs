//! How files are laid out: where their metadata is, where they end, and what lies after their end.
//! Nothing is decompressed here.

mod heic;
mod jpeg;
mod pdf;
mod png;
mod webp;

use std::collections::BTreeSet;

use crate::facts::{Document, Pixels};
use crate::{Format, XMP_BYTES_MAX};

/// What the layout of a file tells.
#[derive(Debug, Default)]
pub(crate) struct Container<'a> {
    /// The size it declares.
    pub(crate) pixels: Option<Pixels>,
    /// EXIF, beginning at its TIFF header.
    pub(crate) exif: Option<&'a [u8]>,
    /// XMP, as text.
    pub(crate) xmp: Option<&'a [u8]>,
    /// Where the format itself ends; nothing if the file breaks off before.
    pub(crate) end: Option<usize>,
    /// What is wrong inside.
    pub(crate) damage: Option<&'static str>,
    /// Whether content credentials (C2PA) seem to be embedded.
    pub(crate) credentials: bool,
    /// Whether it shows more than one picture after another.
    pub(crate) animated: bool,
    /// What else is said beside the pixels, by its usual name: `ICC`, `IPTC`, `comment`, `text`.
    pub(crate) beside: BTreeSet<&'static str>,
    /// Programs named by the container itself, and where.
    pub(crate) programs: Vec<(&'static str, &'a [u8])>,
    /// What is said of a document.
    pub(crate) document: Option<Document>,
}

/// Walks the file's own structure.
pub(crate) fn read(format: Format, bytes: &[u8]) -> Container<'_> {
    let mut container = match format {
        Format::Jpeg => jpeg::read(bytes),
        Format::Png => png::read(bytes),
        Format::Webp => webp::read(bytes),
        Format::Heic => heic::read(bytes),
        Format::Pdf => pdf::read(bytes),
    };
    container.xmp = container
        .xmp
        .map(|xmp| xmp.get(..XMP_BYTES_MAX).unwrap_or(xmp));
    container
}

/// The pixels of a JPEG stream, for thumbnails.
pub(crate) fn jpeg_pixels(bytes: &[u8]) -> Option<Pixels> {
    jpeg::read(bytes).pixels
}

/// What bytes after the end, or hidden in front, look like.
pub(crate) fn looks_like(bytes: &[u8]) -> &'static str {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") || zip_end(bytes) {
        "a ZIP archive"
    } else if starts(b"%PDF-") {
        "a PDF document"
    } else if starts(b"\xff\xd8\xff") {
        "another JPEG picture, as some cameras append"
    } else if bytes.get(4..8) == Some(b"ftyp") {
        "a film, as some phones append"
    } else if find(bytes, b"<script").is_some() || find(bytes, b"<html").is_some() {
        "a web page"
    } else if bytes.iter().all(|byte| *byte == 0) {
        "padding of zeros"
    } else {
        "unknown bytes"
    }
}

/// Whether the bytes end as a ZIP archive does (its end record with the length of its own comment).
pub(crate) fn zip_end(bytes: &[u8]) -> bool {
    let tail = bytes
        .get(bytes.len().saturating_sub(22 + 65_535)..)
        .unwrap_or_default();
    tail.windows(22).enumerate().any(|(at, record)| {
        record.starts_with(b"PK\x05\x06")
            && record.last_chunk::<2>().is_some_and(|comment| {
                at + 22 + usize::from(u16::from_le_bytes(*comment)) == tail.len()
            })
    })
}

/// Where `wanted` first stands in `bytes`.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|byte| *byte == first) {
        let at = from + at;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// The XMP packet standing in the clear anywhere in a file.
fn xmp_anywhere(bytes: &[u8]) -> Option<&[u8]> {
    let from = find(bytes, b"<x:xmpmeta")?;
    let rest = bytes.get(from..)?;
    let end = find(rest, b"</x:xmpmeta>").unwrap_or(rest.len());
    rest.get(..end)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    let two = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u32::from(u16::from_be_bytes(*two)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk::<4>()
        .map(|four| u32::from_be_bytes(*four))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk::<4>()
        .map(|four| u32::from_le_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_named() {
        let mut zip = b"xxPK\x05\x06".to_vec();
        zip.extend([0; 16]);
        zip.extend([3, 0]);
        assert!(!zip_end(&zip));
        zip.extend(b"abc");
        assert!(zip_end(&zip));
        assert_eq!(looks_like(&zip), "a ZIP archive");
        assert_eq!(looks_like(b"%PDF-1.4"), "a PDF document");
        assert_eq!(looks_like(&[0, 0]), "padding of zeros");
        assert_eq!(find(b"aab", b"ab"), Some(1));
        assert_eq!(find(b"", b"ab"), None);
    }
}
