//! No EXIF panics, whatever it counts and points to, and every check has an answer to it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use picture::checks::{self, Window};
use picture::{Fence, Moment, Point, Shape, facts};

fuzz_target!(|bytes: &[u8]| {
    let length = bytes.len().min(60_000);
    let size = u16::try_from(length + 8).unwrap().to_be_bytes();
    let mut file = vec![0xff, 0xd8, 0xff, 0xe1, size[0], size[1]];
    file.extend(b"Exif\0\0");
    file.extend(&bytes[..length]);
    file.extend([0xff, 0xd9]);
    let Ok(found) = facts(&file) else { return };
    let centre = Point { lat: 34_055_000, lon: 70_930_000 };
    let fence = Fence::new(vec![Shape::Circle { centre, radius_m: 400 }]).unwrap();
    let _ = checks::place(&found, Some(&fence));
    let _ = checks::time(&found, Some(Moment(1_700_000_000)));
    let _ = checks::window(&found, &Window { from: Some(Moment(0)), to: None });
    let _ = checks::edited(&found);
    let _ = checks::thumbnail(&found);
});
