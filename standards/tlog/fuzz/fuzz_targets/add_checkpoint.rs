//! Whatever reads as a request writes back to the same bytes, and deciding it never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::note::SigningKey;
use tlog::witness::{AddCheckpoint, KnownLog, Latest, decide, read_answer};

fuzz_target!(|bytes: &[u8]| {
    let _ = read_answer(200, "text/plain", bytes);
    let _ = read_answer(409, "text/x.tlog.size", bytes);
    let Ok(request) = AddCheckpoint::parse(bytes) else { return };
    assert_eq!(request.to_string().as_bytes(), bytes);
    let keys = vec![SigningKey::log("record.example/joint", &[1; 32]).verifier_key()];
    let known = [KnownLog { origin: "record.example/joint".to_owned(), keys }];
    let latest = Latest { size: 7, root: tlog::Hash([3; 32]) };
    let _ = decide(&request, &known, |_| Some(latest));
});
