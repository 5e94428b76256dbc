//! The log as C2SP tlog-tiles serves it: checkpoint, tiles, entry bundles, and the signed state root.

use std::str::FromStr;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tlog::tile::{EntryBundle, Tile};

use crate::host::Host;
use crate::problem::Problem;

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");
const NEVER_KEPT: HeaderValue = HeaderValue::from_static("no-store");
/// Tiles never change, but who may read them can: only the reader itself may keep them.
const FOR_EVER: HeaderValue = HeaderValue::from_static("private, max-age=604800, immutable");
const ANY_ORIGIN: (HeaderName, HeaderValue) = (
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    HeaderValue::from_static("*"),
);

/// The last published checkpoint; 404 before the first.
pub(crate) fn checkpoint(host: &Host) -> Result<Response, Problem> {
    let published = host.published();
    if published.note.is_empty() {
        return Err(Problem::not_found());
    }
    Ok(text(published.note))
}

/// The signed state root of a published size, or of the latest that has one.
pub(crate) fn state(host: &Host, size: Option<u64>) -> Result<Response, Problem> {
    host.state_note(size)
        .map(text)
        .ok_or_else(Problem::not_found)
}

/// A tile or entry bundle by its path below the log's prefix.
pub(crate) fn tile(host: &Host, path: &str) -> Result<Response, Problem> {
    let path = format!("tile/{path}");
    let found = if let Ok(bundle) = EntryBundle::from_str(&path) {
        store::tiles::bundle(host.reader.as_ref(), bundle)
    } else if let Ok(tile) = Tile::from_str(&path) {
        store::tiles::tile(host.reader.as_ref(), tile)
    } else {
        return Err(not_found());
    };
    let bytes = found
        .map_err(|e| Problem::unreadable(&e))?
        .ok_or_else(not_found)?;
    let headers = [
        (header::CONTENT_TYPE, BYTES),
        (header::CACHE_CONTROL, FOR_EVER),
        ANY_ORIGIN,
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

fn not_found() -> Problem {
    Problem::sender(
        StatusCode::NOT_FOUND,
        "no-such-tile",
        "This log has no such tile",
        "",
        "Paths are those of C2SP tlog-tiles; ask for tiles of a published size.",
    )
}

fn text(body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, TEXT),
        (header::CACHE_CONTROL, NEVER_KEPT),
        ANY_ORIGIN,
    ];
    (StatusCode::OK, headers, body).into_response()
}
