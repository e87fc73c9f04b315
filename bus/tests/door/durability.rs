//! An answer means "on disk"; a refusal means "nothing of it".

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::{Request, StatusCode};
use ludograph_bus::{Door, Ingest, Sink, install_metrics};
use ludograph_log::sim::SimFs;
use ludograph_log::{Log, LogOptions};
use serde_json::json;

use crate::support::{TestDoor, door, door_on};

fn on(disk: &SimFs) -> TestDoor {
    let options = LogOptions { segment_bytes: 16 * 1024, ..LogOptions::default() };
    let (log, _) = Log::open_with(disk.clone(), Path::new("/data"), options).unwrap();
    door_on(log, tempfile::tempdir().unwrap())
}

fn event(id: usize) -> String {
    json!({"type": "ERROR", "event_id": id.to_string(), "timestamp": 1_800_000_000_000_i64,
        "payload": {"message": "m".repeat(2000)}})
    .to_string()
}

#[tokio::test]
async fn a_full_disk_is_503_and_recovers_when_space_returns() {
    let disk = SimFs::new(1);
    let door = on(&disk);
    disk.set_capacity(Some(disk.used_bytes() + 20 * 1024));
    let mut stored = 0;
    let refused = loop {
        let (status, problem) = door.post("/api/v1/events", event(stored)).await;
        if status != StatusCode::OK {
            break (status, problem);
        }
        stored += 1;
        assert!(stored < 1000, "the disk never fills up");
    };
    assert_eq!(refused.0, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.1);
    assert!(refused.1["detail"].as_str().unwrap().contains("no space"), "{}", refused.1);
    assert_eq!(door.stored().len(), stored, "nothing of the refused body is there");
    disk.set_capacity(None);
    let (status, answer) = door.post("/api/v1/events", event(stored)).await;
    assert_eq!((status, answer["accepted"].as_u64()), (StatusCode::OK, Some(1)), "it is no copy of what was refused");
    assert_eq!(door.stored().len(), stored + 1);
}

#[tokio::test]
async fn a_failed_sync_refuses_everything_until_reopened() {
    let disk = SimFs::new(2);
    let door = on(&disk);
    assert_eq!(door.post("/api/v1/events", event(0)).await.0, StatusCode::OK);
    disk.fail_next_sync();
    assert_eq!(door.post("/api/v1/events", event(1)).await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(door.post("/api/v1/events", event(2)).await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(door.get("/ready").await.0, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_closing_door_says_when_to_come_back() {
    let door = door();
    door.ingest.close();
    let request = Request::post("/api/v1/events").body(event(0).into()).unwrap();
    let response = door.send(request).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert!(door.stored().is_empty());
}

struct Full(AtomicBool);

impl Sink for Full {
    fn name(&self) -> &'static str {
        "tables"
    }
    fn position(&self) -> u64 {
        0
    }
    fn refuses(&self) -> Option<String> {
        self.0.load(Ordering::Relaxed).then(|| "over their bound".to_owned())
    }
}

#[tokio::test]
async fn a_full_sink_refuses_before_anything_is_stored() {
    let door = door();
    let sink = Arc::new(Full(AtomicBool::new(true)));
    let ingest = Ingest::open(door.log.clone(), vec![sink.clone()]).unwrap();
    let router = Door::new(ingest.clone(), install_metrics()).router();
    let door = TestDoor { router, ingest, ..door };
    let (status, problem) = door.post("/api/v1/events", event(0)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(problem["detail"], "tables takes no more for now: over their bound");
    assert!(door.get("/ready").await.1.contains("over their bound"));
    sink.0.store(false, Ordering::Relaxed);
    assert_eq!(door.post("/api/v1/events", event(0)).await.0, StatusCode::OK);
    assert_eq!(door.stored().len(), 1);
}

struct Behind(AtomicBool);

impl Sink for Behind {
    fn name(&self) -> &'static str {
        "tables"
    }
    fn position(&self) -> u64 {
        0
    }
    fn holds_back(&self) -> Option<String> {
        self.0.load(Ordering::Relaxed).then(|| "far behind the log".to_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sink_far_behind_holds_bodies_back_and_refuses_them_in_the_end() {
    let door = door();
    let sink = Arc::new(Behind(AtomicBool::new(true)));
    let ingest = Ingest::open(door.log.clone(), vec![sink.clone()]).unwrap();
    let router = Door::new(ingest.clone(), install_metrics()).router();
    let door = Arc::new(TestDoor { router, ingest, ..door });
    let begun = std::time::Instant::now();
    let (status, problem) = door.post("/api/v1/events", event(0)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(problem["detail"], "tables takes no more for now: far behind the log");
    assert!(begun.elapsed() >= ludograph_bus::limits::HELD_BACK_MAX);
    assert!(door.stored().is_empty());
    let held = Arc::clone(&door);
    let held = tokio::spawn(async move { held.post("/api/v1/events", event(1)).await });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!held.is_finished() && door.stored().is_empty());
    sink.0.store(false, Ordering::Relaxed);
    assert_eq!(held.await.unwrap().0, StatusCode::OK);
    assert_eq!(door.stored().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_copies_of_one_event_are_stored_once() {
    let door = Arc::new(door());
    let post = |door: Arc<TestDoor>| tokio::spawn(async move { door.post("/api/v1/events", event(7)).await });
    let posts: Vec<_> = (0..32).map(|_| post(Arc::clone(&door))).collect();
    let mut accepted = 0;
    for posted in posts {
        let (status, answer) = posted.await.unwrap();
        assert_eq!(status, StatusCode::OK);
        accepted += answer["accepted"].as_u64().unwrap();
    }
    assert_eq!((accepted, door.stored().len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_beyond_the_room_are_refused_before_they_are_read() {
    use ludograph_bus::limits::{BODIES_BYTES_MAX, BODY_BYTES_MAX};
    let door = Arc::new(door());
    // Bodies that never come hold their room for as long as their senders stay.
    let waiting: Vec<_> = (0..BODIES_BYTES_MAX / BODY_BYTES_MAX)
        .map(|_| {
            let request = Request::post("/api/v1/events").header("content-length", BODY_BYTES_MAX);
            let body = axum::body::Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>());
            let (door, request) = (Arc::clone(&door), request.body(body).unwrap());
            tokio::spawn(async move { door.send(request).await.status() })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let large = Request::post("/api/v1/events").header("content-length", BODY_BYTES_MAX);
    let response = door.send(large.body("{}".into()).unwrap()).await;
    assert_eq!(
        (response.status(), &response.headers()["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"1".parse().unwrap())
    );
    waiting.into_iter().for_each(|waiting| waiting.abort());
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(door.post("/api/v1/events", event(0)).await.0, StatusCode::OK);
}
