//! What a file is, by its first bytes and nothing else: not by its name, not by what was said of it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A format that is read as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// ISO/IEC 10918-1.
    Jpeg,
    /// ISO/IEC 15948.
    Png,
    /// RFC 9649.
    Webp,
    /// ISO/IEC 23008-12, HEIC and other HEIF pictures: metadata only, no pixels.
    Heic,
    /// ISO 32000.
    Pdf,
}

/// Why a file is none of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unrecognised {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// A known format that is not evidence here.
    #[error("the file is {0}; JPEG, PNG, WebP, HEIC and PDF are read")]
    Other(&'static str),
    /// Nothing known.
    #[error("the file is none of JPEG, PNG, WebP, HEIC and PDF")]
    Unknown,
}

/// What other files begin with, so that a mistake is named rather than only refused.
const OTHERS: &[(&[u8], &str)] = &[
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"II*\0", "a TIFF or raw picture"),
    (b"MM\0*", "a TIFF or raw picture"),
    (b"BM", "a BMP picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1a\x45\xdf\xa3", "a Matroska or WebM film"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an XML text"),
    (b"<!DOCTYPE", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
];

/// Brands of ISO media files that hold pictures coded as HEIF (ISO/IEC 23008-12, annex B).
const HEIF_BRANDS: &[&[u8; 4]] = &[
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2",
];

/// The format by its first bytes.
///
/// # Errors
/// [`Unrecognised`], naming what it is instead where that can be told.
pub fn recognise(bytes: &[u8]) -> Result<Format, Unrecognised> {
    if bytes.is_empty() {
        return Err(Unrecognised::Empty);
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Format::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Format::Webp);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return iso_media(bytes);
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok(Format::Pdf);
    }
    let other = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic));
    Err(other.map_or(Unrecognised::Unknown, |(_, name)| Unrecognised::Other(name)))
}

/// The major brand and the compatible ones decide whether an ISO media file is a picture.
fn iso_media(bytes: &[u8]) -> Result<Format, Unrecognised> {
    let size = bytes
        .first_chunk::<4>()
        .map_or(0, |size| u32::from_be_bytes(*size));
    let end = usize::try_from(size)
        .unwrap_or(usize::MAX)
        .min(bytes.len())
        .min(256);
    let brands = bytes.get(8..end).unwrap_or_default();
    let is = |wanted: &[&[u8; 4]]| {
        brands.chunks_exact(4).enumerate().any(|(at, brand)| {
            // The second word is the minor version, not a brand.
            at != 1 && wanted.iter().any(|one| one.as_slice() == brand)
        })
    };
    if is(&[b"avif", b"avis"]) {
        return Err(Unrecognised::Other("an AVIF picture"));
    }
    if is(HEIF_BRANDS) {
        return Ok(Format::Heic);
    }
    Err(Unrecognised::Other("a film or another ISO media file"))
}

impl Format {
    /// The name people use.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::Webp => "WebP",
            Format::Heic => "HEIC",
            Format::Pdf => "PDF",
        }
    }

    /// RFC 6838 media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Webp => "image/webp",
            Format::Heic => "image/heic",
            Format::Pdf => "application/pdf",
        }
    }

    /// What a file's name says it is, if its ending is one that is read here.
    pub fn of_name(name: &str) -> Option<Format> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "jpe" | "jfif" => Some(Format::Jpeg),
            "png" => Some(Format::Png),
            "webp" => Some(Format::Webp),
            "heic" | "heif" | "hif" => Some(Format::Heic),
            "pdf" => Some(Format::Pdf),
            _ => None,
        }
    }

    /// Whether it is a picture rather than a document.
    pub fn is_picture(self) -> bool {
        self != Format::Pdf
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_by_first_bytes_only() {
        let cases: &[(&[u8], Result<Format, Unrecognised>)] = &[
            (b"", Err(Unrecognised::Empty)),
            (b"\xff\xd8\xff\xe0", Ok(Format::Jpeg)),
            (b"\xff\xd8", Err(Unrecognised::Unknown)),
            (b"\x89PNG\r\n\x1a\n", Ok(Format::Png)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Ok(Format::Webp)),
            (b"RIFF\0\0\0\0WAVE", Err(Unrecognised::Unknown)),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Ok(Format::Heic)),
            (b"\0\0\0\x18ftypmif1\0\0\0\0miafheic", Ok(Format::Heic)),
            (b"%PDF-1.7", Ok(Format::Pdf)),
            (b"hello", Err(Unrecognised::Unknown)),
        ];
        for (bytes, expected) in cases {
            assert_eq!(&recognise(bytes), expected, "{bytes:?}");
        }
        let film = recognise(b"\0\0\0\x14ftypisom\0\0\0\0mp42");
        assert!(film.unwrap_err().to_string().contains("film"));
        assert!(
            recognise(b"PK\x03\x04")
                .unwrap_err()
                .to_string()
                .contains("ZIP")
        );
        assert_eq!(Format::of_name("a.b.JPEG"), Some(Format::Jpeg));
        assert_eq!(Format::of_name("jpeg"), None);
    }
}
