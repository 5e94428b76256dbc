//! A program's own pages, on its own machine only: requests in, pages out. It knows nothing of logs or
//! sessions; whoever sits at the machine is its user.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use page::Lang;

use crate::{pages, routes};

/// Longest form: a message of 8,000 letters of two bytes each, as forms write them, and room.
const FORM_BYTES_MAX: usize = 64 * 1024;

/// What is asked of a program.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Whether it is to do something, or only to show.
    pub acting: Acting,
    /// The path.
    pub path: String,
    /// The reader's language.
    pub lang: Lang,
    /// The fields of the form, or of the address.
    pub fields: BTreeMap<String, String>,
}

/// Whether a request does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting {
    /// It shows.
    No,
    /// It does.
    Yes,
}

/// What a program answers.
#[derive(Clone, Debug)]
pub enum Answered {
    /// A page.
    Page(String),
    /// A page that says why something was not done.
    Refused(String),
    /// A JPEG picture.
    Picture(Vec<u8>),
    /// Done; the page is at another address of this program.
    Elsewhere(String),
    /// There is nothing.
    NotHere,
}

/// A program's pages. Called on a thread that may wait for a disk.
pub type Pages = Arc<dyn Fn(Asked) -> Answered + Send + Sync>;

#[derive(Clone)]
struct Local {
    pages: Pages,
    /// The addresses under which a browser on this machine names it.
    names: Arc<[String]>,
}

/// Serves a program's pages on a port of this machine. A request that names another machine, or that
/// another site sent, is refused: names of other sites can be made to lead here.
pub fn router(pages: Pages, port: u16) -> Router {
    let names = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}"));
    let local = Local {
        pages,
        names: names.into(),
    };
    Router::new()
        .route("/assets/{name}", get(pages::asset))
        .fallback(get(show).post(act))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(middleware::from_fn_with_state(local.clone(), guard))
        .with_state(local)
}

async fn guard(State(local): State<Local>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let value = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let named = value(header::HOST).is_some_and(|host| local.names.iter().any(|n| n == host));
    let same_site = match headers.get("sec-fetch-site").and_then(|v| v.to_str().ok()) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => value(header::ORIGIN).is_none_or(|origin| {
            let origin = origin.strip_prefix("http://").unwrap_or_default();
            local.names.iter().any(|name| name == origin)
        }),
    };
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = match named && (reading || same_site) {
        true => next.run(request).await,
        false => StatusCode::FORBIDDEN.into_response(),
    };
    for (name, value) in routes::HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

async fn show(
    State(local): State<Local>,
    uri: Uri,
    headers: HeaderMap,
    Query(fields): Query<BTreeMap<String, String>>,
) -> Response {
    let chosen = fields.get("lang").and_then(|tag| Lang::from_tag(tag));
    let lang = chosen.unwrap_or_else(|| pages::accepted(&headers));
    let asked = Asked {
        acting: Acting::No,
        path: uri.path().to_owned(),
        lang,
        fields,
    };
    let mut response = answer(local, asked).await;
    if let Some(cookie) = chosen.and_then(pages::remember) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn act(
    State(local): State<Local>,
    uri: Uri,
    headers: HeaderMap,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Response {
    let asked = Asked {
        acting: Acting::Yes,
        path: uri.path().to_owned(),
        lang: pages::accepted(&headers),
        fields,
    };
    answer(local, asked).await
}

async fn answer(local: Local, asked: Asked) -> Response {
    let answered = tokio::task::spawn_blocking(move || (local.pages)(asked)).await;
    match answered {
        Ok(Answered::Page(page)) => Html(page).into_response(),
        Ok(Answered::Refused(page)) => (StatusCode::CONFLICT, Html(page)).into_response(),
        Ok(Answered::Picture(bytes)) => {
            ([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response()
        }
        Ok(Answered::Elsewhere(path)) => Redirect::to(&path).into_response(),
        Ok(Answered::NotHere) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
