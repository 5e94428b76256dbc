//! JPEG: markers and segments (ISO/IEC 10918-1, annex B).

use super::{Container, be16, find};
use crate::facts::Pixels;

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

pub(super) fn read(bytes: &[u8]) -> Container<'_> {
    let mut told = Container::default();
    let mut at = 2;
    loop {
        // A marker may be filled with any number of 0xff before it.
        if bytes.get(at) != Some(&0xff) {
            if at < bytes.len() {
                told.damage = Some("a marker is missing between two segments");
            }
            return told;
        }
        while bytes.get(at) == Some(&0xff) {
            at += 1;
        }
        let Some(marker) = bytes.get(at).copied() else {
            return told;
        };
        at += 1;
        match marker {
            EOI => {
                told.end = Some(at);
                return told;
            }
            SOI | 0x01 | 0xd0..=0xd7 => continue,
            0 => {
                told.damage = Some("a marker is missing between two segments");
                return told;
            }
            _ => {}
        }
        let Some(length) = be16(bytes, at).and_then(|length| usize::try_from(length).ok()) else {
            return told;
        };
        let Some(body) = length
            .checked_sub(2)
            .and_then(|size| bytes.get(at + 2..at + 2 + size))
        else {
            return told;
        };
        segment(&mut told, marker, body);
        at += length;
        if marker == SOS {
            at = after_scan(bytes, at);
        }
    }
}

/// The first marker after entropy-coded bytes, where 0xff 0x00 is a byte and not a marker.
fn after_scan(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|b| *b == 0xff))
    {
        at += found;
        match bytes.get(at + 1) {
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => return at,
            None => return bytes.len(),
        }
    }
    bytes.len()
}

fn segment<'a>(told: &mut Container<'a>, marker: u8, body: &'a [u8]) {
    told.beside.extend(match marker {
        0xe2 if body.starts_with(b"ICC_PROFILE\0") => Some("ICC"),
        0xed => Some("IPTC"),
        0xfe => Some("comment"),
        _ => None,
    });
    match marker {
        // Every start of frame; 0xc4, 0xc8 and 0xcc are tables.
        0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
            if let (Some(height), Some(width)) = (be16(body, 1), be16(body, 3)) {
                told.pixels.get_or_insert(Pixels { width, height });
            }
        }
        0xe1 => {
            if let Some(exif) = body
                .strip_prefix(b"Exif\0\0")
                .or(body.strip_prefix(b"Exif\0\xff"))
            {
                told.exif.get_or_insert(exif);
            } else if let Some(xmp) = body.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0") {
                told.xmp.get_or_insert(xmp);
            }
        }
        // JUMBF in JPEG (ISO/IEC 19566-5): content credentials name themselves in the first box.
        0xeb => told.credentials |= body.starts_with(b"JP") && find(body, b"jumb").is_some(),
        0xed if body.starts_with(b"Photoshop 3.0\0") => {
            told.programs.push(("Photoshop resources", b"Photoshop"));
        }
        0xfe => {
            let made = [
                b"CREATOR:".as_slice(),
                b"Created with GIMP",
                b"GIMP",
                b"LEAD Technologies",
            ];
            if made.iter().any(|word| body.starts_with(word)) {
                told.programs.push(("comment", body));
            }
        }
        _ => {}
    }
}
