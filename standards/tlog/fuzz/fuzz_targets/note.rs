//! Whatever reads as a note writes back to the same bytes, and opening it never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::Checkpoint;
use tlog::note::{Note, SigningKey};

fuzz_target!(|bytes: &[u8]| {
    let Ok(note) = Note::parse(bytes) else { return };
    assert_eq!(note.to_string().as_bytes(), bytes);
    let log = SigningKey::log("record.example/joint", &[1; 32]).verifier_key();
    let witness = SigningKey::cosigner("m1", &[2; 32]).verifier_key();
    let _ = Checkpoint::open(&note, "record.example/joint", &log);
    let _ = tlog::cosignature::verify(&note, &[witness]);
    if let Ok(checkpoint) = Checkpoint::parse(&note.text) {
        assert_eq!(checkpoint.to_string(), note.text);
    }
});
