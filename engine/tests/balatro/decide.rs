//! Decisions from what the mod reports.

use ludograph_engine::balatro::{Budget, Luck, NODES_MAX, decide, observe};
use serde_json::{Value, json};

fn state() -> Value {
    let card = |rank: &str, suit: &str, id: u32| json!({"rank": rank, "suit": suit, "id": id, "enhancement": "none", "edition": "none", "seal": "none"});
    json!({
        "in_game": true, "money": 7, "hands_remaining": 2, "discards_remaining": 1, "chips": 100, "ante": 1, "round": 1,
        "hand": [card("King", "Spades", 1), card("King", "Hearts", 2), card("Queen", "Diamonds", 3), card("2", "Clubs", 4), card("3", "Hearts", 5)],
        "jokers": [
            {"id": 0.5, "name": "Blackboard", "position": 0, "properties": {"mult": 0, "chips": 0, "cost": 6, "sell_value": 3, "edition": "none"}},
            {"id": 0.6, "name": "Joker", "position": 1, "properties": {"mult": 4, "chips": 0, "cost": 2, "sell_value": 1, "edition": "holographic"}},
            {"id": 0.7, "name": "Ride the Bus", "position": 2, "properties": {"mult": 6, "chips": 0, "cost": 6, "sell_value": 3, "edition": "none"}},
            {"id": 0.8, "name": "A Joker of Some Mod", "position": 3, "properties": {}}
        ],
        "deck": {"remaining_count": 40, "cards_remaining": [card("4", "Clubs", 9)], "full_deck": [card("4", "Clubs", 9), card("King", "Spades", 1)]},
        "consumables": {}, "shop_items": {}, "game_state": "UNKNOWN_STATE_1",
        "blind": {"name": "Small Blind", "chips": 300, "chip_text": "300", "mult": 1, "defeated": false, "boss": false}
    })
}

#[test]
fn the_best_play_comes_with_its_score_the_target_and_what_is_not_known() {
    let mut never = || false;
    let event = json!({"type": "GAME_STATE", "payload": state()});
    let decision = decide(&event, None, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
    // Kings pair: 30 chips; 2 + 10 (holo) + 4 mult; the bus falls at faces. Without the red cards played, Blackboard
    // sees a red one; all red ones played, Q♦ and 3♥ among them, it triples.
    assert_eq!(decision.play.hand.name(), "Pair");
    assert_eq!(decision.play.score, 30.0 * 16.0 * 3.0);
    assert!(decision.play.proven && decision.move_jokers);
    assert_eq!(decision.wins, Some(true));
    assert_eq!((decision.target, decision.scored), (Some(300.0), 100.0));
    assert!(decision.reason[0].starts_with("Pair with "), "{:?}", decision.reason);
    let unknown: Vec<&str> = decision.unknown.iter().map(|unknown| unknown.what.as_str()).collect();
    assert!(unknown.contains(&"what the joker `A Joker of Some Mod` does"), "{unknown:?}");
    assert!(unknown.contains(&"levels and counts of the poker hands"));
    assert!(!decision.explanation.steps.is_empty());
}

#[test]
fn what_the_caller_knows_is_used_and_no_longer_unknown() {
    let known = json!({"deck": "Plasma Deck", "hand_levels": {"Pair": {"level": 5, "plays": 9, "round": 0}}});
    let observed = observe(&state(), Some(&known)).unwrap();
    assert!(observed.hand.table.plasma);
    assert!(observed.unknown.iter().all(|unknown| !unknown.what.starts_with("levels")));
    assert_eq!((observed.deck.len(), observed.hand.table.deck.remaining), (1, 40));
    assert_eq!(observed.hand.jokers[2].state.mult, 6.0);
}

#[test]
fn a_menu_is_no_state_to_decide_in() {
    let error = observe(&json!({"in_game": false, "phase": "MENU"}), None).unwrap_err();
    assert!(error.to_string().starts_with("state: expected the GAME_STATE"), "{error}");
}

#[test]
fn a_boss_is_seen_and_a_deadline_kept() {
    let mut boss = state();
    boss["blind"]["name"] = json!("The Head");
    let observed = observe(&boss, None).unwrap();
    assert_eq!(observed.hand.table.blind.unwrap().info().id, "bl_head");
    let mut now = || true;
    let decision = decide(&boss, None, Luck::Least, &mut Budget::new(3, &mut now)).unwrap();
    assert!(!decision.play.proven && decision.play.at_most >= decision.play.score);
}

#[test]
fn every_recorded_state_of_a_game_is_decided() {
    let folder = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/golden/wire"));
    let Ok(entries) = std::fs::read_dir(folder.join("session_vanilla_states/by_type")) else {
        println!("skipped: ../shared is absent");
        return;
    };
    let files = entries.map(|entry| entry.unwrap().path());
    let states = files.filter(|file| file.to_string_lossy().contains("GAME_STATE"));
    let mut decided = 0;
    for file in states {
        let event: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let mut never = || false;
        let decision = decide(&event, None, Luck::Least, &mut Budget::new(NODES_MAX, &mut never));
        if event["payload"]["hand"].as_array().is_some_and(|hand| !hand.is_empty()) {
            let decision = decision.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            assert!(decision.play.proven && decision.play.score > 0.0);
            assert!(!decision.unknown.is_empty());
            decided += 1;
        } else {
            assert!(decision.is_err());
        }
    }
    assert!(decided > 0);
}
