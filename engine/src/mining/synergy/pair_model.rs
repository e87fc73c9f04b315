//! The model of one pair, solved for its shape: four groups of runs (neither, the first, the second, both) in a few bins.
//!
//! The same model as [`Logistic`](crate::mining::statistics::Logistic)'s, by the same Newton steps, but of its two
//! hundred numbers in sight: a group's log odds are its own plus its bin's, so its odds are a product and 4 + bins
//! exponentials serve all cells; sums over a group's bins are all that gradient and information need.

use super::condition::{BINS_MAX, Depths};
use crate::mining::statistics::LogisticOptions;

/// Intercept, first, second, both, depth.
const SIZE: usize = 5;
/// The group that is every bit below: 1 the first, 2 the second.
const GROUPS: usize = 4;
/// So many bins are summed side by side.
const LANES: usize = 2;
/// Neighbouring steps are told apart by the slope: one that falls this share of the way back has gone too far.
const SLOPE_BACK_MAX: f64 = 0.25;
/// Halvings of a step before the case is given up.
const HALVINGS_MAX: u32 = 30;

/// Coefficients, or what belongs to each of them.
type Vector = [f64; SIZE];

/// Runs and wins by group and bin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells {
    pub(super) runs: [[f64; BINS_MAX]; GROUPS],
    pub(super) wins: [[f64; BINS_MAX]; GROUPS],
    /// The value of each bin; 0 where there is none.
    pub(super) depths: [f64; BINS_MAX],
    /// How many bins there are.
    pub(super) bins: usize,
}

/// Where a search starts. Every pair's model is that of all runs but for what its two items do, so that a search which starts
/// there is over in few steps.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Start(Vector);

/// What was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct PairFit {
    /// The pair's coefficient.
    pub(super) log_odds: f64,
    /// Its standard error.
    pub(super) deviation: f64,
    /// What it adds to the probability of winning, averaged over the runs with both.
    pub(super) probability: f64,
}

/// A point of the search: gradient of the penalised likelihood and its information.
#[derive(Debug, Clone, Copy)]
struct Point {
    gradient: Vector,
    information: [Vector; SIZE],
}

impl Start {
    /// The model of runs that are all in the first group; zeros where its steps do not settle. O(steps · bins).
    pub(super) fn of(all: &Cells, options: &LogisticOptions) -> Self {
        settle(all, options, &Self::default()).map_or_else(Self::default, |(at, _)| Self(at))
    }
}

/// Finds the pair's term. `None` where the steps do not settle: then the general method has to.
/// O(steps · bins).
pub(super) fn fit(cells: &Cells, options: &LogisticOptions, start: &Start) -> Option<PairFit> {
    let (at, point) = settle(cells, options, start)?;
    let lower = factor(&point.information)?;
    let deviation = dot_self(&solve_lower(&lower, &[0.0, 0.0, 0.0, 1.0, 0.0])).sqrt();
    Some(PairFit { log_odds: at[3], deviation, probability: cells.gain(&at) })
}

/// The point of the greatest penalised likelihood, by Newton's steps.
fn settle(cells: &Cells, options: &LogisticOptions, start: &Start) -> Option<(Vector, Point)> {
    let mut at = start.0;
    let mut point = cells.point(&at, options);
    for _ in 0..options.steps_max {
        let step = solve(&factor(&point.information)?, &point.gradient);
        let slope = dot(&step, &point.gradient);
        let mut share = 1.0;
        let mut halvings = 0;
        (at, point) = loop {
            let mut next = at;
            next.iter_mut().zip(&step).for_each(|(value, change)| *value += share * change);
            let there = cells.point(&next, options);
            let back = dot(&step, &there.gradient);
            if !back.is_finite() || halvings > HALVINGS_MAX {
                return None;
            }
            if back >= -SLOPE_BACK_MAX * slope {
                break (next, there);
            }
            share *= 0.5;
            halvings += 1;
        };
        let moved = step.iter().fold(0.0, |most: f64, change| most.max((share * change).abs()));
        if moved <= options.tolerance {
            return Some((at, point));
        }
    }
    None
}

impl Cells {
    /// No runs in the bins.
    pub(super) fn empty(bins: &Depths) -> Self {
        let mut depths = [0.0; BINS_MAX];
        depths.iter_mut().zip(&bins.values).for_each(|(depth, value)| *depth = *value);
        let none = [[0.0; BINS_MAX]; GROUPS];
        Self { runs: none, wins: none, depths, bins: bins.values.len().min(BINS_MAX) }
    }

    /// Odds of each group at depth 0, and the factor of each bin.
    fn odds(&self, at: &Vector) -> ([f64; GROUPS], [f64; BINS_MAX]) {
        let [intercept, first, second, both, depth] = *at;
        let groups = [intercept, intercept + first, intercept + second, intercept + first + second + both];
        let mut bins = [1.0; BINS_MAX];
        bins.iter_mut().zip(&self.depths).take(self.bins).for_each(|(bin, value)| *bin = (depth * value).exp());
        (groups.map(f64::exp), bins)
    }

    /// Over a group's bins: wins less expected wins, the same times the depth, the variance of the wins, the same times the depth
    /// and times its square.
    fn sums(&self, group: usize, odds: f64, bins: &[f64; BINS_MAX]) -> [f64; 5] {
        let (runs, wins) = (self.runs[group].as_chunks::<LANES>().0, self.wins[group].as_chunks::<LANES>().0);
        let (bins, depths) = (bins.as_chunks::<LANES>().0, self.depths.as_chunks::<LANES>().0);
        let mut sums = [[0.0; LANES]; 5];
        let cells = runs.iter().zip(wins).zip(bins.iter().zip(depths));
        for ((runs, wins), (bins, depths)) in cells.take(self.bins.div_ceil(LANES)) {
            for lane in 0..LANES {
                let odds = odds * bins[lane];
                let against = 1.0 / (1.0 + odds);
                let chance = odds * against;
                // Without the difference of nearly equal numbers that it is by name.
                let missed = wins[lane] * against - (runs[lane] - wins[lane]) * chance;
                let share = runs[lane] * chance * against;
                sums[0][lane] += missed;
                sums[1][lane] += missed * depths[lane];
                sums[2][lane] += share;
                sums[3][lane] += share * depths[lane];
                sums[4][lane] += share * depths[lane] * depths[lane];
            }
        }
        sums.map(|lanes| lanes.iter().sum())
    }

    fn point(&self, at: &Vector, options: &LogisticOptions) -> Point {
        let (groups, bins) = self.odds(at);
        // By group: residuals and weights, each by power of the depth.
        let (mut residuals, mut weights) = ([[0.0; 2]; GROUPS], [[0.0; 3]; GROUPS]);
        for (group, odds) in groups.iter().enumerate() {
            let [missed, missed_by_depth, share, share_by_depth, share_by_square] = self.sums(group, *odds, &bins);
            residuals[group] = [missed, missed_by_depth];
            weights[group] = [share, share_by_depth, share_by_square];
        }
        let [r0, r1, r2, r3] = residuals.map(|sums| sums[0]);
        let mut gradient = [r0 + r1 + r2 + r3, r1 + r3, r2 + r3, r3, residuals.iter().map(|sums| sums[1]).sum()];
        let [w0, w1, w2, w3] = weights.map(|sums| sums[0]);
        let [d0, d1, d2, d3] = weights.map(|sums| sums[1]);
        let squares: f64 = weights.iter().map(|sums| sums[2]).sum();
        let mut information = [
            [w0 + w1 + w2 + w3, 0.0, 0.0, 0.0, 0.0],
            [w1 + w3, w1 + w3, 0.0, 0.0, 0.0],
            [w2 + w3, w3, w2 + w3, 0.0, 0.0],
            [w3, w3, w3, w3, 0.0],
            [d0 + d1 + d2 + d3, d1 + d3, d2 + d3, d3, squares],
        ];
        for column in 0..SIZE {
            let penalty = if column == 0 { options.intercept_ridge } else { options.ridge };
            gradient[column] -= penalty * at[column];
            information[column][column] += penalty;
        }
        Point { gradient, information }
    }

    /// What the pair's term adds to the probability of winning, averaged over the runs with both.
    fn gain(&self, at: &Vector) -> f64 {
        let (groups, bins) = self.odds(at);
        let (with, without) = (groups[3], (at[0] + at[1] + at[2]).exp());
        let chance = |odds: f64| odds / (1.0 + odds);
        let (mut gain, mut runs) = (0.0, 0.0);
        for (weight, bin) in self.runs[3].iter().zip(&bins) {
            gain += weight * (chance(with * bin) - chance(without * bin));
            runs += weight;
        }
        if runs > 0.0 { gain / runs } else { 0.0 }
    }
}

fn dot(one: &Vector, other: &Vector) -> f64 {
    one.iter().zip(other).map(|(left, right)| left * right).sum()
}

fn dot_self(one: &Vector) -> f64 {
    dot(one, one)
}

/// The Cholesky factor of a matrix given by its lower triangle; `None` where it has none.
fn factor(matrix: &[Vector; SIZE]) -> Option<[Vector; SIZE]> {
    let mut lower = [[0.0; SIZE]; SIZE];
    for row in 0..SIZE {
        for column in 0..=row {
            let known: f64 = (0..column).map(|place| lower[row][place] * lower[column][place]).sum();
            let value = matrix[row][column] - known;
            lower[row][column] = if column < row {
                value / lower[column][column]
            } else if value > 0.0 && value.is_finite() {
                value.sqrt()
            } else {
                return None;
            };
        }
    }
    Some(lower)
}

/// y with L·y = right.
fn solve_lower(lower: &[Vector; SIZE], right: &Vector) -> Vector {
    let mut found = *right;
    for row in 0..SIZE {
        let known: f64 = (0..row).map(|place| lower[row][place] * found[place]).sum();
        found[row] = (found[row] - known) / lower[row][row];
    }
    found
}

/// x with L·Lᵀ·x = right.
fn solve(lower: &[Vector; SIZE], right: &Vector) -> Vector {
    let mut found = solve_lower(lower, right);
    for row in (0..SIZE).rev() {
        let known: f64 = (row + 1..SIZE).map(|place| lower[place][row] * found[place]).sum();
        found[row] = (found[row] - known) / lower[row][row];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Cells, Start, fit};
    use crate::mining::statistics::{Logistic, LogisticDesign, LogisticOptions};

    /// The same cells by the general method.
    fn general(cells: &Cells) -> Logistic {
        let mut design = LogisticDesign::new(5).unwrap();
        for group in 0..4_usize {
            for bin in (0..cells.depths.len()).filter(|bin| cells.runs[group][*bin] > 0.0) {
                let set = |column: usize, is_set: bool| is_set.then_some((u32::try_from(column).unwrap(), 1.0));
                let row = [set(1, group & 1 == 1), set(2, group & 2 == 2), set(3, group == 3)];
                let row: Vec<_> = row.into_iter().flatten().chain([(4, cells.depths[bin])]).collect();
                design.push(&row, cells.wins[group][bin], cells.runs[group][bin]).unwrap();
            }
        }
        Logistic::fit(&design, &LogisticOptions::default()).unwrap()
    }

    #[test]
    fn it_is_the_general_model_whatever_the_counts() {
        let mut state = 12_345_u64;
        let mut below = |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % bound
        };
        let mut settled = 0;
        for case in 0..400_u64 {
            let bins = 1 + usize::try_from(below(16)).unwrap();
            let mut cells = Cells { runs: [[0.0; 16]; 4], wins: [[0.0; 16]; 4], depths: [0.0; 16], bins };
            // Small and large counts, groups without runs, and outcomes that never vary.
            let scale = [3, 40, 3_000, 2_000_000][usize::try_from(case % 4).unwrap()];
            for bin in 0..bins {
                cells.depths[bin] = f64::from(u32::try_from(bin).unwrap()) * 0.4 - 1.5;
                for group in 0..4 {
                    let runs = below(scale + 1);
                    let won = match case % 5 {
                        0 => runs,
                        1 => 0,
                        _ => below(runs + 1),
                    };
                    cells.runs[group][bin] = f64::from(u32::try_from(runs).unwrap());
                    cells.wins[group][bin] = f64::from(u32::try_from(won).unwrap());
                }
            }
            let model = general(&cells);
            let mut all = cells;
            for bin in 0..bins {
                all.runs[0][bin] = (0..4).map(|group| cells.runs[group][bin]).sum();
                all.wins[0][bin] = (0..4).map(|group| cells.wins[group][bin]).sum();
            }
            (1..4).for_each(|group| (all.runs[group], all.wins[group]) = ([0.0; 16], [0.0; 16]));
            let options = LogisticOptions::default();
            let near = Start::of(&all, &options);
            let Some(found) = fit(&cells, &options, &near) else { continue };
            settled += 1;
            if let Some(from_zero) = fit(&cells, &options, &Start::default()) {
                assert!((from_zero.log_odds - found.log_odds).abs() <= 1e-6 * found.deviation, "{case}");
            }
            // Where an outcome never varies the general method's last digits are rounding.
            let close = |one: f64, other: f64| (one - other).abs() <= 1e-6 * (found.deviation + other.abs());
            assert!(close(found.log_odds, model.coefficients[3]), "{case}: {found:?} {model:?}");
            assert!(close(found.deviation, model.deviation(3).unwrap()), "{case}: {found:?} {model:?}");
        }
        assert!(settled >= 390, "{settled} of 400 settle without the general method");
    }
}
