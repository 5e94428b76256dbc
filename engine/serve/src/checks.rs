//! The check before sending: what one officer composed waits here until another of the same member has
//! read it and signed beside it. Its author signs last, so that nothing signed lies about: until then
//! nothing of it is in the log, and nobody but its own member sees it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use act::{EntryId, Envelope, KeySignature, PublicKey, Signature, Time};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64ct::{Base64, Encoding as _};
use mechanism::Reading;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;

use crate::acts::replica_takes_no_acts;
use crate::host::{Host, Role};
use crate::problem::Problem;
use crate::session::Seated;

/// What was not sent within a day is composed anew: its author's clock and number would be old.
const LIVES_MILLIS: i64 = 24 * 3_600_000;
/// What of one officer waits at once.
const OF_ONE_MAX: usize = 20;
/// Longest reason for sending something back, in characters.
const WHY_CHARS_MAX: usize = 500;

type Answer = Result<Response, Problem>;

/// What waits for second officers, of every member.
#[derive(Debug)]
pub(crate) struct Checks {
    all: Mutex<BTreeMap<EntryId, Check>>,
    /// Moves on whenever something changes.
    changed: watch::Sender<u64>,
}

/// Something that waits.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    /// Its type and bytes, in an envelope without a signature that counts.
    pub(crate) envelope: Envelope,
    /// Its author, and the author's member.
    pub(crate) by: PublicKey,
    member: String,
    since: Time,
    stage: Stage,
}

#[derive(Clone, Debug)]
enum Stage {
    Waiting,
    Checked(KeySignature),
    Returned(String),
}

impl Default for Checks {
    fn default() -> Self {
        Checks {
            all: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }
}

impl Checks {
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// What of a member waits for another officer than this one, the oldest first.
    pub(crate) fn waiting_for(&self, key: &PublicKey, member: &str, now: Time) -> Vec<EntryId> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<(Time, EntryId)> = all
            .iter()
            .filter(|(_, one)| one.member == member && one.by != *key && one.lives(now))
            .filter(|(_, one)| matches!(one.stage, Stage::Waiting))
            .map(|(id, one)| (one.since, *id))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect()
    }

    pub(crate) fn of(&self, id: &EntryId, member: &str, now: Time) -> Option<Check> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let found = all
            .get(id)
            .filter(|one| one.member == member && one.lives(now));
        found.cloned()
    }

    /// Something new waits, unless its author has too much waiting.
    fn add(&self, id: EntryId, check: Check, now: Time) -> Result<(), Problem> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, one| one.lives(now));
        let open = |one: &&Check| one.by == check.by && !matches!(one.stage, Stage::Returned(_));
        let own = all.values().filter(open).count();
        if own >= OF_ONE_MAX && !all.contains_key(&id) {
            return Err(Problem::sender(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-checks",
                "Too much of yours waits for a second officer",
                format!("at most {OF_ONE_MAX}"),
                "Have what waits checked or sent back first.",
            )
            .retry_after(60));
        }
        all.entry(id).or_insert(check);
        self.changed.send_modify(|n| *n += 1);
        Ok(())
    }

    /// It is in the log: nobody waits for it any more.
    pub(crate) fn sent(&self, id: &EntryId) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.remove(id).is_some() {
            self.changed.send_modify(|n| *n += 1);
        }
    }

    fn settle(&self, id: &EntryId, stage: Stage) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = all.get_mut(id) {
            one.stage = stage;
            self.changed.send_modify(|n| *n += 1);
        }
    }
}

impl Check {
    fn lives(&self, now: Time) -> bool {
        now.since(self.since) < LIVES_MILLIS
    }
}

/// An officer who is signed in, and the member.
struct Officer {
    seated: Seated,
    member: String,
}

fn officer(host: &Host, headers: &HeaderMap) -> Result<Officer, Problem> {
    if !matches!(host.role, Role::Sequencer(_)) {
        return Err(replica_takes_no_acts());
    }
    let seated = host.seated(headers).ok_or_else(Problem::sign_in_first)?;
    let world = host.world();
    let grant = world.areas.roll.grant(&seated.key);
    let member = grant.map(|grant| grant.member.clone());
    let member = member.ok_or_else(Problem::sign_in_first)?;
    Ok(Officer { seated, member })
}

/// What an officer composed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Composed {
    #[serde(rename = "payloadType")]
    payload_type: String,
    /// Base64.
    payload: String,
}

/// `POST /api/checks`: the bytes of an act that needs a second officer. Answers with its name.
pub(crate) fn ask(host: &Host, headers: &HeaderMap, body: &Bytes) -> Answer {
    let Officer { seated, member } = officer(host, headers)?;
    let composed: Composed =
        serde_json::from_slice(body).map_err(|error| unfit(&error.to_string()))?;
    let payload =
        Base64::decode_vec(&composed.payload).map_err(|error| unfit(&error.to_string()))?;
    // Nobody has signed it yet; its form is that of an act all the same.
    let unsigned = KeySignature {
        key: seated.key,
        sig: Signature([0; 64]),
    };
    let envelope = Envelope::assemble(&composed.payload_type, &payload, vec![unsigned]);
    let envelope = Envelope::parse(envelope.bytes()).map_err(|error| unfit(&error.to_string()))?;
    let now = host.now();
    let reading = mechanism::read(&envelope).map_err(|error| unfit(&error.to_string()))?;
    needs_check(host, &reading, now)?;
    let id = reading.id;
    let check = Check {
        envelope,
        by: seated.key,
        member,
        since: now,
        stage: Stage::Waiting,
    };
    host.checks.add(id, check, now)?;
    let answer = (StatusCode::CREATED, axum::Json(json!({ "id": id })));
    Ok(answer.into_response())
}

/// Only what lacks nothing but a second officer waits for one.
fn needs_check(host: &Host, reading: &Reading, now: Time) -> Result<(), Problem> {
    let refusal = host.world().judge(reading, now).err();
    match refusal {
        Some(refusal) if mechanism::wants_second_officer(&refusal) => Ok(()),
        Some(refusal) => Err(unfit(&refusal.to_string())),
        None => Err(Problem::sender(
            StatusCode::CONFLICT,
            "no-check-needed",
            "This needs no second officer",
            "",
            "Sign it and send it.",
        )),
    }
}

/// `GET /api/checks/{id}`: `waiting`, `checked` with the signature, or `returned` with the reason.
pub(crate) fn look(host: &Host, headers: &HeaderMap, id: &str) -> Answer {
    let (_, _, check) = found(host, headers, id)?;
    let body = match check.stage {
        Stage::Waiting => json!({ "stage": "waiting" }),
        Stage::Checked(beside) => json!({ "stage": "checked", "beside": beside }),
        Stage::Returned(why) => json!({ "stage": "returned", "why": why }),
    };
    Ok(axum::Json(body).into_response())
}

/// What a second officer says of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum Verdict {
    /// The signature beside the author's, who signs the same bytes.
    Sig(Signature),
    /// Why it is sent back.
    Why(String),
}

/// `POST /api/checks/{id}`: `{"sig": …}` or `{"why": …}`, by another officer of the same member.
pub(crate) fn settle(host: &Host, headers: &HeaderMap, id: &str, body: &Bytes) -> Answer {
    let (officer, id, check) = found(host, headers, id)?;
    if officer.seated.key == check.by {
        return Err(Problem::sender(
            StatusCode::FORBIDDEN,
            "your-own-check",
            "Nobody checks what they composed",
            "",
            "Another officer of your member signs beside you.",
        ));
    }
    let verdict: Verdict =
        serde_json::from_slice(body).map_err(|error| unfit(&error.to_string()))?;
    let stage = match verdict {
        Verdict::Sig(sig) => {
            let key = officer.seated.key;
            let beside = KeySignature { key, sig };
            Stage::Checked(holds(host, &check, beside)?)
        }
        Verdict::Why(why) => {
            let why = why.trim();
            match why.is_empty() || why.chars().count() > WHY_CHARS_MAX {
                true => return Err(unfit("say why, in at most 500 characters")),
                false => Stage::Returned(why.to_owned()),
            }
        }
    };
    host.checks.settle(&id, stage);
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A signature that is one, by somebody whose signature the rules accept beside the author's.
fn holds(host: &Host, check: &Check, beside: KeySignature) -> Result<KeySignature, Problem> {
    let envelope = &check.envelope;
    let message = act::envelope::pae(envelope.payload_type(), envelope.payload());
    if !beside.key.verifies(&message, &beside.sig) {
        return Err(unfit("the signature does not hold"));
    }
    let mut reading = mechanism::read(envelope).map_err(|error| unfit(&error.to_string()))?;
    reading.by.cosigners = vec![beside.key];
    match host.world().judge(&reading, host.now()) {
        Ok(()) => Ok(beside),
        Err(refusal) => Err(unfit(&refusal.to_string())),
    }
}

fn found(host: &Host, headers: &HeaderMap, id: &str) -> Result<(Officer, EntryId, Check), Problem> {
    let officer = officer(host, headers)?;
    let id: EntryId = id.parse().map_err(|_| Problem::not_found())?;
    let check = host.checks.of(&id, &officer.member, host.now());
    let check = check.ok_or_else(Problem::not_found)?;
    Ok((officer, id, check))
}

fn unfit(detail: &str) -> Problem {
    Problem::sender(
        StatusCode::BAD_REQUEST,
        "unfit-check",
        "This can't wait for a second officer",
        detail,
        "Compose it again; the words are still in your browser.",
    )
}
