//! Lift, p and q of sequences.

use std::collections::HashMap;

use super::{FoundSequence, FrequentSequence, SequenceOptions, count_won, occurs};
use crate::mining::error::MiningError;
use crate::mining::numbers::{float, narrow};
use crate::mining::rows::Sequences;
use crate::mining::statistics::{
    FourFold, Tarone, fisher_greater_with_least, fisher_two_sided_with_least, q_of_testable,
};
use crate::sort;

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
        let supports = Supports::of(&found, table, options);
        let mut latest = vec![0; found.iter().map(|found| found.events.len()).max().unwrap_or(0) + 1];
        let mut judged = Vec::with_capacity(found.len());
        for (index, sequence) in found.iter().enumerate() {
            latest[sequence.events.len()] = index;
            let before = sequence.events.len().checked_sub(1).and_then(|shorter| found.get(latest[shorter]));
            judged.push(judge_order(sequence, rows, before, &supports));
        }
        judged
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

/// Supports of what patterns are made of.
struct Supports<'a> {
    table: &'a Sequences,
    options: &'a SequenceOptions<'a>,
    /// Of single events that were found, by event.
    singles: Vec<(u32, u32)>,
}

impl<'a> Supports<'a> {
    fn of(found: &[FoundSequence], table: &'a Sequences, options: &'a SequenceOptions<'a>) -> Self {
        let single = |found: &FoundSequence| match found.events.as_slice() {
            [event] => Some((*event, found.support)),
            _ => None,
        };
        let mut singles: Vec<(u32, u32)> = found.iter().filter_map(single).collect();
        sort::ascending(&mut singles);
        Self { table, options, singles }
    }

    fn single(&self, event: u32) -> u32 {
        let place = self.singles.binary_search_by_key(&event, |(event, _)| *event);
        place.map_or_else(|_| self.count(&[event]), |place| self.singles[place].1)
    }

    /// By looking, for what was not reported itself.
    fn count(&self, events: &[u32]) -> u32 {
        let (gap_max, span_max) = (self.options.gap_max, self.options.span_max);
        narrow(self.table.iter().filter(|row| occurs(row, events, gap_max, span_max)).count())
    }
}

/// The last event against those before it. Patterns stand behind those they begin with, so `before` is the one without
/// the last event if that was found.
fn judge_order(found: &FoundSequence, rows: u32, before: Option<&FoundSequence>, supports: &Supports<'_>) -> Judgement {
    let Some((last, events)) = found.events.split_last() else { return Judgement { lift: 1.0, test: None } };
    if events.is_empty() {
        return Judgement { lift: 1.0, test: None };
    }
    let before = before.filter(|before| before.events == events);
    let (first, second) =
        (before.map_or_else(|| supports.count(events), |before| before.support), supports.single(*last));
    let lift = f64::from(found.support) * float(rows as usize) / (f64::from(first) * f64::from(second));
    if events.contains(last) {
        return Judgement { lift, test: None };
    }
    // Rows with both in another order leave the table's margins as they are: they count as "one only".
    let table = FourFold::of(found.support, first, second, rows);
    let (p_value, least) = fisher_greater_with_least(table);
    let is_possible = u64::from(first) + u64::from(second) <= u64::from(rows) + u64::from(found.support);
    Judgement { lift, test: Some((if is_possible { p_value } else { 1.0 }, least)) }
}
