//! What having both of two items does for winning, beyond having each.

use super::condition::{BINS_MAX, Depths};
use super::counts::{Cell, Counts, PairTally};
use super::pair_model::{self, Cells, PairFit, Start};
use crate::mining::error::MiningError;
use crate::mining::statistics::{Logistic, LogisticDesign, LogisticOptions, normal_two_sided, sigmoid};

/// The pair term of a regularised logistic model of winning:
/// `log odds = intercept + first + second + first·second + depth`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uplift {
    /// The pair's coefficient; negative where the two stand in each other's way.
    pub log_odds: f64,
    /// Its standard error.
    pub deviation: f64,
    /// What the pair term adds to the probability of winning, averaged over the runs with both.
    pub probability: f64,
    /// Wald's two-sided p.
    pub p: f64,
    /// Benjamini-Hochberg over the pairs.
    pub q: f64,
}

const FIRST: u32 = 1;
const SECOND: u32 = 2;
const BOTH: u32 = 3;
const DEPTH: u32 = 4;

/// Where the search for every pair's model starts: at the model of all runs.
///
/// # Errors
/// Options out of range.
pub(super) fn start(counts: &Counts, depths: &Depths, options: &LogisticOptions) -> Result<Start, MiningError> {
    options.check()?;
    let mut all = Cells::empty(depths);
    for (bin, cell) in counts.all.cells.iter().enumerate().take(depths.values.len()) {
        (all.runs[0][bin], all.wins[0][bin]) = (f64::from(cell.runs), f64::from(cell.wins));
    }
    Ok(Start::of(&all, options))
}

/// Fits the model of one pair on at most 4 cells a bin, whatever the number of runs. `q` is left at `p`.
pub(super) fn fit(
    counts: &Counts,
    depths: &Depths,
    pair: &PairTally,
    options: &LogisticOptions,
    start: &Start,
) -> Result<Uplift, MiningError> {
    let cells = cells(counts, depths, pair);
    let PairFit { log_odds, deviation, probability } = match pair_model::fit(&cells, options, start) {
        Some(found) => found,
        None => fit_generally(&cells, depths.values.len(), options)?,
    };
    let p = normal_two_sided(log_odds / deviation);
    Ok(Uplift { log_odds, deviation, probability, p, q: p })
}

fn cells(counts: &Counts, depths: &Depths, pair: &PairTally) -> Cells {
    let mut cells = Cells::empty(depths);
    let (first, second) = (&counts.singles[pair.low], &counts.singles[pair.high]);
    for bin in 0..cells.bins {
        let (both, one, two, all) = (pair.tally.cells[bin], first.cells[bin], second.cells[bin], counts.all.cells[bin]);
        let (first_only, second_only) = (without(one, both), without(two, both));
        let neither = without(without(all, one), second_only);
        for (group, cell) in [neither, first_only, second_only, both].into_iter().enumerate() {
            cells.runs[group][bin] = f64::from(cell.runs);
            cells.wins[group][bin] = f64::from(cell.wins);
        }
    }
    cells
}

/// The same by the method for any model.
fn fit_generally(cells: &Cells, bins: usize, options: &LogisticOptions) -> Result<PairFit, MiningError> {
    let mut design = LogisticDesign::new(DEPTH as usize + 1)?;
    let terms: [&[(u32, f64)]; 4] =
        [&[], &[(FIRST, 1.0)], &[(SECOND, 1.0)], &[(FIRST, 1.0), (SECOND, 1.0), (BOTH, 1.0)]];
    for bin in 0..bins.min(BINS_MAX) {
        for (group, terms) in terms.iter().enumerate() {
            if cells.runs[group][bin] > 0.0 {
                let row = [*terms, &[(DEPTH, cells.depths[bin])]].concat();
                design.push(&row, cells.wins[group][bin], cells.runs[group][bin])?;
            }
        }
    }
    let model = Logistic::fit(&design, options)?;
    let column = BOTH as usize;
    let log_odds = model.coefficients[column];
    let (mut gain, mut runs) = (0.0, 0.0);
    for (weight, depth) in cells.runs[3].iter().zip(&cells.depths) {
        let with = model.predictor(&[(FIRST, 1.0), (SECOND, 1.0), (BOTH, 1.0), (DEPTH, *depth)]);
        gain += weight * (sigmoid(with) - sigmoid(with - log_odds));
        runs += weight;
    }
    let probability = if runs > 0.0 { gain / runs } else { 0.0 };
    Ok(PairFit { log_odds, deviation: model.deviation(column).unwrap_or(f64::INFINITY), probability })
}

fn without(all: Cell, some: Cell) -> Cell {
    Cell { runs: all.runs.saturating_sub(some.runs), wins: all.wins.saturating_sub(some.wins) }
}
