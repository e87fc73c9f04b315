//! Alive, ready, and by the numbers.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Door;

/// `GET /health`, and the route the mod names but never calls.
pub(super) async fn alive() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// `GET /ready`: the log and every sink with its lag; 503 where a body would be refused.
pub(super) async fn ready(State(door): State<Door>) -> Response {
    let log = door.ingest.log().stats();
    let mut reasons = Vec::new();
    if door.ingest.is_closing() {
        reasons.push("shutting down".to_owned());
    }
    if log.poisoned {
        reasons.push("log: a sync failed; reopen it".to_owned());
    }
    let mut sinks = Vec::new();
    for sink in door.ingest.sinks() {
        let (refuses, failed) = (sink.refuses(), sink.failed());
        let wrong = refuses.iter().chain(&failed).map(|reason| format!("{}: {reason}", sink.name()));
        reasons.extend(wrong);
        let position = sink.position();
        sinks.push(json!({
            "name": sink.name(),
            "position": position,
            "lag_events": log.durable.saturating_sub(position),
            "delayed": sink.delayed(),
            "refuses": refuses,
            "failed": failed,
        }));
    }
    let ready = reasons.is_empty();
    let body = json!({
        "status": if ready { "ready" } else { "not ready" },
        "reasons": reasons,
        "log": {
            "durable_position": log.durable,
            "first_position": log.first,
            "segments": log.segments,
            "bytes_on_disk": log.bytes_on_disk,
            "pending_bytes": log.pending_bytes,
            "last_sync_us": log.last_sync_us,
        },
        "sinks": sinks,
    });
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(body)).into_response()
}

/// `GET /metrics`: Prometheus text.
pub(super) async fn metrics(State(door): State<Door>) -> Response {
    let log = door.ingest.log().stats();
    #[allow(clippy::cast_precision_loss, reason = "a gauge is a double")]
    let gauge = |value: u64| value as f64;
    metrics::gauge!("ludograph_log_durable_position").set(gauge(log.durable));
    #[allow(clippy::cast_precision_loss, reason = "a gauge is a double")]
    metrics::gauge!("ludograph_log_pending_bytes").set(log.pending_bytes as f64);
    metrics::gauge!("ludograph_log_disk_bytes").set(gauge(log.bytes_on_disk));
    for sink in door.ingest.sinks() {
        let lag = gauge(log.durable.saturating_sub(sink.position()));
        metrics::gauge!("ludograph_sink_lag_events", "sink" => sink.name().to_owned()).set(lag);
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], door.metrics.render()).into_response()
}
