//! Errors as people and programs read them: RFC 9457 problem details, with whose side it is on and
//! what to do next. Nothing about internals.

use std::borrow::Cow;

use act::Refusal;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use page::Tr;
use serde::Serialize;

/// Whose side an error is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The request is to be mended.
    Sender,
    /// This node can't do it now.
    Node,
}

/// A problem as it is sent.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    /// Stable name of the kind of problem, `tasdiq:<code>`.
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// What happened.
    pub title: Cow<'static, str>,
    /// HTTP status.
    pub status: u16,
    /// The particulars.
    pub detail: String,
    /// Whose side it is on.
    pub fault: Fault,
    /// What to do now.
    pub next: Cow<'static, str>,
    /// Further members, by kind of problem.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
    /// Seconds after which to try again.
    #[serde(skip)]
    pub retry_after: Option<u32>,
}

impl Problem {
    /// A problem on the sender's side.
    pub fn sender(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
        next: &'static str,
    ) -> Problem {
        Problem {
            kind: format!("tasdiq:{code}").into(),
            title: title.into(),
            status: status.as_u16(),
            detail: detail.into(),
            fault: Fault::Sender,
            next: next.into(),
            more: serde_json::Map::new(),
            retry_after: None,
        }
    }

    /// A problem on this node's side.
    pub fn node(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
        next: &'static str,
    ) -> Problem {
        let problem = Problem::sender(status, code, title, detail, next);
        Problem {
            fault: Fault::Node,
            ..problem
        }
    }

    /// The same, because of a refusal: its sentence as the detail, its stable code and facts beside it.
    #[must_use]
    pub fn refusal(mut self, refusal: &Refusal, tr: Tr<'_>) -> Problem {
        self.detail = tr
            .coded_text(refusal.code, &refusal.about)
            .unwrap_or_else(|| refusal.to_string());
        self.with("code", refusal.code)
            .with("about", facts(refusal))
    }

    /// The same, to be tried again after some seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Problem {
        self.retry_after = Some(seconds);
        self
    }

    /// The same with one more member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Problem {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// Nothing behind this address.
    pub fn not_found() -> Problem {
        Problem::sender(
            StatusCode::NOT_FOUND,
            "not-found",
            "There is nothing at this address",
            "",
            "Check the address; /api/openapi.json lists what is served.",
        )
    }

    /// Reading needs a sign-in or a reader's address.
    pub fn sign_in_first() -> Problem {
        Problem::sender(
            StatusCode::UNAUTHORIZED,
            "sign-in-first",
            "This is for members who have signed in",
            "Only the bare checkpoint of this log is public.",
            "Sign in with an office's key, or use the reader address your member was given.",
        )
    }

    /// The store could not be read.
    pub fn unreadable(error: &dyn std::error::Error) -> Problem {
        tracing::error!(%error, "the store could not be read");
        Problem::node(
            StatusCode::INTERNAL_SERVER_ERROR,
            "store-unreadable",
            "This node could not read its store",
            "The fault is on this node; nothing was lost or changed by the request.",
            "Use another replica, and tell the custodian of this node.",
        )
    }
}

/// The facts of a refusal for programs, by name.
pub(crate) fn facts(refusal: &Refusal) -> serde_json::Map<String, serde_json::Value> {
    refusal
        .about
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.to_string().into()))
        .collect()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
