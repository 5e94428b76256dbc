//! Pages over HTTP: which language, who reads, as of when; then the world is asked. Forms are posted
//! here and answered with the review of what would be signed; nothing is recorded by a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use act::{Digest, EntryId, Signer, Statement, Time};
use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::html;
use mechanism::{LogView, Reading, Said, ToSign, World};
use page::{Ask, Enrol, Lang, Markup, NotHere, Shown, SignIn, Tr, Viewer};
use serde_json::value::RawValue;

use crate::host::Host;
use crate::problem::Problem;
use crate::session::Seated;
use crate::{acts, turns};

type Shared = Arc<Host>;
type Params = BTreeMap<String, String>;

/// Name of the cookie that remembers the reader's language.
const LANG_COOKIE: &str = "lang";

pub(crate) fn router(host: &Shared) -> Router<Shared> {
    let turn = middleware::from_fn_with_state(Arc::clone(host), in_turn);
    Router::new()
        .route("/sign-in", get(sign_in))
        .route("/enrol", get(enrol))
        .route("/checks/{id}", get(check))
        .route("/appeal/status", get(any_page).post(petition_status))
        .fallback(any_page)
        .layer(turn)
        .route("/assets/{name}", get(asset))
}

/// Pages take work: each side has its own share of it.
async fn in_turn(State(host): State<Shared>, request: Request, next: Next) -> Response {
    let asker = host.asker(&request);
    turns::in_turn(&host, asker, request, next).await
}

pub(crate) async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let path = format!("/assets/{name}");
    let asset = page::ASSETS
        .iter()
        .find(|asset| asset.path == path)
        .ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        // Without a version in the name, a browser asks again after a release.
        (header::CACHE_CONTROL, "private, max-age=300"),
    ];
    Ok((headers, asset.bytes).into_response())
}

/// One request for a page, with everything a page may depend on.
struct Visit<'h> {
    host: &'h Host,
    lang: Lang,
    as_of: Time,
    seated: Option<Seated>,
    path: String,
    /// Path and query without `lang`, for the language switch.
    address: String,
    query: Params,
    /// Set when the reader has just chosen a language.
    remember: Option<HeaderValue>,
}

impl<'h> Visit<'h> {
    fn new(host: &'h Host, headers: &HeaderMap, uri: &Uri, query: Params) -> Visit<'h> {
        let chosen = query.get("lang").and_then(|tag| Lang::from_tag(tag));
        let lang = chosen.unwrap_or_else(|| accepted(headers));
        let remember = chosen.and_then(remember);
        let as_of = query.get("as-of").and_then(|text| text.parse().ok());
        Visit {
            host,
            lang,
            as_of: as_of.unwrap_or_else(|| host.now()),
            seated: host.seated(headers),
            path: uri.path().to_owned(),
            address: without_lang(uri),
            query,
            remember,
        }
    }

    /// Shows the page that `show` makes, inside the frame.
    fn page(
        &self,
        status: StatusCode,
        show: impl FnOnce(&World, &LogView, &Ask<'_>) -> Result<Shown, NotHere>,
    ) -> Result<Response, Problem> {
        let world = self.host.world();
        let log = self.log(self.host.state_root(&world))?;
        let tr = Tr::new(self.lang, &self.host.catalogue);
        let viewer = self
            .seated
            .as_ref()
            .and_then(|seated| viewer(&world, seated));
        let ask = Ask {
            tr,
            as_of: self.as_of,
            viewer,
            witnessed: None,
            query: &self.query,
            held: &self.host.blobs,
        };
        let (status, shown) = match show(&world, &log, &ask) {
            Ok(shown) => (status, shown),
            Err(why @ NotHere::NoSuchPage) => (StatusCode::NOT_FOUND, mechanism::absent(tr, why)),
            Err(NotHere::NotForVisitors) => return Ok(self.sign_in_first()),
        };
        let markup = mechanism::frame(&world, &log, &ask, &self.address, shown);
        drop(world);
        Ok(self.answer(status, markup))
    }

    /// Visitors sign in and come back to the page they asked for.
    fn sign_in_first(&self) -> Response {
        let next = page::percent(&self.address);
        let lang = self.lang.tag();
        Redirect::to(&format!("/sign-in?next={next}&lang={lang}")).into_response()
    }

    fn answer(&self, status: StatusCode, markup: Markup) -> Response {
        let mut response = (status, Html(markup.into_string())).into_response();
        if let Some(cookie) = &self.remember {
            response
                .headers_mut()
                .append(header::SET_COOKIE, cookie.clone());
        }
        response
    }

    /// The log as this page sees it.
    fn log(&self, state: Digest) -> Result<LogView, Problem> {
        let reader = &self.host.reader;
        let unreadable = |e: store::ReadError| Problem::unreadable(&e);
        let head = reader.head().map_err(unreadable)?;
        let range = mechanism::wanted(&self.path, &self.query, head.size);
        let leaves = reader.leaves(range.clone()).map_err(unreadable)?;
        let published = self.host.published();
        let seen = acts::seen(self.host);
        Ok(LogView {
            size: head.size,
            root: Digest(head.root.0),
            state,
            published: (published.size > 0).then_some(mechanism::Published {
                size: published.size,
                root: seen.root,
                cosigned: published.cosigned,
            }),
            entries: range.zip(leaves).collect(),
        })
    }
}

/// Every address that is not the API's: a page to read, or a form on its way to review.
async fn any_page(
    State(host): State<Shared>,
    uri: Uri,
    Query(query): Query<Params>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let visit = Visit::new(&host, &headers, &uri, query);
    match *request.method() {
        Method::GET | Method::HEAD => visit.page(StatusCode::OK, |world, log, ask| {
            world.show(log, ask, &visit.path)
        }),
        Method::POST => {
            let form = Form::<Params>::from_request(request, &()).await;
            let Form(fields) = form.map_err(|e| unreadable_form(&e))?;
            visit.form(&fields)
        }
        _ => Err(Problem::sender(
            StatusCode::METHOD_NOT_ALLOWED,
            "wrong-method",
            "Pages are read with GET and forms are sent with POST",
            "",
            "See /api/openapi.json.",
        )),
    }
}

impl Visit<'_> {
    /// A form was sent: the review of what it would sign, or the form again with its problems.
    fn form(&self, fields: &Params) -> Result<Response, Problem> {
        self.page(StatusCode::OK, |world, log, ask| {
            let viewer = ask.viewer()?;
            let said = match world.write(ask, &self.path, fields) {
                Ok(said) => said,
                Err(_) => return world.show_again(log, ask, &self.path, fields),
            };
            let reading = self.reading(world, &viewer, said);
            let refusal = world.judge(&reading, self.host.now()).err();
            let payload = payload(&reading);
            let to_sign = ToSign {
                said: &reading.said,
                by: reading.by.key,
                payload: &payload,
                refusal: refusal.as_ref(),
                back: &self.address,
                next: parent(&self.path),
                check: None,
            };
            mechanism::review(world, ask, &to_sign)
        })
    }

    /// The act as it would be read once signed.
    fn reading(&self, world: &World, viewer: &Viewer<'_>, said: Said) -> Reading {
        let link = world.link(&viewer.key);
        Reading {
            id: EntryId::default(),
            mechanism: world.areas.roll.mechanism().unwrap_or_default(),
            by: Signer {
                key: viewer.key,
                cosigners: Vec::new(),
            },
            seq: link.map_or(0, |link| link.seq + 1),
            prev: link.map(|link| link.id),
            seen: acts::seen(self.host),
            said_at: self.host.now(),
            said,
        }
    }
}

/// The exact bytes to sign.
fn payload(reading: &Reading) -> String {
    let Ok(entry) = RawValue::from_string(reading.said.json()) else {
        return String::new();
    };
    let statement = Statement {
        mechanism: reading.mechanism,
        by: reading.by.key,
        seq: reading.seq,
        prev: reading.prev,
        seen: reading.seen,
        said_at: reading.said_at,
        entry: &entry,
    };
    String::from_utf8(statement.bytes()).unwrap_or_default()
}

async fn sign_in(
    State(host): State<Shared>,
    uri: Uri,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let challenge = host.challenge()?;
    let visit = Visit::new(&host, &headers, &uri, query);
    visit.page(StatusCode::OK, |world, _, ask| {
        let panel = SignIn {
            challenge: &challenge,
            origin: &host.public_origin,
            mechanism: world.areas.roll.mechanism().unwrap_or_default(),
            next: visit.query.get("next").map_or("/", String::as_str),
        };
        let content = html! {
            (panel.show(ask.tr))
            p { a href="/enrol" { (ask.tr.say("enrol-title")) } }
        };
        Ok(Shown::reading(ask.tr.plain("sign-in-title", &[]), content))
    })
}

async fn enrol(
    State(host): State<Shared>,
    uri: Uri,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visit = Visit::new(&host, &headers, &uri, query);
    visit.page(StatusCode::OK, |world, _, ask| {
        let mechanism = world.areas.roll.mechanism().unwrap_or_default();
        let content = Enrol { mechanism }.show(ask.tr);
        Ok(Shown::reading(ask.tr.plain("enrol-title", &[]), content))
    })
}

/// What waits for a second officer: read by one, sent by the other.
async fn check(
    State(host): State<Shared>,
    Path(id): Path<String>,
    uri: Uri,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visit = Visit::new(&host, &headers, &uri, query);
    visit.page(StatusCode::OK, |world, _, ask| {
        let viewer = ask.viewer()?;
        let name = id.parse().map_err(|_| NotHere::NoSuchPage)?;
        let check = host.checks.of(&name, viewer.member, host.now());
        let check = check.ok_or(NotHere::NoSuchPage)?;
        let reading = mechanism::read(&check.envelope).map_err(|_| NotHere::NoSuchPage)?;
        let refusal = world.judge(&reading, host.now()).err();
        let to_sign = ToSign {
            said: &reading.said,
            by: check.by,
            payload: std::str::from_utf8(check.envelope.payload()).unwrap_or_default(),
            refusal: refusal.as_ref(),
            back: "/",
            next: &format!("/{}", reading.said.kind().0),
            check: Some(&id),
        };
        mechanism::review(world, ask, &to_sign)
    })
}

/// A receipt's code is sent in the body, so that it stands in no address, history or list of requests.
async fn petition_status(
    State(host): State<Shared>,
    uri: Uri,
    headers: HeaderMap,
    form: Result<Form<Params>, FormRejection>,
) -> Result<Response, Problem> {
    let Form(fields) = form.map_err(|e| unreadable_form(&e))?;
    let visit = Visit::new(&host, &headers, &uri, fields);
    visit.page(StatusCode::OK, |world, log, ask| {
        world.show(log, ask, &visit.path)
    })
}

fn viewer<'w>(world: &'w World, seated: &Seated) -> Option<Viewer<'w>> {
    let grant = world.areas.roll.grant(&seated.key)?;
    Some(Viewer {
        key: seated.key,
        member: &grant.member,
        offices: &grant.offices,
        label: &grant.label,
        key_expires: grant.not_after,
    })
}

/// The page a form belongs to: its own path without the last part, unless nothing would be left.
fn parent(path: &str) -> &str {
    match path.trim_end_matches('/').rfind('/') {
        None | Some(0) => path,
        Some(at) => &path[..at],
    }
}

fn without_lang(uri: &Uri) -> String {
    let kept: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    if kept.is_empty() {
        return uri.path().to_owned();
    }
    format!("{}?{}", uri.path(), kept.join("&"))
}

fn unreadable_form(error: &FormRejection) -> Problem {
    Problem::sender(
        error.status(),
        "unreadable-form",
        "The form could not be read",
        error.body_text(),
        "Go back, reload the page, and send the form again; drafts are kept in the browser.",
    )
}

/// The cookie that remembers a language.
pub(crate) fn remember(lang: Lang) -> Option<HeaderValue> {
    let tag = lang.tag();
    let cookie = format!("{LANG_COOKIE}={tag}; Path=/; SameSite=Strict; Max-Age=31536000");
    HeaderValue::from_str(&cookie).ok()
}

/// The language a reader asked for: the one chosen on a page before, else the browser's.
pub(crate) fn accepted(headers: &HeaderMap) -> Lang {
    let kept = cookie(headers, LANG_COOKIE).and_then(Lang::from_tag);
    let listed = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map(Lang::accepted);
    kept.or(listed).unwrap_or_default()
}

pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}
