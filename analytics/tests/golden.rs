//! Recorded traffic through the tables. Sessions are assigned by hand here: that is the bus's work.

use std::path::{Path, PathBuf};

use ludograph_analytics::Analytics;
use ludograph_proto::json::Json;
use ludograph_proto::pb::Event;
use ludograph_proto::wire::{WireEvent, read_event};

use crate::support::{EPOCH_US, id, lines, tables};

/// The folder of recorded traffic, where it is there.
fn recorded(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/golden/wire").join(folder);
    if !path.exists() {
        println!("skipped: ../shared is absent");
        return None;
    }
    Some(path)
}

/// The events of a body, those within `changes` first, each once, and each with a wall time after the session's clock.
fn add_events(body: &[u8], seen: &mut Vec<(Option<String>, String, Option<u64>)>, events: &mut Vec<Event>) {
    let json = Json::parse(body).unwrap();
    let list = match json.get("events") {
        Some(Json::Array(list)) => list.clone(),
        _ => vec![json],
    };
    for item in list {
        let event = read_event(item).unwrap();
        for change in &event.changes {
            add_event(change, seen, events);
        }
        add_event(&event, seen, events);
    }
}

fn add_event(wire: &WireEvent, seen: &mut Vec<(Option<String>, String, Option<u64>)>, events: &mut Vec<Event>) {
    let mut event = wire.event.clone();
    let key = (event.event_id.clone(), event.topic.clone(), event.source_time_ms.map(f64::to_bits));
    if seen.contains(&key) {
        return;
    }
    seen.push(key);
    event.game_id = id(7);
    let uptime_ms = event.source_time_ms.filter(|time| *time < 1e11).unwrap_or_default();
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds of a session")]
    let uptime_us = (uptime_ms * 1000.0) as i64;
    event.event_time_us = EPOCH_US + uptime_us;
    events.push(event);
}

fn session(folder: &str) -> Option<Analytics> {
    let folder = recorded(folder)?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let (mut seen, mut events) = (Vec::new(), Vec::new());
    for file in files {
        add_events(&std::fs::read(file).unwrap(), &mut seen, &mut events);
    }
    Some(tables(&events))
}

const HANDS: &str = "SELECT round, hand_number, score, chips_before, chips_after, hands_remaining, rule
    FROM balatro_hands ORDER BY position";
const ROUNDS: &str =
    "SELECT round, ante, blind_name, blind_chips, blind_boss, hands_played, discards_used, score, beaten,
    money_start, money_end FROM balatro_rounds ORDER BY first_position";
const GAMES: &str =
    "SELECT events, seed, ante_max, round_max, hands_played, hand_score_max, money_last, jokers_last, outcome
    FROM games";

#[tokio::test]
async fn an_unmodified_game() {
    let Some(tables) = session("session_live_like_no_hooks") else { return };
    // One hand: 200 chips when it was counted, 412 at the round's end without another hand.
    assert_eq!(
        lines(&tables, HANDS).await,
        [
            r#"{"round":1,"hand_number":1,"score":412,"chips_before":0,"chips_after":412,"hands_remaining":3,"rule":"H1"}"#
        ]
    );
    assert_eq!(
        lines(&tables, ROUNDS).await,
        [
            r#"{"round":1,"ante":1,"blind_name":"Small Blind","blind_chips":300,"blind_boss":false,"hands_played":1,"discards_used":1,"score":412,"beaten":true,"money_start":4,"money_end":9}"#,
            r#"{"round":2,"ante":2,"blind_name":"The Hook","blind_chips":800,"blind_boss":true,"hands_played":0,"discards_used":0,"score":null,"beaten":null,"money_start":9,"money_end":9}"#,
        ]
    );
    assert_eq!(
        lines(&tables, GAMES).await,
        [
            r#"{"events":31,"seed":null,"ante_max":2,"round_max":2,"hands_played":1,"hand_score_max":412,"money_last":9,"jokers_last":"Joker, Greedy Joker","outcome":null}"#
        ]
    );
    let jokers = "SELECT name, edition, min(slot) AS slot, min(cost) AS cost, count(*) > 5 AS often
        FROM balatro_jokers GROUP BY name, edition ORDER BY slot";
    assert_eq!(
        lines(&tables, jokers).await,
        [
            r#"{"name":"Joker","edition":"none","slot":0,"cost":2,"often":true}"#,
            r#"{"name":"Greedy Joker","edition":"foil","slot":1,"cost":5,"often":true}"#,
        ]
    );
}

#[tokio::test]
async fn a_game_with_hooks() {
    let Some(tables) = session("session_vanilla_states") else { return };
    // The mod reported the hand's own score.
    assert_eq!(
        lines(&tables, HANDS).await,
        [
            r#"{"round":1,"hand_number":1,"score":200,"chips_before":0,"chips_after":412,"hands_remaining":3,"rule":"H3"}"#
        ]
    );
    assert_eq!(
        lines(&tables, ROUNDS).await,
        [
            r#"{"round":1,"ante":1,"blind_name":"Small Blind","blind_chips":300,"blind_boss":false,"hands_played":1,"discards_used":1,"score":412,"beaten":true,"money_start":4,"money_end":9}"#,
            r#"{"round":2,"ante":2,"blind_name":"The Hook","blind_chips":800,"blind_boss":true,"hands_played":0,"discards_used":0,"score":null,"beaten":null,"money_start":9,"money_end":9}"#,
        ]
    );
    let kinds = "SELECT count(DISTINCT type || coalesce(subtype, '')) AS kinds, count(*) AS events FROM events";
    assert_eq!(lines(&tables, kinds).await, [r#"{"kinds":21,"events":42}"#]);
}

#[tokio::test]
async fn a_retry_storm() {
    let Some(file) = recorded("traces/outage20s_requests.ndjson") else { return };
    let (mut seen, mut events) = (Vec::new(), Vec::new());
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let request = Json::parse(line.as_bytes()).unwrap();
        if request.get("server_answered").and_then(Json::as_f64) != Some(200.0) {
            continue;
        }
        match request.get("body") {
            Some(Json::String(body)) => add_events(body.as_bytes(), &mut seen, &mut events),
            Some(body) => add_events(body.to_text().as_bytes(), &mut seen, &mut events),
            None => panic!("a request without a body"),
        }
    }
    let tables = tables(&events);
    assert_eq!(lines(&tables, "SELECT count(*) AS events FROM events").await, [r#"{"events":250}"#]);
    assert!(lines(&tables, HANDS).await.is_empty());
    let round = r#"{"round":1,"ante":1,"blind_name":"Small Blind","blind_chips":300,"blind_boss":false,"hands_played":0,"discards_used":0,"score":null,"beaten":null,"money_start":9,"#;
    let rounds = lines(&tables, ROUNDS).await;
    assert!(rounds.len() == 1 && rounds[0].starts_with(round), "{rounds:?}");
}
