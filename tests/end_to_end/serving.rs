//! A server that is stopped, killed, asked twice for its folder, and filled up.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Serving, ludograph, stderr, stdout};

#[allow(clippy::cast_precision_loss, reason = "a few batches")]
fn batch(producer: usize, number: usize) -> String {
    let event = |index: usize| {
        json!({"type": "MONEY_CHANGED", "event_id": format!("{producer}-{number}-{index}"),
            "timestamp": 1_000.0 + number as f64, "payload": {"old_value": 0, "new_value": number}})
    };
    let events: Vec<Value> = (0..5).map(event).collect();
    json!({"timestamp": 1_800_000_000_000_i64, "events": events}).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_under_load_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    for round in 0..6 {
        // Half of the lives store what they take in, and merge files, as fast as they can.
        let flags = if round % 2 == 0 { &["--flush-rows", "1", "--compact-seconds", "1"][..] } else { &[] };
        let serving = Arc::new(Serving::start(folder.path(), flags).await);
        let stop = Arc::new(AtomicBool::new(false));
        let producers: Vec<_> = (0..4)
            .map(|producer| tokio::spawn(produce(Arc::clone(&serving), Arc::clone(&stop), producer, round)))
            .collect();
        tokio::time::sleep(Duration::from_millis(150 + 90 * round as u64)).await;
        let pid = serving.pid().to_string();
        std::process::Command::new("kill").args(["-KILL", &pid]).status().unwrap();
        stop.store(true, Ordering::Relaxed);
        for producer in producers {
            acknowledged.extend(producer.await.unwrap());
        }
        Arc::into_inner(serving).unwrap().kill();
    }
    assert!(acknowledged.len() > 50, "the server hardly took anything: {}", acknowledged.len());
    let serving = Serving::start(folder.path(), &[]).await;
    serving.settle().await;
    let rows = serving.sql("SELECT event_id, count(*) AS times FROM events GROUP BY event_id").await;
    let found: BTreeSet<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            assert_eq!(row["times"], 1, "{row}");
            row["event_id"].as_str().unwrap().to_owned()
        })
        .collect();
    let lost: Vec<_> = acknowledged.difference(&found).collect();
    assert!(lost.is_empty(), "acknowledged and gone: {lost:?}");
}

/// Sends until the server is gone; each batch twice, as a producer does whose answer got lost. Answers what was
/// acknowledged.
async fn produce(serving: Arc<Serving>, stop: Arc<AtomicBool>, producer: usize, round: usize) -> BTreeSet<String> {
    let mut acknowledged = BTreeSet::new();
    let path = format!("/streams/p{producer}/api/v1/events/batch");
    for number in round * 1_000_000.. {
        for _ in 0..2 {
            if let Some((200, _)) = serving.post(&path, batch(producer, number)).await {
                acknowledged.extend((0..5).map(|index| format!("{producer}-{number}-{index}")));
            }
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
    acknowledged
}

#[tokio::test]
async fn a_second_server_on_a_folder_is_refused_with_the_holders_id() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &[]).await;
    let output = ludograph(&["serve", "--data", folder.path().to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains(&serving.pid().to_string()), "{}", stderr(&output));
}

#[tokio::test]
async fn a_signal_drains_and_closes_and_sql_reads_the_folder_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &[]).await;
    let (status, _) = serving.post("/api/v1/events/batch", batch(0, 1)).await.unwrap();
    assert_eq!(status, 200);
    let query = "SELECT count(*) AS events FROM events";
    let asked = || stdout(&ludograph(&["sql", "--data", folder.path().to_str().unwrap(), query, "--format", "csv"]));
    assert_eq!(asked(), "events\r\n5\r\n", "while the server runs");
    assert_eq!(serving.terminate(), Some(0));
    assert_eq!(asked(), "events\r\n5\r\n", "after it stopped");
}

#[tokio::test]
async fn at_the_hot_limit_the_door_says_503_and_sql_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &["--hot-limit", "256KiB", "--store", "off"]).await;
    let mut stored = 0;
    for number in 0.. {
        let (status, answer) = serving.post("/api/v1/events/batch", batch(0, number)).await.unwrap();
        if status == 503 {
            assert!(answer["detail"].as_str().unwrap().contains("hot tables"), "{answer}");
            break;
        }
        stored += 5;
        assert!(number < 20_000, "the limit is never reached");
    }
    serving.settle().await;
    assert_eq!(serving.sql("SELECT count(*) AS n FROM events").await, json!([{ "n": stored }]));
    assert_eq!(serving.get("/ready").await.unwrap().0, 503);
}

#[tokio::test]
async fn a_corrupt_segment_names_file_and_offset() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &[]).await;
    for number in 0..3 {
        serving.post("/api/v1/events/batch", batch(0, number)).await.unwrap();
    }
    serving.kill();
    let segments = folder.path().join("log/segments");
    let segment = segments.read_dir().unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&segment).unwrap();
    let at = bytes.windows(5).position(|window| window == b"0-0-2").unwrap();
    bytes[at] ^= 0x40;
    std::fs::write(&segment, bytes).unwrap();
    for command in ["serve", "sql"] {
        let mut arguments = vec![command, "--data", folder.path().to_str().unwrap()];
        arguments.extend(if command == "serve" { ["--listen", "127.0.0.1:0"] } else { ["SELECT 1", "--format=csv"] });
        let output = ludograph(&arguments);
        let words = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert!(words.contains(segment.to_str().unwrap()) && words.contains("corrupt at byte"), "{words}");
    }
}

#[tokio::test]
async fn every_door_of_sql_refuses_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &[]).await;
    for statement in [
        "CREATE TABLE t AS SELECT 1",
        "DROP TABLE events",
        "INSERT INTO events SELECT * FROM events",
        "DELETE FROM events",
        "COPY events TO '/tmp/out.csv'",
        "SET datafusion.execution.batch_size = 1",
        "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
        "SELECT 1; DROP TABLE events",
    ] {
        let body = json!({ "sql": statement }).to_string();
        let (status, problem) = serving.post("/api/v1/query", body).await.unwrap();
        assert_eq!(status, 400, "{statement}: {problem}");
        assert!(problem["detail"].as_str().unwrap().contains("only reads"), "{statement}: {problem}");
        let output = ludograph(&["sql", "--data", folder.path().to_str().unwrap(), statement]);
        assert_eq!(output.status.code(), Some(1), "{statement}");
    }
    let (status, _) =
        serving.post("/api/v1/query", json!({"sql": "SELECT * FROM '/etc/passwd'"}).to_string()).await.unwrap();
    assert_eq!(status, 400);
}
