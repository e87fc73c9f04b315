//! What the mod's encoder writes, and worse.

use axum::http::StatusCode;
use ludograph_proto::pb::{Payload, RepairKind};
use serde_json::json;

use crate::support::door;

#[tokio::test]
async fn the_mods_first_message_is_taken() {
    let door = door();
    let body =
        r#"{"type":"connection_test","timestamp":1795216954000,"source":"BalatroMCP","data":{"message":"hello"}}"#;
    let (status, answer) = door.post("/api/v1/events", body).await;
    assert_eq!((status, answer["status"].as_str(), answer["accepted"].as_u64()), (StatusCode::OK, Some("ok"), Some(1)));
    let events = door.stored();
    let Some(Payload::ConnectionTest(test)) = &events[0].payload else { panic!("typed: {events:?}") };
    assert_eq!(test.message.as_deref(), Some("hello"));
    assert_eq!(events[0].event_time_us, 1_795_216_954_000_000);
}

#[tokio::test]
async fn numbers_without_a_form_are_kept_and_counted() {
    let door = door();
    let body = r#"{"timestamp":1800000000000,"events":[{"type":"SCORE_CHANGED","timestamp":5.5,"payload":{"new_chips":inf,"old_mult":-nan}}]}"#;
    let (status, answer) = door.post("/api/v1/events/batch", body).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["repairs"], json!([["infinity", 1], ["not_a_number", 1]]));
    let events = door.stored();
    let Some(Payload::ScoreChanged(score)) = &events[0].payload else { panic!("typed") };
    assert_eq!(score.new_chips, Some(f64::INFINITY));
    assert!(score.old_mult.unwrap().is_nan());
    assert_eq!(events[0].repairs[0].kind(), RepairKind::Infinity);
}

#[tokio::test]
async fn beyond_repair_is_answered_2xx_and_kept_whole() {
    let door = door();
    for body in [&b"{\"we\"ird\":1}"[..], b"", b"\xff\xfe", b"[[[[", b"7"] {
        let (status, answer) = door.post("/api/v1/events", body.to_vec()).await;
        assert_eq!((status, answer["dead_letters"].as_u64()), (StatusCode::OK, Some(1)), "{body:?}");
    }
    let kept: Vec<Vec<u8>> = door
        .stored()
        .into_iter()
        .filter_map(|event| match event.payload {
            Some(Payload::DeadLetter(dead)) => Some(dead.body),
            _ => None,
        })
        .collect();
    assert_eq!(kept, [&b"{\"we\"ird\":1}"[..], b"", b"\xff\xfe", b"[[[[", b"7"]);
}

#[tokio::test]
async fn unknown_kinds_and_odd_shapes_lose_nothing() {
    let door = door();
    let events = json!([
        {"type": "NEW_KIND", "event_id": "a", "timestamp": 1.0, "payload": {"x": [1, {"y": null}]}, "extra": true},
        {"type": "SCORE_CHANGED", "event_id": "b", "timestamp": 2.0, "payload": {"new_chips": {"array": ["1"], "sign": 1}}},
        {"type": "GAME_STATE", "event_id": "c", "timestamp": 3.0, "payload": "none"},
    ]);
    assert_eq!(door.batch(events).await, 3);
    let (_, history) = door.get("/api/v1/events").await;
    for part in [r#"{"x":[1,{"y":null}]}"#, r#"{"new_chips":{"array":["1"],"sign":1}}"#, r#""payload":"none""#] {
        assert!(history.contains(part), "{part} in {history}");
    }
}

#[tokio::test]
async fn both_clocks_are_kept() {
    let door = door();
    let events = json!([
        {"type": "HEARTBEAT", "event_id": "a", "timestamp": 5000.5, "payload": {}},
        {"type": "HEARTBEAT", "event_id": "b", "timestamp": 7000.5, "payload": {}},
    ]);
    door.batch(events).await;
    let stored = door.stored();
    let times: Vec<_> = stored.iter().map(|event| (event.source_time_ms, event.event_time_us)).collect();
    assert_eq!(times, [(Some(5000.5), 1_799_999_998_000_000), (Some(7000.5), 1_800_000_000_000_000)]);
    assert!(stored[0].received_at_us > 1_600_000_000_000_000);
}

#[tokio::test]
async fn addresses_with_doubled_slashes_and_streams_by_path() {
    let door = door();
    let event = |id: &str| json!({"type": "HEARTBEAT", "event_id": id, "timestamp": 1.0, "payload": {}}).to_string();
    for (path, id) in [("/api/v1/events/", "a"), ("/api/v1/events//batch", "b"), ("/streams/left/api/v1/events", "c")] {
        assert_eq!(door.post(path, event(id)).await.0, StatusCode::OK, "{path}");
    }
    let streams: Vec<_> = door.stored().into_iter().map(|event| event.stream).collect();
    assert_eq!(streams, ["test", "test", "left"]);
    let (status, problem) = door.post_from("/api/v1/events", "no good", event("d")).await;
    assert_eq!((status, problem["pointer"].as_str()), (StatusCode::BAD_REQUEST, Some("header x-ludograph-stream")));
}

#[tokio::test]
async fn a_body_beyond_the_bound_is_refused() {
    let door = door();
    let (status, problem) = door.post("/api/v1/events", vec![b' '; ludograph_bus::limits::BODY_BYTES_MAX + 1]).await;
    assert_eq!((status, problem["status"].as_u64()), (StatusCode::PAYLOAD_TOO_LARGE, Some(413)));
}
