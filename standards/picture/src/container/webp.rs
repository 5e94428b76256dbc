//! WebP: RIFF chunks (RFC 9649, section 2).

use super::{Container, le32};
use crate::facts::Pixels;

pub(super) fn read(bytes: &[u8]) -> Container<'_> {
    let mut told = Container::default();
    let declared = le32(bytes, 4)
        .and_then(|size| usize::try_from(size).ok())
        .unwrap_or(0);
    let end = declared.saturating_add(8);
    told.end = (end <= bytes.len() && end >= 12).then_some(end);
    let mut at = 12;
    while let (Some(kind), Some(length)) = (bytes.get(at..at + 4), le32(bytes, at + 4)) {
        let Ok(length) = usize::try_from(length) else {
            return told;
        };
        let body_end = (at + 8).saturating_add(length);
        if body_end > end {
            told.damage = Some("a chunk is longer than the file says it is");
        }
        let Some(body) = bytes.get(at + 8..body_end) else {
            // The header of a picture that breaks off still tells its size.
            told.pixels = told.pixels.or_else(|| size(kind, bytes.get(at + 8..)?));
            told.end = None;
            return told;
        };
        told.animated |= kind == b"ANIM";
        told.beside.extend((kind == b"ICCP").then_some("ICC"));
        match kind {
            b"VP8X" | b"VP8 " | b"VP8L" => {
                told.pixels = told.pixels.or_else(|| size(kind, body));
            }
            b"EXIF" => {
                told.exif
                    .get_or_insert(body.strip_prefix(b"Exif\0\0").unwrap_or(body));
            }
            b"XMP " => {
                told.xmp.get_or_insert(body);
            }
            b"C2PA" => told.credentials = true,
            _ => {}
        }
        at = body_end.saturating_add(length % 2);
        if at >= end {
            break;
        }
    }
    told
}

fn size(kind: &[u8], body: &[u8]) -> Option<Pixels> {
    let le24 = |at: usize| {
        let three = body.get(at..at + 3)?;
        Some(
            three
                .iter()
                .rev()
                .fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte)),
        )
    };
    match kind {
        b"VP8X" => Some(Pixels {
            width: le24(4)? + 1,
            height: le24(7)? + 1,
        }),
        b"VP8L" if body.first() == Some(&0x2f) => {
            let bits = le32(body, 1)?;
            Some(Pixels {
                width: (bits & 0x3fff) + 1,
                height: (bits >> 14 & 0x3fff) + 1,
            })
        }
        b"VP8 " if body.get(3..6) == Some(b"\x9d\x01\x2a") => {
            let bits = le32(body, 6)?;
            Some(Pixels {
                width: bits & 0x3fff,
                height: bits >> 16 & 0x3fff,
            })
        }
        _ => None,
    }
}
