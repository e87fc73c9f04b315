//! Reading and generating runs.

use ludograph_engine::mining::{GeneratorPlan, MiningError, PlantedItems, Run, Runs, Vocabulary, generate};
use proptest::prelude::*;

#[test]
fn lines_are_read_with_what_they_have() {
    let text = "{\"run\":7,\"won\":true,\"jokers\":[\"b\",\"a\",\"b\"],\"events\":[\"x\",\"x\"],\"ante\":9,\"score\":2.5}\n\n\
                {\"won\":false,\"items\":[\"c\"]}\n";
    let runs = Runs::from_json_lines(text).unwrap();
    assert_eq!((runs.len(), runs.won(), runs.antes()), (2, &[true, false][..], &[Some(9), None][..]));
    assert_eq!(runs.scores(), [Some(2.5), None]);
    assert_eq!(runs.items().iter().collect::<Vec<_>>(), [&[0, 1][..], &[2]]);
    assert_eq!(runs.events().iter().collect::<Vec<_>>(), [&[0, 0][..], &[]]);
    assert_eq!(runs.item_names().names(), ["b", "a", "c"]);
}

#[test]
fn what_cannot_be_read_names_its_line() {
    let error = Runs::from_json_lines("{\"won\":true}\n{\"won\":1}\n").unwrap_err();
    assert!(matches!(error, MiningError::Json { what: "runs", line: 2, .. }), "{error}");
    assert!(Runs::from_json_lines("{\"items\":[]}").is_err(), "an outcome is needed");
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let runs = Runs::from_json_lines("{\"won\":true,\"items\":[\"j_baron\",\"j_mime\"]}").unwrap();
    let error = runs.item_names().id("item", "j_barn").unwrap_err();
    assert_eq!(error.to_string(), "unknown item `j_barn`; did you mean `j_baron`?");
}

#[test]
fn ids_need_names_and_scores_are_finite() {
    let mut names = Vocabulary::default();
    names.intern("a").unwrap();
    let mut runs = Runs::new(names, Vocabulary::default());
    runs.push(&Run { items: vec![0], ..Run::default() }).unwrap();
    let error = runs.push(&Run { items: vec![1], ..Run::default() }).unwrap_err();
    assert_eq!(error.to_string(), "item: 1 is outside 0..=0");
    assert!(runs.push(&Run { events: vec![0], ..Run::default() }).is_err());
    let error = runs.push(&Run { score: Some(f64::NAN), ..Run::default() }).unwrap_err();
    assert!(matches!(error, MiningError::Parameter { field: "score", .. }));
    assert_eq!(runs.len(), 1);
}

#[test]
fn a_seed_gives_the_same_runs_and_what_is_planted_is_there() {
    let plan = GeneratorPlan::demo(4_000, 5);
    let runs = generate(&plan).unwrap();
    assert_eq!(runs, generate(&plan).unwrap());
    assert_ne!(runs, generate(&GeneratorPlan { seed: 6, ..plan.clone() }).unwrap());
    let shared = generate(&GeneratorPlan { runs: 100, ..plan.clone() }).unwrap();
    assert_eq!(shared.items().row(99), runs.items().row(99));
    let ids = ["j_baron", "j_mime"].map(|name| runs.item_names().id("item", name).unwrap());
    let both = runs.items().iter().filter(|row| ids.iter().all(|id| row.contains(id))).count();
    assert!((200..400).contains(&both), "{both} of 4,000 at a rate of 6 %");
    let long = runs.antes().iter().zip(runs.won()).all(|(ante, won)| (ante.unwrap() >= 8) >= *won);
    assert!(long, "every won run reached ante 8");
    for (row, events) in runs.items().iter().zip(runs.events().iter()) {
        let bought: Vec<u32> = events
            .iter()
            .filter_map(|event| runs.event_names().name(*event)?.strip_prefix("buy:"))
            .map(|name| runs.item_names().id("item", name).unwrap())
            .collect();
        assert!(row.iter().all(|item| bought.contains(item)), "everything owned was bought");
    }
}

#[test]
fn plans_out_of_range_are_refused() {
    let plan = GeneratorPlan::demo(10, 0);
    let wrong = |items: &[&str], rate, win_odds| PlantedItems {
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        rate,
        win_odds,
    };
    for (planted, field) in [
        (wrong(&["a"], 1.5, 1.0), "rate"),
        (wrong(&["a"], f64::NAN, 1.0), "rate"),
        (wrong(&["a"], 0.5, 0.0), "win_odds"),
        (wrong(&[], 0.5, 1.0), "planted items"),
    ] {
        let error = generate(&GeneratorPlan { planted_items: vec![planted], ..plan.clone() }).unwrap_err().to_string();
        assert!(error.starts_with(field), "{error}");
    }
    let error = generate(&GeneratorPlan { hands: Vec::new(), ..plan }).unwrap_err();
    assert!(matches!(error, MiningError::Range { field: "hands", value: 0, .. }));
}

proptest! {
    #[test]
    fn no_text_panics(text in "(\\{\"won\":(true|0|null)[,\"a-z:\\[\\]0-9e.-]{0,40}\\}\n?){0,3}|.{0,60}") {
        let _ = Runs::from_json_lines(&text);
        let _ = ludograph_engine::mining::golden::verify(&text, &text);
    }
}
