//! Whatever a file is, it becomes a small JPEG that says nothing, or is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use picture::{Integrity, derive, facts};

fuzz_target!(|bytes: &[u8]| {
    let Ok(made) = derive(bytes) else { return };
    for (picture, side) in [(&made.view, 1_200), (&made.thumb, 256)] {
        let told = facts(picture).unwrap();
        let pixels = told.pixels.unwrap();
        assert!(pixels.width.max(pixels.height) <= side);
        assert_eq!(told.integrity, Integrity::default());
        assert!(told.place.is_none() && told.editing.is_empty() && !told.credentials);
        assert!(derive(picture).unwrap().removed.is_empty());
    }
});
