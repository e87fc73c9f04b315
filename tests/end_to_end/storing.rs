//! The store by the program's commands.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::program::{Serving, ludograph, stderr, stdout, unread};

fn body(number: u64) -> String {
    let event = |index: u64| {
        json!({"type": "MONEY_CHANGED", "event_id": format!("{number}-{index}"), "timestamp": 1_000 + number,
            "payload": {"old_value": 0, "new_value": number}})
    };
    json!({"timestamp": 1_800_000_000_000_i64, "events": (0..10).map(event).collect::<Vec<_>>()}).to_string()
}

async fn ready(serving: &Serving) -> Value {
    serde_json::from_str(&serving.get("/ready").await.unwrap().1).unwrap()
}

/// Waits until the store holds everything.
async fn stored(serving: &Serving) {
    let began = Instant::now();
    loop {
        let ready = ready(serving).await;
        let sinks = ready["sinks"].as_array().unwrap();
        let sink = sinks.iter().find(|sink| sink["name"] == "stored tables").unwrap();
        if sink["lag_events"] == 0 && sink["position"] != 0 {
            assert_eq!(sink["delayed"], Value::Null);
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{ready}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn run(arguments: &[&str]) -> String {
    let output = ludograph(arguments);
    assert!(output.status.success(), "{arguments:?}: {}{}", stdout(&output), stderr(&output));
    stdout(&output)
}

#[tokio::test]
async fn the_store_is_seen_checked_merged_exported_copied_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("games");
    let data = data.to_str().unwrap();
    let serving = Serving::start(folder.path().join("games").as_path(), &["--flush-rows", "20"]).await;
    for number in 0..30 {
        assert_eq!(serving.post("/api/v1/events/batch", body(number)).await.unwrap().0, 200);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let tables = run(&["tables", "--data", data]);
    assert!(tables.contains("events                      300"), "{tables}");
    let copy = folder.path().join("copy");
    let copied = run(&["backup", copy.to_str().unwrap(), "--data", data]);
    assert!(copied.contains("log up to 300"), "{copied}");
    assert_eq!(serving.terminate(), Some(0));

    let shown: Value = serde_json::from_str(&run(&["table", "events", "--data", data, "--json"])).unwrap();
    assert_eq!(
        (&shown["rows"], &shown["stored"]["rows"], &shown["stored"]["position"]),
        (&json!(300), &json!(300), &json!(300))
    );
    assert!(run(&["table", "events", "--data", data]).contains("position             Int64, always there"));
    let unknown = stderr(&ludograph(&["table", "event", "--data", data]));
    assert!(unknown.contains("the nearest is \"events\""), "{unknown}");

    assert!(run(&["store", "check", "--data", data]).contains("every file is as it was written"));
    assert!(run(&["store", "compact", "--table", "events", "--data", data]).contains("became 1 of"));
    assert!(run(&["store", "vacuum", "--after", "0s", "--table", "events", "--data", data]).contains("files removed"));
    let parquet = folder.path().join("events.parquet");
    run(&["export", "events", "--to", parquet.to_str().unwrap(), "--data", data]);
    assert!(std::fs::read(&parquet).unwrap().starts_with(b"PAR1"));
    let csv =
        run(&["export", "--query", "SELECT count(*) AS n FROM events", "--to", "-", "--format", "csv", "--data", data]);
    assert_eq!(csv, "n\r\n300\r\n");
    for unread_command in [&["export", "events", "--to", "-", "--format", "csv"][..], &["sql", "SELECT * FROM events"]]
    {
        let output = unread(&[unread_command, &["--data", data]].concat());
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()), "{unread_command:?}");
    }

    let again = folder.path().join("again");
    let restored = run(&["restore", copy.to_str().unwrap(), "--data", again.to_str().unwrap()]);
    assert!(restored.contains("events up to position 300"), "{restored}");
    let count = ["sql", "--format", "csv", "SELECT count(DISTINCT event_id) AS n FROM events", "--data"];
    assert_eq!(run(&[&count[..], &[again.to_str().unwrap()]].concat()), "n\r\n300\r\n");
    assert!(run(&["store", "rebuild", "--data", again.to_str().unwrap()]).contains("everything up to position 300"));
    assert_eq!(run(&[&count[..], &[again.to_str().unwrap()]].concat()), "n\r\n300\r\n");
}

#[tokio::test]
async fn a_log_that_is_trimmed_leaves_its_history_in_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--flush-rows", "50", "--segment-size", "64KiB", "--log-keep", "64KiB"];
    let serving = Serving::start(folder.path(), &flags).await;
    for number in 0..200 {
        assert_eq!(serving.post("/api/v1/events/batch", body(number)).await.unwrap().0, 200);
    }
    assert_eq!(serving.terminate(), Some(0));
    let serving = Serving::start(folder.path(), &flags).await;
    stored(&serving).await;
    let ready = ready(&serving).await;
    assert!(ready["log"]["first_position"].as_u64().unwrap() > 100, "{ready}");
    let counted = serving.sql("SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM events").await;
    assert_eq!(counted, json!([{ "n": 2000, "ids": 2000 }]));
    let as_of = serving.sql("SELECT events, money_last FROM games_as_of(1000)").await;
    assert_eq!(as_of, json!([{ "events": 1000, "money_last": 99 }]));
}
