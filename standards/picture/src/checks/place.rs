//! Where a picture says it was taken, beside the agreed fence.

use super::{Line, grouped};
use crate::facts::{Facts, Place};
use crate::fence::{Fence, Point};

/// How near a mistaken position must come to the fence, once corrected, to be named as a mistake.
const NEARBY_M: u64 = 2_000;
/// The most metres of stated accuracy that are believed: a device could claim any.
const ACCURACY_MAX_M: u32 = 100;
/// Closer than this to 0, 0 is where cameras are that do not know where they are.
const NULL_ISLAND_MICRO: i64 = 10_000;

/// `inside`, `outside by d m`, `absent`, or `no fence given`.
///
/// d is from the nearest edge of the fence. A device's stated accuracy is allowed for, up to 100 m.
pub fn place(facts: &Facts, fence: Option<&Fence>) -> Line {
    let Some(place) = &facts.place else {
        let line = Line::new("place", "absent", absence(facts));
        return if facts.format.is_picture() {
            line.flag("no-gps")
        } else {
            line
        };
    };
    let written = place.at.to_string();
    let Some(fence) = fence else {
        return Line::new(
            "place",
            "no-fence-given",
            format!("taken at {written}{}", notes(facts)),
        );
    };
    let position = fence.position(place.at);
    let centre = grouped(position.from_centre_m);
    let detail = format!(
        "{written}, {centre} m from the centre of the site{}",
        notes(facts)
    );
    let Some(metres) = position.outside_m else {
        return Line::new("place", "inside", detail).about("from_centre", position.from_centre_m);
    };
    let accuracy = place
        .accuracy_m
        .map_or(0, |metres| metres.min(ACCURACY_MAX_M));
    if metres <= u64::from(accuracy) {
        let detail = format!(
            "{detail}; {metres} m beyond the edge, within its stated accuracy of {accuracy} m"
        );
        return Line::new("place", "inside", detail).about("from_centre", position.from_centre_m);
    }
    let mistake = mistake(place, fence)
        .map(|text| format!("; {text}"))
        .unwrap_or_default();
    Line::new("place", "outside", format!("{detail}{mistake}"))
        .result(format!("outside by {metres} m"))
        .about("metres", metres)
        .about("from_centre", position.from_centre_m)
        .flag("outside-fence")
}

fn absence(facts: &Facts) -> String {
    let odd = facts
        .notes
        .iter()
        .find(|note| note.contains("GPS") || note.contains("EXIF"));
    match odd {
        Some(note) => note.clone(),
        None => "its metadata holds no position; many apps and messengers remove it".to_owned(),
    }
}

fn notes(facts: &Facts) -> String {
    let about = |note: &&String| note.contains("GPS") || note.contains("map datum");
    facts
        .notes
        .iter()
        .filter(about)
        .map(|note| format!("; {note}"))
        .collect()
}

/// What a known mistake of cameras would explain. It changes nothing of the result.
fn mistake(place: &Place, fence: &Fence) -> Option<String> {
    let Point { lat, lon } = place.at;
    if lat.abs() < NULL_ISLAND_MICRO && lon.abs() < NULL_ISLAND_MICRO {
        return Some("0, 0 is what devices write when they have no position".to_owned());
    }
    let candidates = [
        (
            "with the other sign of longitude (E for W)",
            Point { lat, lon: -lon },
        ),
        (
            "with the other sign of latitude (N for S)",
            Point { lat: -lat, lon },
        ),
        (
            "with both signs turned",
            Point {
                lat: -lat,
                lon: -lon,
            },
        ),
        (
            "with latitude and longitude exchanged",
            Point { lat: lon, lon: lat },
        ),
    ];
    candidates.into_iter().find_map(|(how, at)| {
        if at.lat.abs() > 90_000_000 || at == place.at {
            return None;
        }
        let metres = fence.position(at).outside_m.unwrap_or(0);
        let near = if metres == 0 {
            "inside".to_owned()
        } else {
            format!("{metres} m outside")
        };
        (metres <= NEARBY_M)
            .then(|| format!("{how} it would be {near}: a known mistake of cameras"))
    })
}
