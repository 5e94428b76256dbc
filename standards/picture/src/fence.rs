//! Agreed places, and how far a position lies from them, in whole numbers.
//!
//! Coordinates are millionths of a degree (WGS-84): about a tenth of a metre. Distances come from a plane
//! laid through the place with the ellipsoid's own lengths of a degree there: good to a metre within a
//! few kilometres. Beyond [`FAR_MM`] they are taken round a sphere, good to half a percent.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::trigonometry::{ONE, PI, asin_pi, cos_pi, sin_pi};

/// Millimetres from which a plane no longer serves: 50 km.
const FAR_MM: i128 = 50_000_000;
/// The earth's mean radius in millimetres.
const RADIUS_MM: i128 = 6_371_008_771;

/// A position in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Point {
    /// North is positive.
    pub lat: i64,
    /// East is positive.
    pub lon: i64,
}

/// `34.055000 N, 70.930000 E`.
impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |value: i64, positive: char, negative: char| {
            let letter = if value < 0 { negative } else { positive };
            let value = value.unsigned_abs();
            format!("{}.{:06} {letter}", value / 1_000_000, value % 1_000_000)
        };
        let (lat, lon) = (one(self.lat, 'N', 'S'), one(self.lon, 'E', 'W'));
        write!(f, "{lat}, {lon}")
    }
}

/// A place both sides agreed on: one or more shapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    shapes: Vec<Shape>,
}

/// A part of a fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An outer ring, then holes. Rings may be closed or not.
    Polygon(Vec<Vec<Point>>),
    /// Everything within so many metres.
    Circle {
        /// The middle.
        centre: Point,
        /// Metres.
        radius_m: u32,
    },
}

/// Where a position lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Metres beyond the nearest edge, at least one; nothing if inside or on the edge.
    pub outside_m: Option<u64>,
    /// Metres from the middle of the nearest shape: of a circle, its centre; of a polygon, the middle
    /// of its bounds.
    pub from_centre_m: u64,
}

impl Fence {
    /// A fence of these shapes; none without a shape that covers anything.
    pub fn new(shapes: Vec<Shape>) -> Option<Fence> {
        let covers = |shape: &Shape| match shape {
            Shape::Polygon(rings) => rings.first().is_some_and(|ring| ring.len() >= 3),
            Shape::Circle { .. } => true,
        };
        let shapes: Vec<Shape> = shapes.into_iter().filter(covers).collect();
        (!shapes.is_empty()).then_some(Fence { shapes })
    }

    /// A polygon from rings of `[longitude, latitude]` in millionths of a degree.
    pub fn polygon(rings: &[Vec<[i64; 2]>]) -> Option<Fence> {
        let ring = |ring: &Vec<[i64; 2]>| {
            ring.iter()
                .map(|[lon, lat]| Point {
                    lat: *lat,
                    lon: *lon,
                })
                .collect()
        };
        Fence::new(vec![Shape::Polygon(rings.iter().map(ring).collect())])
    }

    /// Its shapes; at least one.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// Where a position lies: inside if any shape holds it, else as far as the nearest.
    pub fn position(&self, at: Point) -> Position {
        let nearest = self
            .shapes
            .iter()
            .map(|shape| shape.position(at))
            .min_by_key(|position| (position.outside_m.unwrap_or(0), position.from_centre_m));
        nearest.unwrap_or(Position {
            outside_m: None,
            from_centre_m: 0,
        })
    }
}

impl Shape {
    fn position(&self, at: Point) -> Position {
        match self {
            Shape::Circle { centre, radius_m } => {
                let plane = Plane::at(*centre, at);
                let distance = round(length(plane.place(*centre)), *centre, at);
                let beyond = distance - i128::from(*radius_m) * 1000;
                Position {
                    outside_m: outside(beyond),
                    from_centre_m: metres(distance),
                }
            }
            Shape::Polygon(rings) => {
                let centre = middle(rings);
                let plane = Plane::at(centre, at);
                let flat: Vec<Vec<Flat>> = rings
                    .iter()
                    .map(|ring| ring.iter().map(|p| plane.place(*p)).collect())
                    .collect();
                let from_centre = round(length(plane.place(centre)), centre, at);
                let edges = flat.iter().flat_map(|ring| sides(ring));
                let edge = edges.map(|(a, b)| to_side(a, b)).min().unwrap_or(0);
                let beyond = if holds(&flat) {
                    0
                } else if edge > FAR_MM {
                    let corners = rings.iter().flatten();
                    corners
                        .map(|corner| sphere(*corner, at))
                        .min()
                        .unwrap_or(edge)
                } else {
                    edge
                };
                Position {
                    outside_m: outside(beyond),
                    from_centre_m: metres(from_centre),
                }
            }
        }
    }
}

/// Millimetres east and north of the position asked about.
type Flat = (i128, i128);

/// A plane with the position asked about at its origin.
struct Plane {
    origin: Point,
    /// Millimetres in a million degrees east and north.
    east: i128,
    north: i128,
}

impl Plane {
    /// Laid at the latitude halfway between the place and the position.
    fn at(place: Point, origin: Point) -> Plane {
        let lat = i128::from(place.lat.saturating_add(origin.lat)) / 2;
        let half_turns = lat * ONE / 180_000_000;
        let cos = |times: i128| cos_pi(half_turns * times);
        // Series for the lengths of a degree on WGS-84, in hundredths of a millimetre.
        let series = |terms: [i128; 3], cosines: [i128; 3]| -> i128 {
            terms
                .iter()
                .zip(cosines)
                .map(|(term, cosine)| term * cosine / ONE)
                .sum()
        };
        let north = series(
            [11_113_292_000, -55_982_000, 117_500],
            [ONE, cos(2), cos(4)],
        );
        let east = series(
            [11_141_284_000, -9_350_000, 11_800],
            [cos(1), cos(3), cos(5)],
        );
        Plane {
            origin,
            east,
            north,
        }
    }

    fn place(&self, point: Point) -> Flat {
        let north = i128::from(point.lat.saturating_sub(self.origin.lat));
        let east = i128::from(point.lon.saturating_sub(self.origin.lon));
        // The short way round the earth.
        let east = (east + 180_000_000).rem_euclid(360_000_000) - 180_000_000;
        (
            east * self.east / 100_000_000,
            north * self.north / 100_000_000,
        )
    }
}

fn sides(ring: &[Flat]) -> impl Iterator<Item = (Flat, Flat)> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| (*a, *b))
}

/// Whether the origin lies inside: a ray crosses the rings an odd number of times. Holes are rings, too.
fn holds(rings: &[Vec<Flat>]) -> bool {
    let crosses = |((ax, ay), (bx, by)): (Flat, Flat)| {
        if (ay > 0) == (by > 0) {
            return false;
        }
        // The side of the edge on which the origin lies, without dividing.
        let cross = ax * by - bx * ay;
        (cross > 0) == (by > ay)
    };
    let crossings = rings
        .iter()
        .flat_map(|ring| sides(ring))
        .filter(|side| crosses(*side))
        .count();
    crossings % 2 == 1
}

/// Millimetres from the origin to the nearest point of a side.
fn to_side((ax, ay): Flat, (bx, by): Flat) -> i128 {
    let (dx, dy) = (bx - ax, by - ay);
    let along = -(ax * dx + ay * dy);
    let square = dx * dx + dy * dy;
    if along <= 0 {
        length((ax, ay))
    } else if along >= square {
        length((bx, by))
    } else {
        let cross = (ax * dy - ay * dx).abs();
        cross / length((dx, dy)).max(1)
    }
}

fn length((x, y): Flat) -> i128 {
    (x * x + y * y).isqrt()
}

/// A distance on the plane, unless it is too long for one.
fn round(flat: i128, one: Point, other: Point) -> i128 {
    if flat > FAR_MM {
        sphere(one, other)
    } else {
        flat
    }
}

/// Millimetres along a great circle: from the chord between two points of the unit sphere.
fn sphere(one: Point, other: Point) -> i128 {
    let unit = |point: Point| {
        let lat = i128::from(point.lat) * ONE / 180_000_000;
        let lon = i128::from(point.lon) * ONE / 180_000_000;
        let level = cos_pi(lat);
        let along = |part: i128| (level * part) >> 40;
        [along(cos_pi(lon)), along(sin_pi(lon)), sin_pi(lat)]
    };
    let (one, other) = (unit(one), unit(other));
    let square: i128 = one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
    let angle = 2 * asin_pi(square.isqrt() / 2);
    (((angle * PI) >> 40) * RADIUS_MM) >> 40
}

fn metres(millimetres: i128) -> u64 {
    u64::try_from((millimetres + 500) / 1000).unwrap_or(u64::MAX)
}

/// Half a metre beyond the edge is still on it: coordinates are no finer.
fn outside(millimetres: i128) -> Option<u64> {
    (millimetres > 500).then(|| metres(millimetres).max(1))
}

fn middle(rings: &[Vec<Point>]) -> Point {
    let outer = rings.first().map(Vec::as_slice).unwrap_or_default();
    let between = |of: fn(&Point) -> i64| {
        let least = outer.iter().map(of).min().unwrap_or(0);
        let most = outer.iter().map(of).max().unwrap_or(0);
        least.midpoint(most)
    };
    Point {
        lat: between(|p| p.lat),
        lon: between(|p| p.lon),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: Point = Point {
        lat: 34_055_000,
        lon: 70_930_000,
    };

    fn east(of: Point, micro: i64) -> Point {
        Point {
            lon: of.lon + micro,
            ..of
        }
    }

    #[test]
    fn metres_of_a_degree() {
        // WGS-84 at 34.055 north: 92,328 m a degree east, 110,924 m north (from the radii of curvature).
        let circle = Fence::new(vec![Shape::Circle {
            centre: SITE,
            radius_m: 400,
        }])
        .unwrap();
        let far = circle.position(east(SITE, 10_000));
        assert!(far.from_centre_m.abs_diff(923) <= 1, "{far:?}");
        assert_eq!(far.outside_m, Some(far.from_centre_m - 400));
        let north = Point {
            lat: SITE.lat + 10_000,
            ..SITE
        };
        assert!(circle.position(north).from_centre_m.abs_diff(1109) <= 1);
        assert_eq!(circle.position(east(SITE, 4_000)).outside_m, None);
    }

    #[test]
    fn polygons_with_holes_and_open_rings() {
        let square = |half: i64| {
            let at = |x: i64, y: i64| [SITE.lon + x * half, SITE.lat + y * half];
            vec![at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)]
        };
        let fence = Fence::polygon(&[square(4_000), square(1_000)]).unwrap();
        assert!(
            fence
                .position(SITE)
                .outside_m
                .is_some_and(|m| m.abs_diff(92) <= 1)
        );
        assert_eq!(fence.position(east(SITE, 2_000)).outside_m, None);
        let out = fence.position(east(SITE, 5_000)).outside_m;
        assert!(out.is_some_and(|m| m.abs_diff(92) <= 1), "{out:?}");
        assert_eq!(Fence::polygon(&[vec![[0, 0], [1, 1]]]), None);
    }

    #[test]
    fn far_away_the_earth_is_round() {
        // By the haversine formula: 11,461.8 km to the same place west of Greenwich.
        let fence = Fence::new(vec![Shape::Circle {
            centre: SITE,
            radius_m: 400,
        }]);
        let west = Point {
            lon: -SITE.lon,
            ..SITE
        };
        let position = fence.unwrap().position(west);
        assert_eq!(position.from_centre_m / 1000, 11_461);
        assert_eq!(position.outside_m, Some(position.from_centre_m - 400));
    }

    #[test]
    fn the_short_way_round() {
        let centre = Point {
            lat: 0,
            lon: 179_999_000,
        };
        let fence = Fence::new(vec![Shape::Circle {
            centre,
            radius_m: 10,
        }])
        .unwrap();
        let other = Point {
            lat: 0,
            lon: -179_999_000,
        };
        assert!(fence.position(other).from_centre_m.abs_diff(223) <= 1);
    }
}
