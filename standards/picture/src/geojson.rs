//! Fences as people bring them: GeoJSON (RFC 7946). Numbers are read from their decimal text, so that no
//! machine rounds them differently.

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

use crate::fence::{Fence, Point, Shape};

/// The most bytes of a fence.
pub const FENCE_BYTES_MAX: usize = 1 << 20;
/// The most points of all rings together.
const POINTS_MAX: usize = 20_000;
/// Collections within collections.
const DEPTH_MAX: u32 = 4;
/// A site is no larger: half a million metres.
const RADIUS_MAX: i64 = 500_000;

/// Why a text is not a fence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotAFence {
    /// Not JSON, or not of GeoJSON's form.
    #[error("it is not GeoJSON: {0}")]
    Form(String),
    /// A geometry that encloses nothing.
    #[error("{0} encloses nothing; a fence is a Polygon, a MultiPolygon, or a Point with radius_m")]
    Kind(String),
    /// A point without radius.
    #[error("a Point needs a radius in metres: \"properties\": {{\"radius_m\": 400}}")]
    NoRadius,
    /// Not a coordinate.
    #[error("{0} is not a coordinate in degrees, longitude before latitude")]
    Coordinate(String),
    /// Over a bound.
    #[error("the fence is too large: at most {POINTS_MAX} points and a radius of {RADIUS_MAX} m")]
    TooLarge,
    /// Nothing in it.
    #[error("there is no geometry in it")]
    Empty,
}

#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Option<Box<RawValue>>,
    #[serde(default)]
    geometry: Option<Box<RawValue>>,
    #[serde(default)]
    geometries: Option<Vec<Box<RawValue>>>,
    #[serde(default)]
    features: Option<Vec<Box<RawValue>>>,
    #[serde(default)]
    properties: Option<Radius>,
    #[serde(flatten)]
    radius: Radius,
}

/// The names under which a radius is written.
#[derive(Deserialize, Default)]
struct Radius {
    #[serde(rename = "radiusM", alias = "radius_m", alias = "radius", default)]
    metres: Option<serde_json::Number>,
}

impl Radius {
    fn metres(&self) -> Option<i64> {
        let text = self.metres.as_ref()?.to_string();
        millionths(&text)
            .map(|m| m.div_euclid(1_000_000))
            .filter(|m| *m > 0)
    }
}

impl Fence {
    /// Reads a geometry, a feature or a collection.
    ///
    /// # Errors
    /// [`NotAFence`].
    pub fn from_geojson(text: &str) -> Result<Fence, NotAFence> {
        if text.len() > FENCE_BYTES_MAX {
            return Err(NotAFence::TooLarge);
        }
        let mut shapes = Vec::new();
        collect(text.trim_start_matches('\u{feff}'), None, 0, &mut shapes)?;
        let points: usize = shapes.iter().map(size).sum();
        if points > POINTS_MAX {
            return Err(NotAFence::TooLarge);
        }
        Fence::new(shapes).ok_or(NotAFence::Empty)
    }
}

fn size(shape: &Shape) -> usize {
    match shape {
        Shape::Polygon(rings) => rings.iter().map(Vec::len).sum(),
        Shape::Circle { .. } => 1,
    }
}

fn form(error: &serde_json::Error) -> NotAFence {
    NotAFence::Form(error.to_string())
}

fn collect(
    text: &str,
    radius: Option<i64>,
    depth: u32,
    shapes: &mut Vec<Shape>,
) -> Result<(), NotAFence> {
    let object: Object = serde_json::from_str(text).map_err(|error| form(&error))?;
    let own = object.properties.as_ref().and_then(Radius::metres);
    let radius = own.or(object.radius.metres()).or(radius);
    let inner = [
        object.geometry.into_iter().collect(),
        object.geometries.unwrap_or_default(),
        object.features.unwrap_or_default(),
    ];
    let inner: Vec<Box<RawValue>> = inner.into_iter().flatten().collect();
    match object.kind.as_str() {
        "Feature" | "FeatureCollection" | "GeometryCollection" => {
            if depth >= DEPTH_MAX {
                return Err(NotAFence::Form("collections within collections".to_owned()));
            }
            inner
                .iter()
                .filter(|one| one.get() != "null")
                .try_for_each(|one| collect(one.get(), radius, depth + 1, shapes))
        }
        kind => shapes_of(kind, object.coordinates.as_deref(), radius, shapes),
    }
}

type RawPoint = Vec<Box<RawValue>>;

fn shapes_of(
    kind: &str,
    coordinates: Option<&RawValue>,
    radius: Option<i64>,
    shapes: &mut Vec<Shape>,
) -> Result<(), NotAFence> {
    let text = coordinates.map_or("null", RawValue::get);
    match kind {
        "Point" => {
            let raw: RawPoint = serde_json::from_str(text).map_err(|error| form(&error))?;
            let centre = point(&raw)?;
            let metres = radius.ok_or(NotAFence::NoRadius)?;
            if metres > RADIUS_MAX {
                return Err(NotAFence::TooLarge);
            }
            let radius_m = u32::try_from(metres).map_err(|_| NotAFence::TooLarge)?;
            shapes.push(Shape::Circle { centre, radius_m });
        }
        "Polygon" => {
            let raw: Vec<Vec<RawPoint>> =
                serde_json::from_str(text).map_err(|error| form(&error))?;
            shapes.push(polygon(&raw)?);
        }
        "MultiPolygon" => {
            let raw: Vec<Vec<Vec<RawPoint>>> =
                serde_json::from_str(text).map_err(|error| form(&error))?;
            for one in &raw {
                shapes.push(polygon(one)?);
            }
        }
        other => return Err(NotAFence::Kind(other.chars().take(40).collect())),
    }
    Ok(())
}

fn polygon(rings: &[Vec<RawPoint>]) -> Result<Shape, NotAFence> {
    let ring = |ring: &Vec<RawPoint>| ring.iter().map(|raw| point(raw)).collect();
    Ok(Shape::Polygon(
        rings.iter().map(ring).collect::<Result<_, _>>()?,
    ))
}

fn point(raw: &[Box<RawValue>]) -> Result<Point, NotAFence> {
    let [lon, lat, ..] = raw else {
        return Err(NotAFence::Coordinate("a single number".to_owned()));
    };
    let angle = |raw: &RawValue, most: i64| {
        millionths(raw.get())
            .filter(|value| value.abs() <= most)
            .ok_or_else(|| NotAFence::Coordinate(raw.get().chars().take(40).collect()))
    };
    Ok(Point {
        lat: angle(lat, 90_000_000)?,
        lon: angle(lon, 180_000_000)?,
    })
}

/// A JSON number in millionths, rounded half away from zero.
fn millionths(text: &str) -> Option<i64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() <= 40)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) || whole.len() + fraction.len() > 400 {
        return None;
    }
    // The point is moved by the exponent and six places, and one more digit is kept for rounding.
    let all = [whole, fraction].concat();
    let places = i32::try_from(whole.len()).ok()? + exponent + 7;
    let mut value = 0_i64;
    let digits = all.bytes().chain(std::iter::repeat(b'0'));
    for digit in digits.take(usize::try_from(places).unwrap_or(0)) {
        value = value
            .checked_mul(10)?
            .checked_add(i64::from(digit - b'0'))?;
    }
    let rounded = (value + 5) / 10;
    Some(if negative { -rounded } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_floats() {
        let cases = [
            ("34.055", 34_055_000),
            ("-70.93", -70_930_000),
            ("0.0000005", 1),
            ("0.0000004", 0),
            ("3.4055e1", 34_055_000),
            ("340550E-4", 34_055_000),
            ("180", 180_000_000),
            ("1e-30", 0),
        ];
        for (text, value) in cases {
            assert_eq!(millionths(text), Some(value), "{text}");
        }
        for text in ["", "-", "1e99", "99999999999999", "NaN", "1.2.3"] {
            assert_eq!(millionths(text), None, "{text}");
        }
    }

    #[test]
    fn every_way_to_write_a_fence() {
        let ring = "[[70.9,34.0],[71.0,34.0],[71.0,34.1],[70.9,34.1],[70.9,34.0]]";
        let polygon = format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#);
        let multi = format!(r#"{{"type":"MultiPolygon","coordinates":[[{ring}]]}}"#);
        let feature = |geometry: &str, properties: &str| {
            format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
        };
        let point = r#"{"type":"Point","coordinates":[70.93,34.055,0]}"#;
        let collection = format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            feature(&polygon, "null")
        );
        let inside = Point {
            lat: 34_055_000,
            lon: 70_930_000,
        };
        for text in [
            polygon.clone(),
            multi,
            feature(&polygon, "{}"),
            collection,
            feature(point, r#"{"radiusM":400}"#),
            feature(point, r#"{"radius_m":400.0,"name":"x"}"#),
            feature(point, r#"{"radius":400}"#),
            r#"{"type":"Point","coordinates":[70.93,34.055],"radius_m":4e2}"#.to_owned(),
        ] {
            let fence = Fence::from_geojson(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(fence.position(inside).outside_m, None, "{text}");
        }
        assert_eq!(Fence::from_geojson(point), Err(NotAFence::NoRadius));
        let line = r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#;
        assert!(matches!(Fence::from_geojson(line), Err(NotAFence::Kind(_))));
        let swapped = r#"{"type":"Point","coordinates":[34.0,100.9],"radius":1}"#;
        assert!(matches!(
            Fence::from_geojson(swapped),
            Err(NotAFence::Coordinate(_))
        ));
        assert!(matches!(Fence::from_geojson("{"), Err(NotAFence::Form(_))));
        assert!(Fence::from_geojson(&"[".repeat(100_000)).is_err());
    }
}
