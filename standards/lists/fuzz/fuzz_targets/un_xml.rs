//! No XML panics, and what is read of it is within bounds: as a file, and as the inside of a record.
#![no_main]

mod sound;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(report) = lists::un_xml(bytes) {
        sound::check(&report);
    }
    let before = b"<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>1</REFERENCE_NUMBER>";
    let after = b"</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>";
    let whole = [&before[..], bytes, &after[..]].concat();
    if let Ok(report) = lists::un_xml(&whole) {
        sound::check(&report);
    }
});
