//! A difference hash: 64 bits that stay nearly the same when a picture is resized or compressed again.
//! It leads a person to look at two pictures side by side. It proves nothing: two honest pictures of one
//! site hash alike, too.
//!
//! The definition, so that others can compute it: luma `(19595 R + 38470 G + 7471 B + 32768) >> 16`;
//! resized to 9 columns and then to 8 rows with a Lanczos window of three lobes widened by the scale,
//! weights rounded to 22 bits, each step rounded to 8 bits; a bit is 1 where a pixel is brighter than its
//! left neighbour; rows from the top, bits from the left, the first is the highest.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decode::Luma;
use crate::trigonometry::{ONE, PI, sin_pi};

/// A distance up to which a picture is shown beside another: 4 for a copy compressed again, 6 for a crop;
/// pictures of different things lie around 32.
pub const NEAR: u32 = 8;

const COLUMNS: usize = 9;
const ROWS: usize = 8;
/// Bits behind the point of a weight.
const WEIGHT_BITS: u32 = 22;

/// A difference hash, written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DHash(pub u64);

impl DHash {
    /// How many of the 64 bits differ.
    pub fn distance(self, other: DHash) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Whether the hash can tell anything: a picture of one colour, or nearly, hashes like any other.
    pub fn tells(self) -> bool {
        (6..=58).contains(&self.0.count_ones())
    }

    /// Reads 16 hexadecimal digits.
    pub fn parse(text: &str) -> Option<DHash> {
        let fine = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        fine.then(|| u64::from_str_radix(text, 16).ok().map(DHash))
            .flatten()
    }

    pub(crate) fn of(picture: &Luma<'_>) -> DHash {
        let small = resize(picture);
        let mut bits = 0;
        for row in small {
            for pair in row.windows(2) {
                bits = bits << 1 | u64::from(pair.last() > pair.first());
            }
        }
        DHash(bits)
    }
}

/// Every place in `index` no further than `most`, with its distance, in order of place.
pub fn within(hash: DHash, index: &[DHash], most: u32) -> Vec<(usize, u32)> {
    let distances = index.iter().map(|other| hash.distance(*other)).enumerate();
    distances
        .filter(|(_, distance)| *distance <= most)
        .collect()
}

/// The nearest place in `index`, the first of equals.
pub fn nearest(hash: DHash, index: &[DHash]) -> Option<(usize, u32)> {
    let distances = index.iter().map(|other| hash.distance(*other)).enumerate();
    distances.min_by_key(|(_, distance)| *distance)
}

/// Bits of the lower half of a weight.
const LOW_BITS: u32 = 11;

/// The weights of one output pixel over input pixels from `from` on, in halves of 16 bits each: products
/// of such are what every processor adds up eight at a time.
struct Window {
    from: usize,
    high: Vec<i16>,
    low: Vec<i16>,
}

/// Windows that resize `from` pixels to `to`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "weights are below 2^23, places below 2^32"
)]
fn windows(from: usize, to: usize) -> Vec<Window> {
    let (size, count) = (from as i128, to as i128);
    // Places are counted in `2 * to` parts of an input pixel, so that halves and centres are whole.
    let unit = 2 * count;
    let wide = size.max(count);
    let support = 3 * 2 * wide;
    let window = |column: i128| {
        let centre = (2 * column + 1) * size;
        let first = (centre - support + count).div_euclid(unit).max(0);
        let last = (centre + support + count).div_euclid(unit).min(size);
        let raw: Vec<i128> = (first..last)
            .map(|place| lanczos(((2 * place + 1) * count - centre) * ONE / (2 * wide)))
            .collect();
        let sum = raw.iter().sum::<i128>().max(1);
        let rounded = |weight: &i128| {
            let scaled = weight << (WEIGHT_BITS + 1);
            let half = if *weight < 0 { -sum } else { sum };
            ((scaled + half) / (2 * sum)) as i32
        };
        let weights: Vec<i32> = raw.iter().map(rounded).collect();
        Window {
            from: first as usize,
            high: weights.iter().map(|w| (w >> LOW_BITS) as i16).collect(),
            low: weights
                .iter()
                .map(|w| (w & ((1 << LOW_BITS) - 1)) as i16)
                .collect(),
        }
    };
    (0..count).map(window).collect()
}

/// The Lanczos window with three lobes, at a fixed-point distance.
fn lanczos(x: i128) -> i128 {
    if x == 0 {
        return ONE;
    }
    if x.abs() >= 3 * ONE {
        return 0;
    }
    // sin(pi x) sin(pi x / 3) / (pi x (pi x / 3))
    let sines = sin_pi(x) * sin_pi(x / 3) * 3;
    let turned = (x * PI) >> 40;
    let square = (turned * turned) >> 40;
    sines / square.max(1)
}

/// Pixels weighted, rounded, and kept within a byte. The halves may wrap; their sum is below 2^31.
fn weigh(pixels: &[u8], window: &Window) -> u8 {
    let part = |weights: &[i16]| {
        pixels
            .iter()
            .zip(weights)
            .fold(0_i32, |sum, (pixel, weight)| {
                sum.wrapping_add(i32::from(i16::from(*pixel)) * i32::from(*weight))
            })
    };
    let high = part(&window.high).wrapping_shl(LOW_BITS);
    let sum = high
        .wrapping_add(part(&window.low))
        .wrapping_add(1 << (WEIGHT_BITS - 1));
    u8::try_from((sum >> WEIGHT_BITS).clamp(0, 255)).unwrap_or(u8::MAX)
}

fn resize(picture: &Luma<'_>) -> [[u8; COLUMNS]; ROWS] {
    let across = windows(picture.width, COLUMNS);
    let mut columns: [Vec<u8>; COLUMNS] =
        std::array::from_fn(|_| Vec::with_capacity(picture.height));
    let mut line = vec![0; picture.width];
    for row in 0..picture.height {
        picture.row(row, &mut line);
        for (column, window) in columns.iter_mut().zip(&across) {
            let pixels = line.get(window.from..).unwrap_or_default();
            column.push(weigh(pixels, window));
        }
    }
    let down = windows(picture.height, ROWS);
    let mut small = [[0; COLUMNS]; ROWS];
    for (row, window) in small.iter_mut().zip(&down) {
        for (pixel, column) in row.iter_mut().zip(&columns) {
            let pixels = column.get(window.from..).unwrap_or_default();
            *pixel = weigh(pixels, window);
        }
    }
    small
}

impl fmt::Display for DHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for DHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DHash, D::Error> {
        let text = String::deserialize(deserializer)?;
        DHash::parse(&text).ok_or_else(|| serde::de::Error::custom("a hash has 16 hex digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_a_window_make_one() {
        for (from, to) in [(640, 9), (480, 8), (9, 9), (5, 9), (1, 8), (12_345, 9)] {
            for window in windows(from, to) {
                let part = |weights: &[i16]| weights.iter().map(|w| i64::from(*w)).sum::<i64>();
                let sum = (part(&window.high) << LOW_BITS) + part(&window.low);
                assert!((sum - (1 << 22)).abs() < 6000, "{from} to {to}: {sum}");
                assert!(window.from + window.low.len() <= from);
            }
        }
    }

    #[test]
    fn nearest_and_all_within() {
        let index = [DHash(0b1111), DHash(0), DHash(0b11)];
        assert_eq!(nearest(DHash(1), &index), Some((1, 1)));
        assert_eq!(within(DHash(1), &index, 1), [(1, 1), (2, 1)]);
        assert_eq!(nearest(DHash(1), &[]), None);
        let hash = DHash(0x8418_c6c6_5945_8562);
        assert_eq!(DHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(DHash::parse("+418c6c659458562"), None);
    }
}
