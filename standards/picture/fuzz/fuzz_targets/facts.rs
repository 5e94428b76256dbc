//! No file panics, facts are the same twice, and they come back as they were written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use picture::checks::{self, Window};
use picture::{Facts, Moment, facts};

fuzz_target!(|bytes: &[u8]| {
    let Ok(found) = facts(bytes) else { return };
    // A small file may declare many pixels: that they are decoded twice would only be slow.
    let written = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Facts>(&written).unwrap(), found);
    let window = Window { from: Some(Moment(0)), to: Some(Moment(2_000_000_000)) };
    let _ = checks::format(&found, Some("x.png"));
    let _ = checks::integrity(&found);
    let _ = checks::place(&found, None);
    let _ = checks::time(&found, Some(Moment(1_700_000_000)));
    let _ = checks::window(&found, &window);
    let _ = checks::edited(&found);
    let _ = checks::thumbnail(&found);
    let _ = checks::document(&found);
});
