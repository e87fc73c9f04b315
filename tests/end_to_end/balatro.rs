//! Balatro's commands, and those that mine runs.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::program::{ludograph, stderr, stdout};

/// A pair of kings with Cavendish to the left of Joker: 30 · 10 as it lies, 30 · 18 in the best order.
fn hand() -> Value {
    json!({"id": "kings", "played": [{"rank": "K", "suit": "S"}, {"rank": "K", "suit": "H"}],
        "jokers": [{"id": "j_cavendish"}, {"id": "j_joker"}]})
}

fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_hand_is_scored_explained_ordered_and_played() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(&folder, "hand.json", &hand().to_string());
    let said = |arguments: &[&str]| {
        let output = ludograph(&[&["balatro"], arguments, &[file.to_str().unwrap()]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
        stdout(&output)
    };
    assert_eq!(said(&["score"]), "Pair: 30 × 10 = 300\n");
    let explained = said(&["score", "--explain"]);
    let lines: Vec<&str> = explained.lines().collect();
    assert!(lines[0].starts_with("part") && lines[0].ends_with('$'), "{explained}");
    assert!(explained.contains("Cavendish") && lines.last() == Some(&"Pair: 30 × 10 = 300"), "{explained}");
    let ordered = said(&["order"]);
    assert!(ordered.contains("jokers  Joker, Cavendish\n") && ordered.contains("540 with Pair; 300 as given (proven"));
    let best: Value = serde_json::from_str(&said(&["order", "--json"])).unwrap();
    assert_eq!((&best["jokers"], &best["score"], &best["proven"]), (&json!([1, 0]), &json!(540.0), &json!(true)));
    assert!(said(&["play"]).contains("score   540 with Pair (proven"));
    assert_eq!(said(&["score", "--luck", "mean"]), "Pair: 300 on average\n");
}

#[test]
fn a_state_is_decided_and_mistakes_have_words() {
    let folder = tempfile::tempdir().unwrap();
    let state = json!({"in_game": true, "hand": [{"rank": "Ace", "suit": "Spades"}], "hands_remaining": 1,
        "blind": {"name": "Small Blind", "chips": 10}, "jokers": {}});
    let file = written(&folder, "state.json", &state.to_string());
    let output = ludograph(&["balatro", "decide", file.to_str().unwrap()]);
    let text = stdout(&output);
    assert!(output.status.success() && text.contains("score   16 with High Card"), "{text}{}", stderr(&output));
    assert!(text.contains(": beaten") && text.contains("Not told, and what was assumed:"), "{text}");
    let wrong = written(&folder, "wrong.json", &hand().to_string().replace("j_joker", "j_jokr"));
    let cases = written(&folder, "cases.jsonl", &format!("{}\n{}\n", hand(), hand()));
    let (wrong, cases) = (wrong.to_str().unwrap(), cases.to_str().unwrap());
    for (arguments, words) in [
        (&["score", wrong][..], "did you mean `j_joker`?"),
        (&["score", cases], "--case takes one"),
        (&["score", cases, "--case", "king"], "the nearest is `kings`"),
        (&["score", cases, "--case", "kings", "--explain", "--luck", "mean", "--seconds", "x"], "--seconds"),
        (&["decide", wrong], "did you mean `j_joker`?"),
        (&["score", "/nonexistent.json"], "/nonexistent.json"),
    ] {
        let output = ludograph(&[&["balatro"], arguments].concat());
        assert!(!output.status.success(), "{arguments:?}");
        if arguments[0] != "decide" {
            assert!(stderr(&output).contains(words), "{arguments:?}: {}", stderr(&output));
        }
    }
}

#[test]
fn recorded_cases_are_verified_by_their_shape() {
    let folder = tempfile::tempdir().unwrap();
    let case = |id: &str, score: f64, status: &str| {
        let mut case = hand();
        case["id"] = json!(id);
        case["status"] = json!(status);
        case["expected"] =
            json!({"hand": "Pair", "chips_min": 30.0, "mult_min": 10.0, "score_min": score, "score_max": score});
        case.to_string()
    };
    let good = format!("{}\n{}\n", case("one", 300.0, "unanimous"), case("two", 9.0, "disputed"));
    let good = written(&folder, "good.jsonl", &good);
    let output = ludograph(&["balatro", "verify", good.to_str().unwrap()]);
    let text = stdout(&output);
    assert!(output.status.success() && text.ends_with("\n1 passed, 0 failed\n"), "{text}");
    assert!(text.contains("disputed: 0 as recorded, 1 otherwise"), "{text}");
    let bad = written(&folder, "bad.jsonl", &case("three", 301.5, "majority"));
    let output = ludograph(&["balatro", "verify", good.to_str().unwrap(), bad.to_str().unwrap()]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text.contains("three: score_min: expected 301.5, got 300") && text.ends_with("\n1 passed, 1 failed\n"),
        "{text}"
    );
}

#[test]
fn runs_of_a_file_are_mined() {
    let folder = tempfile::tempdir().unwrap();
    let run = |number: usize| {
        let both = number.is_multiple_of(2);
        let jokers = if both { json!(["j_baron", "j_mime"]) } else { json!(["j_joker"]) };
        json!({"won": both, "jokers": jokers, "events": ["buy", "play"], "ante": 8}).to_string()
    };
    let text: Vec<String> = (0..60).map(run).collect();
    let file = written(&folder, "runs.jsonl", &text.join("\n"));
    let said = |arguments: &[&str]| {
        let output = ludograph(&[arguments, &["--runs", file.to_str().unwrap()]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
        stdout(&output)
    };
    let found = said(&["patterns", "itemsets", "--from-length", "2"]);
    assert!(
        found.contains("j_baron, j_mime    30  2.00") && found.contains("1 of 1 patterns in 60 runs, 30 of them won"),
        "{found}"
    );
    assert!(said(&["patterns", "sequences", "--support", "60"]).contains("buy → play    60"));
    let contrast = said(&["patterns", "contrast", "--json", "--top", "1"]);
    let contrast: Value = serde_json::from_str(&contrast).unwrap();
    assert_eq!((&contrast["runs"], &contrast["p"].as_f64().is_some_and(|p| p < 1e-12)), (&json!(30), &true));
    let pair: Value = serde_json::from_str(&said(&["synergy", "--json"])).unwrap();
    assert_eq!((&pair["joker_a"], &pair["joker_b"], &pair["runs"]), (&json!("j_baron"), &json!("j_mime"), &json!(30)));
}

#[test]
fn pairs_from_scoring_are_kept_for_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let jokers = "j_baron,j_mime,j_joker,j_cavendish,j_blueprint,j_green_joker";
    let arguments = ["synergy", "--from", "scoring", "--contexts", "2", "--jokers", jokers, "--data", data, "--json"];
    let first = ludograph(&arguments);
    assert!(first.status.success(), "{}", stderr(&first));
    assert_eq!(stdout(&first).lines().count(), 15, "all pairs of six");
    let kept: Vec<PathBuf> = folder.path().read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1);
    // What is kept is what is answered: a changed file changes the answer.
    let text = std::fs::read_to_string(&kept[0]).unwrap();
    std::fs::write(&kept[0], text.replace("j_baron", "j_clever")).unwrap();
    let second = ludograph(&arguments);
    assert!(stdout(&second).contains("j_clever") && !stdout(&second).contains("j_baron"));
}
