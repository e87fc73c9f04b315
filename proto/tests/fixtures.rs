//! The bundled traffic is what it says it is: typed events, the numbers of `expected.json`, the repairs of each quirk.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/bodies.rs"]
mod bodies;
#[path = "support/normal.rs"]
mod normal;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ludograph_proto::json::Json;
use ludograph_proto::pb::{Event, Payload};
use ludograph_proto::repair::{name, repair};
use ludograph_proto::{Kind, wire};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn expected() -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(fixtures().join("expected.json")).unwrap()).unwrap()
}

/// What names an event: its id is not enough, since ids repeat between games.
fn key(event: &Event) -> (Option<String>, Kind, Option<u64>) {
    let kind = Kind::of_payload(event.payload.as_ref().unwrap());
    (event.event_id.clone(), kind, event.source_time_ms.map(f64::to_bits))
}

#[test]
fn the_session_holds_what_is_expected_of_it() {
    let text = std::fs::read(fixtures().join("session.ndjson")).unwrap();
    let (mut posts, mut received, mut hands) = (0_u64, 0_u64, BTreeSet::new());
    let (mut distinct, mut listed) = (BTreeSet::new(), BTreeSet::new());
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let post = Json::parse(line).unwrap();
        posts += 1;
        for event in bodies::check(post.get("body").unwrap(), &format!("post {posts}")) {
            received += 1;
            if let Some(Payload::HandPlayed(hand)) = &event.event.payload
                && hand.hand_number > Some(0.0)
            {
                hands.insert(key(&event.event));
            }
            distinct.insert(key(&event.event));
            listed.extend(event.changes.iter().map(|change: &wire::WireEvent| key(&change.event)));
        }
    }
    let counted = [
        ("posts", posts),
        ("events_received", received),
        ("events_distinct", distinct.len() as u64),
        ("events_only_in_changes", listed.difference(&distinct).count() as u64),
        ("hands_played", hands.len() as u64),
    ];
    let expected = &expected()["session"];
    for (what, number) in counted {
        assert_eq!(expected[what].as_u64(), Some(number), "{what}");
    }
    let lost: Vec<_> = listed.difference(&distinct).map(|(id, kind, _)| (id.clone(), *kind)).collect();
    assert_eq!(lost, [(None, Kind::MoneyChanged)]);
}

#[test]
fn each_quirk_gets_the_repairs_it_needs() {
    let expected = expected();
    for (file, quirk) in expected["quirks"].as_object().unwrap() {
        let body = std::fs::read(fixtures().join("quirks").join(file)).unwrap();
        let repaired = repair(&body);
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, kind) in &repaired.repairs {
            *counts.entry(name(*kind)).or_default() += 1;
        }
        let wanted = quirk.get("repairs").cloned().unwrap_or_else(|| serde_json::json!({}));
        assert_eq!(serde_json::json!(counts), wanted, "{file}");
        assert_eq!(Json::parse(&body).is_ok(), counts.is_empty() && quirk["dead_letters"].is_null(), "{file}");
        match Json::parse(&repaired.text) {
            Ok(json) => assert_eq!(quirk["events"].as_u64(), Some(bodies::check(&json, file).len() as u64), "{file}"),
            Err(_) => assert_eq!(quirk["dead_letters"].as_u64(), Some(1), "{file}"),
        }
    }
}

#[test]
fn a_big_number_is_kept_and_an_infinite_one_is_a_double() {
    let read = |file: &str| {
        let repaired = repair(&std::fs::read(fixtures().join("quirks").join(file)).unwrap());
        bodies::check(&Json::parse(&repaired.text).unwrap(), file)
    };
    let Some(Payload::GameState(state)) = read("big_number.json").remove(0).event.payload else { panic!("a state") };
    assert_eq!(state.chips, None);
    assert!(state.extra_json.contains("7654321.25"), "{}", state.extra_json);
    let mut infinite = read("chips_inf.json").into_iter().map(|event| event.event.payload);
    let Some(Some(Payload::ScoreChanged(score))) = infinite.next() else { panic!("a score") };
    assert_eq!((score.old_chips, score.new_chips), (Some(1.7e308), Some(f64::INFINITY)));
    let Some(Some(Payload::GameState(state))) = infinite.next() else { panic!("a state") };
    assert!(state.blind.and_then(|blind| blind.chips).is_some_and(f64::is_nan));
}
