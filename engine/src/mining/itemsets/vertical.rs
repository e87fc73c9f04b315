//! The frequent items of a table, renamed by rank, and which rows hold them.

use super::tids::Tids;
use crate::mining::numbers::narrow;
use crate::mining::rows::Transactions;

/// Above so many frequent items their pairs are counted item by item instead of in one table of 4 bytes a pair.
const PAIR_TABLE_ITEMS_MAX: usize = 2_048;

/// The table seen by its frequent items. Ranks ascend with ids: rows are sorted by them already, and with pairs counted
/// beforehand an order by support saves too few candidates to pay for sorting every row anew.
#[derive(Debug)]
pub(super) struct Vertical {
    /// The id of each rank.
    pub(super) items: Vec<u32>,
    /// The support of each rank.
    pub(super) supports: Vec<u32>,
    /// The rows of each rank.
    pub(super) tids: Vec<Tids>,
    /// How many rows the table has.
    pub(super) rows: usize,
    ends: Vec<u32>,
    ranks: Vec<u32>,
    /// By rank, for a pair (low, high): `pairs[low · items + high]`. Empty where there are too many.
    pairs: Vec<u32>,
}

impl Vertical {
    /// One pass to count, one to rename and to place. O(entries + pairs of frequent entries in each row).
    pub(super) fn new(table: &Transactions, support_min: u32, with_pairs: bool) -> Self {
        let mut counts = vec![0_u32; table.width() as usize];
        table.entries().iter().for_each(|item| counts[*item as usize] += 1);
        let items: Vec<u32> = (0..table.width()).filter(|item| counts[*item as usize] >= support_min).collect();
        let supports: Vec<u32> = items.iter().map(|item| counts[*item as usize]).collect();
        let mut rank_of = vec![narrow(items.len()); counts.len()];
        items.iter().enumerate().for_each(|(rank, item)| rank_of[*item as usize] = narrow(rank));
        let tids = supports.iter().map(|support| Tids::with_room(*support, table.len())).collect();
        let has_table = with_pairs && items.len() <= PAIR_TABLE_ITEMS_MAX;
        let pair_count = if has_table { items.len() * items.len() } else { 0 };
        let rows = table.len();
        let pairs = vec![0; pair_count];
        let mut vertical = Self {
            items,
            supports,
            tids,
            rows,
            ends: Vec::with_capacity(rows + 1),
            ranks: vec![0; table.entry_count()],
            pairs,
        };
        vertical.ends.push(0);
        let mut end = 0;
        for (row, entries) in table.iter().enumerate() {
            end = vertical.place(narrow(row), end, entries, &rank_of);
        }
        vertical.ranks.truncate(end);
        vertical
    }

    /// Writes a row from `start` on, and says where it ends.
    fn place(&mut self, row: u32, start: usize, entries: &[u32], rank_of: &[u32]) -> usize {
        let mut end = start;
        for item in entries {
            let rank = rank_of[*item as usize];
            // Each item is written, and the next one written over it if it is not frequent: nothing to foresee.
            self.ranks[end] = rank;
            end += usize::from((rank as usize) < self.items.len());
        }
        let ranks = &self.ranks[start..end];
        ranks.iter().for_each(|rank| self.tids[*rank as usize].add(row));
        if !self.pairs.is_empty() {
            for (index, low) in ranks.iter().enumerate() {
                let line = pair_line(*low as usize, self.items.len());
                let line = &mut self.pairs[line];
                // No count exceeds the number of rows, which fits.
                ranks[index + 1..].iter().for_each(|high| line[*high as usize] = line[*high as usize].wrapping_add(1));
            }
        }
        self.ends.push(narrow(end));
        end
    }

    /// How many rows there are, as row numbers count.
    pub(super) fn row_count(&self) -> u32 {
        narrow(self.rows)
    }

    /// The frequent items of a row by rank, ascending.
    pub(super) fn row(&self, row: u32) -> &[u32] {
        let row = row as usize;
        &self.ranks[self.ends[row] as usize..self.ends[row + 1] as usize]
    }

    /// How often each higher rank stands beside this one, written over `counts`; what stands there for others
    /// means nothing.
    pub(super) fn count_beside(&self, rank: usize, counts: &mut [u32]) {
        if !self.pairs.is_empty() {
            counts.copy_from_slice(&self.pairs[pair_line(rank, self.items.len())]);
            return;
        }
        counts.fill(0);
        self.tids[rank].for_each(|row| {
            self.row(row).iter().rev().take_while(|high| **high as usize > rank).for_each(|high| {
                counts[*high as usize] += 1;
            });
        });
    }

    /// Whether a pair, low rank first, may be frequent: `true` where pairs were not counted.
    pub(super) fn pair_reaches(&self, low: usize, high: usize, support_min: u32) -> bool {
        self.pairs.get(low * self.items.len() + high).is_none_or(|count| *count >= support_min)
    }
}

/// Where the pairs of a low rank stand.
fn pair_line(low: usize, items: usize) -> std::ops::Range<usize> {
    low * items..(low + 1) * items
}
