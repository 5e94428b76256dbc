//! Signing in: an office signs a challenge with its key, and the browser gets a cookie. The server
//! never has a password or a private key to lose.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use act::{Digest, Envelope, PublicKey, Time};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use page::{Lang, Tr};
use serde::Deserialize;

use crate::challenge::Challenges;
use crate::host::Host;
use crate::problem::Problem;

/// Payload type of a signed challenge.
const SIGN_IN_TYPE: &str = "application/vnd.tasdiq.sign-in.v1+json";
/// A session ends after half an hour without a request, and after twelve hours at the latest.
const IDLE_MILLIS: i64 = 30 * 60_000;
const LONGEST_MILLIS: i64 = 12 * 3_600_000;
/// Open sessions of one key; the oldest gives way.
const OF_ONE_KEY_MAX: usize = 16;

/// A random word of 256 bits, in hexadecimal.
type Token = String;

/// Bounded by the keys in force.
#[derive(Debug)]
pub(crate) struct Sessions {
    challenges: Challenges,
    open: Mutex<BTreeMap<Token, Session>>,
}

impl Sessions {
    /// None where the operating system gives no randomness.
    pub(crate) fn new() -> Result<Sessions, getrandom::Error> {
        Ok(Sessions {
            challenges: Challenges::new(random()?),
            open: Mutex::default(),
        })
    }

    /// Opens a session of a key; of one key's, the oldest gives way to it.
    fn begin(&self, token: Token, key: PublicKey, now: Time) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, session| session.lives(now));
        let own = open.iter().filter(|(_, session)| session.key == key);
        let oldest = own.clone().min_by_key(|(_, session)| session.began);
        if let Some(oldest) = oldest.map(|(token, _)| token.clone())
            && own.count() >= OF_ONE_KEY_MAX
        {
            open.remove(&oldest);
        }
        let (began, used) = (now, now);
        open.insert(token, Session { key, began, used });
    }
}

#[derive(Clone, Copy, Debug)]
struct Session {
    key: PublicKey,
    began: Time,
    used: Time,
}

/// What the browser signs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedChallenge {
    challenge: String,
    origin: String,
    mechanism: act::MechanismId,
}

/// A key in force that proved itself: what a page for members must hold to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seated {
    pub(crate) key: PublicKey,
}

impl Host {
    /// A fresh challenge.
    pub(crate) fn challenge(&self) -> Result<String, Problem> {
        let word = random().map_err(|_| no_randomness())?;
        Ok(self.sessions.challenges.make(self.now(), word))
    }

    /// Opens a session for whoever signed an outstanding challenge; the answer is the value of
    /// the `Set-Cookie` header.
    pub(crate) fn sign_in(&self, body: &[u8], lang: Lang) -> Result<HeaderValue, Problem> {
        let refused = |detail: &str| {
            Problem::sender(
                StatusCode::FORBIDDEN,
                "sign-in-refused",
                "Signing in did not work",
                detail,
                "Open the sign-in page again and sign the new challenge.",
            )
        };
        let envelope = Envelope::parse(body).map_err(|e| refused(&e.to_string()))?;
        if envelope.payload_type() != SIGN_IN_TYPE {
            return Err(refused("this is not a signed challenge"));
        }
        let signed: SignedChallenge = serde_json::from_slice(envelope.payload())
            .map_err(|_| refused("this is not a signed challenge"))?;
        if signed.origin != self.public_origin {
            return Err(refused("the challenge was signed for another address"));
        }
        envelope.verify().map_err(|e| refused(&e.to_string()))?;
        let now = self.now();
        let key = envelope.signatures()[0].key;
        {
            let world = self.world();
            let roll = &world.areas.roll;
            if roll.mechanism() != Some(signed.mechanism) {
                return Err(refused("the challenge was signed for another mechanism"));
            }
            if let Err(refusal) = roll.standing(&key, world.size(), now) {
                let tr = Tr::new(lang, &self.catalogue);
                return Err(refused("").refusal(&refusal, tr));
            }
        }
        if !self.sessions.challenges.take(&signed.challenge, now) {
            return Err(refused(
                "the challenge is unknown, used, or older than five minutes",
            ));
        }
        let token = random().map_err(|_| no_randomness())?.to_string();
        self.sessions.begin(token.clone(), key, now);
        self.cookie(&token, LONGEST_MILLIS / 1000)
    }

    /// Who is signed in, if their session lives and their key is still in force.
    pub(crate) fn seated(&self, headers: &HeaderMap) -> Option<Seated> {
        let token = crate::pages::cookie(headers, self.cookie_name())?;
        let now = self.now();
        let key = {
            let mut open = self
                .sessions
                .open
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let session = open.get_mut(token)?;
            if !session.lives(now) {
                open.remove(token);
                return None;
            }
            session.used = now;
            session.key
        };
        let world = self.world();
        world
            .areas
            .roll
            .standing(&key, world.size(), now)
            .ok()
            .map(|_| Seated { key })
    }

    /// Ends the session; the answer clears the cookie.
    pub(crate) fn sign_out(&self, headers: &HeaderMap) -> Result<HeaderValue, Problem> {
        if let Some(token) = crate::pages::cookie(headers, self.cookie_name()) {
            let mut open = self
                .sessions
                .open
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            open.remove(token);
        }
        self.cookie("", 0)
    }

    /// With HTTPS the name itself forbids a cookie set by another host or over plain HTTP.
    fn cookie_name(&self) -> &'static str {
        if self.public_origin.starts_with("https://") {
            "__Host-tasdiq"
        } else {
            "tasdiq"
        }
    }

    fn cookie(&self, token: &str, seconds: i64) -> Result<HeaderValue, Problem> {
        let name = self.cookie_name();
        let secure = if name.starts_with("__Host-") {
            "; Secure"
        } else {
            ""
        };
        let text =
            format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
        HeaderValue::from_str(&text).map_err(|e| Problem::unreadable(&e))
    }
}

impl Session {
    fn lives(&self, now: Time) -> bool {
        now.since(self.used) < IDLE_MILLIS && now.since(self.began) < LONGEST_MILLIS
    }
}

fn random() -> Result<Digest, getrandom::Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(Digest(bytes))
}

fn no_randomness() -> Problem {
    Problem::node(
        StatusCode::SERVICE_UNAVAILABLE,
        "no-randomness",
        "This node has no randomness to make a challenge from",
        "",
        "Try again; if it lasts, tell the custodian of this node.",
    )
}
