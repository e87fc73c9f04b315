//! Lift, p and q of itemsets.

use super::Itemset;
use super::tids::Tids;
use super::vertical::Vertical;
use crate::mining::collect::Found;
use crate::mining::error::MiningError;
use crate::mining::numbers::{float, narrow};
use crate::mining::statistics::{FourFold, Tarone, fisher_greater_with_least, q_of_testable};
use crate::sort;

/// Judges each itemset found; they come back in lexicographic order. O(items of all of them · log patterns) look-ups and as many tests; a subset that was not
/// found itself (among closed ones, or after a bound) costs an intersection.
pub(super) fn judge(
    vertical: &Vertical<'_>,
    mut found: Vec<Found>,
    alpha: f64,
) -> Result<(Vec<Itemset>, Tarone), MiningError> {
    found.iter_mut().for_each(|found| sort::ascending(&mut found.pattern));
    sort::unstable_by(&mut found, |one, other| one.pattern.cmp(&other.pattern));
    let subsets = Subsets::new(vertical, &found);
    let judged: Vec<(f64, Option<(f64, f64)>)> =
        found.iter().map(|found| (subsets.lift(found), subsets.test(found))).collect();
    let least: Vec<f64> = judged.iter().filter_map(|(_, test)| test.map(|(_, least)| least)).collect();
    let tarone = Tarone::new(&least, alpha)?;
    let p_values: Vec<Option<f64>> = judged.iter().map(|(_, test)| test.map(|(p_value, _)| p_value)).collect();
    let testable: Vec<bool> =
        judged.iter().map(|(_, test)| test.is_some_and(|(_, least)| tarone.is_testable(least))).collect();
    let q_values = q_of_testable(&p_values, &testable);
    let patterns = found
        .into_iter()
        .zip(judged.iter().zip(q_values.iter().zip(&testable)))
        .map(|(found, ((lift, test), (q_value, testable)))| Itemset {
            items: found.pattern,
            support: found.support,
            lift: *lift,
            p: test.map(|(p_value, _)| p_value),
            q: *q_value,
            testable: *testable,
        })
        .collect();
    Ok((patterns, tarone))
}

/// Supports of subsets: of those found by look-up, of the others by intersection.
struct Subsets<'a> {
    vertical: &'a Vertical<'a>,
    /// In lexicographic order.
    found: &'a [Found],
}

impl<'a> Subsets<'a> {
    fn new(vertical: &'a Vertical<'a>, found: &'a [Found]) -> Self {
        Self { vertical, found }
    }

    fn rank(&self, item: u32) -> Option<usize> {
        self.vertical.items.binary_search(&item).ok()
    }

    fn support_of_item(&self, item: u32) -> u32 {
        self.rank(item).map_or(0, |rank| self.vertical.supports[rank])
    }

    fn support(&self, items: &[u32]) -> u32 {
        if let [item] = items {
            return self.support_of_item(*item);
        }
        if let Ok(index) = self.found.binary_search_by(|found| found.pattern.as_slice().cmp(items)) {
            return self.found[index].support;
        }
        if let [low, high] = items
            && let (Some(low), Some(high)) = (self.rank(*low), self.rank(*high))
            && let Some(support) = self.vertical.pair(low, high)
        {
            return support;
        }
        let mut rows: Option<Tids> = None;
        let mut support = narrow(self.vertical.rows);
        for rank in items.iter().filter_map(|item| self.rank(*item)) {
            let tids = &self.vertical.tids[rank];
            rows = Some(match rows {
                None => {
                    support = self.vertical.supports[rank];
                    tids.clone()
                }
                Some(before) => {
                    support = before.common(tids);
                    before.intersection(tids, support, self.vertical.rows)
                }
            });
        }
        support
    }

    fn lift(&self, found: &Found) -> f64 {
        let rows = float(self.vertical.rows);
        let expected =
            found.pattern.iter().fold(rows, |share, item| share * (f64::from(self.support_of_item(*item)) / rows));
        f64::from(found.support) / expected
    }

    /// The largest p over the items against the rest, and the largest of the smallest values those could take.
    fn test(&self, found: &Found) -> Option<(f64, f64)> {
        let items = found.pattern.as_slice();
        if items.len() < 2 {
            return None;
        }
        // Of two items, each is the rest of the other.
        let splits = if items.len() == 2 { 1 } else { items.len() };
        let (mut largest, mut least): (f64, f64) = (0.0, 0.0);
        let mut rest = Vec::with_capacity(items.len());
        for left_out in 0..splits {
            rest.clear();
            rest.extend(items.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, item)| *item));
            let table = FourFold::of(
                found.support,
                self.support(&rest),
                self.support_of_item(items[left_out]),
                narrow(self.vertical.rows),
            );
            let (p_value, smallest) = fisher_greater_with_least(table);
            largest = largest.max(p_value);
            least = least.max(smallest);
        }
        Some((largest, least))
    }
}
