//! Closed and maximal itemsets: LCM (Uno, Asai, Uchida, Arimura 2004).
//!
//! A set is closed if every item that stands in all its rows belongs to it. Each closed set has one parent from which it
//! is reached by adding an item and closing ("prefix-preserving"), so none is found twice and none has to be remembered.

use super::vertical::Vertical;
use crate::mining::collect::Collector;
use crate::sort;

/// One closed set on its way down.
struct Node {
    /// Ranks, ascending.
    set: Vec<u32>,
    rows: Vec<u32>,
    /// The item last added; sets below add higher ones only. `None` at the root.
    core: Option<u32>,
}

/// Finds every closed itemset of at least the collector's support up to its length; with `maximal`, only those without
/// a frequent superset.
pub(super) fn search(vertical: &Vertical<'_>, maximal: bool, collector: &mut Collector<'_>) {
    let rows: Vec<u32> = (0..vertical.row_count()).collect();
    if vertical.items.is_empty() || rows.is_empty() {
        return;
    }
    let counts = count(vertical, &rows);
    let set = closure(&counts, rows.len());
    // What stands in every row belongs to every closed set.
    if collector.may_hold(set.len()) {
        visit(vertical, &Node { set, rows, core: None }, &counts, maximal, collector);
    }
}

/// How often each rank occurs in the rows. O(entries of the rows).
fn count(vertical: &Vertical<'_>, rows: &[u32]) -> Vec<u32> {
    let mut counts = vec![0; vertical.items.len()];
    rows.iter().for_each(|row| vertical.row(*row).iter().for_each(|rank| counts[*rank as usize] += 1));
    counts
}

fn closure(counts: &[u32], rows: usize) -> Vec<u32> {
    (0_u32..).zip(counts).filter(|(_, count)| **count as usize == rows).map(|(rank, _)| rank).collect()
}

/// Reports a closed set and goes on to its children. As deep as the longest pattern.
fn visit(vertical: &Vertical<'_>, node: &Node, counts: &[u32], maximal: bool, collector: &mut Collector<'_>) {
    let least = collector.support_min();
    let extends = |rank: u32, count: u32| count >= least && node.set.binary_search(&rank).is_err();
    let has_superset = (0_u32..).zip(counts).any(|(rank, count)| extends(rank, *count));
    if !(node.set.is_empty() || maximal && has_superset) {
        let mut pattern: Vec<u32> = node.set.iter().map(|rank| vertical.items[*rank as usize]).collect();
        sort::ascending(&mut pattern);
        collector.add(&pattern, u32::try_from(node.rows.len()).unwrap_or(u32::MAX));
    }
    if has_superset && !collector.may_grow(node.set.len()) {
        return;
    }
    let least = node.core.map_or(0, |core| core + 1);
    for rank in least..u32::try_from(counts.len()).unwrap_or(u32::MAX) {
        // The support of interest may have risen since.
        if counts[rank as usize] < collector.floor() || node.set.binary_search(&rank).is_ok() {
            continue;
        }
        if collector.should_stop() {
            return;
        }
        child(vertical, node, rank, maximal, collector);
    }
}

fn child(vertical: &Vertical<'_>, node: &Node, rank: u32, maximal: bool, collector: &mut Collector<'_>) {
    let holds = |row: &&u32| vertical.row(**row).binary_search(&rank).is_ok();
    let rows: Vec<u32> = node.rows.iter().filter(holds).copied().collect();
    let counts = count(vertical, &rows);
    let set = closure(&counts, rows.len());
    // Prefix-preserving: closing may add nothing below the new item that the parent does not have.
    let below = |set: &[u32]| set.iter().take_while(|member| **member < rank).count();
    if below(&set) == below(&node.set) && collector.may_hold(set.len()) {
        visit(vertical, &Node { set, rows, core: Some(rank) }, &counts, maximal, collector);
    }
}
