//! No anchors panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use timestamp::Anchors;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(anchors) = Anchors::from_pem(text) {
        assert!(anchors.count() > 0);
    }
});
