//! No token panics, and none is valid while nobody is trusted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use timestamp::{Anchors, Verdict, check};

fuzz_target!(|bytes: &[u8]| {
    let found = check(bytes, b"content", &Anchors::none());
    assert_ne!(found.verdict, Verdict::Valid);
    let _ = found.time.map(|time| time.to_string());
});
