//! Every address this node serves, in one table: the router and its description as OpenAPI are both
//! made from it, so neither can promise what the other lacks.

use std::sync::Arc;

use act::PublicKey;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, patch, post};
use axum::{Extension, Router};
use node::sequencer::Wait;
use serde::Deserialize;
use serde_json::json;

use crate::host::Host;
use crate::problem::Problem;
use crate::turns::{self, Asker};
use crate::{acts, blobs, calls, checks, live, log, openapi, pages, petitions, publications};

/// Largest request body: an envelope of the longest kind, as JSON.
pub(crate) const BODY_BYTES_MAX: usize = 128 * 1024;

type Shared = Arc<Host>;
type Answer = Result<Response, Problem>;

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anyone.
    Public,
    /// Whoever is signed in, or holds a reader's address (the same path below `/reader/<token>`).
    Reader,
    /// Whoever carries a signature the rules accept; the request itself is the proof.
    Signed,
}

/// One line of the table, for the description.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) summary: &'static str,
    pub(crate) answers: &'static [(u16, &'static str)],
}

macro_rules! routes {
    ($($method:ident $path:literal $access:ident $handler:path, $summary:literal, [$($status:literal $type:literal),+];)+) => {
        /// The table's lines.
        pub(crate) const LINES: &[Line] = &[$(Line {
            method: stringify!($method),
            path: $path,
            access: Access::$access,
            summary: $summary,
            answers: &[$(($status, $type)),+],
        }),+];

        fn lines() -> Vec<(Line, MethodRouter<Shared>)> {
            LINES.iter().copied().zip([$($method($handler)),+]).collect()
        }
    };
}

routes! {
    get "/checkpoint" Public checkpoint,
        "The last published checkpoint of the log, as a C2SP signed note.",
        [200 "text/plain", 404 "application/problem+json"];
    get "/healthz" Public health,
        "Whether this node takes acts, how far the log is, and which alarms stand.",
        [200 "application/json"];
    get "/api/openapi.json" Public description,
        "This description.", [200 "application/json"];
    get "/api/mechanism" Public mechanism_id,
        "The mechanism's id, the log's origin, and this node's time.", [200 "application/json"];
    post "/api/acts" Signed submit,
        "Submits a signed act. `wait` is durable (default), published or witnessed.",
        [200 "application/json", 400 "application/problem+json", 403 "application/problem+json",
         409 "application/problem+json", 413 "application/problem+json",
         415 "application/problem+json", 429 "application/problem+json",
         503 "application/problem+json"];
    post "/api/blobs" Signed announce_blob,
        "Announces a payload by its salted commitment; answers where its first chunk begins.",
        [201 "application/json", 200 "application/json", 400 "application/problem+json",
         403 "application/problem+json", 409 "application/problem+json",
         413 "application/problem+json", 429 "application/problem+json"];
    patch "/api/blobs/{id}" Signed append_blob,
        "Adds a chunk that begins at `Upload-Offset`; whoever knows the commitment may send it.",
        [204 "application/octet-stream", 404 "application/problem+json",
         409 "application/problem+json", 413 "application/problem+json",
         422 "application/problem+json", 507 "application/problem+json"];
    get "/api/blobs/{id}" Signed blob_status,
        "How far a payload is: `Upload-Offset` of `Upload-Length`.",
        [200 "application/json", 404 "application/problem+json"];
    post "/api/blobs/{id}/fetch" Signed fetch_blob,
        "A payload, to whoever signs the request with a key that is entitled to it.",
        [200 "application/octet-stream", 400 "application/problem+json",
         403 "application/problem+json", 404 "application/problem+json",
         410 "application/problem+json"];
    get "/blobs/{id}" Reader blob,
        "A payload, to those entitled to it.",
        [200 "application/octet-stream", 403 "application/problem+json",
         404 "application/problem+json", 410 "application/problem+json"];
    post "/api/petitions" Public take_petition,
        "A petition from anybody, sealed to the mediators: `blob`, `salt`, `receipt`, `container` (base64).",
        [201 "application/json", 400 "application/problem+json", 413 "application/problem+json",
         421 "application/problem+json", 429 "application/problem+json"];
    get "/api/petitions/{id}" Reader waiting_petition,
        "A petition that waits, still sealed, to mediators who may take it in.",
        [200 "application/vnd.tasdiq.sealed", 404 "application/problem+json"];
    get "/api/acts/{index}" Reader act_summary,
        "One entry: when it was placed, its name, its kind, and its verdict.",
        [200 "application/json", 404 "application/problem+json"];
    get "/api/acts/{index}/leaf" Reader act_leaf,
        "The exact bytes of an entry.", [200 "application/json", 404 "application/problem+json"];
    get "/api/acts/{index}/proof" Reader act_proof,
        "The entry's `.tlog-proof`; 404 until it is published.",
        [200 "text/plain", 404 "application/problem+json"];
    get "/api/authors/{key}" Reader author,
        "What the next act of a key must carry: seq, prev, seen, mechanism.",
        [200 "application/json", 400 "application/problem+json"];
    get "/api/policy" Reader policy,
        "The witness policy in force, as a C2SP tlog-policy.", [200 "text/plain"];
    get "/api/live" Reader live_events,
        "Server-sent events: `entry` (id is the log index) and `witnessed`; from `from`, or after Last-Event-ID.",
        [200 "text/event-stream", 429 "application/problem+json"];
    get "/bulletins/{file}" Reader bulletins,
        "A day's bulletin as canonical JSON (`2025-11-30.json`), or the latest as `feed.atom` or `feed.json`.",
        [200 "application/json", 404 "application/problem+json"];
    get "/exports/{file}" Reader exports,
        "The table of commitments, `commitments.csv` or `commitments.jsonl`; what is counted of screenings, `screenings.csv`, and of a month on the hotline, `hotline-2025-11.csv`; the line for a post, `line-torkham.json`.",
        [200 "text/csv", 404 "application/problem+json"];
    get "/editions/{file}" Reader editions,
        "An edition of the watchlist, `2025-11-20.json` or `latest.json`; `from` makes it a delta, `listing` a proof. Each carries a `note` signed with the log's key.",
        [200 "application/json", 404 "application/problem+json"];
    get "/api/calls/{index}" Reader call,
        "A call of the hotline: its seats with their certificates, and whose consent a recording lacks.",
        [200 "application/json", 404 "application/problem+json"];
    get "/api/calls/{index}/signals" Reader listen_to_call,
        "Server-sent events: signals to the seat of the session's key.",
        [200 "text/event-stream", 403 "application/problem+json", 404 "application/problem+json"];
    post "/api/calls/{index}/signals" Signed signal_call,
        "Relays a signed signal from one seat of a call to another, and keeps none.",
        [204 "text/plain", 400 "application/problem+json", 403 "application/problem+json",
         404 "application/problem+json", 429 "application/problem+json",
         503 "application/problem+json"];
    post "/api/checks" Reader ask_check,
        "What an officer composed and a second officer has to sign beside: `payloadType`, `payload` (base64).",
        [201 "application/json", 400 "application/problem+json", 409 "application/problem+json",
         421 "application/problem+json", 429 "application/problem+json"];
    get "/api/checks/{id}" Reader look_at_check,
        "How far a check is: `waiting`, `checked` with the signature `beside`, or `returned` with the reason `why`.",
        [200 "application/json", 404 "application/problem+json"];
    post "/api/checks/{id}" Reader settle_check,
        "A second officer's signature, `sig`, or the reason for sending it back, `why`.",
        [204 "text/plain", 400 "application/problem+json", 403 "application/problem+json",
         404 "application/problem+json"];
    get "/calendar.ics" Reader calendar,
        "A member's deadlines as iCalendar; `member` for a reader's address, `lang` for the language.",
        [200 "text/calendar", 400 "application/problem+json"];
    get "/dossiers/{file}" Reader dossier,
        "Every published entry about a commitment, or about a thread of the hotline, with its proof: `<id>.json`, `message-118.json`.",
        [200 "application/json", 404 "application/problem+json"];
    get "/log/checkpoint" Reader checkpoint,
        "As `/checkpoint`, below the log's prefix (C2SP tlog-tiles).",
        [200 "text/plain", 404 "application/problem+json"];
    get "/log/state" Reader state_root,
        "The latest signed state root of a published size.",
        [200 "text/plain", 404 "application/problem+json"];
    get "/log/state/{size}" Reader state_root_at,
        "The signed state root of this published size, if one was made and is still kept.",
        [200 "text/plain", 404 "application/problem+json"];
    get "/log/tile/{*tile}" Reader tile,
        "Tiles and entry bundles (C2SP tlog-tiles).",
        [200 "application/octet-stream", 404 "application/problem+json"];
    post "/session" Public begin_session,
        "Opens a session for whoever signed the challenge of the sign-in page.",
        [204 "text/plain", 403 "application/problem+json"];
    post "/session/end" Public end_session,
        "Ends the session and shows the home page.", [303 "text/html"];
}

/// The whole service: API, log, assets and pages.
pub fn router(host: &Shared) -> Router {
    let mut open = Router::new();
    let mut for_readers = Router::new();
    for (line, method) in lines() {
        let method = match line.method {
            "patch" => method.layer(DefaultBodyLimit::max(blobs::CHUNK_BYTES_MAX)),
            _ => method,
        };
        match line.access {
            Access::Reader => for_readers = for_readers.route(line.path, method),
            Access::Public | Access::Signed => open = open.route(line.path, method),
        }
    }
    let to_write = Router::new()
        .route("/api/acts", post(submit))
        .route("/api/blobs", post(announce_blob))
        .route(
            "/api/blobs/{id}",
            patch(append_blob)
                .layer(DefaultBodyLimit::max(blobs::CHUNK_BYTES_MAX))
                .get(blob_status),
        )
        .route("/api/blobs/{id}/fetch", post(fetch_blob))
        .layer(middleware::from_fn_with_state(Arc::clone(host), token_only));
    let to_read = for_readers.clone().layer(middleware::from_fn_with_state(
        Arc::clone(host),
        read_by_token,
    ));
    let seated = for_readers.layer(middleware::from_fn_with_state(
        Arc::clone(host),
        seated_only,
    ));
    Router::new()
        .nest("/reader/{token}", to_write.merge(to_read))
        .merge(open)
        .merge(seated)
        .merge(pages::router(host))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(Arc::clone(host), guard))
        .with_state(Arc::clone(host))
}

/// Before every request: nothing from another site may act here. After it: what browsers must
/// not do with the answer.
async fn guard(State(host): State<Shared>, request: Request, next: Next) -> Response {
    if !is_safe(request.method()) && !same_site(&host, request.headers()) {
        return Problem::sender(
            StatusCode::FORBIDDEN,
            "from-another-site",
            "Another site sent this request",
            "",
            "Open this address itself and try there.",
        )
        .into_response();
    }
    let mut response = next.run(request).await;
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE
        && response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|t| t != PROBLEM_TYPE)
    {
        response = too_large().into_response();
    }
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

const PROBLEM_TYPE: &str = "application/problem+json";

pub(crate) const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        page::CONTENT_SECURITY_POLICY,
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "microphone=(self), camera=(), geolocation=()",
    ),
];

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Browsers say where a request comes from; programs that are not browsers send no cookie to steal.
fn same_site(host: &Host, headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match value("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => value("origin").is_none_or(|origin| origin == host.public_origin),
    }
}

async fn seated_only(State(host): State<Shared>, request: Request, next: Next) -> Response {
    match host.asker(&request) {
        Asker::Visitor(_) => Problem::sign_in_first().into_response(),
        asker => turns::in_turn(&host, asker, request, next).await,
    }
}

#[derive(Deserialize)]
struct TokenPath {
    token: String,
}

async fn token_only(
    State(host): State<Shared>,
    Path(path): Path<TokenPath>,
    request: Request,
    next: Next,
) -> Response {
    match host.readers.label(&path.token) {
        Some(_) => next.run(request).await,
        None => Problem::not_found().into_response(),
    }
}

async fn read_by_token(
    State(host): State<Shared>,
    Path(path): Path<TokenPath>,
    request: Request,
    next: Next,
) -> Response {
    match host.readers.label(&path.token) {
        Some(label) => turns::in_turn(&host, Asker::Reader(label), request, next).await,
        None => Problem::not_found().into_response(),
    }
}

async fn method_not_allowed() -> Problem {
    Problem::sender(
        StatusCode::METHOD_NOT_ALLOWED,
        "wrong-method",
        "This address does not take that method",
        "",
        "See /api/openapi.json.",
    )
}

pub(crate) fn too_large() -> Problem {
    Problem::sender(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-long",
        "The request is too long",
        format!("at most {BODY_BYTES_MAX} bytes are read"),
        "Split the act, or put large material into the blob store and name its digest.",
    )
}

/// `/reader/{token}` adds a parameter to every path below it, so handlers pick theirs by name.
#[derive(Deserialize)]
struct IndexPath {
    index: String,
}

#[derive(Deserialize)]
struct SizePath {
    size: String,
}

#[derive(Deserialize)]
struct KeyPath {
    key: String,
}

#[derive(Deserialize)]
struct TilePath {
    tile: String,
}

#[derive(Deserialize)]
struct FilePath {
    file: String,
}

#[derive(Deserialize)]
struct CalendarQuery {
    member: Option<String>,
    lang: Option<String>,
}

#[derive(Deserialize)]
struct BlobPath {
    id: String,
}

#[derive(Deserialize)]
struct WaitQuery {
    wait: Option<String>,
}

#[derive(Deserialize)]
struct FromQuery {
    from: Option<u64>,
}

async fn announce_blob(State(host): State<Shared>, body: Bytes) -> Answer {
    blobs::announce(&host, &body).await
}

async fn append_blob(
    State(host): State<Shared>,
    Path(path): Path<BlobPath>,
    request: Request,
) -> Answer {
    blobs::append(&host, &path.id, request).await
}

async fn blob_status(State(host): State<Shared>, Path(path): Path<BlobPath>) -> Answer {
    blobs::status(&host, &path.id).await
}

async fn blob(
    State(host): State<Shared>,
    Path(path): Path<BlobPath>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
) -> Answer {
    blobs::download(&host, asker, &path.id, &headers).await
}

async fn fetch_blob(State(host): State<Shared>, Path(path): Path<BlobPath>, body: Bytes) -> Answer {
    blobs::signed_fetch(&host, &path.id, &body).await
}

async fn take_petition(State(host): State<Shared>, body: Bytes) -> Answer {
    petitions::take(&host, &body).await
}

async fn waiting_petition(
    State(host): State<Shared>,
    Path(path): Path<BlobPath>,
    headers: HeaderMap,
) -> Answer {
    petitions::give(&host, &path.id, &headers).await
}

async fn ask_check(State(host): State<Shared>, headers: HeaderMap, body: Bytes) -> Answer {
    checks::ask(&host, &headers, &body)
}

async fn look_at_check(
    State(host): State<Shared>,
    Path(path): Path<BlobPath>,
    headers: HeaderMap,
) -> Answer {
    checks::look(&host, &headers, &path.id)
}

async fn settle_check(
    State(host): State<Shared>,
    Path(path): Path<BlobPath>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    checks::settle(&host, &headers, &path.id, &body)
}

async fn call(
    State(host): State<Shared>,
    Path(path): Path<IndexPath>,
    headers: HeaderMap,
) -> Answer {
    calls::describe(&host, index(&path)?, &headers)
}

async fn listen_to_call(
    State(host): State<Shared>,
    Path(path): Path<IndexPath>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
) -> Answer {
    calls::listen(&host, index(&path)?, &asker, &headers)
}

async fn signal_call(
    State(host): State<Shared>,
    Path(path): Path<IndexPath>,
    body: Bytes,
) -> Answer {
    calls::relay(&host, index(&path)?, &body)
}

async fn bulletins(State(host): State<Shared>, Path(path): Path<FilePath>) -> Answer {
    publications::bulletins(&host, &path.file)
}

async fn exports(State(host): State<Shared>, Path(path): Path<FilePath>) -> Answer {
    publications::exports(&host, &path.file)
}

async fn editions(
    State(host): State<Shared>,
    Path(path): Path<FilePath>,
    Query(query): Query<publications::EditionQuery>,
) -> Answer {
    publications::editions(&host, &path.file, &query)
}

async fn calendar(
    State(host): State<Shared>,
    Query(query): Query<CalendarQuery>,
    headers: HeaderMap,
) -> Answer {
    let (member, lang) = (query.member.as_deref(), query.lang.as_deref());
    publications::calendar(&host, &headers, member, lang)
}

async fn dossier(State(host): State<Shared>, Path(path): Path<FilePath>) -> Answer {
    publications::dossier(&host, &path.file)
}

async fn checkpoint(State(host): State<Shared>) -> Answer {
    log::checkpoint(&host)
}

async fn state_root(State(host): State<Shared>) -> Answer {
    log::state(&host, None)
}

async fn state_root_at(State(host): State<Shared>, Path(path): Path<SizePath>) -> Answer {
    let size = path.size.parse().map_err(|_| Problem::not_found())?;
    log::state(&host, Some(size))
}

async fn tile(State(host): State<Shared>, Path(path): Path<TilePath>) -> Answer {
    log::tile(&host, &path.tile)
}

async fn health(State(host): State<Shared>) -> Response {
    let alarms: Vec<_> = host
        .alarms()
        .iter()
        .map(|alarm| json!({ "code": alarm.code(), "says": alarm.to_string() }))
        .collect();
    let progress = *host.progress().borrow();
    let body = json!({
        "origin": host.origin,
        "size": progress.size,
        "published": progress.published,
        "alarms": alarms,
    });
    axum::Json(body).into_response()
}

async fn description(State(host): State<Shared>) -> Response {
    axum::Json(openapi::describe(&host.public_origin, LINES)).into_response()
}

async fn mechanism_id(State(host): State<Shared>) -> Response {
    let mechanism = host.world().areas.roll.mechanism();
    let body = json!({ "mechanism": mechanism, "origin": host.origin, "now": host.now() });
    axum::Json(body).into_response()
}

async fn submit(
    State(host): State<Shared>,
    Query(query): Query<WaitQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let wait = match query.wait.as_deref() {
        None | Some("durable") => Wait::Durable,
        Some("published") => Wait::Published,
        Some("witnessed") => Wait::Witnessed,
        Some(other) => {
            return Err(Problem::sender(
                StatusCode::BAD_REQUEST,
                "unknown-wait",
                "There is no such way to wait",
                format!("wait={other}"),
                "Use durable, published or witnessed.",
            ));
        }
    };
    acts::submit(&host, wait, &headers, &body).await
}

async fn act_summary(State(host): State<Shared>, Path(path): Path<IndexPath>) -> Answer {
    let index = index(&path)?;
    let bytes = acts::leaf(&host, index)?;
    let leaf = act::Leaf::parse(&bytes).map_err(|e| Problem::unreadable(&e))?;
    let (area, kind) = leaf.envelope.kind();
    let verdict = match acts::verdict(&host, index) {
        act::Verdict::InForce => json!({ "status": "in-force" }),
        act::Verdict::Void(refusal) => json!({ "status": "void", "code": refusal.code }),
    };
    let published = host.published().size;
    let body = json!({
        "index": index,
        "at": leaf.at,
        "id": leaf.envelope.entry_id(),
        "kind": format!("{area}.{kind}"),
        "verdict": verdict,
        "witnessed": index < published,
    });
    Ok(axum::Json(body).into_response())
}

async fn act_leaf(State(host): State<Shared>, Path(path): Path<IndexPath>) -> Answer {
    let bytes = acts::leaf(&host, index(&path)?)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

async fn act_proof(State(host): State<Shared>, Path(path): Path<IndexPath>) -> Answer {
    let proof = acts::proof(&host, index(&path)?)?;
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((headers, proof.to_string()).into_response())
}

async fn author(State(host): State<Shared>, Path(path): Path<KeyPath>) -> Answer {
    let key: PublicKey = path.key.parse().map_err(|e: act::key::KeyTextError| {
        Problem::sender(
            StatusCode::BAD_REQUEST,
            "malformed-key",
            "This is not a key",
            e.to_string(),
            "Write the key as ed25519:<base64>, with / and + percent-encoded.",
        )
    })?;
    Ok(acts::author(&host, &key))
}

async fn policy(State(host): State<Shared>) -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        host.policy(),
    )
        .into_response()
}

async fn live_events(
    State(host): State<Shared>,
    Query(query): Query<FromQuery>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
) -> Answer {
    live::events(&host, &asker, &headers, query.from)
}

async fn begin_session(State(host): State<Shared>, headers: HeaderMap, body: Bytes) -> Answer {
    let cookie = host.sign_in(&body, pages::accepted(&headers))?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

async fn end_session(State(host): State<Shared>, headers: HeaderMap) -> Answer {
    let cookie = host.sign_out(&headers)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

fn index(path: &IndexPath) -> Result<u64, Problem> {
    path.index.parse().map_err(|_| Problem::not_found())
}
