//! Errors as problem details (RFC 9457).

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::accept::MEDIA_TYPES;
use crate::query::QueryError;

/// Seconds after which a query that found no place may be tried again.
const RETRY_AFTER_S: u32 = 1;

/// One problem.
#[derive(Debug, Serialize)]
pub(super) struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: String,
    /// Where in the request, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
    #[serde(skip)]
    retry_after_s: Option<u32>,
}

impl Problem {
    fn new(status: StatusCode, kind: &str, title: &'static str, detail: String) -> Self {
        Self {
            kind: format!("urn:ludograph:problem:{kind}"),
            title,
            status: status.as_u16(),
            detail,
            pointer: None,
            suggestion: None,
            retry_after_s: None,
        }
    }

    /// The problem a query's error is: the one place where blame becomes a status.
    pub(super) fn of_query(error: &QueryError) -> Self {
        let (status, title, pointer) = match error {
            QueryError::Refused { .. } => (StatusCode::BAD_REQUEST, "The statement is refused", Some("/sql")),
            QueryError::Invalid { .. } => (StatusCode::BAD_REQUEST, "The statement is invalid", Some("/sql")),
            QueryError::Exhausted { .. } => {
                (StatusCode::SERVICE_UNAVAILABLE, "The query needs more than it may have", None)
            }
            QueryError::Timeout { .. } => (StatusCode::GATEWAY_TIMEOUT, "The query took too long", None),
            QueryError::Busy { .. } => (StatusCode::SERVICE_UNAVAILABLE, "Too many queries", None),
            QueryError::Unreadable { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "A stored file cannot be read", None),
            QueryError::Internal { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "A bug", None),
        };
        let mut problem = Self::new(status, &format!("query-{}", error.kind()), title, error.to_string());
        problem.pointer = pointer;
        if let QueryError::Invalid { suggestion, .. } = error {
            problem.suggestion.clone_from(suggestion);
        }
        problem.retry_after_s = matches!(error, QueryError::Busy { .. }).then_some(RETRY_AFTER_S);
        problem
    }

    /// The body is no query.
    pub(super) fn bad_body(detail: impl Into<String>, pointer: Option<&'static str>) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "bad-body", "The body is no query", detail.into());
        problem.pointer = pointer;
        problem
    }

    /// There is no named query of that name.
    pub(super) fn no_such_query(name: &str, suggestion: Option<String>) -> Self {
        let did_you_mean = suggestion.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
        let detail = format!("there is no named query `{name}`{did_you_mean}");
        let mut problem = Self::new(StatusCode::NOT_FOUND, "no-such-query", "No such named query", detail);
        problem.suggestion = suggestion;
        problem
    }

    /// The body, or what it says, is no state to decide in.
    pub(super) fn bad_state(detail: impl Into<String>, pointer: Option<&'static str>) -> Self {
        let title = "The body is no state to decide in";
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "bad-state", title, detail.into());
        problem.pointer = pointer;
        problem
    }

    /// A parameter of the address is wrong.
    pub(super) fn bad_parameter(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-parameter", "A parameter is wrong", detail.into())
    }

    /// The body is too large, or broke off.
    pub(super) fn unreadable(status: StatusCode, detail: String) -> Self {
        Self::new(status, "unreadable-body", "The body cannot be read", detail)
    }

    /// No state of that game is stored.
    pub(super) fn no_such_state(game_id: &str) -> Self {
        let detail = format!("no state of a run is stored for the game {game_id}");
        Self::new(StatusCode::NOT_FOUND, "no-such-state", "No state of that game", detail)
    }

    /// Too many decisions are under way.
    pub(super) fn decisions_busy(decisions_max: usize) -> Self {
        let detail = format!("{decisions_max} decisions are under way, and no more may be; try again");
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Too many decisions", detail);
        problem.retry_after_s = Some(RETRY_AFTER_S);
        problem
    }

    /// Our own mistake.
    pub(super) fn bug(detail: String) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "bug", "A bug", detail)
    }

    /// None of our forms is acceptable.
    pub(super) fn not_acceptable() -> Self {
        let detail = format!("rows come as {}", MEDIA_TYPES.join(", "));
        Self::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", "No acceptable form", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
