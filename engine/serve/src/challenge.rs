//! Challenges: what an office signs to sign in. This node keeps none of those it gave: it knows its own by
//! their code, so that nobody can push out another's by asking for many.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use act::{Digest, Time};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// A challenge is good for five minutes.
const GOOD_MILLIS: i64 = 5 * 60_000;

/// Makes challenges, and takes each at most once.
#[derive(Debug)]
pub(crate) struct Challenges {
    /// Known to this process only: what an earlier one gave is not good any more.
    secret: Hmac<Sha256>,
    /// Those that were taken and would still be good. Only a key in force adds to them.
    taken: Mutex<BTreeSet<(Time, Digest)>>,
}

impl Challenges {
    pub(crate) fn new(secret: Digest) -> Challenges {
        let mut key = [0; 64]; // A block of SHA-256: shorter keys end in zeros (RFC 2104, section 2).
        key[..32].copy_from_slice(&secret.0);
        Challenges {
            secret: Hmac::new(&key.into()),
            taken: Mutex::default(),
        }
    }

    /// A fresh one: `<milliseconds>.<word>.<code>`. Nobody can guess the word.
    pub(crate) fn make(&self, now: Time, word: Digest) -> String {
        let millis = now.millis();
        let code = Digest(self.code(now, &word).finalize().into_bytes().into());
        format!("{millis}.{word}.{code}")
    }

    /// Whether it was made here within five minutes and is taken for the first time.
    pub(crate) fn take(&self, challenge: &str, now: Time) -> bool {
        let Some((made, word)) = self.own(challenge) else {
            return false;
        };
        let good = |made: Time| (0..GOOD_MILLIS).contains(&now.since(made));
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|(made, _)| good(*made));
        good(made) && taken.insert((made, word))
    }

    /// When it was made and its word, if this process made it.
    fn own(&self, challenge: &str) -> Option<(Time, Digest)> {
        let (made, rest) = challenge.split_once('.')?;
        let (word, code) = rest.split_once('.')?;
        let made = Time::from_millis(made.parse().ok()?);
        let (word, code): (Digest, Digest) = (word.parse().ok()?, code.parse().ok()?);
        let known = self.code(made, &word).verify_slice(&code.0).is_ok();
        known.then_some((made, word))
    }

    fn code(&self, made: Time, word: &Digest) -> Hmac<Sha256> {
        let mut code = self.secret.clone();
        code.update(&made.millis().to_be_bytes());
        code.update(&word.0);
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_taken_once_within_five_minutes_and_only_where_it_was_made() {
        let at = |millis: i64| Time::from_millis(1_700_000_000_000 + millis);
        let challenges = Challenges::new(Digest([1; 32]));
        let made = |word: u8| challenges.make(at(0), Digest([word; 32]));
        assert!(challenges.take(&made(1), at(0)));
        assert!(!challenges.take(&made(1), at(1)), "taken already");
        assert!(challenges.take(&made(2), at(GOOD_MILLIS - 1)));
        assert!(!challenges.take(&made(3), at(GOOD_MILLIS)), "too old");
        assert!(!challenges.take(&made(3), at(-1)), "not made yet");
        let other = Challenges::new(Digest([2; 32]));
        assert!(!other.take(&made(4), at(0)), "made by another process");
        let later = made(4).replacen("1700000000000", "1700000000001", 1);
        assert!(!challenges.take(&later, at(1)), "another time");
        for wrong in ["", ".", "..", "1.2.3", "a.b.c.d"] {
            assert!(!challenges.take(wrong, at(0)), "{wrong:?}");
        }
        // However many are asked for, the first is as good as it was.
        let first = made(5);
        for word in 0..20_000u32 {
            challenges.make(at(1), Digest::of(&word.to_be_bytes()));
        }
        assert!(challenges.take(&first, at(2)));
        assert_eq!(
            challenges.taken.lock().unwrap().len(),
            1,
            "the old ones are forgotten"
        );
    }
}
