//! What can be told of a file from its bytes alone. The same bytes give the same facts everywhere.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::container::{self, Container};
use crate::decode::{self, Luma};
use crate::dhash::DHash;
use crate::fence::Point;
use crate::format::{Format, Unrecognised, recognise};
use crate::moment::Moment;
use crate::{BYTES_MAX, PIXELS_MAX, editing, exif_fields};

/// What a file tells of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// By its first bytes.
    pub format: Format,
    /// Length.
    pub bytes: u64,
    /// SHA-256 of all bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Width and height; nothing where the file breaks off before it says them, and for documents.
    pub pixels: Option<Pixels>,
    /// Whether it is whole.
    pub integrity: Integrity,
    /// Where its metadata says it was taken.
    pub place: Option<Place>,
    /// When its metadata says it was taken.
    pub times: Times,
    /// What its metadata says took it.
    pub device: Device,
    /// EXIF orientation, 1 to 8.
    pub orientation: Option<u8>,
    /// Traces of programs that change pictures.
    pub editing: Vec<Editing>,
    /// The small picture inside, beside the picture itself.
    pub thumbnail: Thumbnail,
    /// Difference hash, where the pixels could be decoded.
    pub dhash: Option<DHash>,
    /// Whether content credentials seem to be embedded. They are not read here.
    pub credentials: bool,
    /// What is said of a document.
    pub document: Option<Document>,
    /// What was odd while reading, for a person to read.
    pub notes: Vec<String>,
}

/// The size a picture declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Pixels {
    /// How many.
    pub fn count(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// Whether a file is whole, by its own structure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integrity {
    /// It breaks off before its own end.
    pub truncated: bool,
    /// What is wrong inside, or why its pixels can't be decoded.
    pub damage: Option<String>,
    /// Bytes after its own end.
    pub trailing_bytes: u64,
    /// What those bytes, or bytes hidden in it, look like: it can be read as something else, too.
    pub also: Option<String>,
}

/// Where metadata says a picture was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The position.
    pub at: Point,
    /// GPSHPositioningError, rounded up to metres.
    pub accuracy_m: Option<u32>,
}

/// When metadata says a picture was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// By the camera's clock.
    pub captured: Option<Captured>,
    /// By the satellites' clock, in UTC.
    pub gps: Option<Moment>,
    /// When the file was last changed, by the clock of whatever changed it; wall time as if UTC.
    pub changed_wall: Option<Moment>,
}

/// A camera's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// What the clock showed, read as if it were UTC.
    pub wall: Moment,
    /// Minutes east of Greenwich, if written beside it.
    pub offset_minutes: Option<i16>,
}

impl Captured {
    /// The moment, if the offset is known.
    pub fn moment(self) -> Option<Moment> {
        self.offset_minutes
            .map(|minutes| self.wall.at_offset(minutes))
    }
}

/// What metadata says took a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Make.
    pub make: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// The software tag: firmware as often as an editor.
    pub software: Option<String>,
}

/// A trace of a program that changes pictures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Editing {
    /// Where it was found: `Software tag`, `XMP history`.
    pub found_in: String,
    /// What it names.
    pub names: String,
}

/// The small picture that cameras put into a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Thumbnail {
    /// There is none.
    #[default]
    Absent,
    /// It can't be compared.
    Unreadable,
    /// So many bits of its hash differ from the picture's.
    Distance(u32),
}

/// What is said of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Version of PDF.
    pub version: String,
    /// Whether its content is encrypted.
    pub encrypted: bool,
    /// Whether some objects are compressed, so that not everything could be seen.
    pub compressed: bool,
    /// Pages, where they can be counted in the clear.
    pub pages: Option<u32>,
    /// How often it was changed after it was first written.
    pub updates: u32,
    /// First half of its identifier.
    pub id: Option<String>,
    /// The program that wrote it.
    pub producer: Option<String>,
    /// The program it was made in.
    pub creator: Option<String>,
    /// When it says it was made.
    pub created: Option<Moment>,
    /// When it says it was changed.
    pub modified: Option<Moment>,
    /// What it would do, or carries.
    pub active: BTreeSet<String>,
}

/// Why nothing can be told of a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Not of a format that is read.
    #[error(transparent)]
    Format(#[from] Unrecognised),
    /// Over [`BYTES_MAX`].
    #[error("the file has {0} bytes; at most {BYTES_MAX} are read")]
    TooLong(usize),
    /// Over [`PIXELS_MAX`].
    #[error("the picture declares {} x {} pixels; at most {PIXELS_MAX} are decoded", .0.width, .0.height)]
    TooManyPixels(Pixels),
}

/// Reads a file. Its declared size is checked before anything is decoded.
///
/// # Errors
/// [`Unreadable`]. A file that is only truncated or damaged is no error: that is a fact.
pub fn facts(bytes: &[u8]) -> Result<Facts, Unreadable> {
    if bytes.len() > BYTES_MAX {
        return Err(Unreadable::TooLong(bytes.len()));
    }
    let format = recognise(bytes)?;
    let container = container::read(format, bytes);
    if let Some(pixels) = container.pixels
        && pixels.count() > PIXELS_MAX
    {
        return Err(Unreadable::TooManyPixels(pixels));
    }
    let mut notes = Vec::new();
    let fields = exif_fields::read(format, bytes, container.exif, &mut notes);
    let mut integrity = integrity(format, bytes, &container);
    let dhash = hash(format, bytes, &container, &mut integrity);
    let thumbnail = exif_fields::thumbnail(&fields, container.pixels, dhash);
    let editing = editing::traces(&fields, &container);
    Ok(Facts {
        format,
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha256: hex(&Sha256::digest(bytes)),
        pixels: container.pixels,
        integrity,
        place: fields.place,
        times: fields.times,
        device: fields.device,
        orientation: fields.orientation,
        editing,
        thumbnail,
        dhash,
        credentials: container.credentials,
        document: container.document,
        notes,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn integrity(format: Format, bytes: &[u8], container: &Container<'_>) -> Integrity {
    let rest = container
        .end
        .and_then(|end| bytes.get(end..))
        .unwrap_or_default();
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let also = if !rest.is_empty() {
        Some(container::looks_like(rest))
    } else if container::zip_end(bytes) {
        Some("a ZIP archive")
    } else if format != Format::Pdf && container::find(head, b"%PDF-").is_some() {
        Some("a PDF document")
    } else {
        None
    };
    Integrity {
        truncated: container.end.is_none(),
        damage: container.damage.map(str::to_owned),
        trailing_bytes: u64::try_from(rest.len()).unwrap_or(u64::MAX),
        also: also.map(str::to_owned),
    }
}

/// The hash of the pixels. Without a declared size nothing is decoded: there would be no bound.
fn hash(
    format: Format,
    bytes: &[u8],
    container: &Container<'_>,
    integrity: &mut Integrity,
) -> Option<DHash> {
    let decodes = matches!(format, Format::Jpeg | Format::Png | Format::Webp);
    if !decodes {
        return None;
    }
    if container.pixels.is_none_or(|pixels| pixels.count() == 0) {
        let damage = "it declares no size";
        integrity.damage.get_or_insert_with(|| damage.to_owned());
        return None;
    }
    match decode::decode(format, bytes) {
        Ok(picture) => Luma::of(&picture).map(|luma| DHash::of(&luma)),
        Err(reason) => {
            integrity
                .damage
                .get_or_insert(format!("its pixels can't be decoded: {reason}"));
            None
        }
    }
}
