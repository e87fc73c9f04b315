//! Recorded traffic: demo, replay, verify.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::program::{Serving, ludograph, stderr, stdout};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

#[test]
fn the_demo_shows_rounds_jokers_money_and_how_to_go_on() {
    let output = ludograph(&["demo", "--discard"]);
    let text = stdout(&output);
    assert!(output.status.success(), "{text}{}", stderr(&output));
    for part in ["692 events stored", "The runs", "lost", "Small Blind", "Money over the first run", "█", "SELECT"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let kept = ludograph(&["demo", "--brief"]);
    let text = stdout(&kept);
    let folder = text.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    assert!(text.contains("curl") && !text.contains("ORDER BY"), "{text}");
    let asked = ludograph(&["sql", "--data", &folder, "--format", "csv", "SELECT count(*) AS n FROM events"]);
    assert_eq!(stdout(&asked), "n\r\n692\r\n");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_replayed_session_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &[]).await;
    let session = fixtures().join("session.ndjson");
    let to = format!("http://{}", serving.address);
    let replay = || stdout(&ludograph(&["replay", session.to_str().unwrap(), "--to", &to, "--speed", "max"]));
    let first = replay();
    assert!(first.contains("692 events stored") && first.contains(" 0 posts refused"), "{first}");
    serving.settle().await;
    let runs = serving.sql("SELECT outcome, round_max FROM games ORDER BY first_position").await;
    assert_eq!(runs, json!([{"outcome": "lost", "round_max": 12}, {"outcome": null, "round_max": 3}]));
    let rounds = serving.sql("SELECT count(*) AS n FROM balatro_rounds").await;
    assert_eq!(rounds, json!([{ "n": 15 }]));
    let hands = serving.sql("SELECT count(*) AS n FROM balatro_hands").await;
    assert_eq!(hands, json!([{ "n": 36 }]));
}

#[test]
fn verify_passes_on_our_own_fixtures() {
    let output = ludograph(&[
        "verify",
        "wire",
        fixtures().join("quirks").to_str().unwrap(),
        fixtures().join("session.ndjson").to_str().unwrap(),
    ]);
    let text = stdout(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.lines().last().unwrap().ends_with(" passed, 0 failed"), "{text}");
}

#[test]
fn verify_passes_on_recorded_traffic() {
    let recorded = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/golden/wire");
    if !recorded.exists() {
        println!("skipped: ../shared is absent");
        return;
    }
    let output = ludograph(&["verify", "wire", recorded.to_str().unwrap()]);
    let text = stdout(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.lines().last().unwrap().ends_with(" passed, 0 failed"), "{text}");
}

#[test]
fn verify_says_what_fails() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("empty.ndjson"), "{\"path\": 7}\n").unwrap();
    let output = ludograph(&["verify", "wire", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output).lines().last(), Some("0 passed, 1 failed"));
}
