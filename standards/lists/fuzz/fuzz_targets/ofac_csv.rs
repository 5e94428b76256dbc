//! No table panics, and what is read of it is within bounds: each of three, and the remarks of one row.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let sdn = parts.next().unwrap_or_default();
    if let Ok(report) = lists::ofac_csv(sdn, parts.next(), parts.next()) {
        sound::check(&report);
    }
    let quoted = String::from_utf8_lossy(bytes).replace('"', "'");
    let row = format!("1,\"A, B\",\"individual\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"{quoted}\"\n");
    if let Ok(report) = lists::ofac_csv(row.as_bytes(), None, None) {
        sound::check(&report);
    }
});
