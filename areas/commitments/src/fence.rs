//! Fences as people bring them, GeoJSON (RFC 7946), and what can be said of a fence.
//!
//! Coordinates are millionths of a degree: about a tenth of a metre. Only a fence both sides agreed on has an effect; no boundary line has.

use picture::Shape;

use crate::entry::Fence;

/// The closed rings of the one polygon in GeoJSON text: a geometry, a feature, or a collection.
pub fn parse(text: &str) -> Option<Vec<Vec<[i64; 2]>>> {
    let fence = picture::Fence::from_geojson(text).ok()?;
    let [Shape::Polygon(rings)] = fence.shapes() else {
        return None;
    };
    let closed = rings.iter().map(|ring| {
        let mut points: Vec<[i64; 2]> = ring.iter().map(|point| [point.lon, point.lat]).collect();
        if points.first() != points.last() {
            points.extend(points.first().copied());
        }
        points
    });
    Some(closed.collect())
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(decimal(-70_930_000), "-70.930000");
    }
}
