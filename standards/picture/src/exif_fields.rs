//! EXIF (CIPA DC-008): place, times, device, thumbnail. In whole numbers throughout.

use std::io::Cursor;

use exif::{Exif, In, Rational, Tag, Value};

use crate::container;
use crate::decode::{self, Luma};
use crate::dhash::DHash;
use crate::facts::{Captured, Device, Pixels, Place, Thumbnail, Times};
use crate::fence::Point;
use crate::moment::{self, Moment};
use crate::{EXIF_BYTES_MAX, Format};

/// The most characters kept of a text.
const TEXT_MAX: usize = 200;
/// The most pixels of a thumbnail that is decoded.
const THUMBNAIL_PIXELS_MAX: u64 = 4_000_000;
/// A picture smaller than this in either direction is no larger than its thumbnail.
const THUMBNAIL_OF_MIN: u32 = 64;
/// Notes kept of one reading.
const NOTES_MAX: usize = 8;

/// What EXIF tells.
#[derive(Default)]
pub(crate) struct Fields {
    pub(crate) place: Option<Place>,
    pub(crate) times: Times,
    pub(crate) device: Device,
    pub(crate) orientation: Option<u8>,
    /// Programs named beside the software tag.
    pub(crate) processing: Option<String>,
    thumbnail: Option<Vec<u8>>,
}

pub(crate) fn read(
    format: Format,
    bytes: &[u8],
    tiff: Option<&[u8]>,
    notes: &mut Vec<String>,
) -> Fields {
    let Some(exif) = parse(format, bytes, tiff, notes) else {
        return Fields::default();
    };
    let fields = Fields {
        place: place(&exif, notes),
        times: times(&exif, notes),
        device: Device {
            make: text(&exif, Tag::Make),
            model: text(&exif, Tag::Model),
            software: text(&exif, Tag::Software),
        },
        orientation: exif
            .get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|field| field.value.get_uint(0))
            .and_then(|value| u8::try_from(value).ok())
            .filter(|value| (1..=8).contains(value)),
        processing: text(&exif, Tag(exif::Context::Tiff, 0x000b)),
        thumbnail: thumbnail_bytes(&exif),
    };
    notes.truncate(NOTES_MAX);
    fields
}

fn parse(
    format: Format,
    bytes: &[u8],
    tiff: Option<&[u8]>,
    notes: &mut Vec<String>,
) -> Option<Exif> {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let read = match (format, tiff) {
        (Format::Heic, _) => reader.read_from_container(&mut Cursor::new(bytes)),
        (_, Some(tiff)) if tiff.len() > EXIF_BYTES_MAX => {
            notes.push(format!("EXIF has {} bytes and was not read", tiff.len()));
            return None;
        }
        (_, Some(tiff)) => reader.read_raw(tiff.to_vec()),
        (_, None) => return None,
    };
    match read {
        Ok(exif) => Some(exif),
        Err(exif::Error::NotFound(_)) => None,
        Err(error) => {
            let mut damaged = Vec::new();
            let kept = error.distill_partial_result(|errors| {
                damaged = errors.iter().take(3).map(ToString::to_string).collect();
            });
            match kept {
                Ok(exif) => {
                    notes.push(format!("EXIF is damaged: {}", damaged.join("; ")));
                    Some(exif)
                }
                Err(error) => {
                    notes.push(format!("EXIF can't be read: {error}"));
                    None
                }
            }
        }
    }
}

/// A text field without what pads it.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(parts) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    let all = String::from_utf8_lossy(parts.first()?);
    let clean: String = all
        .chars()
        .filter(|c| !c.is_control())
        .take(TEXT_MAX)
        .collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

fn rationals(exif: &Exif, tag: Tag) -> Option<&[Rational]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(all) => Some(all),
        _ => None,
    }
}

/// Degrees, minutes and seconds in millionths of a degree, rounded to the nearest.
fn micro_degrees(parts: &[Rational]) -> Option<i64> {
    // Each part is computed to a millionth of a millionth, so that only the sum is rounded.
    let scale = 1_000_000_000_000_i128;
    let mut sum = 0;
    for (part, share) in parts.iter().zip([1, 60, 3600]) {
        if part.denom == 0 {
            // Some cameras write 0/0 for minutes they do not use; degrees they must write.
            if part.num == 0 && share > 1 {
                continue;
            }
            return None;
        }
        sum += i128::from(part.num) * scale / (i128::from(part.denom) * share);
    }
    i64::try_from((sum + 500_000) / 1_000_000).ok()
}

fn place(exif: &Exif, notes: &mut Vec<String>) -> Option<Place> {
    let mut angle = |tag, reference, negative: char, positive: char, most: i64| {
        let parts = rationals(exif, tag).filter(|parts| !parts.is_empty())?;
        let Some(size) = micro_degrees(parts).filter(|size| *size <= most) else {
            notes.push("the GPS position is not a place on earth".to_owned());
            return None;
        };
        let letter = text(exif, reference).and_then(|text| text.chars().next());
        match letter.map(|c| c.to_ascii_uppercase()) {
            Some(c) if c == negative => Some(-size),
            Some(c) if c == positive => Some(size),
            _ => {
                notes.push(format!("a GPS reference is missing; {positive} was taken"));
                Some(size)
            }
        }
    };
    let lat = angle(Tag::GPSLatitude, Tag::GPSLatitudeRef, 'S', 'N', 90_000_000)?;
    let lon = angle(
        Tag::GPSLongitude,
        Tag::GPSLongitudeRef,
        'W',
        'E',
        180_000_000,
    )?;
    if text(exif, Tag::GPSStatus).is_some_and(|status| status.eq_ignore_ascii_case("V")) {
        notes.push("the device says that its GPS had no fix".to_owned());
    }
    let datum = text(exif, Tag::GPSMapDatum);
    if let Some(datum) = datum.filter(|d| !d.replace(['-', ' '], "").eq_ignore_ascii_case("WGS84"))
    {
        notes.push(format!("the map datum is {datum}, read as WGS-84"));
    }
    let accuracy_m = rationals(exif, Tag::GPSHPositioningError)
        .and_then(<[Rational]>::first)
        .filter(|error| error.denom > 0)
        .map(|error| error.num.div_ceil(error.denom));
    Some(Place {
        at: Point { lat, lon },
        accuracy_m,
    })
}

fn times(exif: &Exif, notes: &mut Vec<String>) -> Times {
    let wall = |tag| text(exif, tag).and_then(|text| moment::local(text.as_bytes()));
    let offset = |tag| text(exif, tag).and_then(|text| moment::offset(text.as_bytes()));
    let taken = [
        (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
    ];
    let captured = taken.iter().find_map(|(time, zone)| {
        let wall = wall(*time)?;
        let offset_minutes = offset(*zone).or_else(|| offset(Tag::OffsetTime));
        Some(Captured {
            wall,
            offset_minutes,
        })
    });
    if captured.is_none()
        && text(exif, Tag::DateTimeOriginal).is_some_and(|t| t.contains(['1', '2']))
    {
        notes.push("the time of capture is not a time".to_owned());
    }
    Times {
        captured,
        gps: gps_time(exif),
        changed_wall: wall(Tag::DateTime),
    }
}

/// GPSDateStamp and GPSTimeStamp, which are in UTC.
fn gps_time(exif: &Exif) -> Option<Moment> {
    let date = moment::date(text(exif, Tag::GPSDateStamp)?.as_bytes())?;
    let parts = rationals(exif, Tag::GPSTimeStamp)?;
    let mut thousandths = 0_i128;
    for (part, seconds) in parts.iter().zip([3600, 60, 1]) {
        if part.denom == 0 {
            return None;
        }
        thousandths += i128::from(part.num) * seconds * 1000 / i128::from(part.denom);
    }
    let seconds = i64::try_from(thousandths / 1000)
        .ok()
        .filter(|seconds| *seconds <= 86_400)?;
    Some(date.plus(seconds))
}

fn thumbnail_bytes(exif: &Exif) -> Option<Vec<u8>> {
    let number = |tag| {
        let value = exif.get_field(tag, In::THUMBNAIL)?.value.get_uint(0)?;
        usize::try_from(value).ok()
    };
    let from = number(Tag::JPEGInterchangeFormat)?;
    let length = number(Tag::JPEGInterchangeFormatLength)?;
    exif.buf()
        .get(from..from.checked_add(length)?)
        .map(<[u8]>::to_vec)
}

/// The thumbnail's hash beside the picture's. A thumbnail that an editor forgot shows the picture
/// before it was changed.
pub(crate) fn thumbnail(
    fields: &Fields,
    picture: Option<Pixels>,
    dhash: Option<DHash>,
) -> Thumbnail {
    let Some(bytes) = &fields.thumbnail else {
        return Thumbnail::Absent;
    };
    let (Some(picture), Some(dhash)) = (picture, dhash) else {
        return Thumbnail::Unreadable;
    };
    if picture.width.min(picture.height) < THUMBNAIL_OF_MIN {
        return Thumbnail::Unreadable;
    }
    let small = container::jpeg_pixels(bytes);
    if small.is_none_or(|pixels| pixels.count() == 0 || pixels.count() > THUMBNAIL_PIXELS_MAX) {
        return Thumbnail::Unreadable;
    }
    let Ok(decoded) = decode::decode(Format::Jpeg, bytes) else {
        return Thumbnail::Unreadable;
    };
    // Cameras fill a 4:3 thumbnail with black bars; without them it has the picture's own shape.
    let (wide, high) = (u64::from(decoded.width()), u64::from(decoded.height()));
    let fit =
        |of: u64, by: u32, to: u32| u32::try_from(of * u64::from(by) / u64::from(to.max(1))).ok();
    let height = fit(wide, picture.height, picture.width)
        .map_or(decoded.height(), |h| h.clamp(1, decoded.height()));
    let width = fit(high, picture.width, picture.height)
        .map_or(decoded.width(), |w| w.clamp(1, decoded.width()));
    let (left, top) = (
        (decoded.width() - width) / 2,
        (decoded.height() - height) / 2,
    );
    let inner = decoded.crop_imm(left, top, width, height);
    match Luma::of(&inner) {
        Some(luma) => Thumbnail::Distance(DHash::of(&luma).distance(dhash)),
        None => Thumbnail::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rational(num: u32, denom: u32) -> Rational {
        Rational { num, denom }
    }

    #[test]
    fn degrees_in_whole_numbers() {
        let parts = [rational(34, 1), rational(3, 1), rational(1800, 100)];
        assert_eq!(micro_degrees(&parts), Some(34_055_000));
        assert_eq!(
            micro_degrees(&[rational(34_055_000, 1_000_000)]),
            Some(34_055_000)
        );
        assert_eq!(
            micro_degrees(&[rational(34, 1), rational(3300, 1000)]),
            Some(34_055_000)
        );
        assert_eq!(micro_degrees(&[rational(0, 0)]), None);
        assert_eq!(
            micro_degrees(&[rational(5, 1), rational(0, 0)]),
            Some(5_000_000)
        );
        let most = rational(u32::MAX, 1);
        assert_eq!(
            micro_degrees(&[most, most, most]),
            Some(4_367_743_129_720_833)
        );
    }
}
