//! Runs as lines of JSON: whatever is read is mined.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::mining::{
    Bounds, ItemsetOptions, PairOptions, Runs, SequenceOptions, Support, itemsets, pair_synergy, sequences,
};

/// Inputs are small; so are the answers asked for.
const PATTERNS_MAX: usize = 500;

fuzz_target!(|text: &str| {
    let Ok(runs) = Runs::from_json_lines(text) else { return };
    let bounds = Bounds { length_max: 3, patterns_max: PATTERNS_MAX, ..Bounds::default() };
    let support_min = Support::Rows(1);
    let options = ItemsetOptions { support_min, bounds, ..ItemsetOptions::default() };
    let found = itemsets(runs.items(), &options).expect("options within their range");
    assert!(found.patterns.iter().all(|itemset| itemset.support as usize <= runs.len()));
    let options = SequenceOptions { support_min, won: Some(runs.won()), bounds, ..SequenceOptions::default() };
    let found = sequences(runs.events(), &options).expect("options within their range");
    assert!(found.patterns.iter().all(|sequence| sequence.wins.is_some_and(|wins| wins <= sequence.support)));
    let _ = pair_synergy(&runs, &PairOptions::default());
});
