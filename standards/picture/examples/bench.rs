//! Times what is done to a photograph of 12 million pixels beside plain SHA-256 of the same bytes, and the
//! search for pictures alike among a million.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the terminal, which stops where it can't measure"
)]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use picture::checks::{self, Other, Window};
use picture::{DHash, Fence, Moment, NEAR, Point, Shape, facts, within};
use sha2::{Digest as _, Sha256};

const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;
const HASHES: usize = 1_000_000;
const ROUNDS: usize = 9;

fn main() {
    let photo = photo();
    let megabytes = photo.len() / 100_000;
    let digest = median(|| {
        black_box(Sha256::digest(black_box(&photo)));
    });
    let centre = Point {
        lat: 34_055_000,
        lon: 70_930_000,
    };
    let fence = Fence::new(vec![Shape::Circle {
        centre,
        radius_m: 400,
    }])
    .unwrap();
    let window = Window {
        from: Some(Moment(1_762_473_600)),
        to: None,
    };
    let all = median(|| {
        let facts = facts(black_box(&photo)).unwrap();
        let lines = [
            checks::format(&facts, Some("a.jpg")),
            checks::integrity(&facts),
            checks::place(&facts, Some(&fence)),
            checks::time(&facts, None),
            checks::window(&facts, &window),
            checks::edited(&facts),
            checks::thumbnail(&facts),
        ];
        black_box(lines);
    });
    println!(
        "12 MP photograph of {}.{} MB: read, decoded, hashed and checked in {}; plain SHA-256 of it {}; {} times",
        megabytes / 10,
        megabytes % 10,
        shown(all),
        shown(digest),
        all.as_nanos() / digest.as_nanos().max(1)
    );
    alike(&facts(&photo).unwrap());
}

/// The search over the bare hashes, and the whole check with names and digests beside them.
fn alike(facts: &picture::Facts) {
    let mut random = Random(1);
    let mut index: Vec<DHash> = (0..HASHES).map(|_| DHash(random.next())).collect();
    let own = facts.dhash.unwrap();
    index[HASHES / 2] = DHash(own.0 ^ 0b101);
    let search = median(|| {
        let found = within(black_box(own), black_box(&index), NEAR);
        assert_eq!(found, [(HASHES / 2, 2)]);
    });
    let others: Vec<Other> = index
        .iter()
        .enumerate()
        .map(|(at, hash)| Other {
            name: format!("#{at}"),
            sha256: format!("{at:064x}"),
            dhash: Some(*hash),
        })
        .collect();
    let check = median(|| {
        let line = checks::duplicate(black_box(facts), black_box(&others));
        assert_eq!(line.result, "similar: look");
    });
    println!(
        "alike among {HASHES} hashes: {}; the whole check, with names and digests: {}",
        shown(search),
        shown(check)
    );
}

/// A landscape of slopes and noise: as hard to compress as a photograph.
fn photo() -> Vec<u8> {
    let mut random = Random(7);
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT * 3) as usize);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let noise = (random.next() & 0x1f) as u32;
            let slope = (x * 150 / WIDTH) ^ (y * 90 / HEIGHT);
            let ridge = if (x / 37 + y / 53) % 5 == 0 { 60 } else { 0 };
            for tint in [0, 10, 30] {
                pixels.push(u8::try_from((slope + ridge + noise + tint).min(255)).unwrap());
            }
        }
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 88)
        .encode(&pixels, WIDTH, HEIGHT, image::ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

fn shown(time: Duration) -> String {
    format!(
        "{}.{:02} ms",
        time.as_micros() / 1000,
        time.as_micros() / 10 % 100
    )
}

/// SplitMix64: the same pictures and hashes every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
