//! No lines panic, and what is read of them is within bounds.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(report) = lists::ftm(bytes) {
        sound::check(&report);
    }
});
