//! A door on a log of its own.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use ludograph_bus::{Door, Ingest, install_metrics};
use ludograph_log::{Log, LogOptions, Records};
use ludograph_proto::Message;
use ludograph_proto::pb::Event;
use serde_json::Value;
use tower::ServiceExt;

pub(crate) struct TestDoor {
    pub(crate) router: Router,
    pub(crate) ingest: Ingest,
    pub(crate) log: Log,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) fn options() -> LogOptions {
    LogOptions { segment_bytes: 1 << 20, ..LogOptions::default() }
}

pub(crate) fn door() -> TestDoor {
    let folder = tempfile::tempdir().unwrap();
    let (log, _) = Log::open(folder.path(), options()).unwrap();
    door_on(log, folder)
}

pub(crate) fn door_on(log: Log, folder: tempfile::TempDir) -> TestDoor {
    let ingest = Ingest::open(log.clone(), Vec::new()).unwrap();
    let router = Door::new(ingest.clone(), install_metrics()).router();
    TestDoor { router, ingest, log, folder }
}

impl TestDoor {
    /// Closes everything and opens it again on the same folder, as after a restart.
    pub(crate) fn reopen(self) -> Self {
        let Self { router, ingest, log, folder } = self;
        log.close().unwrap();
        drop((router, ingest, log));
        let (log, _) = Log::open(folder.path(), options()).unwrap();
        door_on(log, folder)
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Body>) -> (StatusCode, Value) {
        self.post_from(path, "test", body).await
    }

    pub(crate) async fn post_from(&self, path: &str, stream: &str, body: impl Into<Body>) -> (StatusCode, Value) {
        let request = Request::post(path).header("x-ludograph-stream", stream).header(header::CONTENT_TYPE, "text/x");
        let response = self.send(request.body(body.into()).unwrap()).await;
        let status = response.status();
        (status, serde_json::from_slice(&bytes(response).await).unwrap_or_default())
    }

    /// Posts a batch and answers how many events were new.
    pub(crate) async fn batch(&self, events: Value) -> u64 {
        let body = serde_json::json!({ "timestamp": 1_800_000_000_000_i64, "events": events }).to_string();
        let (status, answer) = self.post("/api/v1/events/batch", body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["accepted"].as_u64().unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, String) {
        let response = self.send(Request::get(path).body(Body::empty()).unwrap()).await;
        let status = response.status();
        (status, String::from_utf8(bytes(response).await).unwrap())
    }

    /// Everything the log holds.
    pub(crate) fn stored(&self) -> Vec<Event> {
        let mut reader = self.log.reader(1).unwrap();
        let (mut records, mut events) = (Records::default(), Vec::new());
        while reader.next_batch(1 << 20, &mut records).unwrap() {
            events.extend(records.iter().map(|(position, record)| {
                let mut event = Event::decode(record).unwrap();
                event.position = position;
                event
            }));
        }
        events
    }

    /// The game of each stored event, numbered in the order of their first events.
    pub(crate) fn games(&self) -> Vec<usize> {
        let mut known: Vec<Vec<u8>> = Vec::new();
        let number = |event: Event| {
            known.iter().position(|id| *id == event.game_id).unwrap_or_else(|| {
                known.push(event.game_id);
                known.len() - 1
            })
        };
        self.stored().into_iter().map(number).collect()
    }
}

pub(crate) async fn bytes(response: Response<Body>) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
}
