//! Lift, p and q of sequences.

use std::collections::HashMap;

use super::{FoundSequence, FrequentSequence, SequenceOptions, count_won, occurs};
use crate::mining::error::MiningError;
use crate::mining::numbers::{float, narrow};
use crate::mining::rows::Sequences;
use crate::mining::statistics::{
    FourFold, Tarone, fisher_greater_with_least, fisher_two_sided_with_least, q_of_testable,
};

/// Lift, and p with the smallest value its margins allow.
struct Judgement {
    lift: f64,
    test: Option<(f64, f64)>,
}

/// Judges each sequence found. O(patterns) tests.
pub(super) fn judge(
    table: &Sequences,
    found: Vec<FoundSequence>,
    options: &SequenceOptions<'_>,
) -> Result<(Vec<FrequentSequence>, Tarone), MiningError> {
    let rows = narrow(table.len());
    let judged: Vec<Judgement> = if options.won.is_some() {
        let won = count_won(options.won);
        let mut tests = HashMap::new();
        found.iter().map(|found| judge_outcome(found, won, rows, &mut tests)).collect()
    } else {
        let supports: HashMap<&[u32], u32> =
            found.iter().map(|found| (found.events.as_slice(), found.support)).collect();
        let support =
            |events: &[u32]| supports.get(events).copied().unwrap_or_else(|| count_rows(table, events, options));
        found.iter().map(|found| judge_order(found, rows, support)).collect()
    };
    let least: Vec<f64> = judged.iter().filter_map(|judged| judged.test.map(|(_, least)| least)).collect();
    let tarone = Tarone::new(&least, options.alpha)?;
    let p_values: Vec<Option<f64>> = judged.iter().map(|judged| judged.test.map(|(p_value, _)| p_value)).collect();
    let testable: Vec<bool> =
        judged.iter().map(|judged| judged.test.is_some_and(|(_, least)| tarone.is_testable(least))).collect();
    let q_values = q_of_testable(&p_values, &testable);
    let patterns = found
        .into_iter()
        .zip(judged)
        .zip(q_values.into_iter().zip(testable))
        .map(|((found, judged), (q, testable))| FrequentSequence {
            events: found.events,
            support: found.support,
            wins: options.won.map(|_| found.wins),
            lift: judged.lift,
            p: judged.test.map(|(p_value, _)| p_value),
            q,
            testable,
        })
        .collect();
    Ok((patterns, tarone))
}

/// Won against lost rows. Many patterns share their counts, so tests are remembered by (support, wins).
fn judge_outcome(found: &FoundSequence, won: u32, rows: u32, tests: &mut HashMap<(u32, u32), (f64, f64)>) -> Judgement {
    let table = FourFold::of(found.wins, found.support, won, rows);
    let test = *tests.entry((found.support, found.wins)).or_insert_with(|| fisher_two_sided_with_least(table));
    Judgement { lift: table.lift(), test: Some(test) }
}

/// The last event against those before it.
fn judge_order(found: &FoundSequence, rows: u32, support: impl Fn(&[u32]) -> u32) -> Judgement {
    let Some((last, before)) = found.events.split_last() else { return Judgement { lift: 1.0, test: None } };
    if before.is_empty() {
        return Judgement { lift: 1.0, test: None };
    }
    let (first, second) = (support(before), support(&[*last]));
    let lift = f64::from(found.support) * float(rows as usize) / (f64::from(first) * f64::from(second));
    if before.contains(last) {
        return Judgement { lift, test: None };
    }
    // Rows with both in another order leave the table's margins as they are: they count as "one only".
    let table = FourFold::of(found.support, first, second, rows);
    let (p_value, least) = fisher_greater_with_least(table);
    let is_possible = u64::from(first) + u64::from(second) <= u64::from(rows) + u64::from(found.support);
    Judgement { lift, test: Some((if is_possible { p_value } else { 1.0 }, least)) }
}

/// The support of a pattern that was not reported itself.
fn count_rows(table: &Sequences, events: &[u32], options: &SequenceOptions<'_>) -> u32 {
    narrow(table.iter().filter(|row| occurs(row, events, options.gap_max, options.span_max)).count())
}
