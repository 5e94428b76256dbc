//! No envelope, leaf or statement panics, and what was accepted is kept byte for byte.
#![no_main]

use act::{Envelope, Leaf, Statement};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = act::form::check(bytes);
    if let Ok(leaf) = Leaf::parse(bytes) {
        assert_eq!(Leaf::bytes(leaf.at, leaf.envelope.bytes()), bytes);
    }
    if let Ok(envelope) = Envelope::parse(bytes) {
        assert_eq!(envelope.bytes(), bytes);
        let _ = Statement::parse(&envelope);
    }
    // The payload alone, signed as it is, so that statements are reached.
    let key = act::SigningKey::from_seed(&[1; 32]);
    let envelope = Envelope::sign("application/vnd.tasdiq.roll.x.v1+json", bytes, &[&key]);
    let _ = Statement::parse(&envelope);
});
