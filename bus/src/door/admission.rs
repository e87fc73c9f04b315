//! How much of what is being sent may be in memory at once.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tokio::sync::Semaphore;

use super::problem::Problem;
use crate::limits::{BODIES_BYTES_MAX, BODY_BYTES_MAX};

/// Bytes that one permit stands for.
const UNIT_BYTES: usize = 4096;

/// Room for bodies under way.
#[derive(Debug, Clone)]
pub(super) struct Admission(Arc<Semaphore>);

impl Admission {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(BODIES_BYTES_MAX / UNIT_BYTES)))
    }
}

/// Reserves room for a request's body before it is read, or says when to come back. A body of unknown length is
/// reckoned as the longest there may be.
pub(super) async fn admit(State(Admission(room)): State<Admission>, request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
    let bytes: usize = length.unwrap_or(if chunked { BODY_BYTES_MAX } else { 0 });
    let units = u32::try_from(bytes.min(BODY_BYTES_MAX).div_ceil(UNIT_BYTES).max(1)).unwrap_or(u32::MAX);
    let Ok(_reserved) = room.try_acquire_many_owned(units) else {
        return Problem::busy(format!("{BODIES_BYTES_MAX} bytes of bodies are under way already")).into_response();
    };
    next.run(request).await
}
