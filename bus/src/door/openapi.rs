//! The door described for programs.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// `GET /openapi.json`
pub(super) async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("openapi.json")).into_response()
}
