//! What was asked: for 30 days sealed to the post's own key, so that a question can be shown to be the
//! one that was committed to; after that the commitment alone is left. Its file names count the pace.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use act::{Digest, PublicKey, Time};
use names::Query;
use seal::SealKey;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::disk::Disk;

/// Questions a post answers within a minute.
pub(super) const A_MINUTE: usize = 20;
/// How long a question is kept.
const KEPT_MILLIS: i64 = 30 * 86_400_000;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 3_600_000;

/// The questions of a post.
pub(super) struct Questions {
    disk: Arc<Disk>,
    own: SealKey,
    an_hour: usize,
    /// When, and by whom, within the last hour.
    asked: Mutex<Vec<(Time, String)>>,
}

/// Why a question is not answered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// The post was asked too much within a minute.
    Minute(usize),
    /// The officer asked too much within an hour.
    Hour(usize),
}

/// A question, as it is committed to: canonical JSON, fields in this order.
#[derive(Serialize)]
struct Asked<'q> {
    names: &'q [String],
    father: Option<&'q str>,
    birth: Option<(i32, i32)>,
    document: Option<&'q str>,
}

#[derive(Serialize)]
struct Kept<'q> {
    salt: Digest,
    query: Asked<'q>,
}

impl Questions {
    /// Those on the disk; `an_hour` is the charter's bound for one officer.
    pub(super) fn open(
        disk: Arc<Disk>,
        own: SealKey,
        an_hour: u32,
        now: Time,
    ) -> io::Result<Questions> {
        let mut asked = Vec::new();
        for name in disk.list("questions")? {
            if let Some((at, officer)) = told(&name)
                && now.since(at) < HOUR
            {
                asked.push((at, officer.to_owned()));
            }
        }
        Ok(Questions {
            disk,
            own,
            an_hour: an_hour as usize,
            asked: Mutex::new(asked),
        })
    }

    /// Counts a question, if it may be asked now, and keeps it. Its commitment.
    pub(super) fn commit(
        &self,
        query: &Query,
        officer: &PublicKey,
        now: Time,
    ) -> io::Result<Result<Digest, Pace>> {
        let officer = Digest::of(&officer.0).short();
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|(at, _)| now.since(*at) < HOUR);
        let minute = asked.iter().filter(|(at, _)| now.since(*at) < MINUTE);
        if minute.count() >= A_MINUTE {
            return Ok(Err(Pace::Minute(A_MINUTE)));
        }
        let own = asked.iter().filter(|(_, by)| *by == officer);
        if own.count() >= self.an_hour {
            return Ok(Err(Pace::Hour(self.an_hour)));
        }
        let committed = self.keep(query, &officer, now)?;
        asked.push((now, officer));
        Ok(Ok(committed))
    }

    fn keep(&self, query: &Query, officer: &str, now: Time) -> io::Result<Digest> {
        let kept = Kept {
            salt: Digest(random()?),
            query: Asked {
                names: &query.names,
                father: query.father.as_deref(),
                birth: query.birth.map(|birth| (birth.from, birth.to)),
                document: query.document.as_deref(),
            },
        };
        let json = serde_json::to_vec(&kept.query)?;
        let committed = Sha256::new().chain_update(kept.salt.0).chain_update(&json);
        let committed = Digest(committed.finalize().into());
        let bytes = serde_json::to_vec(&kept)?;
        let sealed = seal::seal("application/json", &bytes, &[self.own], random()?)
            .map_err(io::Error::other)?;
        let name = format!("questions/{:015}-{officer}-{committed}", now.millis());
        self.disk.write(&name, &sealed)?;
        Ok(committed)
    }

    /// Drops what is older than 30 days.
    pub(super) fn forget(&self, now: Time) -> io::Result<()> {
        for name in self.disk.list("questions")? {
            if told(&name).is_none_or(|(at, _)| now.since(at) > KEPT_MILLIS) {
                self.disk.remove(&format!("questions/{name}"))?;
            }
        }
        Ok(())
    }
}

fn told(name: &str) -> Option<(Time, &str)> {
    let (millis, rest) = name.split_once('-')?;
    let (officer, _) = rest.split_once('-')?;
    Some((Time::from_millis(millis.parse().ok()?), officer))
}

/// Bytes that cannot be guessed.
pub(super) fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}
