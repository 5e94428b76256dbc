//! PNG: chunks with their checksums (ISO/IEC 15948, section 5).

use super::{Container, be32, find};
use crate::facts::Pixels;

pub(super) fn read(bytes: &[u8]) -> Container<'_> {
    let mut told = Container::default();
    let mut at = 8;
    while let Some(length) = be32(bytes, at) {
        let Ok(length) = usize::try_from(length) else {
            return told;
        };
        let Some(end) = at.checked_add(length).and_then(|end| end.checked_add(12)) else {
            return told;
        };
        let (Some(kind), Some(body), Some(sum)) = (
            bytes.get(at + 4..at + 8),
            bytes.get(at + 8..at + 8 + length),
            be32(bytes, at + 8 + length),
        ) else {
            return told;
        };
        if crc(bytes.get(at + 4..at + 8 + length).unwrap_or_default()) != sum {
            told.damage = Some("a chunk does not match its checksum");
        }
        told.animated |= kind == b"acTL";
        told.beside.extend(match kind {
            b"iCCP" => Some("ICC"),
            b"tEXt" | b"zTXt" | b"iTXt" => Some("text"),
            _ => None,
        });
        match kind {
            b"IHDR" => {
                if let (Some(width), Some(height)) = (be32(body, 0), be32(body, 4)) {
                    told.pixels.get_or_insert(Pixels { width, height });
                }
            }
            b"eXIf" => {
                told.exif
                    .get_or_insert(body.strip_prefix(b"Exif\0\0").unwrap_or(body));
            }
            b"iTXt" if body.starts_with(b"XML:com.adobe.xmp\0\0") => {
                told.xmp.get_or_insert(body);
            }
            b"tEXt" => {
                if let Some(name) = body.strip_prefix(b"Software\0") {
                    told.programs.push(("Software text", name));
                }
                if body.starts_with(b"parameters\0") && find(body, b"Steps:").is_some() {
                    told.programs
                        .push(("parameters text", b"an image generator"));
                }
            }
            b"caBX" => told.credentials = true,
            b"IEND" => {
                told.end = Some(end);
                return told;
            }
            _ => {}
        }
        at = end;
    }
    told
}

/// The CRC of ISO/IEC 15948, annex D.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        let at = usize::from((crc as u8) ^ byte);
        crc = TABLE.get(at).copied().unwrap_or_default() ^ (crc >> 8);
    }
    !crc
}

static TABLE: [u32; 256] = {
    let mut table = [0_u32; 256];
    let mut at = 0;
    while at < 256 {
        let mut value = at as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 {
                0xedb8_8320 ^ (value >> 1)
            } else {
                value >> 1
            };
            bit += 1;
        }
        table[at] = value;
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    #[test]
    fn the_known_sum() {
        assert_eq!(super::crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(super::crc(b"IEND"), 0xae42_6082);
    }
}
