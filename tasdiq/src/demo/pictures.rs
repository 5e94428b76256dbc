//! Generated pictures of invented places: a field, with a building or without. JPEG with the metadata a
//! camera would write, so that every check has something to look at.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

/// What a generated picture shows, and says of itself.
pub(super) struct Scene<'a> {
    /// Whether the building stands.
    pub(super) building: bool,
    /// Shifts the hills, so that places differ.
    pub(super) place: u32,
    /// Latitude and longitude in millionths of a degree.
    pub(super) at: (u32, u32),
    /// The camera's clock, `2025:11:07 14:02:11`, and its offset, `+04:30`.
    pub(super) taken: (&'a str, &'a str),
}

/// The picture as a JPEG with EXIF.
pub(super) fn jpeg(scene: &Scene<'_>) -> Vec<u8> {
    let picture = RgbImage::from_fn(640, 420, |x, y| Rgb(colour(scene, x, y)));
    let mut encoded = Vec::new();
    // Encoding into memory can't fail for a picture of this size.
    let _ = JpegEncoder::new_with_quality(&mut encoded, 88).encode_image(&picture);
    with_exif(&encoded, &exif(scene))
}

fn colour(scene: &Scene<'_>, x: u32, y: u32) -> [u8; 3] {
    let shade = |value: u32| u8::try_from(value.min(255)).unwrap_or(255);
    let hill = 150 + (x * (3 + scene.place % 5) / 7 + scene.place * 37) % 90;
    let grain = (x * 7 + y * 13 + x * y / 11) % 17;
    if (220..430).contains(&x) && (230..350).contains(&y) {
        if scene.building {
            let window = (x / 30).is_multiple_of(2) && (y / 40).is_multiple_of(2);
            return if window {
                [50, 60, 80]
            } else {
                [170, 140, 110]
            };
        }
        return [
            shade(120 + grain * 3),
            shade(110 + grain * 2),
            shade(90 + grain),
        ];
    }
    match y {
        y if y < hill => [shade(120 + y / 3), shade(160 + y / 4), 220],
        y if y < 260 => [shade(90 + grain), shade(110 + grain), 80],
        _ => [shade(150 + grain), shade(140 + grain), shade(100 + grain)],
    }
}

/// The JPEG with an APP1 segment after its start marker (EXIF 2.32, section 4.7).
fn with_exif(encoded: &[u8], tiff: &[u8]) -> Vec<u8> {
    let (start, rest) = encoded.split_at(encoded.len().min(2));
    let length = u16::try_from(tiff.len() + 8).unwrap_or(u16::MAX);
    let mut out = start.to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(length.to_be_bytes());
    out.extend(b"Exif\0\0");
    out.extend(tiff);
    out.extend(rest);
    out
}

/// One field of an image file directory: tag, type, count, and its value's bytes.
type Field = (u16, u16, u32, Vec<u8>);

const ASCII: u16 = 2;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const HEADER_BYTES: u32 = 8;

fn exif(scene: &Scene<'_>) -> Vec<u8> {
    let text = |tag: u16, text: &str| -> Field {
        let mut bytes = text.as_bytes().to_vec();
        bytes.push(0);
        (tag, ASCII, bytes.len() as u32, bytes)
    };
    let angle = |tag: u16, micro: u32| -> Field {
        let (degrees, rest) = (micro / 1_000_000, micro % 1_000_000);
        let hundredths = rest * 36 / 100; // Of a second: a millionth of a degree is 0.0036 of one.
        let parts = [
            (degrees, 1),
            (hundredths / 6_000, 1),
            (hundredths % 6_000, 100),
        ];
        let bytes = parts
            .iter()
            .flat_map(|(n, d)| [n.to_be_bytes(), (*d as u32).to_be_bytes()].concat())
            .collect();
        (tag, RATIONAL, 3, bytes)
    };
    let (taken, offset) = scene.taken;
    let camera = vec![text(0x9003, taken), text(0x9011, offset)];
    let gps = vec![
        text(1, "N"),
        angle(2, scene.at.0),
        text(3, "E"),
        angle(4, scene.at.1),
    ];
    let pointer = |tag: u16, at: u32| -> Field { (tag, LONG, 1, at.to_be_bytes().to_vec()) };
    let make = || vec![text(0x010f, "Invented"), text(0x0110, "Field camera 1")];
    let head_bytes = directory(
        &[make(), vec![pointer(0x8769, 0), pointer(0x8825, 0)]].concat(),
        0,
    )
    .len();
    let camera_at = HEADER_BYTES + head_bytes as u32;
    let camera_bytes = directory(&camera, camera_at);
    let gps_at = camera_at + camera_bytes.len() as u32;
    let head = [
        make(),
        vec![pointer(0x8769, camera_at), pointer(0x8825, gps_at)],
    ]
    .concat();
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    tiff.extend(directory(&head, HEADER_BYTES));
    tiff.extend(camera_bytes);
    tiff.extend(directory(&gps, gps_at));
    tiff
}

/// A directory that begins at `at`, with the values that do not fit into it after it (TIFF 6.0, section 2).
fn directory(fields: &[Field], at: u32) -> Vec<u8> {
    let mut table = (fields.len() as u16).to_be_bytes().to_vec();
    let values_at = at + 2 + 12 * fields.len() as u32 + 4;
    let mut values = Vec::new();
    for (tag, kind, count, value) in fields {
        table.extend(tag.to_be_bytes());
        table.extend(kind.to_be_bytes());
        table.extend(count.to_be_bytes());
        if value.len() <= 4 {
            let mut short = value.clone();
            short.resize(4, 0);
            table.extend(short);
        } else {
            table.extend((values_at + values.len() as u32).to_be_bytes());
            values.extend(value);
            values.resize(values.len().next_multiple_of(2), 0);
        }
    }
    table.extend([0; 4]);
    table.extend(values);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_picture_says_where_and_when() {
        let bytes = jpeg(&Scene {
            building: true,
            place: 1,
            at: (12_345_000, 65_432_000),
            taken: ("2025:11:07 14:02:11", "+04:30"),
        });
        let facts = picture::facts(&bytes).unwrap();
        let place = facts.place.unwrap().at;
        assert!(
            place.lat.abs_diff(12_345_000) < 5 && place.lon.abs_diff(65_432_000) < 5,
            "{place:?}"
        );
        let taken = facts.times.captured.unwrap().moment().unwrap();
        assert_eq!(taken.to_string(), "2025-11-07T09:32:11Z");
        assert_eq!(facts.notes, Vec::<String>::new());
    }
}
