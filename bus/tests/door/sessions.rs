//! Runs, games and copies, through the door.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::door;

fn state(id: &str, time_ms: f64, ante: u32, round: u32, frame: u32) -> Value {
    json!({"type": "GAME_STATE", "event_id": id, "timestamp": time_ms, "payload":
        {"in_game": true, "game_id": "unknown", "game_state": "UNKNOWN_STATE_1", "ante": ante, "round": round, "frame_count": frame}})
}

fn menu(id: &str, time_ms: f64) -> Value {
    json!({"type": "GAME_STATE", "event_id": id, "timestamp": time_ms, "payload": {"in_game": false, "phase": "MENU"}})
}

fn money(id: &str, time_ms: f64) -> Value {
    json!({"type": "MONEY_CHANGED", "event_id": id, "timestamp": time_ms, "payload": {"old_value": 1, "new_value": 2}})
}

fn connection_test(at_ms: u64) -> String {
    json!({"type": "connection_test", "timestamp": at_ms, "data": {"message": "m"}}).to_string()
}

#[tokio::test]
async fn copies_are_kept_once_in_a_run_and_again_in_the_next() {
    let door = door();
    door.post("/api/v1/events", connection_test(1_800_000_000_000)).await;
    assert_eq!(door.batch(json!([money("a", 1000.0), money("b", 1100.0)])).await, 2);
    assert_eq!(door.batch(json!([money("b", 1100.0), money("c", 1200.0), money("c", 1200.0)])).await, 1);
    assert_eq!(door.batch(json!([money("a", 1000.0)])).await, 0);
    // Ids repeat between runs of the program: the game reseeds its generator.
    door.post("/api/v1/events", connection_test(1_800_000_000_000)).await;
    assert_eq!(door.batch(json!([money("a", 1000.0)])).await, 1);
    assert_eq!(door.games(), [0, 0, 0, 0, 1, 1]);
}

#[tokio::test]
async fn a_repeated_connection_test_begins_one_run() {
    let door = door();
    for expected in [1, 0] {
        let (_, answer) = door.post("/api/v1/events", connection_test(1_800_000_000_000)).await;
        assert_eq!(answer["accepted"], expected);
    }
}

#[tokio::test]
async fn copies_are_known_after_a_restart() {
    let door = door();
    door.post("/api/v1/events", connection_test(1_800_000_000_000)).await;
    door.batch(json!([state("s", 900.0, 1, 1, 5), money("a", 1000.0)])).await;
    let door = door.reopen();
    assert_eq!(door.batch(json!([money("a", 1000.0), money("b", 1100.0)])).await, 1);
    assert_eq!(door.batch(json!([menu("m", 2000.0)])).await, 1);
    let door = door.reopen();
    assert_eq!(door.batch(json!([state("t", 3000.0, 1, 1, 90)])).await, 1);
    assert_eq!(door.games(), [0, 0, 0, 0, 0, 1]);
}

#[tokio::test]
async fn changes_count_once_and_alone_count_too() {
    let door = door();
    let mut covering = state("s", 1000.0, 1, 1, 5);
    let only_there =
        json!({"type": "MONEY_CHANGED", "timestamp": 1000.0, "source": "BalatroMCP", "payload": {"new_value": 9}});
    covering["changes"] = json!([money("a", 1000.0), only_there]);
    assert_eq!(door.batch(json!([covering, money("a", 1000.0)])).await, 3);
    assert_eq!(door.batch(json!([covering])).await, 0);
    let alone: Vec<bool> = door.stored().iter().map(|event| event.only_in_changes).collect();
    assert_eq!(alone, [true, false, false], "the change without an id stands before the state that lists it");
}

#[tokio::test]
async fn another_payload_under_a_known_key_is_a_dead_letter() {
    let door = door();
    door.batch(json!([money("a", 1000.0)])).await;
    let mut other = money("a", 1000.0);
    other["payload"]["new_value"] = json!(77);
    assert_eq!(door.batch(json!([other])).await, 0);
    let (_, history) = door.get("/api/v1/events?type=dead_letter").await;
    assert!(history.contains("conflicting_copy") && history.contains("77"), "{history}");
}

#[tokio::test]
async fn menu_game_over_and_resets_part_games() {
    let door = door();
    door.batch(json!([menu("a", 1000.0)])).await;
    door.batch(json!([state("b", 2000.0, 1, 1, 10)])).await;
    door.batch(
        json!([{"type": "PHASE_CHANGED", "event_id": "c", "timestamp": 3000.0, "payload": {"new_phase": "GAME_OVER"}}]),
    )
    .await;
    door.batch(json!([menu("d", 4000.0)])).await;
    door.batch(json!([money("e1", 5000.0), state("e2", 5000.1, 1, 1, 90)])).await;
    door.batch(json!([state("f", 6000.0, 2, 4, 100)])).await;
    door.batch(json!([state("g", 7000.0, 1, 1, 110)])).await;
    assert_eq!(door.games(), [0, 0, 0, 0, 1, 1, 1, 2]);
}

#[tokio::test]
async fn time_going_back_is_another_run_and_a_late_batch_is_not() {
    let door = door();
    door.batch(json!([money("a", 50_000.0)])).await;
    door.batch(json!([money("b", 90_000.0)])).await;
    door.batch(json!([money("late", 60_000.0)])).await;
    assert_eq!(door.games(), [0, 0, 0], "a storm sends the newest first");
    door.batch(json!([money("c", 1_000.0)])).await;
    assert_eq!(door.games(), [0, 0, 0, 1], "before the first of the run");
    door.batch(json!([money("b", 90_000.0), money("d", 91_000.0)])).await;
    assert_eq!(door.games(), [0, 0, 0, 1, 0], "a known event brings its batch to its run");
}

#[tokio::test]
async fn streams_do_not_mix() {
    let door = door();
    for stream in ["left", "right", "left", "right"] {
        let body = json!({"events": [money("a", 1000.0)]}).to_string();
        let (status, _) = door.post_from("/api/v1/events/batch", stream, body).await;
        assert_eq!(status, StatusCode::OK);
    }
    assert_eq!(door.games(), [0, 1]);
}

#[tokio::test]
async fn a_producer_may_name_its_games() {
    let door = door();
    let game = "0190b0a0-0000-7000-8000-000000000001";
    let night = json!({"type": "brigade.night", "game_id": game, "event_id": "n1", "timestamp": 1_800_000_000_000_i64,
        "payload": {"night": 0, "houses": [0, 1]}});
    door.batch(json!([night])).await;
    let (_, history) = door.get(&format!("/api/v1/events?game_id={game}&topic=brigade.%3E")).await;
    assert!(history.contains(game) && history.contains(r#""houses":[0,1]"#), "{history}");
}
