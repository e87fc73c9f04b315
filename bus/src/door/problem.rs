//! Problem details (RFC 9457), and the one place that maps blame to a status.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::commands::CommandError;
use crate::error::BusError;
use crate::limits::RETRY_AFTER;

/// What went wrong, for a person and for a program.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// The kind of problem; about:blank, since the title says it.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    /// A JSON pointer, or a query parameter's name, to the field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip)]
    retry: bool,
}

impl Problem {
    /// A problem with a status.
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { kind: "about:blank", title, status: status.as_u16(), detail: detail.into(), pointer: None, retry: false }
    }

    /// The caller's input is at fault.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "invalid input", detail);
        problem.pointer = Some(pointer.into());
        problem
    }

    /// The same request may succeed in a moment.
    pub fn busy(detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "try again", detail);
        problem.retry = true;
        problem
    }

    /// The status it answers with.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }
}

impl From<BusError> for Problem {
    fn from(error: BusError) -> Self {
        if error.is_retryable() {
            return Self::busy(error.to_string());
        }
        tracing::error!(%error, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal error", error.to_string())
    }
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        match &error {
            CommandError::Unknown { .. } => Self::invalid("/type", error.to_string()),
            CommandError::Parameter { .. } => Self::invalid("/params", error.to_string()),
            CommandError::Full => Self::busy(error.to_string()),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.retry {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER.as_secs()));
        }
        response
    }
}
