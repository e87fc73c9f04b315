//! The mod's routes: events in.

use std::time::Instant;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use ludograph_proto::repair;
use serde::Serialize;

use super::stream_name::StreamName;
use super::{Door, Problem};
use crate::ingest::{Body, Receipt};
use crate::internal_events::BodyAnswered;

/// The answer to a body that was taken. The mod reads its status only.
#[derive(Debug, Serialize)]
struct Answer {
    status: &'static str,
    accepted: usize,
    duplicates: usize,
    dead_letters: usize,
    repairs: Vec<(&'static str, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_position: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_position: Option<u64>,
}

impl From<Receipt> for Answer {
    fn from(receipt: Receipt) -> Self {
        let word = |repaired: &ludograph_proto::pb::Repair| (repair::name(repaired.kind()), repaired.count);
        Self {
            status: "ok",
            accepted: receipt.stored,
            duplicates: receipt.duplicates,
            dead_letters: receipt.dead_letters,
            repairs: receipt.repairs.iter().map(word).collect(),
            first_position: receipt.positions.map(|(first, _)| first),
            last_position: receipt.positions.map(|(_, last)| last),
        }
    }
}

/// `POST /api/v1/events`
pub(super) async fn single(
    state: State<Door>,
    stream: StreamName,
    uri: Uri,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    take(state, stream, uri, body).await
}

/// `POST /api/v1/events/batch`
pub(super) async fn batch(
    state: State<Door>,
    stream: StreamName,
    uri: Uri,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    take(state, stream, uri, body).await
}

async fn take(
    State(door): State<Door>,
    StreamName(stream): StreamName,
    uri: Uri,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let begun = Instant::now();
    let response = match body {
        Ok(bytes) => {
            let received_at_us = chrono::Utc::now().timestamp_micros();
            let body = Body { bytes: &bytes, path: uri.path(), stream: &stream, received_at_us };
            match door.ingest.take(body).await {
                Ok(receipt) => (StatusCode::OK, Json(Answer::from(receipt))).into_response(),
                Err(error) => Problem::from(error).into_response(),
            }
        }
        Err(rejection) => too_large(&rejection).into_response(),
    };
    BodyAnswered { seconds: begun.elapsed().as_secs_f64(), status: response.status().as_u16() }.emit();
    response
}

fn too_large(rejection: &BytesRejection) -> Problem {
    let status = rejection.status();
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        let limit = crate::limits::BODY_BYTES_MAX;
        return Problem::new(status, "body too large", format!("a body is at most {limit} bytes"));
    }
    Problem::new(status, "body not read", rejection.to_string())
}
