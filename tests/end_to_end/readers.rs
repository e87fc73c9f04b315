//! Readers that know nothing of this program read its tables while it writes them, and find what its SQL says.

mod figures;
mod python;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::program::Serving;
use figures::Reading;

const TABLES: [&str; 7] =
    ["events", "dead_letters", "balatro_states", "balatro_jokers", "games", "balatro_rounds", "balatro_hands"];
const READERS: [&str; 3] = ["deltalake", "polars", "duckdb"];
/// How often each reader reads each table while the server writes.
const ROUNDS: usize = 6;
/// As of how many positions the events must have been read; of fewer, and nothing was written meanwhile.
const POSITIONS_MIN: usize = 3;
/// Between two posts, so that a slow machine has time left for the readers.
const PAUSE: Duration = Duration::from_millis(2);
const STORED_WITHIN: Duration = Duration::from_secs(30);

/// A post of the bundled session.
#[derive(Deserialize)]
struct Line<'a> {
    path: String,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// A path and a body.
type Post = (String, Vec<u8>);

/// The bundled traffic: every quirk, among them a body beyond repair, and a whole session.
fn posts() -> Vec<Post> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let expected: Value = serde_json::from_slice(&std::fs::read(fixtures.join("expected.json")).unwrap()).unwrap();
    let quirk = |(name, facts): (&String, &Value)| {
        (facts["path"].as_str().unwrap().to_owned(), std::fs::read(fixtures.join("quirks").join(name)).unwrap())
    };
    let mut posts: Vec<Post> = expected["quirks"].as_object().unwrap().iter().map(quirk).collect();
    let session = std::fs::read_to_string(fixtures.join("session.ndjson")).unwrap();
    posts.extend(session.lines().map(|line| {
        let line: Line<'_> = serde_json::from_str(line).unwrap();
        (line.path, line.body.get().as_bytes().to_vec())
    }));
    posts
}

/// Sends the traffic by one stream after another, until it is stopped, and at least once.
async fn produce(serving: Arc<Serving>, stop: Arc<AtomicBool>, sent: Arc<AtomicBool>) {
    let posts = posts();
    for stream in 0.. {
        for (path, body) in &posts {
            if stream > 0 && stop.load(Ordering::Relaxed) {
                return;
            }
            let (status, answer) = serving.post(&format!("/streams/table-{stream}{path}"), body.clone()).await.unwrap();
            assert_eq!(status, 200, "{path}: {answer}");
            tokio::time::sleep(PAUSE).await;
        }
        sent.store(true, Ordering::Relaxed);
    }
}

async fn ready(serving: &Serving) -> Value {
    let (_, ready) = serving.get("/ready").await.unwrap();
    serde_json::from_str(&ready).unwrap()
}

/// Waits until the store holds what is durable now.
async fn stored(serving: &Serving) {
    let begun = Instant::now();
    let until = ready(serving).await["log"]["durable_position"].as_u64().unwrap();
    loop {
        let ready = ready(serving).await;
        let store = ready["sinks"].as_array().unwrap().iter().find(|sink| sink["name"] == "stored tables").unwrap();
        if store["position"].as_u64().unwrap() >= until {
            return;
        }
        assert!(begun.elapsed() < STORED_WITHIN, "the store does not come up to {until}: {ready}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn read(python: &Path, store: &Path, rounds: usize) -> Vec<Reading> {
    let (python, store) = (python.to_owned(), store.to_owned());
    tokio::task::spawn_blocking(move || python::read(&python, &store, rounds, &TABLES)).await.unwrap()
}

/// Compares the three readings of each version of a table with each other and with our own SQL over `source`.
async fn compare(serving: &Serving, readings: &[Reading], source: impl Fn(&Reading) -> String) {
    for of_one_version in readings.chunks(READERS.len()) {
        let readers: Vec<&str> = of_one_version.iter().map(|reading| reading.reader.as_str()).collect();
        assert_eq!(readers, READERS);
        let first = &of_one_version[0];
        assert!(first.rows > 0, "{} is empty", first.table);
        for other in &of_one_version[1..] {
            first.assert_same(other);
        }
        let ours = serving.sql(&first.question(&source(first))).await;
        first.assert_same(&first.answered(&ours));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn independent_readers_find_what_our_sql_says_while_the_server_writes() {
    let python = tokio::task::spawn_blocking(python::environment).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let flags = ["--flush-seconds", "1", "--flush-rows", "1000"];
    let serving = Arc::new(Serving::start(folder.path(), &flags).await);
    let (stop, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let producer = tokio::spawn(produce(Arc::clone(&serving), Arc::clone(&stop), Arc::clone(&sent)));
    // Every table has rows before the first reading.
    while !sent.load(Ordering::Relaxed) {
        assert!(!producer.is_finished(), "nothing is sent any more");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stored(&serving).await;

    let readings = read(&python, &store, ROUNDS).await;
    // No table waits for the traffic to end: each version is the table as of its position.
    compare(&serving, &readings, |reading| format!("{}_as_of({})", reading.table, reading.position)).await;
    assert!(!producer.is_finished(), "nothing is sent any more");
    assert_eq!(readings.len(), ROUNDS * TABLES.len() * READERS.len());
    let of_events = readings.iter().filter(|reading| reading.table == "events");
    let positions: BTreeSet<u64> = of_events.map(|reading| reading.position).collect();
    assert!(positions.len() >= POSITIONS_MIN, "the readers saw the events as of {positions:?} only");
    println!("{} readings, of the events at positions {positions:?}", readings.len());

    stop.store(true, Ordering::Relaxed);
    producer.await.unwrap();
    stored(&serving).await;
    let readings = read(&python, &store, 1).await;
    compare(&serving, &readings, |reading| reading.table.clone()).await;
}
