//! Fences as people bring them, GeoJSON (RFC 7946), and what can be said of a fence.
//!
//! Coordinates are read as decimal text into millionths of a degree: about a tenth of a metre, and
//! the same on every machine. Only a fence both sides agreed on has an effect; no boundary line has.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::entry::Fence;

/// Metres in a millionth of a degree of latitude, times a million: 111.32 km a degree.
const MICRO_METRES: i64 = 111_320;

/// The rings of a polygon in GeoJSON text: a geometry, a feature, or a collection of one feature.
pub fn parse(text: &str) -> Option<Vec<Vec<[i64; 2]>>> {
    let value: Value = serde_json::from_str(text).ok()?;
    let geometry = geometry(&value)?;
    if geometry.get("type")?.as_str()? != "Polygon" {
        return None;
    }
    // Numbers are taken from their own text: a float would round them differently here and there.
    let raw = geometry.get("coordinates")?.to_string();
    let rings: Vec<Vec<Vec<Box<RawValue>>>> = serde_json::from_str(&raw).ok()?;
    rings
        .iter()
        .map(|ring| ring.iter().map(|point| position(point)).collect())
        .collect()
}

fn geometry(value: &Value) -> Option<&Value> {
    match value.get("type")?.as_str()? {
        "FeatureCollection" => match value.get("features")?.as_array()?.as_slice() {
            [one] => one.get("geometry"),
            _ => None,
        },
        "Feature" => value.get("geometry"),
        _ => Some(value),
    }
}

fn position(point: &[Box<RawValue>]) -> Option<[i64; 2]> {
    match point {
        [lon, lat, ..] => Some([micro(lon.get())?, micro(lat.get())?]),
        _ => None,
    }
}

/// A decimal number in millionths, rounded half away from zero.
fn micro(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.len() <= 20 && part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !plain(whole) || !plain(fraction) {
        return None;
    }
    let mut seven: String = fraction.chars().chain("0000000".chars()).take(7).collect();
    let last = seven.pop().and_then(|digit| digit.to_digit(10))?;
    let value = whole.parse::<i64>().ok()? * 1_000_000 + seven.parse::<i64>().ok()?;
    let value = value + i64::from(last >= 5);
    Some(if negative { -value } else { value })
}

/// A number of millionths as decimal text: `34.055000`.
pub fn decimal(micro: i64) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let value = micro.unsigned_abs();
    format!("{sign}{}.{:06}", value / 1_000_000, value % 1_000_000)
}

impl Fence {
    /// The fence as a GeoJSON geometry.
    pub fn geojson(&self) -> String {
        let rings = self.rings.iter().map(|ring| {
            let points = ring
                .iter()
                .map(|[lon, lat]| format!("[{},{}]", decimal(*lon), decimal(*lat)));
            format!("[{}]", points.collect::<Vec<_>>().join(","))
        });
        let rings = rings.collect::<Vec<_>>().join(",");
        format!("{{\"type\":\"Polygon\",\"coordinates\":[{rings}]}}")
    }

    /// West, south, east, north.
    pub fn bounds(&self) -> Option<[i64; 4]> {
        let points = self.rings.iter().flatten();
        points.fold(None, |bounds: Option<[i64; 4]>, [lon, lat]| {
            let [w, s, e, n] = bounds.unwrap_or([*lon, *lat, *lon, *lat]);
            Some([w.min(*lon), s.min(*lat), e.max(*lon), n.max(*lat)])
        })
    }

    /// Height of its bounds in metres.
    pub fn height_m(&self) -> i64 {
        self.bounds().map_or(0, |[_, south, _, north]| {
            (north - south) * MICRO_METRES / 1_000_000
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_to_the_millionth() {
        for (text, value) in [
            ("34.055", 34_055_000),
            ("-70.93", -70_930_000),
            ("0.0000004", 0),
            ("0.0000005", 1),
            ("180", 180_000_000),
        ] {
            assert_eq!(micro(text), Some(value), "{text}");
        }
        for text in ["", "1e3", "--1", "1.2.3", "1000", "NaN"] {
            assert_eq!(micro(text), None, "{text}");
        }
        assert_eq!(decimal(-70_930_000), "-70.930000");
    }

    #[test]
    fn a_fence_comes_back_as_it_went() {
        let text = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon",
            "coordinates":[[[70.9,34.0],[71.0,34.0],[71.0,34.1],[70.9,34.0]]]}}"#;
        let rings = parse(text).unwrap();
        let fence = Fence {
            rings,
            precision_m: 5,
        };
        assert_eq!(parse(&fence.geojson()).as_ref(), Some(&fence.rings));
        assert_eq!(
            fence.bounds(),
            Some([70_900_000, 34_000_000, 71_000_000, 34_100_000])
        );
        assert_eq!(parse(r#"{"type":"Point","coordinates":[1,2]}"#), None);
    }
}
