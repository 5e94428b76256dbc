//! Pictures and documents as evidence: bytes in, facts out.
//!
//! In scope: what a file is by its first bytes (JPEG, PNG, WebP, HEIC, PDF), whether it is whole, its
//! size in pixels, what its metadata says about place, time, device and editing, and a perceptual
//! hash by which a person is led to look at two pictures side by side ([`facts`]); what these facts
//! say beside a fence, a window and other pictures, one line a check ([`checks`]); a picture made anew
//! without anything but its pixels, and what was left behind ([`derive`]).
//!
//! Out of scope: whether a picture is true; faces, plates and any other recognition of what it shows;
//! a score or a verdict over the checks; files, clocks and processes, which are the caller's.
//!
//! Size bound: [`BYTES_MAX`] a file and [`PIXELS_MAX`] pixels, refused before they are decoded;
//! [`EXIF_BYTES_MAX`] of EXIF and [`XMP_BYTES_MAX`] of XMP are looked at.

pub mod checks;
mod container;
mod decode;
mod derive;
mod dhash;
mod editing;
mod exif_fields;
mod facts;
mod fence;
mod format;
mod geojson;
mod moment;
mod trigonometry;

pub use derive::{DeriveError, Derived, LONGEST_SIDE_MAX, Removed, RemovedKind, derive};
pub use dhash::{DHash, NEAR, nearest, within};
pub use facts::{
    Captured, Device, Document, Editing, Facts, Integrity, Pixels, Place, Thumbnail, Times,
    Unreadable, facts,
};
pub use fence::{Fence, Point, Position, Shape};
pub use format::{Format, Unrecognised, recognise};
pub use geojson::{FENCE_BYTES_MAX, NotAFence};
pub use moment::{Moment, NotAMoment};

/// The most bytes a file may have: 40 MB, counted in thousands.
pub const BYTES_MAX: usize = 40_000_000;
/// The most pixels a picture may declare.
pub const PIXELS_MAX: u64 = 100_000_000;
/// The most bytes of EXIF that are read.
pub const EXIF_BYTES_MAX: usize = 1 << 20;
/// The most bytes of XMP that are searched.
pub const XMP_BYTES_MAX: usize = 1 << 20;
