//! Runs and wins of every item and pair, by how far the runs came.

use super::condition::Depths;
use crate::mining::error::MiningError;
use crate::mining::numbers::narrow;
use crate::mining::runs::Runs;

/// The most items that are frequent enough to be paired: their pairs are counted in one table.
const ITEMS_MAX: u64 = 8_192;
/// A pair that is not frequent enough.
const NO_SLOT: u32 = u32::MAX;

/// Runs and wins in one bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    pub(super) runs: u32,
    pub(super) wins: u32,
}

/// The runs with something.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Tally {
    /// By bin.
    pub(super) cells: Vec<Cell>,
    /// Sum of the scores that are known.
    pub(super) score: f64,
}

impl Tally {
    fn new(bins: usize) -> Self {
        Self { cells: vec![Cell::default(); bins], score: 0.0 }
    }

    fn add(&mut self, bin: u8, won: bool, score: f64) {
        if let Some(cell) = self.cells.get_mut(usize::from(bin)) {
            cell.runs += 1;
            cell.wins += u32::from(won);
        }
        self.score += score;
    }

    pub(super) fn runs(&self) -> u32 {
        self.cells.iter().map(|cell| cell.runs).sum()
    }

    pub(super) fn wins(&self) -> u32 {
        self.cells.iter().map(|cell| cell.wins).sum()
    }
}

/// A pair of ranks, low first, and the runs with both.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PairTally {
    pub(super) low: usize,
    pub(super) high: usize,
    pub(super) tally: Tally,
}

/// Everything the models of pairs need.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counts {
    /// Ids of the items in at least `runs_min` runs, ascending; the index is the rank.
    pub(super) items: Vec<u32>,
    pub(super) singles: Vec<Tally>,
    /// Pairs in at least `runs_min` runs, in ascending order of (high, low) rank.
    pub(super) pairs: Vec<PairTally>,
    pub(super) all: Tally,
}

fn pair_index(low: u32, high: u32) -> usize {
    let high = high as usize;
    high * high.saturating_sub(1) / 2 + low as usize
}

impl Counts {
    /// Two passes over the runs. O(Σ pairs of a run).
    pub(super) fn new(runs: &Runs, depths: &Depths, runs_min: u32) -> Result<Self, MiningError> {
        let (items, rows) = frequent(runs, runs_min);
        MiningError::expect_range("items with runs_min", items.len(), 0, ITEMS_MAX)?;
        let mut together = vec![0_u32; pair_index(0, narrow(items.len()))];
        for row in &rows {
            each_pair(row, |low, high| together[pair_index(low, high)] += 1);
        }
        let bins = depths.values.len();
        let mut slots = vec![NO_SLOT; together.len()];
        let mut pairs = Vec::new();
        for high in 0..narrow(items.len()) {
            for low in (0..high).filter(|low| together[pair_index(*low, high)] >= runs_min) {
                slots[pair_index(low, high)] = narrow(pairs.len());
                pairs.push(PairTally { low: low as usize, high: high as usize, tally: Tally::new(bins) });
            }
        }
        let mut counts = Self { singles: vec![Tally::new(bins); items.len()], items, pairs, all: Tally::new(bins) };
        let outcomes = runs.won().iter().zip(runs.scores()).zip(&depths.bins);
        for (row, ((won, score), bin)) in rows.iter().zip(outcomes) {
            let score = score.unwrap_or(0.0);
            counts.all.add(*bin, *won, score);
            row.iter().for_each(|rank| counts.singles[*rank as usize].add(*bin, *won, score));
            each_pair(row, |low, high| {
                if let Some(pair) = counts.pairs.get_mut(slots[pair_index(low, high)] as usize) {
                    pair.tally.add(*bin, *won, score);
                }
            });
        }
        Ok(counts)
    }
}

/// The items frequent enough, and the runs by their ranks.
fn frequent(runs: &Runs, runs_min: u32) -> (Vec<u32>, Vec<Vec<u32>>) {
    let mut seen = vec![0_u32; runs.items().width() as usize];
    runs.items().iter().flatten().for_each(|item| seen[*item as usize] += 1);
    let items: Vec<u32> = (0..runs.items().width()).filter(|item| seen[*item as usize] >= runs_min).collect();
    let mut rank_of = vec![None; seen.len()];
    (0_u32..).zip(&items).for_each(|(rank, item)| rank_of[*item as usize] = Some(rank));
    let rows = runs.items().iter().map(|row| row.iter().filter_map(|item| rank_of[*item as usize]).collect());
    (items, rows.collect())
}

fn each_pair(row: &[u32], mut visit: impl FnMut(u32, u32)) {
    for (index, high) in row.iter().enumerate() {
        row[..index].iter().for_each(|low| visit(*low, *high));
    }
}
