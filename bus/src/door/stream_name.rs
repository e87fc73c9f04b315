//! Which producer a request comes from.

use std::collections::HashMap;
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts, Path};
use axum::http::request::Parts;

use super::problem::Problem;
use crate::limits::STREAM_NAME_BYTES_MAX;

/// The stream's name: from the path, else from the header `x-ludograph-stream`, else the peer's address.
#[derive(Debug, Clone)]
pub(super) struct StreamName(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for StreamName {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, state).await;
        if let Some(name) = path.ok().and_then(|Path(mut names)| names.remove("stream")) {
            return checked(name, "path /streams/{stream}");
        }
        if let Some(name) = parts.headers.get("x-ludograph-stream") {
            let name = name.to_str().unwrap_or("\u{fffd}").to_owned();
            return checked(name, "header x-ludograph-stream");
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map_or_else(|| "local".to_owned(), |peer| peer.ip().to_string())))
    }
}

fn checked(name: String, pointer: &str) -> Result<StreamName, Problem> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':');
    if (1..=STREAM_NAME_BYTES_MAX).contains(&name.len()) && name.chars().all(allowed) {
        return Ok(StreamName(name));
    }
    let detail = format!(
        "a stream's name is 1 to {STREAM_NAME_BYTES_MAX} of A-Z a-z 0-9 . _ - :, this is {:?}",
        name.chars().take(80).collect::<String>()
    );
    Err(Problem::invalid(pointer, detail))
}
