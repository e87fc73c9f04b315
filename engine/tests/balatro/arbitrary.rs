//! Whatever is read, nothing panics.

use ludograph_engine::balatro::{Budget, Hand, Luck, best_play, decide, expected_score, golden, score};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any JSON, with words the readers know among the keys and values.
fn json() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "played",
        "held",
        "jokers",
        "hand",
        "id",
        "rank",
        "suit",
        "K",
        "10",
        "H",
        "j_blueprint",
        "Baron",
        "blind",
        "chips",
        "expected",
        "best_score",
        "score_min",
        "v_by_mask",
        "peer_expected",
        "hand_cards",
        "state",
        "payload",
        "deck",
        "full_deck",
        "properties",
        "name",
        "The Hook",
        "hand_levels",
        "Pair",
        "level",
        "money",
        "\u{fffd}",
        "",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        words.clone().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((words.clone(), inner), 0..6)
                .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// A hand in which some members are replaced by anything.
fn bent() -> impl Strategy<Value = Value> {
    let members =
        ["played", "held", "jokers", "money", "hands_left", "hand_levels", "targets", "deck", "blind", "deck_counts"];
    prop::collection::vec((prop::sample::select(members.to_vec()), json()), 0..3).prop_map(|changes| {
        let mut case = json!({
            "played": [{"rank": "K", "suit": "S"}, {"rank": "K", "suit": "H", "enhancement": "lucky"}],
            "held": [{"rank": "2", "suit": "D"}], "jokers": [{"id": "j_blueprint"}, {"id": "j_bull"}], "money": 3,
            "hands_left": 1, "expected": {"score_min": 1, "best_score": 2}
        });
        for (member, value) in changes {
            case[member] = value;
        }
        case
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn readers_refuse_or_read(any in json(), case in bent(), text in ".{0,40}") {
        for value in [&any, &case] {
            if let Ok(hand) = Hand::from_value(value) {
                let _ = (score(&hand, Luck::Most), expected_score(&hand));
                let mut never = || false;
                let _ = best_play(&hand, Luck::Least, &mut Budget::new(500, &mut never));
            }
            let mut never = || false;
            let _ = decide(value, Some(&any), Luck::Least, &mut Budget::new(200, &mut never));
            if let Ok(report) = golden::verify(&value.to_string()) {
                prop_assert_eq!(report.failed, report.mismatches.len() as u64);
            }
        }
        let _ = (Hand::from_json(&text), golden::verify(&text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_decided_on_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        cut in any::<prop::sample::Index>(),
        put in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        // A state that would be decided on, a few of its bytes replaced by any others.
        let card = r#"{"rank": "K", "suit": "Spades", "enhancement": "lucky"}"#;
        let state = format!(r#"{{"state": {{"phase": "SELECTING_HAND", "hand": [{card}, {card}],
            "jokers": [{{"name": "Blueprint"}}, {{"name": "Bull"}}], "money": 3}}, "known": {{"deck": "Plasma Deck"}}}}"#);
        let mut bent = state.into_bytes();
        let at = cut.index(bent.len());
        let end = (at + put.len()).min(bent.len());
        bent.splice(at..end, put);
        for bytes in [bytes, bent] {
            let Ok(body) = serde_json::from_slice::<Value>(&bytes) else { continue };
            let mut never = || false;
            let mut budget = Budget::new(200, &mut never);
            let decided = decide(body.get("state").unwrap_or(&body), body.get("known"), Luck::Least, &mut budget);
            if let Ok(decision) = decided {
                prop_assert!((1..=5).contains(&decision.cards.len()));
                prop_assert!(!decision.reason.is_empty());
            }
        }
    }
}

#[test]
fn errors_name_the_field_the_value_and_what_is_allowed() {
    let refused = |text: &str| Hand::from_json(text).unwrap_err().to_string();
    assert_eq!(
        refused(r#"{"jokers": [{"id": "j_barn"}]}"#),
        "hand: jokers[0].id: unknown joker `j_barn`; did you mean `j_baron`?"
    );
    assert_eq!(
        refused(r#"{"played": [{"rank": "1", "suit": "H"}]}"#),
        "hand: played[0].rank: unknown rank `1`; did you mean `10`?"
    );
    assert_eq!(refused(r#"{"deck": "Plasma Dck"}"#), "unknown deck `Plasma Dck`; did you mean `Plasma Deck`?");
    let error = refused(r#"{"jokers": [{"id": "j_joker", "state": {"mult": -3}}]}"#);
    assert_eq!(error, "state.mult: -3 is not a number of at least 0");
    let nothing = Hand::from_json("{}").unwrap();
    assert_eq!(score(&nothing, Luck::Least).unwrap_err().to_string(), "played: 0 entries, allowed are 1 to 5");
}
