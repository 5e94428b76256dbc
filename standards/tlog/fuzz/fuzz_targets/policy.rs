//! No policy text panics, and every set of witnesses has an answer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::note::SigningKey;
use tlog::policy::Policy;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // Keys are far too long to be found by chance: short names stand for them.
    let log = SigningKey::log("l", &[1; 32]).verifier_key().to_string();
    let mut text = text.replace("LOG", &log);
    for (short, seed) in [("WA", 2), ("WB", 3), ("WC", 4)] {
        let key = SigningKey::cosigner(short, &[seed; 32]).verifier_key().to_string();
        text = text.replace(short, &key);
    }
    if let Ok(policy) = Policy::parse(&text) {
        let names: Vec<&str> = policy.witnesses().iter().map(|w| w.name.as_str()).collect();
        let _ = policy.satisfied(&names.into_iter().collect());
        let _ = policy.satisfied(&Default::default());
    }
});
