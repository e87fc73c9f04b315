//! Commands: queued as JSON, polled as lines.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::door;

#[tokio::test]
async fn what_is_queued_is_polled_once_as_lines() {
    let door = door();
    let monitor = json!({"type": "select_card", "payload": {"position": 3}}).to_string();
    let (status, answer) = door.post("/api/v1/commands", monitor).await;
    assert_eq!((status, &answer["status"]), (StatusCode::OK, &json!("ok")));
    let list = json!([{"type": "play_hand"}, {"type": "select_deck", "params": ["Red Deck", 2]}]).to_string();
    door.post("/api/v1/commands", list).await;
    let polled = door.get("/api/v1/commands/poll").await;
    assert_eq!(polled, (StatusCode::OK, "select_card:3\nplay_hand\nselect_deck:Red Deck,2".to_owned()));
    assert_eq!(door.get("/api/v1/commands/poll").await, (StatusCode::OK, String::new()));
}

#[tokio::test]
async fn bad_commands_point_to_the_field() {
    let door = door();
    for (body, pointer, words) in [
        (r#"{"type":"play_hnad"}"#, "/type", "play_hand"),
        (r#"{"type":"discard","params":["a\nplay_hand"]}"#, "/params", "line breaks"),
        (r#"{"type":"discard","parms":[]}"#, "", "parms"),
        (r"{", "", "EOF"),
    ] {
        let (status, problem) = door.post("/api/v1/commands", body).await;
        assert_eq!((status, problem["pointer"].as_str()), (StatusCode::BAD_REQUEST, Some(pointer)), "{body}");
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
    assert_eq!(door.get("/api/v1/commands/poll").await.1, "");
}
