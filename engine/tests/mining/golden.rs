//! What other tools found in the recorded runs is what is found here.

use std::path::PathBuf;

use ludograph_engine::mining::Runs;
use ludograph_engine::mining::golden::verify;

pub(crate) fn recorded() -> Option<(String, String)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/golden/balatro/mining"));
    if !folder.is_dir() {
        println!("skipped: ../shared is absent");
        return None;
    }
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    Some((read("runs.jsonl"), read("expected.json")))
}

#[test]
fn recorded_runs_give_the_expected_figures() {
    let Some((runs, expected)) = recorded() else { return };
    let report = verify(&runs, &expected).unwrap();
    println!("{} passed, {} failed", report.passed, report.failed);
    assert_eq!(report.failed, 0, "{}", report.mismatches.join("\n"));
    assert!(report.passed > 0);
}

#[test]
fn a_wrong_figure_is_a_mismatch_with_both_values() {
    let runs = "{\"won\":true,\"jokers\":[\"a\",\"b\"],\"events\":[\"x\",\"y\"]}\n{\"won\":false,\"jokers\":[\"a\"]}\n";
    assert_eq!(Runs::from_json_lines(runs).unwrap().len(), 2);
    let expected = "{\"n_runs\":2,\"min_support_count\":1,\"itemsets\":{\"a\":2,\"b\":1,\"b|a\":2},
        \"sequences_minsup1_maxlen2\":[[1,[\"x\"]],[1,[\"y\"]],[1,[\"y\",\"x\"]]]}";
    let report = verify(runs, expected).unwrap();
    assert_eq!((report.passed, report.failed), (5, 3));
    assert_eq!(
        report.mismatches,
        [
            "itemset a → b: support: expected 2, got 1",
            "sequence y → x: support: expected 1, not found",
            "sequence x → y: not expected, got support 1",
        ]
    );
}
