//! Whatever reads as a proof writes back to the same bytes, and verifying it never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::note::SigningKey;
use tlog::policy::Policy;
use tlog::proof::Proof;

fuzz_target!(|bytes: &[u8]| {
    let Ok(proof) = Proof::parse(bytes) else { return };
    assert_eq!(proof.to_string().as_bytes(), bytes);
    let log = SigningKey::log("record.example/joint", &[1; 32]).verifier_key();
    let Ok(policy) = Policy::parse(&format!("log {log}\nquorum none\n")) else { return };
    let _ = proof.verify(b"entry", "record.example/joint", &policy);
});
