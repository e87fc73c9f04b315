//! What having both of two items does for winning, beyond having each.

use super::condition::Depths;
use super::counts::{Cell, Counts, PairTally};
use crate::mining::error::MiningError;
use crate::mining::statistics::{Logistic, LogisticDesign, LogisticOptions, sigmoid};

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

/// Fits the model of one pair on at most 4 cells a bin, whatever the number of runs. `q` is left at `p`.
pub(super) fn fit(
    counts: &Counts,
    depths: &Depths,
    pair: &PairTally,
    options: &LogisticOptions,
) -> Result<Uplift, MiningError> {
    let mut design = LogisticDesign::new(DEPTH as usize + 1)?;
    let (first, second) = (&counts.singles[pair.low], &counts.singles[pair.high]);
    for (bin, depth) in depths.values.iter().enumerate() {
        let (both, one, two, all) = (pair.tally.cells[bin], first.cells[bin], second.cells[bin], counts.all.cells[bin]);
        let (first_only, second_only) = (without(one, both), without(two, both));
        let neither = without(without(all, one), second_only);
        let depth = (DEPTH, *depth);
        push(&mut design, &[(FIRST, 1.0), (SECOND, 1.0), (BOTH, 1.0), depth], both)?;
        push(&mut design, &[(FIRST, 1.0), depth], first_only)?;
        push(&mut design, &[(SECOND, 1.0), depth], second_only)?;
        push(&mut design, &[depth], neither)?;
    }
    let model = Logistic::fit(&design, options)?;
    let column = BOTH as usize;
    let log_odds = model.coefficients[column];
    let p = model.p_value(column).unwrap_or(1.0);
    let (mut gain, mut runs) = (0.0, 0.0);
    for (cell, depth) in pair.tally.cells.iter().zip(&depths.values) {
        let with = model.predictor(&[(FIRST, 1.0), (SECOND, 1.0), (BOTH, 1.0), (DEPTH, *depth)]);
        let weight = f64::from(cell.runs);
        gain += weight * (sigmoid(with) - sigmoid(with - log_odds));
        runs += weight;
    }
    let probability = if runs > 0.0 { gain / runs } else { 0.0 };
    Ok(Uplift { log_odds, deviation: model.deviation(column).unwrap_or(f64::INFINITY), probability, p, q: p })
}

fn without(all: Cell, some: Cell) -> Cell {
    Cell { runs: all.runs.saturating_sub(some.runs), wins: all.wins.saturating_sub(some.wins) }
}

fn push(design: &mut LogisticDesign, row: &[(u32, f64)], cell: Cell) -> Result<(), MiningError> {
    if cell.runs == 0 { Ok(()) } else { design.push(row, f64::from(cell.wins), f64::from(cell.runs)) }
}
