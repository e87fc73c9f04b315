//! The frequent items of a table, renamed by rank, and which rows hold them.

use std::borrow::Cow;

use super::tids::Tids;
use crate::mining::numbers::narrow;
use crate::mining::rows::Transactions;

/// Above so many frequent items their pairs are counted item by item instead of in one table of 4 bytes a pair.
const PAIR_TABLE_ITEMS_MAX: usize = 2_048;

/// The table seen by its frequent items. Ranks ascend with ids: rows are sorted by them already, and with pairs counted
/// beforehand an order by support saves too few candidates to pay for sorting every row anew.
#[derive(Debug)]
pub(super) struct Vertical<'a> {
    /// The id of each rank.
    pub(super) items: Vec<u32>,
    /// The support of each rank.
    pub(super) supports: Vec<u32>,
    /// The rows of each rank. Where pairs are counted, only of those ranks that may stand in three frequent pairs of one
    /// another: no other is ever asked for.
    pub(super) tids: Vec<Tids>,
    /// How many rows the table has.
    pub(super) rows: usize,
    /// Where each row ends in `ranks`; the first entry is 0.
    ends: Cow<'a, [u32]>,
    /// The table's own entries where all its ids are frequent, which then are their ranks.
    ranks: Cow<'a, [u32]>,
    /// By low rank, how often each other rank stands above it in a row. Empty where there are too many.
    pairs: Vec<Vec<u32>>,
}

impl<'a> Vertical<'a> {
    /// A pass to count, one to rename unless all are frequent, one to count pairs, one to place. O(entries + pairs of
    /// frequent entries in each row).
    pub(super) fn new(table: &'a Transactions, support_min: u32, with_pairs: bool) -> Self {
        let mut counts = vec![0_u32; table.width() as usize];
        // No count exceeds the number of rows, which fits.
        table.entries().iter().for_each(|item| counts[*item as usize] = counts[*item as usize].wrapping_add(1));
        let items: Vec<u32> = (0..table.width()).filter(|item| counts[*item as usize] >= support_min).collect();
        let supports: Vec<u32> = items.iter().map(|item| counts[*item as usize]).collect();
        let (ends, ranks) = if items.len() == counts.len() {
            (Cow::Borrowed(table.offsets()), Cow::Borrowed(table.entries()))
        } else {
            let (ends, ranks) = rename(table, &items);
            (Cow::Owned(ends), Cow::Owned(ranks))
        };
        let (tids, pairs, rows) = (Vec::new(), Vec::new(), table.len());
        let mut vertical = Self { items, supports, tids, rows, ends, ranks, pairs };
        if with_pairs && vertical.items.len() <= PAIR_TABLE_ITEMS_MAX {
            vertical.pairs = vertical.count_pairs();
            vertical.place(&vertical.in_triples(support_min));
        } else {
            vertical.place(&vec![true; vertical.items.len()]);
        }
        vertical
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.ends.windows(2).map(|ends| &self.ranks[ends[0] as usize..ends[1] as usize])
    }

    fn count_pairs(&self) -> Vec<Vec<u32>> {
        let items = self.items.len();
        let mut pairs = vec![vec![0_u32; items]; items];
        for mut ranks in self.iter() {
            while let [low, higher @ ..] = ranks {
                let line = pairs[*low as usize].as_mut_slice();
                higher.iter().for_each(|high| line[*high as usize] = line[*high as usize].wrapping_add(1));
                ranks = higher;
            }
        }
        pairs
    }

    /// Which ranks have two others beside them in frequent pairs that are a frequent pair themselves. O(pairs of
    /// frequent pairs with one lower rank).
    fn in_triples(&self, support_min: u32) -> Vec<bool> {
        let items = self.items.len();
        let mut found = vec![false; items];
        let mut partners: Vec<usize> = Vec::new();
        for low in 0..items {
            let line = &self.pairs[low];
            partners.clear();
            partners.extend((low + 1..items).filter(|high| line[*high] >= support_min));
            for (index, middle) in partners.iter().enumerate() {
                for high in &partners[index + 1..] {
                    if self.pairs[*middle][*high] >= support_min {
                        [low, *middle, *high].iter().for_each(|rank| found[*rank] = true);
                    }
                }
            }
        }
        found
    }

    /// Finds the rows of those ranks that are needed. O(entries).
    fn place(&mut self, is_needed: &[bool]) {
        let room = |(support, is_needed): (&u32, &bool)| if *is_needed { *support } else { 0 };
        let supports = self.supports.iter().zip(is_needed).map(room);
        self.tids = supports.map(|support| Tids::with_room(support, self.rows)).collect();
        if !is_needed.contains(&true) {
            return;
        }
        let mut tids = std::mem::take(&mut self.tids);
        for (row, ranks) in (0..).zip(self.iter()) {
            for rank in ranks {
                if is_needed[*rank as usize] {
                    tids[*rank as usize].add(row);
                }
            }
        }
        self.tids = tids;
    }

    /// How often a pair, low rank first, stands in one row; `None` where pairs were not counted.
    pub(super) fn pair(&self, low: usize, high: usize) -> Option<u32> {
        self.pairs.get(low)?.get(high).copied()
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
        if let Some(line) = self.pairs.get(rank) {
            counts.copy_from_slice(line);
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
        self.pair(low, high).is_none_or(|count| count >= support_min)
    }
}

/// The table by ranks, only frequent items: where its rows end, and their entries. O(entries).
fn rename(table: &Transactions, items: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut rank_of = vec![narrow(items.len()); table.width() as usize];
    items.iter().enumerate().for_each(|(rank, item)| rank_of[*item as usize] = narrow(rank));
    let mut ends = Vec::with_capacity(table.len() + 1);
    ends.push(0);
    let mut ranks = vec![0; table.entry_count()];
    let mut kept = 0_usize;
    for row in table.iter() {
        for item in row {
            let rank = rank_of[*item as usize];
            // Each item is written, and the next one written over it if it is not frequent: nothing to foresee.
            ranks[kept] = rank;
            kept = kept.wrapping_add(usize::from((rank as usize) < items.len()));
        }
        ends.push(narrow(kept));
    }
    ranks.truncate(kept);
    (ends, ranks)
}
