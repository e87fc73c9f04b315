//! What to play, over HTTP.

use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use ludograph_analytics::{Analytics, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{Now, START, event, id_text, state, tables, three_games};

async fn decide(analytics: &Analytics, parameters: &str, body: String) -> (StatusCode, String, Value) {
    let request = Request::post(format!("/api/v1/decide{parameters}")).body(Body::from(body)).unwrap();
    let response = router(analytics.clone()).oneshot(request).await.unwrap();
    let content_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, content_type, serde_json::from_slice(&body).unwrap())
}

fn seen() -> Value {
    let card = |rank: &str, suit: &str| json!({"rank": rank, "suit": suit});
    let joker = |name: &str, mult: u32| json!({"name": name, "properties": {"mult": mult, "sell_value": 1}});
    json!({
        "in_game": true, "money": 4, "hands_remaining": 3, "discards_remaining": 2, "chips": 100,
        "hand": [
            card("King", "Spades"), card("King", "Hearts"), card("9", "Diamonds"), card("2", "Clubs"),
            card("3", "Hearts"), card("7", "Spades"), card("10", "Hearts"), card("Jack", "Clubs"),
        ],
        "jokers": [joker("Cavendish", 0), joker("Joker", 4), joker("Blueprint", 0), joker("Baron", 0), joker("Mime", 0)],
        "blind": {"name": "Small Blind", "chips": 600, "defeated": false, "boss": false},
    })
}

#[tokio::test]
async fn a_state_is_answered_with_play_score_reason_and_unknowns() {
    let analytics = tables(&[]);
    let (status, content_type, answer) = decide(&analytics, "", seen().to_string()).await;
    assert_eq!((status, content_type.as_str()), (StatusCode::OK, "application/json"), "{answer}");
    let again = decide(&analytics, "", json!({"state": seen(), "known": null}).to_string()).await.2;
    assert_eq!(answer, again, "bare, or named as the state");
    assert_eq!((&answer["target"], &answer["scored"], &answer["wins"]), (&json!(600.0), &json!(100.0), &json!(true)));
    assert!(answer["play"]["proven"].as_bool().unwrap());
    assert_eq!(answer["move_jokers"], true);
    assert!(answer["reason"][0].as_str().unwrap().contains("No play scores more"), "{answer}");
    assert!(answer["explanation"]["steps"].as_array().unwrap().len() > 3);
    assert!(!answer["unknown"].as_array().unwrap().is_empty());
    let leveled = json!({"state": seen(), "known": {"hand_levels": {
        "Pair": {"level": 9, "plays": 0, "round": 0}, "High Card": {"level": 9, "plays": 0, "round": 0}}}});
    let leveled = decide(&analytics, "", leveled.to_string()).await.2;
    let score = |answer: &Value| answer["play"]["score"].as_f64().unwrap();
    assert!(score(&leveled) > score(&answer), "what is known counts");
}

#[tokio::test]
async fn the_latest_stored_state_of_a_game_is_taken() {
    let analytics = tables(&three_games());
    let (status, _, answer) = decide(&analytics, &format!("?game_id={}", id_text(1)), String::new()).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["position"], 10);
    // Verdant Leaf debuffs every card: 5 chips, 1 + 4 mult, and 4 more with Blueprint moved to the left of Joker.
    assert_eq!((&answer["play"]["score"], &answer["move_jokers"]), (&json!(45.0), &json!(true)));
    assert_eq!(answer["jokers"], json!(["Blueprint", "Joker"]));
    let known = json!({"known": {"deck": "Plasma Deck"}}).to_string();
    let (_, _, balanced) = decide(&analytics, &format!("?game_id={}", id_text(1)), known).await;
    assert_eq!(balanced["play"]["score"], 49.0, "both become 7");
}

#[tokio::test]
async fn problems_say_what_is_wrong() {
    let analytics = tables(&three_games());
    let menu = json!({"in_game": false}).to_string();
    let empty_hand = json!({"in_game": true, "hand": {}}).to_string();
    let wrong_known = json!({"state": seen(), "known": {"deck": "Plasma Dek"}}).to_string();
    let nobody = format!("?game_id={}", id_text(9));
    let large = "x".repeat(600_000);
    for (parameters, body, status, kind, part) in [
        ("", "{\"a\": ", 400, "bad-state", "was expected"),
        ("", menu.as_str(), 400, "bad-state", "expected the GAME_STATE"),
        ("", empty_hand.as_str(), 400, "bad-state", "hand"),
        ("", wrong_known.as_str(), 400, "bad-state", "did you mean `Plasma Deck`?"),
        ("?luck=best", menu.as_str(), 400, "bad-parameter", "luck"),
        ("?game_id=x'%20OR%201=1", "", 400, "bad-parameter", "a game's id"),
        (nobody.as_str(), "", 404, "no-such-state", "no state"),
        (nobody.as_str(), "{\"state\": {}}", 400, "bad-state", "empty or"),
        ("", large.as_str(), 413, "unreadable-body", ""),
    ] {
        let (found, content_type, problem) = decide(&analytics, parameters, body.to_owned()).await;
        assert_eq!((found.as_u16(), content_type.as_str()), (status, "application/problem+json"), "{problem}");
        assert_eq!(problem["type"], format!("urn:ludograph:problem:{kind}"), "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains(part), "{problem}");
    }
    let (_, _, problem) = decide(&analytics, "", wrong_known).await;
    assert_eq!(problem["pointer"], "/known");
}

/// Measured over the whole way, the body's text included; the machine may be busy, so the best of several counts.
#[tokio::test]
async fn an_answer_takes_less_than_a_tenth_of_a_second() {
    let jokers = &["Cavendish", "Joker", "Blueprint", "Baron", "Mime"];
    let analytics = tables(&[event(1, 0, state(Now { jokers, ..START }))]);
    let stored = format!("?game_id={}", id_text(1));
    for (parameters, body) in [("", seen().to_string()), (stored.as_str(), String::new())] {
        let mut taken = Vec::new();
        for _ in 0..9 {
            let began = Instant::now();
            assert_eq!(decide(&analytics, parameters, body.clone()).await.0, StatusCode::OK);
            taken.push(began.elapsed());
        }
        taken.sort();
        println!("decided in {:?} at best, {:?} in the median", taken[0], taken[4]);
        assert!(taken[0] < Duration::from_millis(100), "{taken:?}");
    }
}
