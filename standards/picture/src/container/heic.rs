//! HEIC: boxes of an ISO media file (ISO/IEC 14496-12), as far as metadata needs them.

use super::{Container, be32, find, xmp_anywhere};
use crate::facts::Pixels;

/// The user type of the box that holds content credentials (C2PA 2.1, annex A.5).
const C2PA_BOX: [u8; 16] = [
    0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81,
];

pub(super) fn read(bytes: &[u8]) -> Container<'_> {
    let mut told = Container {
        xmp: xmp_anywhere(bytes),
        ..Container::default()
    };
    let mut at = 0;
    while at < bytes.len() {
        let Some((kind, body, end)) = next_box(bytes, at) else {
            // Whole boxes and then bytes that are none: appended, unless the first box is the broken one.
            let known = [
                b"ftyp", b"meta", b"mdat", b"free", b"moov", b"uuid", b"idat",
            ];
            let kind = bytes.get(at + 4..at + 8);
            let broken = kind.is_none_or(|kind| known.iter().any(|one| one.as_slice() == kind));
            told.end = (!broken && told.pixels.is_some()).then_some(at);
            return told;
        };
        match kind {
            b"meta" => told.pixels = told.pixels.or_else(|| size(body.get(4..)?)),
            b"uuid" => told.credentials |= body.starts_with(&C2PA_BOX),
            _ => {}
        }
        at = end;
    }
    told.end = told.pixels.is_some().then_some(at);
    if find(bytes, b"mdat").is_none() {
        told.damage = Some("it holds no picture");
    }
    told
}

/// The box at `at`: its kind, its content, and where the next one begins.
fn next_box(bytes: &[u8], at: usize) -> Option<(&[u8], &[u8], usize)> {
    let kind = bytes.get(at + 4..at + 8)?;
    let (head, size) = match be32(bytes, at)? {
        0 => (8, bytes.len() - at),
        1 => {
            let long = bytes.get(at + 8..)?.first_chunk::<8>()?;
            (16, usize::try_from(u64::from_be_bytes(*long)).ok()?)
        }
        size => (8, usize::try_from(size).ok()?),
    };
    if size < head {
        return None;
    }
    let end = at.checked_add(size)?;
    Some((kind, bytes.get(at + head..end)?, end))
}

/// The largest declared extent (`ispe`) among the item properties: tiles and thumbnails are smaller.
fn size(meta: &[u8]) -> Option<Pixels> {
    let properties = inside(inside(meta, b"iprp")?, b"ipco")?;
    let mut largest: Option<Pixels> = None;
    let mut at = 0;
    while let Some((kind, body, end)) = next_box(properties, at) {
        if kind == b"ispe"
            && let (Some(width), Some(height)) = (be32(body, 4), be32(body, 8))
        {
            let one = Pixels { width, height };
            if largest.is_none_or(|most| one.count() > most.count()) {
                largest = Some(one);
            }
        }
        at = end;
    }
    largest
}

fn inside<'a>(bytes: &'a [u8], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    let mut at = 0;
    while let Some((kind, body, end)) = next_box(bytes, at) {
        if kind == wanted {
            return Some(body);
        }
        at = end;
    }
    None
}
