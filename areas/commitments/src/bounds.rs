//! The bounds of what an entry may hold, and the form of its parts.

use act::Refusal;
use roll::charter::is_id;

use crate::entry::{Fence, Outcome};

/// Longest title, area, reference or name, in bytes.
pub(crate) const TITLE_BYTES_MAX: usize = 300;
/// Longest note, in bytes.
pub(crate) const NOTE_BYTES_MAX: usize = 4_000;
/// Most items of any list in an entry.
pub(crate) const ITEMS_MAX: usize = 40;
/// Most rows of a list of persons in one entry: 500 digests fill half a leaf.
pub(crate) const ROWS_MAX: usize = 500;
/// Largest payload.
pub(crate) const BLOB_BYTES_MAX: u64 = 40_000_000;
/// Rings of a fence, and points of a ring.
pub(crate) const RINGS_MAX: usize = 8;
pub(crate) const POINTS_MAX: usize = 200;
/// Media type of a time-stamp reply (RFC 3161, section 3.2).
pub(crate) const TIMESTAMP_MEDIA: &str = "application/timestamp-reply";
/// Media types that can be checked.
pub(crate) const MEDIA: [&str; 7] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "application/pdf",
    TIMESTAMP_MEDIA,
    "application/vnd.tasdiq.sealed",
];

pub(crate) fn check_outcome(outcome: &Outcome, watched: bool) -> Result<(), Refusal> {
    let fits = match outcome {
        Outcome::Compliant => !watched,
        Outcome::Partial { done, of } => !watched && done < of,
        Outcome::NoViolationFound {
            begins,
            ends,
            coverage_permille,
        } => watched && begins < ends && *coverage_permille <= 1_000,
        Outcome::NonCompliant | Outcome::CannotDetermine { .. } => true,
    };
    match fits {
        true => Ok(()),
        false => Err(Refusal::new("commitments.outcome-unfit").about("outcome", outcome.name())),
    }
}

pub(crate) fn check_id(id: &str) -> Result<(), Refusal> {
    match is_id(id) {
        true => Ok(()),
        false => Err(Refusal::new("commitments.bad-id").about("id", id)),
    }
}

pub(crate) fn check_length(
    field: &'static str,
    text: &str,
    bytes_max: usize,
) -> Result<(), Refusal> {
    if text.len() > bytes_max {
        return Err(Refusal::new("commitments.text-too-long")
            .about("field", field)
            .about("limit", bytes_max as u64));
    }
    Ok(())
}

pub(crate) fn check_count(field: &'static str, count: usize, max: usize) -> Result<(), Refusal> {
    if count > max {
        return Err(Refusal::new("commitments.too-many")
            .about("field", field)
            .about("limit", max as u64));
    }
    Ok(())
}

/// Closed rings of points on the earth.
pub(crate) fn check_fence(fence: &Fence) -> Result<(), Refusal> {
    let on_earth = |[lon, lat]: &[i64; 2]| lon.abs() <= 180_000_000 && lat.abs() <= 90_000_000;
    let sound = |ring: &Vec<[i64; 2]>| {
        (4..=POINTS_MAX).contains(&ring.len())
            && ring.first() == ring.last()
            && ring.iter().all(on_earth)
    };
    let rings = &fence.rings;
    match (1..=RINGS_MAX).contains(&rings.len()) && rings.iter().all(sound) {
        true => Ok(()),
        false => Err(Refusal::new("commitments.bad-fence")),
    }
}
