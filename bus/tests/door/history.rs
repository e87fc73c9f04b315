//! Reading back: history, live events, health, metrics, and wrong addresses.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures::StreamExt;
use serde_json::{Value, json};

use crate::support::{TestDoor, door};

async fn with_events(count: u32) -> TestDoor {
    let door = door();
    let event = |n: u32| {
        json!({"type": if n.is_multiple_of(2) { "HEARTBEAT" } else { "ERROR" }, "event_id": n.to_string(),
            "timestamp": 1_800_000_000_000_i64 + i64::from(n), "payload": {}})
    };
    let events: Vec<Value> = (0..count).map(event).collect();
    door.batch(json!(events)).await;
    door
}

async fn ids(door: &TestDoor, query: &str) -> (Vec<String>, Value) {
    let (status, text) = door.get(&format!("/api/v1/events?{query}")).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    let page: Value = serde_json::from_str(&text).unwrap();
    let id = |event: &Value| event["event_id"].as_str().unwrap().to_owned();
    (page["events"].as_array().unwrap().iter().map(id).collect(), page["next_after"].clone())
}

#[tokio::test]
async fn pages_and_filters() {
    let door = with_events(6).await;
    assert_eq!(ids(&door, "limit=4").await, (vec!["0".into(), "1".into(), "2".into(), "3".into()], json!(4)));
    assert_eq!(ids(&door, "limit=4&after=4").await, (vec!["4".into(), "5".into()], Value::Null));
    assert_eq!(ids(&door, "type=ERROR").await.0, ["1", "3", "5"]);
    assert_eq!(
        ids(&door, "topic=balatro.heartbeat&from=1800000000002&to=2027-01-15T08:00:00.004Z").await.0,
        ["2", "4"]
    );
    assert_eq!(ids(&door, "after=99").await, (vec![], Value::Null));
}

#[tokio::test]
async fn wrong_parameters_are_pointed_to() {
    let door = door();
    for (query, pointer) in [
        ("limit=0", "limit"),
        ("from=yesterday", "from"),
        ("game_id=7", "game_id"),
        ("topic=a..b", "topic"),
        ("kind=x", "kind"),
    ] {
        let (status, text) = door.get(&format!("/api/v1/events?{query}")).await;
        let problem: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status, problem["pointer"].as_str()), (StatusCode::BAD_REQUEST, Some(pointer)));
    }
}

#[tokio::test]
async fn live_events_resume_behind_the_last_seen() {
    let door = with_events(4).await;
    let request = Request::get("/api/v1/events/stream?type=HEARTBEAT").header("last-event-id", "1");
    let response = door.send(request.body(Body::empty()).unwrap()).await;
    let mut stream = response.into_body().into_data_stream();
    let mut text = String::new();
    let read = async {
        while !text.contains("id: 5") {
            text.push_str(&String::from_utf8_lossy(&stream.next().await.unwrap().unwrap()));
            if text.contains("id: 3") && !text.contains("id: 5") {
                let late = json!([{"type": "HEARTBEAT", "event_id": "late", "timestamp": 1_800_000_000_009_i64, "payload": {}}]);
                door.batch(late).await;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), read).await.unwrap();
    assert!(!text.contains("id: 1\n") && text.contains("event: balatro.heartbeat"), "{text}");
}

#[tokio::test]
async fn health_readiness_metrics_and_the_description() {
    let door = with_events(1).await;
    for path in ["/health", "/ready", "/metrics", "/openapi.json", "/api/v1/events/health"] {
        assert_eq!(door.get(path).await.0, StatusCode::OK, "{path}");
    }
    assert_eq!(door.post("/api/v1/events/health", "{}").await.0, StatusCode::OK);
    let (_, metrics) = door.get("/metrics").await;
    assert!(metrics.contains("ludograph_events_stored_total"), "{metrics}");
    door.ingest.close();
    assert_eq!(door.get("/ready").await.0, StatusCode::SERVICE_UNAVAILABLE);
    let description: Value = serde_json::from_str(&door.get("/openapi.json").await.1).unwrap();
    assert!(description["paths"]["/api/v1/events/batch"].is_object());
}

#[tokio::test]
async fn wrong_addresses_get_problems() {
    let door = door();
    assert_eq!(door.get("/api/v1/evnts").await.0, StatusCode::NOT_FOUND);
    assert_eq!(door.get("/api/v1/commands").await.0, StatusCode::METHOD_NOT_ALLOWED);
}
