//! Payloads over HTTP: announced with a signature, sent in chunks that can be resumed, given to those
//! entitled, erased when the log says so. The requests follow the shape of tus 1.0 (`Upload-Offset`,
//! `PATCH`), so that its clients can be taught them easily.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::time::Duration;

use act::{Digest, PublicKey, Signature, Time};
use axum::body::Bytes;
use axum::extract::FromRequest as _;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mechanism::Entitlement;
use page::HeldBlob;
use serde::Deserialize;
use store::blobs::{BYTES_MAX, BlobError, Blobs, MemoryBlobs, NewBlob, Status, UNCLAIMED_MILLIS};

use crate::host::Host;
use crate::pace;
use crate::problem::Problem;
use crate::turns::{Asker, Turns};

/// Largest chunk of one request.
pub(crate) const CHUNK_BYTES_MAX: usize = 1024 * 1024;
/// Payloads of one member that are open at once; of one key, [`store::blobs::OPEN_PER_KEY_MAX`].
const OPEN_PER_MEMBER_MAX: usize = 24;
/// First line of what the sender of a payload signs.
const UPLOAD_FORMAT: &str = "tasdiq.upload.v1";
/// First line of what signs a request for a payload.
const FETCH_FORMAT: &str = "tasdiq.fetch.v1";
/// How far the clock of who asks may be from this node's, in milliseconds.
const FETCH_MILLIS: i64 = 300_000;
/// How soon a replica asks again for payloads it could not have.
const FETCHING: Duration = Duration::from_secs(60);
/// How often payloads that nothing names are looked for.
const CLEARING: Duration = Duration::from_secs(3_600);

const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");

type Answer = Result<Response, Problem>;

/// Finds out about a payload's bytes, in a process of its own; none if nothing can be said.
pub type FactsOf =
    Arc<dyn Fn(Vec<u8>) -> Pin<Box<dyn Future<Output = Option<String>> + Send>> + Send + Sync>;

/// Tells what a time-stamp token says of a content, to the anchors the node was given.
pub type StampOf = Arc<dyn Fn(&[u8], &[u8]) -> page::Stamp + Send + Sync>;

/// Where a node keeps payloads, and who looks at them.
#[derive(Clone)]
pub struct BlobRoom {
    /// The store.
    pub store: Arc<dyn Blobs>,
    /// Who looks.
    pub facts: FactsOf,
    /// Who reads time stamps, if anybody.
    pub stamps: Option<StampOf>,
}

impl BlobRoom {
    /// Payloads in memory, looked at by nobody: for tests and benches.
    pub fn in_memory() -> BlobRoom {
        BlobRoom {
            store: Arc::new(MemoryBlobs::default()),
            facts: Arc::new(|_| Box::pin(std::future::ready(None))),
            stamps: None,
        }
    }

    fn erase(&self, blob: &Digest) {
        if let Err(error) = self.store.erase(&blob.0) {
            tracing::error!(%blob, %error, "a payload could not be erased; it is tried again");
        }
    }
}

impl page::Held for BlobRoom {
    fn held(&self, blob: &Digest) -> Option<HeldBlob> {
        match self.store.status(&blob.0) {
            Ok(Status::Whole(new)) => Some(HeldBlob {
                bytes: new.bytes,
                media: new.media,
                facts: self.store.facts(&blob.0),
            }),
            _ => None,
        }
    }

    fn bytes(&self, blob: &Digest) -> Option<Vec<u8>> {
        self.store.read(&blob.0).ok()
    }

    fn petitions(&self) -> Vec<page::WaitingPetition> {
        let all = self.store.list().unwrap_or_default();
        let mut waiting: Vec<_> = all.iter().filter_map(petition).collect();
        waiting.sort_by_key(|one| (one.since, one.blob));
        waiting
    }

    fn stamp_of(&self, token: &Digest, content: &[u8]) -> Option<page::Stamp> {
        let stamps = self.stamps.as_ref()?;
        let token = self.store.read(&token.0).ok()?;
        Some(stamps(&token, content))
    }
}

/// A whole payload as the petition it is, if it is one.
fn petition(status: &Status) -> Option<page::WaitingPetition> {
    let Status::Whole(new) = status else {
        return None;
    };
    Some(page::WaitingPetition {
        blob: Digest(new.id),
        bytes: new.bytes,
        receipt: Digest(new.receipt?),
        since: Time::from_millis(new.begun_millis),
    })
}

/// A payload as its sender announces it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Announcement {
    /// Its salted commitment.
    blob: Digest,
    /// Its salt.
    salt: Digest,
    bytes: u64,
    media: String,
    by: PublicKey,
    /// By that key, over [`signed_text`].
    signature: Signature,
}

/// What the sender signs: so that nobody fills the store in another's name.
fn signed_text(mechanism: &Digest, announced: &Announcement) -> String {
    format!(
        "{UPLOAD_FORMAT}\n{mechanism}\n{}\n{}\n{}\n",
        announced.blob, announced.bytes, announced.media
    )
}

/// `POST /api/blobs`.
pub(crate) async fn announce(host: &Host, body: &Bytes) -> Answer {
    let announced: Announcement = serde_json::from_slice(body)
        .map_err(|error| refused(StatusCode::BAD_REQUEST, "malformed-announcement", &error))?;
    authorised(host, &announced)?;
    let new = NewBlob {
        id: announced.blob.0,
        salt: announced.salt.0,
        bytes: announced.bytes,
        media: announced.media,
        by: announced.by.0,
        begun_millis: host.now().millis(),
        receipt: None,
    };
    let store = Arc::clone(&host.blobs.store);
    let is_new = matches!(store.status(&new.id), Err(BlobError::Absent));
    if is_new {
        within_share(host, &announced.by, new.bytes).await?;
    }
    let status = blocking(move || store.begin(&new)).await?;
    let code = match status {
        Status::Partial { offset: 0, .. } => StatusCode::CREATED,
        _ => StatusCode::OK,
    };
    let location = format!("/api/blobs/{}", Digest(status.new_blob().id));
    let mut response = progress(code, &status);
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Whether a member may announce one more payload: its keys together have a share of what is open, and a
/// pace, so that it can fill neither for the others.
async fn within_share(host: &Host, key: &PublicKey, bytes: u64) -> Result<(), Problem> {
    let member = host.member_of(key);
    let open = |status: &Status| matches!(status, Status::Partial { new, .. } if host.member_of(&PublicKey(new.by)) == member);
    let store = Arc::clone(&host.blobs.store);
    let held = blocking(move || store.list()).await?;
    if held.iter().filter(|status| open(status)).count() >= OPEN_PER_MEMBER_MAX {
        return Err(problem(BlobError::TooManyOpen));
    }
    let kilobytes = i64::try_from(bytes / 1000 + 1).unwrap_or(i64::MAX);
    let taken = host.turns.announced.take(member, kilobytes, host.now());
    taken.map_err(|seconds| {
        let title = "This member announces more than the mechanism can keep";
        pace::too_fast(title, host.turns.announced.says("kilobytes"), seconds)
    })
}

fn authorised(host: &Host, announced: &Announcement) -> Result<(), Problem> {
    let world = host.world();
    let mechanism = world
        .areas
        .roll
        .mechanism()
        .ok_or_else(Problem::not_found)?;
    let text = signed_text(&mechanism, announced);
    if !announced.by.verifies(text.as_bytes(), &announced.signature) {
        return Err(Problem::sender(
            StatusCode::FORBIDDEN,
            "bad-signature",
            "The signature of the announcement does not hold",
            "",
            "Sign the announcement as PROTOCOL.md says, with a key of yours that is in force.",
        ));
    }
    let (size, now) = (world.size(), host.now());
    match world.areas.roll.standing(&announced.by, size, now) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(Problem::sender(
            StatusCode::FORBIDDEN,
            "no-standing",
            "The sender's key is not in force",
            refusal.to_string(),
            "Ask your member's key administrator for a grant.",
        )),
    }
}

/// `PATCH /api/blobs/{id}`.
pub(crate) async fn append(host: &Arc<Host>, id: &str, request: axum::extract::Request) -> Answer {
    let id = parse(id)?;
    let offset = request
        .headers()
        .get(UPLOAD_OFFSET)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| {
            Problem::sender(
                StatusCode::BAD_REQUEST,
                "no-offset",
                "Where does the chunk begin?",
                "",
                "Send the header Upload-Offset with the number of bytes before the chunk.",
            )
        })?;
    let store = Arc::clone(&host.blobs.store);
    let before = store.status(&id.0).map_err(problem)?;
    // Nothing is read from who does not know what was announced.
    let chunk = Bytes::from_request(request, &()).await;
    let chunk = chunk.map_err(|error| unread(&error))?;
    let status = blocking(move || store.append(&id.0, offset, &chunk)).await?;
    if matches!(status, Status::Whole(_)) && matches!(before, Status::Partial { .. }) {
        tokio::spawn(look(host.blobs.clone(), id));
    }
    Ok(progress(StatusCode::NO_CONTENT, &status))
}

/// Finds out about a payload that has just become whole.
pub async fn look(room: BlobRoom, id: Digest) {
    let store = Arc::clone(&room.store);
    let Ok(bytes) = blocking(move || store.read(&id.0)).await else {
        return;
    };
    if let Some(facts) = (room.facts)(bytes).await {
        let _ = room.store.keep_facts(&id.0, &facts); // A cache: the page says that nobody looked.
    }
}

/// `GET` and `HEAD /api/blobs/{id}`: where to go on.
pub(crate) async fn status(host: &Host, id: &str) -> Answer {
    let id = parse(id)?;
    let store = Arc::clone(&host.blobs.store);
    let status = blocking(move || store.status(&id.0)).await?;
    Ok(progress(StatusCode::OK, &status))
}

/// `GET /blobs/{id}`: the payload, to whoever is entitled to it.
pub(crate) async fn download(host: &Host, asker: Asker, id: &str, headers: &HeaderMap) -> Answer {
    let id = parse(id)?;
    let key = host.seated(headers).map(|seat| seat.key);
    give(host, asker, id, key).await
}

/// Who asks for a payload without a session: a program with a key, such as a border post's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    by: PublicKey,
    at: Time,
    /// By that key, over [`fetch_text`].
    signature: Signature,
}

/// What whoever asks for a payload signs: useless for another payload, another mechanism, or later.
pub fn fetch_text(mechanism: &Digest, blob: &Digest, at: Time) -> String {
    format!("{FETCH_FORMAT}\n{mechanism}\n{blob}\n{at}\n")
}

/// `POST /api/blobs/{id}/fetch`: the payload, to whoever shows with a signature to be entitled to it.
pub(crate) async fn signed_fetch(host: &Host, id: &str, body: &Bytes) -> Answer {
    let id = parse(id)?;
    let asked: Request = serde_json::from_slice(body).map_err(|error| unasked(&error))?;
    show_standing(host, &id, &asked)?;
    let asker = Asker::Member(host.member_of(&asked.by));
    give(host, asker, id, Some(asked.by)).await
}

fn show_standing(host: &Host, id: &Digest, asked: &Request) -> Result<(), Problem> {
    let world = host.world();
    let mechanism = world
        .areas
        .roll
        .mechanism()
        .ok_or_else(Problem::not_found)?;
    let text = fetch_text(&mechanism, id, asked.at);
    if !asked.by.verifies(text.as_bytes(), &asked.signature) {
        return Err(Problem::sender(
            StatusCode::FORBIDDEN,
            "bad-signature",
            "The signature of the request does not hold",
            "",
            "Sign the request as PROTOCOL.md says, with a key of yours that is in force.",
        ));
    }
    let now = host.now();
    if now.since(asked.at).unsigned_abs() > FETCH_MILLIS.unsigned_abs() {
        return Err(Problem::sender(
            StatusCode::FORBIDDEN,
            "stale-request",
            "The request was not signed just now",
            format!("signed at {}, it is {now}", asked.at),
            "Set the clock of the asking machine, and sign a new request.",
        )
        .with("now", now.to_string()));
    }
    match world.areas.roll.standing(&asked.by, world.size(), now) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(Problem::sender(
            StatusCode::FORBIDDEN,
            "no-standing",
            "The key of whoever asks is not in force",
            refusal.to_string(),
            "Ask your member's key administrator for a grant.",
        )),
    }
}

fn unasked(error: &dyn std::error::Error) -> Problem {
    Problem::sender(
        StatusCode::BAD_REQUEST,
        "malformed-request",
        "The request can't be read",
        error.to_string(),
        "Mend the asking program; the form is in PROTOCOL.md.",
    )
}

async fn give(host: &Host, asker: Asker, id: Digest, key: Option<PublicKey>) -> Answer {
    let entitlement = host.world().entitlement(&id, key.as_ref());
    match entitlement {
        Entitlement::Given => {}
        Entitlement::Unnamed => return Err(Problem::not_found()),
        Entitlement::Withheld => {
            return Err(Problem::sender(
                StatusCode::FORBIDDEN,
                "sealed",
                "This payload is not given to you now",
                "",
                "If it is sealed to your member, open the seal in the log first.",
            ));
        }
        Entitlement::Erased(index) => {
            return Err(Problem::sender(
                StatusCode::GONE,
                "erased",
                "This payload was erased",
                format!("by entry {index} of the log"),
                "What was said about it is still in the log.",
            )
            .with("erased_by", index));
        }
    }
    let store = Arc::clone(&host.blobs.store);
    let new = blocking(move || Ok(store.status(&id.0)?.new_blob().clone())).await?;
    let place = host.turns.payload(asker, new.bytes)?;
    let store = Arc::clone(&host.blobs.store);
    let bytes = blocking(move || store.read(&id.0)).await?;
    let picture = matches!(
        new.media.as_str(),
        "image/jpeg" | "image/png" | "image/webp"
    );
    let (media, disposition) = match picture {
        true => (new.media, "inline"),
        false => ("application/octet-stream".to_owned(), "attachment"),
    };
    let salt = Digest(new.salt).to_string();
    let headers = [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_DISPOSITION, disposition.to_owned()),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
        (HeaderName::from_static("blob-salt"), salt),
    ];
    Ok((headers, Turns::on_its_way(bytes, place)).into_response())
}

fn unread(error: &BytesRejection) -> Problem {
    let next = "Send the chunk again from Upload-Offset, with at most a mebibyte.";
    Problem::sender(
        error.status(),
        "unread-chunk",
        "The chunk could not be read",
        error.body_text(),
        next,
    )
}

fn progress(code: StatusCode, status: &Status) -> Response {
    let number = |number: u64| HeaderValue::from(number);
    let mut response = code.into_response();
    let headers = response.headers_mut();
    headers.insert(UPLOAD_OFFSET, number(status.offset()));
    headers.insert(UPLOAD_LENGTH, number(status.new_blob().bytes));
    response
}

fn parse(id: &str) -> Result<Digest, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobError> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(problem),
        Err(error) => Err(Problem::unreadable(&error)),
    }
}

fn refused(status: StatusCode, code: &'static str, error: &dyn std::error::Error) -> Problem {
    Problem::sender(
        status,
        code,
        "The payload was not taken",
        error.to_string(),
        "Mend the sending program; the form is in PROTOCOL.md. Nothing was kept.",
    )
}

pub(crate) fn problem(error: BlobError) -> Problem {
    match &error {
        BlobError::Absent => Problem::not_found(),
        BlobError::Size(_) | BlobError::TooLong => {
            refused(StatusCode::PAYLOAD_TOO_LARGE, "too-long", &error).with("limit", BYTES_MAX)
        }
        BlobError::TooManyOpen => {
            refused(StatusCode::TOO_MANY_REQUESTS, "too-many-uploads", &error).retry_after(60)
        }
        BlobError::Announced => refused(StatusCode::CONFLICT, "announced", &error),
        BlobError::Offset(offset) => {
            refused(StatusCode::CONFLICT, "wrong-offset", &error).with("offset", *offset)
        }
        BlobError::Commitment => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "wrong-commitment", &error)
        }
        BlobError::Full => Problem::node(
            StatusCode::INSUFFICIENT_STORAGE,
            "full",
            "This node has no room for payloads now",
            error.to_string(),
            "Send the same chunk again later; what was sent before is kept.",
        ),
        BlobError::Io { .. } => {
            tracing::error!(%error, "the blob store");
            Problem::node(
                StatusCode::INTERNAL_SERVER_ERROR,
                "blob-store",
                "This node could not reach its payloads",
                "",
                "Try again; if it lasts, its operator has to look.",
            )
        }
    }
}

/// Erases what the log says is erased, from the start and as the log grows, and gives up what no act
/// ever named. Ends with the host.
pub(crate) async fn keep_house(host: Weak<Host>) {
    let Some(mut progress) = host.upgrade().map(|host| host.progress()) else {
        return;
    };
    let mut erased: BTreeSet<Digest> = BTreeSet::new();
    loop {
        let Some(held) = host.upgrade() else { return };
        let fresh: Vec<Digest> = {
            let world = held.world();
            let all = world.erased().filter(|blob| !erased.contains(blob));
            all.copied().collect()
        };
        erased.extend(&fresh);
        let room = held.blobs.clone();
        let _ = tokio::task::spawn_blocking(move || fresh.iter().for_each(|b| room.erase(b))).await;
        let missing = fetch_missing(&held).await;
        drop(held);
        let wait = if missing { FETCHING } else { CLEARING };
        let grown = tokio::time::timeout(wait, progress.changed()).await;
        match grown {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return,
            Err(_) => {
                let Some(held) = host.upgrade() else { return };
                let _ = tokio::task::spawn_blocking(move || clear_unclaimed(&held)).await;
            }
        }
    }
}

/// Fetches what a replica is entitled to and does not hold. True if something could not be had.
async fn fetch_missing(host: &Host) -> bool {
    let Some(upstream) = &host.upstream else {
        return false;
    };
    let Ok(http) = crate::client::http() else {
        return true;
    };
    let wanted = host.world().open_payloads();
    let mut missing = false;
    for (blob, media) in wanted {
        if matches!(host.blobs.store.status(&blob.0), Ok(Status::Whole(_))) {
            continue;
        }
        match fetch(
            host,
            &http,
            &format!("{upstream}/blobs/{blob}"),
            blob,
            media,
        )
        .await
        {
            Ok(()) => look(host.blobs.clone(), blob).await,
            Err(why) => {
                tracing::debug!(%blob, why, "a payload could not be fetched");
                missing = true;
            }
        }
    }
    missing
}

/// One payload from another node. Its commitment is checked as if a stranger had sent it.
async fn fetch(
    host: &Host,
    http: &reqwest::Client,
    url: &str,
    blob: Digest,
    media: String,
) -> Result<(), &'static str> {
    let response = http.get(url).send().await.map_err(|_| "no answer")?;
    if !response.status().is_success() {
        return Err("refused");
    }
    let salt = response.headers().get("blob-salt");
    let salt: Digest = salt
        .and_then(|salt| salt.to_str().ok()?.parse().ok())
        .ok_or("no salt")?;
    if response
        .content_length()
        .is_none_or(|bytes| bytes > BYTES_MAX)
    {
        return Err("too long");
    }
    let bytes = response.bytes().await.map_err(|_| "cut off")?;
    let new = NewBlob {
        id: blob.0,
        salt: salt.0,
        bytes: bytes.len() as u64,
        media,
        by: [0; 32],
        begun_millis: host.now().millis(),
        receipt: None,
    };
    let store = Arc::clone(&host.blobs.store);
    let kept = blocking(move || {
        store.begin(&new)?;
        store.append(&new.id, 0, &bytes)
    });
    kept.await
        .map(|_| ())
        .map_err(|_| "not what was committed to")
}

/// Gives up payloads that are older than a day and that no act names.
fn clear_unclaimed(host: &Host) {
    let now = host.now();
    for status in host.blobs.store.list().unwrap_or_default() {
        let new = status.new_blob();
        let old = now.since(Time::from_millis(new.begun_millis)) > UNCLAIMED_MILLIS;
        let id = Digest(new.id);
        // A petition waits until the mediators take it in, however long that is.
        if new.receipt.is_some() && matches!(status, Status::Whole(_)) {
            continue;
        }
        if old && host.world().entitlement(&id, None) == Entitlement::Unnamed {
            host.blobs.erase(&id);
        }
    }
}
