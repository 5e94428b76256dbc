//! A picture made anew: decoded, turned upright, made smaller, encoded again. Nothing of the file it came
//! from is copied, so no place, time, device or hidden second file comes along; what is left behind is
//! told, so that whoever submits the picture sees it first.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::container::{self, Container};
use crate::decode::{self, Luma};
use crate::exif_fields::{self, Fields};
use crate::facts::{Pixels, Thumbnail};
use crate::format::{Format, Unrecognised, recognise};
use crate::{DHash, editing};

/// The most bytes of a file.
const BYTES_MAX: usize = 20_000_000;
/// The most pixels along a side.
pub const LONGEST_SIDE_MAX: u32 = 12_000;
/// The most bytes that decoded pixels may take.
const DECODED_BYTES_MAX: u64 = 256 << 20;
/// The longest side of a view, in pixels.
const VIEW_SIDE: u32 = 1_200;
/// The longest side of a small picture.
const THUMB_SIDE: u32 = 256;
/// JPEG quality of both.
const QUALITY: u8 = 85;

/// A picture made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// A JPEG of at most 1,200 pixels a side, without metadata.
    pub view: Vec<u8>,
    /// A JPEG of at most 256 pixels a side, without metadata.
    pub thumb: Vec<u8>,
    /// The size of the view.
    pub pixels: Pixels,
    /// What of the file is in neither.
    pub removed: Vec<Removed>,
    /// The difference hash of the view: leads a person to look at two pictures side by side.
    pub dhash: Option<DHash>,
}

/// Something that is not in the picture made anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// What it is.
    pub kind: RemovedKind,
    /// What it said, as far as that is short.
    pub detail: String,
}

/// What is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemovedKind {
    /// Where it was taken.
    Place,
    /// When it was taken or changed.
    Time,
    /// What took it.
    Device,
    /// Which programs changed it.
    Editing,
    /// A smaller picture inside, which may show what was cut away.
    Thumbnail,
    /// EXIF.
    Exif,
    /// XMP.
    Xmp,
    /// IPTC and Photoshop resources.
    Iptc,
    /// A colour profile.
    Profile,
    /// Comments and texts.
    Text,
    /// Content credentials: they hold for the original only.
    Credentials,
    /// Bytes after the picture's end.
    Trailing,
    /// Pixels: it was made smaller.
    Size,
}

impl RemovedKind {
    /// Every kind.
    pub const ALL: [RemovedKind; 13] = [
        RemovedKind::Place,
        RemovedKind::Time,
        RemovedKind::Device,
        RemovedKind::Editing,
        RemovedKind::Thumbnail,
        RemovedKind::Exif,
        RemovedKind::Xmp,
        RemovedKind::Iptc,
        RemovedKind::Profile,
        RemovedKind::Text,
        RemovedKind::Credentials,
        RemovedKind::Trailing,
        RemovedKind::Size,
    ];

    /// Its name on the wire and in the keys of translations.
    pub const fn name(self) -> &'static str {
        match self {
            RemovedKind::Place => "place",
            RemovedKind::Time => "time",
            RemovedKind::Device => "device",
            RemovedKind::Editing => "editing",
            RemovedKind::Thumbnail => "thumbnail",
            RemovedKind::Exif => "exif",
            RemovedKind::Xmp => "xmp",
            RemovedKind::Iptc => "iptc",
            RemovedKind::Profile => "profile",
            RemovedKind::Text => "text",
            RemovedKind::Credentials => "credentials",
            RemovedKind::Trailing => "trailing",
            RemovedKind::Size => "size",
        }
    }
}

/// Why no picture was made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DeriveError {
    /// Over 20 MB.
    #[error("the file has {0} bytes; at most {BYTES_MAX} are taken: make the picture smaller")]
    TooLong(usize),
    /// Not a picture that is taken.
    #[error(transparent)]
    Format(#[from] Unrecognised),
    /// A format whose pixels are not read here.
    #[error("the file is {0}; save it as JPEG, PNG or WebP first")]
    Convert(&'static str),
    /// More than one picture.
    #[error("the picture is animated; one still picture is taken")]
    Animated,
    /// Too many pixels.
    #[error("the picture declares {} x {} pixels; at most {LONGEST_SIDE_MAX} a side and 256 MB in all are decoded: make it smaller", .0.width, .0.height)]
    TooLarge(Pixels),
    /// It can't be decoded.
    #[error("the picture is damaged or breaks off: {0}")]
    Damaged(String),
}

impl DeriveError {
    /// The stable code of the sentence, `picture-…`.
    pub const fn code(&self) -> &'static str {
        match self {
            DeriveError::TooLong(_) => "picture-too-long",
            DeriveError::Format(_) => "picture-unknown",
            DeriveError::Convert(_) => "picture-convert",
            DeriveError::Animated => "picture-animated",
            DeriveError::TooLarge(_) => "picture-too-large",
            DeriveError::Damaged(_) => "picture-damaged",
        }
    }
}

/// Makes a picture anew from a file.
///
/// # Errors
/// [`DeriveError`]. Sizes are checked before anything is decoded.
pub fn derive(bytes: &[u8]) -> Result<Derived, DeriveError> {
    if bytes.len() > BYTES_MAX {
        return Err(DeriveError::TooLong(bytes.len()));
    }
    let format = recognise(bytes)?;
    match format {
        Format::Heic => return Err(DeriveError::Convert("HEIC")),
        Format::Pdf => return Err(DeriveError::Convert("PDF")),
        Format::Jpeg | Format::Png | Format::Webp => {}
    }
    let container = container::read(format, bytes);
    let declared = sized(&container)?;
    if container.animated {
        return Err(DeriveError::Animated);
    }
    // Decoders fill what is missing with grey; nobody is recognised by grey.
    if container.end.is_none() {
        let why = "its end is missing".to_owned();
        return Err(DeriveError::Damaged(why));
    }
    let mut decoded =
        decode::decode_within(format, bytes, DECODED_BYTES_MAX).map_err(DeriveError::Damaged)?;
    let fields = exif_fields::read(format, bytes, container.exif, &mut Vec::new());
    if let Some(turned) = fields.orientation.and_then(Orientation::from_exif) {
        decoded.apply_orientation(turned);
    }
    let hash = Luma::of(&decoded).map(|luma| DHash::of(&luma));
    let mut removed = left_behind(bytes, &container, &fields, hash);
    let view = smaller(&flat(decoded), VIEW_SIDE);
    let pixels = Pixels {
        width: view.width(),
        height: view.height(),
    };
    if pixels.count() < declared.count() {
        removed.push(Removed {
            kind: RemovedKind::Size,
            detail: format!("{} x {}", declared.width, declared.height),
        });
    }
    Ok(Derived {
        thumb: encoded(&smaller(&view, THUMB_SIDE))?,
        view: encoded(&view)?,
        pixels,
        removed,
        dhash: hash.filter(|hash| hash.tells()),
    })
}

/// The declared size, if there is room for it.
fn sized(container: &Container<'_>) -> Result<Pixels, DeriveError> {
    let no_size = || DeriveError::Damaged("it declares no size".to_owned());
    let pixels = container.pixels.filter(|pixels| pixels.count() > 0);
    let pixels = pixels.ok_or_else(no_size)?;
    let most = pixels.width.max(pixels.height);
    // Three bytes a pixel are the least that colour takes.
    match most <= LONGEST_SIDE_MAX && pixels.count() <= DECODED_BYTES_MAX / 3 {
        true => Ok(pixels),
        false => Err(DeriveError::TooLarge(pixels)),
    }
}

/// What a file says beside its pixels.
fn left_behind(
    bytes: &[u8],
    container: &Container<'_>,
    fields: &Fields,
    hash: Option<DHash>,
) -> Vec<Removed> {
    let mut removed = Vec::new();
    let mut add = |kind, detail: String| removed.push(Removed { kind, detail });
    if let Some(place) = &fields.place {
        add(RemovedKind::Place, place.at.to_string());
    }
    let times = &fields.times;
    let wall = times.captured.map(|captured| captured.wall);
    if let Some(time) = wall.or(times.gps).or(times.changed_wall) {
        add(RemovedKind::Time, time.to_string());
    }
    let device = [&fields.device.make, &fields.device.model];
    let device: Vec<&str> = device.into_iter().flatten().map(String::as_str).collect();
    if !device.is_empty() {
        add(RemovedKind::Device, device.join(" "));
    }
    for trace in editing::traces(fields, container) {
        add(RemovedKind::Editing, trace.names);
    }
    let inside = exif_fields::thumbnail(fields, container.pixels, hash);
    if inside != Thumbnail::Absent {
        add(RemovedKind::Thumbnail, String::new());
    }
    let size = |bytes: &[u8]| bytes.len().to_string();
    if let Some(exif) = container.exif {
        add(RemovedKind::Exif, size(exif));
    }
    if let Some(xmp) = container.xmp {
        add(RemovedKind::Xmp, size(xmp));
    }
    for name in &container.beside {
        let kind = match *name {
            "ICC" => RemovedKind::Profile,
            "IPTC" => RemovedKind::Iptc,
            _ => RemovedKind::Text,
        };
        add(kind, (*name).to_owned());
    }
    if container.credentials {
        add(RemovedKind::Credentials, String::new());
    }
    let rest = container.end.and_then(|end| bytes.get(end..));
    if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
        add(
            RemovedKind::Trailing,
            container::looks_like(rest).to_owned(),
        );
    }
    removed
}

/// Without transparency: what can be seen through is white, as on paper.
fn flat(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    let mut flat = RgbImage::new(seen.width(), seen.height());
    for (to, from) in flat.pixels_mut().zip(seen.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let over = |sample: u8| {
            let sum = u32::from(sample) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
        };
        to.0 = [over(red), over(green), over(blue)];
    }
    flat
}

/// The picture with its longest side at most so long; smaller ones stay as they are.
fn smaller(picture: &RgbImage, side: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= side {
        return picture.clone();
    }
    let scaled = |one: u32| {
        let scaled =
            (u64::from(one) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    image::imageops::resize(picture, scaled(width), scaled(height), FilterType::Triangle)
}

fn encoded(picture: &RgbImage) -> Result<Vec<u8>, DeriveError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(picture)
        .map_err(|error| DeriveError::Damaged(error.to_string()))?;
    Ok(bytes)
}
