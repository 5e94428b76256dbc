//! A tile has one name, and bundles hold exactly their bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::tile::{EntryBundle, Tile, decode_bundle, encode_bundle};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(tile) = text.parse::<Tile>() {
            assert_eq!(tile.to_string(), text);
        }
        if let Ok(bundle) = text.parse::<EntryBundle>() {
            assert_eq!(bundle.to_string(), text);
        }
    }
    let Some((width, rest)) = bytes.split_first() else { return };
    if let Ok(entries) = decode_bundle(rest, u16::from(*width)) {
        assert_eq!(encode_bundle(entries).as_deref(), Ok(rest));
    }
});
