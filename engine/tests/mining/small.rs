//! Small random tables, and what any correct search finds in them, by trying everything.

use std::collections::BTreeMap;

use ludograph_engine::brigade::Pcg64;

/// Rows of up to `length` entries below `width`.
pub(crate) fn rows(seed: u64, count: u64, length: u64, width: u64) -> Vec<Vec<u32>> {
    let mut draws = Pcg64::new(seed);
    (0..count)
        .map(|_| {
            let length = draws.next_below(length + 1);
            (0..length).map(|_| u32::try_from(draws.next_below(width)).unwrap()).collect()
        })
        .collect()
}

pub(crate) fn outcome(seed: u64, count: usize) -> Vec<bool> {
    let mut draws = Pcg64::new(seed ^ 0xABCD);
    (0..count).map(|_| draws.next_below(3) == 0).collect()
}

/// Every itemset that occurs, with its support.
pub(crate) fn all_itemsets(rows: &[Vec<u32>], width: u32) -> BTreeMap<Vec<u32>, u32> {
    let mut supports = BTreeMap::new();
    for mask in 1_u32..1 << width {
        let items: Vec<u32> = (0..width).filter(|item| mask >> item & 1 == 1).collect();
        let support = rows.iter().filter(|row| items.iter().all(|item| row.contains(item))).count();
        if support > 0 {
            supports.insert(items, u32::try_from(support).unwrap());
        }
    }
    supports
}

/// Whether the pattern can be placed in the row: every placement is tried.
pub(crate) fn embeds(row: &[u32], pattern: &[u32], gap_max: Option<u32>, span_max: Option<u32>) -> bool {
    fn place(row: &[u32], pattern: &[u32], bounds: (usize, usize), first: Option<usize>, last: Option<usize>) -> bool {
        let Some((event, rest)) = pattern.split_first() else { return true };
        let from = last.map_or(0, |last| last + 1);
        (from..row.len()).any(|at| {
            let gap_fits = last.is_none_or(|last| at - last - 1 <= bounds.0);
            let start = first.unwrap_or(at);
            row[at] == *event && gap_fits && at - start < bounds.1 && place(row, rest, bounds, Some(start), Some(at))
        })
    }
    let bound = |bound: Option<u32>| bound.map_or(usize::MAX, |bound| bound as usize);
    place(row, pattern, (bound(gap_max), bound(span_max)), None, None)
}

/// Every sequence of up to `length` events that occurs, with its rows.
pub(crate) fn all_sequences(
    rows: &[Vec<u32>],
    width: u32,
    length: usize,
    gap_max: Option<u32>,
    span_max: Option<u32>,
) -> BTreeMap<Vec<u32>, Vec<usize>> {
    let mut found = BTreeMap::new();
    let mut layer: Vec<Vec<u32>> = vec![Vec::new()];
    for _ in 0..length {
        layer = layer
            .iter()
            .flat_map(|prefix| (0..width).map(move |event| [prefix.as_slice(), &[event]].concat()))
            .collect();
        for pattern in &layer {
            let places: Vec<usize> =
                (0..rows.len()).filter(|row| embeds(&rows[*row], pattern, gap_max, span_max)).collect();
            if !places.is_empty() {
                found.insert(pattern.clone(), places);
            }
        }
    }
    found
}
