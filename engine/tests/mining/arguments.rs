//! Arguments out of range are refused by name.

use ludograph_engine::mining::{
    Bounds, CommunityOptions, Condition, ContrastOptions, ItemsetOptions, MiningError, PairOptions, Runs,
    SequenceOptions, Sequences, Support, SynergyEdge, Transactions, communities, contrast_itemsets, itemsets,
    pair_synergy, sequences,
};

fn refused(error: impl std::fmt::Display, start: &str) {
    let error = error.to_string();
    assert!(error.starts_with(start), "{error}");
}

#[test]
fn of_itemsets() {
    let table = Transactions::from_rows([[0, 1]]).unwrap();
    let mine = |options: &ItemsetOptions<'_>| itemsets(&table, options).unwrap_err();
    let options = ItemsetOptions::default();
    refused(mine(&ItemsetOptions { support_min: Support::Rows(0), ..options }), "support_min: 0 is outside 1..=");
    refused(mine(&ItemsetOptions { support_min: Support::Share(1.1), ..options }), "support_min: 1.1 is not a share");
    refused(mine(&ItemsetOptions { support_min: Support::Share(f64::NAN), ..options }), "support_min: NaN");
    refused(mine(&ItemsetOptions { top: Some(0), ..options }), "top: 0 is outside");
    refused(mine(&ItemsetOptions { alpha: -0.1, ..options }), "alpha: -0.1 is not a probability");
    refused(mine(&ItemsetOptions { length_min: 9, ..options }), "length_min: 9 is outside 1..=8");
    let bounds = Bounds { length_max: 65, ..Bounds::default() };
    refused(mine(&ItemsetOptions { bounds, ..options }), "length_max: 65 is outside 1..=64");
    let bounds = Bounds { patterns_max: 0, ..Bounds::default() };
    refused(mine(&ItemsetOptions { bounds, ..options }), "patterns_max: 0 is outside");
    refused(Transactions::from_rows([[1 << 24]]).unwrap_err(), "id: 16777216 is outside 0..=16777215");
}

#[test]
fn of_sequences_and_contrasts() {
    let table = Sequences::from_rows([[0, 1]]).unwrap();
    let mine = |options: &SequenceOptions<'_>| sequences(&table, options).unwrap_err();
    let options = SequenceOptions::default();
    refused(mine(&SequenceOptions { span_max: Some(0), ..options }), "span_max: 0 is outside");
    refused(mine(&SequenceOptions { won: Some(&[]), ..options }), "won: expected 1 entries, got 0");
    refused(mine(&SequenceOptions { top: Some(0), ..options }), "top: 0 is outside");
    let table = Transactions::from_rows([[0, 1]]).unwrap();
    let (search, options) = (ItemsetOptions::default(), ContrastOptions::default());
    refused(contrast_itemsets(&table, &[], &search, &options).unwrap_err(), "won: expected 1 entries, got 0");
    let many = ContrastOptions { permutations: u32::MAX, ..options };
    refused(contrast_itemsets(&table, &[true], &search, &many).unwrap_err(), "permutations: 4294967295");
}

#[test]
fn of_pairs_and_communities() {
    let runs = Runs::from_json_lines("{\"won\":true,\"items\":[\"a\"]}").unwrap();
    let options = PairOptions::default();
    let pairs = |options: &PairOptions<'_>| pair_synergy(&runs, options).unwrap_err();
    refused(pairs(&PairOptions { runs_min: 0, ..options }), "runs_min: 0 is outside");
    refused(pairs(&PairOptions { win_rate_min: 2.0, ..options }), "win_rate_min: 2 is not");
    let ante = pairs(&PairOptions { condition: Condition::Ante, ..options });
    assert!(matches!(ante, MiningError::Missing { what: "ante", .. }));
    let edge = SynergyEdge { first: 0, second: 1, weight: 1.0, deviation: 0.0 };
    let options = CommunityOptions::default();
    let find = |edge: SynergyEdge, options: &CommunityOptions<'_>| communities(&[edge], options).unwrap_err();
    refused(find(SynergyEdge { weight: f64::NAN, ..edge }, &options), "weight: NaN");
    refused(find(SynergyEdge { deviation: -1.0, ..edge }, &options), "deviation: -1");
    refused(find(SynergyEdge { first: u32::MAX, ..edge }, &options), "node: 4294967295");
    refused(find(edge, &CommunityOptions { resolutions: &[-1.0], ..options }), "resolution: -1");
    refused(find(edge, &CommunityOptions { starts: 0, ..options }), "starts: 0");
}

#[test]
fn empty_tables_have_empty_answers() {
    let none = itemsets(&Transactions::default(), &ItemsetOptions::default()).unwrap();
    assert!(none.patterns.is_empty() && none.reached.is_complete());
    let rows: [[u32; 0]; 3] = [[]; 3];
    let none = itemsets(&Transactions::from_rows(rows).unwrap(), &ItemsetOptions::default()).unwrap();
    assert!(none.patterns.is_empty() && none.rows == 3);
    assert!(sequences(&Sequences::default(), &SequenceOptions::default()).unwrap().patterns.is_empty());
    assert!(pair_synergy(&Runs::default(), &PairOptions::default()).unwrap().pairs.is_empty());
}
