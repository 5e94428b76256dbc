//! No fence panics, and every place has a position beside it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use picture::{Fence, Moment, Point};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(moment) = Moment::parse(text) {
        assert_eq!(Moment::parse(&moment.to_string()), Ok(moment));
    }
    let Ok(fence) = Fence::from_geojson(text) else { return };
    for (lat, lon) in [(0, 0), (34_055_000, 70_930_000), (-90_000_000, -180_000_000)] {
        let _ = fence.position(Point { lat, lon });
    }
});
