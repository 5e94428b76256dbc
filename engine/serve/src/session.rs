//! Signing in: an office signs a challenge with its key, and the browser gets a cookie. The server
//! never has a password or a private key to lose.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use act::{Envelope, PublicKey, Time};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use page::{Lang, Tr};
use serde::Deserialize;

use crate::host::Host;
use crate::problem::Problem;

/// Payload type of a signed challenge.
const SIGN_IN_TYPE: &str = "application/vnd.tasdiq.sign-in.v1+json";
/// A challenge is good for five minutes.
const CHALLENGE_MILLIS: i64 = 5 * 60_000;
/// A session ends after half an hour without a request, and after twelve hours at the latest.
const IDLE_MILLIS: i64 = 30 * 60_000;
const LONGEST_MILLIS: i64 = 12 * 3_600_000;
/// Challenges and sessions kept at once; the oldest gives way.
const KEPT_MAX: usize = 10_000;

/// A random word of 256 bits, in hexadecimal.
type Token = String;

#[derive(Debug, Default)]
pub(crate) struct Sessions {
    challenges: Mutex<BTreeMap<Token, Time>>,
    open: Mutex<BTreeMap<Token, Session>>,
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
        let now = self.now();
        let token = token()?;
        let mut challenges = self
            .sessions
            .challenges
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        challenges.retain(|_, made| now.since(*made) < CHALLENGE_MILLIS);
        if challenges.len() >= KEPT_MAX {
            challenges.pop_first();
        }
        challenges.insert(token.clone(), now);
        Ok(token)
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
        let made = {
            let mut challenges = self
                .sessions
                .challenges
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            challenges.remove(&signed.challenge)
        };
        if made.is_none_or(|made| now.since(made) >= CHALLENGE_MILLIS) {
            return Err(refused(
                "the challenge is unknown, used, or older than five minutes",
            ));
        }
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
        let token = token()?;
        let mut open = self
            .sessions
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, session| session.lives(now));
        if open.len() >= KEPT_MAX {
            open.pop_first();
        }
        open.insert(
            token.clone(),
            Session {
                key,
                began: now,
                used: now,
            },
        );
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

fn token() -> Result<Token, Problem> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| {
        Problem::node(
            StatusCode::SERVICE_UNAVAILABLE,
            "no-randomness",
            "This node has no randomness to make a challenge from",
            "",
            "Try again; if it lasts, tell the custodian of this node.",
        )
    })?;
    Ok(act::Digest(bytes).to_string())
}
