//! Itemsets and sequences: exactly the expected ones, with exactly their supports.

use std::collections::BTreeMap;

use super::MiningReport;
use super::expected::{Expected, SEPARATOR};
use crate::mining::bounds::{Bounds, Support};
use crate::mining::error::MiningError;
use crate::mining::itemsets::{ItemsetOptions, itemsets};
use crate::mining::runs::Runs;
use crate::mining::sequences::{SequenceOptions, sequences};
use crate::mining::vocabulary::Vocabulary;

fn names(ids: &[u32], vocabulary: &Vocabulary) -> Vec<String> {
    ids.iter().filter_map(|id| vocabulary.name(*id)).map(str::to_owned).collect()
}

fn compare(
    kind: &str,
    expected: &BTreeMap<Vec<String>, u32>,
    found: &BTreeMap<Vec<String>, u32>,
    report: &mut MiningReport,
) {
    for (pattern, support) in expected {
        let outcome = match found.get(pattern) {
            Some(ours) if ours == support => Ok(()),
            Some(ours) => Err(format!("support: expected {support}, got {ours}")),
            None => Err(format!("support: expected {support}, not found")),
        };
        report.add(&format!("{kind} {}", pattern.join(" → ")), outcome);
    }
    for (pattern, support) in found.iter().filter(|(pattern, _)| !expected.contains_key(*pattern)) {
        report.add(&format!("{kind} {}", pattern.join(" → ")), Err(format!("not expected, got support {support}")));
    }
}

pub(super) fn check_itemsets(runs: &Runs, expected: &Expected, report: &mut MiningReport) -> Result<(), MiningError> {
    let Some(support_min) = expected.min_support_count else { return Ok(()) };
    let wanted: BTreeMap<Vec<String>, u32> = expected
        .itemsets
        .iter()
        .map(|(items, support)| {
            let mut items: Vec<String> = items.split(SEPARATOR).map(str::to_owned).collect();
            items.sort_unstable();
            (items, *support)
        })
        .collect();
    let options = ItemsetOptions { support_min: Support::Rows(support_min), ..ItemsetOptions::default() };
    let found = itemsets(runs.items(), &options)?;
    let found = found.patterns.iter().map(|itemset| {
        let mut items = names(&itemset.items, runs.item_names());
        items.sort_unstable();
        (items, itemset.support)
    });
    compare("itemset", &wanted, &found.collect(), report);
    Ok(())
}

pub(super) fn check_sequences(runs: &Runs, expected: &Expected, report: &mut MiningReport) -> Result<(), MiningError> {
    for list in expected.sequences() {
        let bounds = Bounds { length_max: list.length_max, ..Bounds::default() };
        let options =
            SequenceOptions { support_min: Support::Rows(list.support_min), bounds, ..SequenceOptions::default() };
        let found = sequences(runs.events(), &options)?;
        let found =
            found.patterns.iter().map(|sequence| (names(&sequence.events, runs.event_names()), sequence.support));
        compare("sequence", &list.supports, &found.collect(), report);
    }
    Ok(())
}
