//! Who is good to have in a team: Bayesian ridge regression on team membership (spec/brigade.md section 9, with the
//! intercept kept and the noise estimated instead of fixed at 1).

use super::error::BrigadeError;

/// The games of one team: who was in it, and the sums over its games.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TeamSums {
    /// Indices into the pool; an agent counts once however many seats it has.
    pub(crate) members: Vec<usize>,
    pub(crate) games: f64,
    pub(crate) sum: f64,
    pub(crate) squares: f64,
}

/// A posterior mean with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Mean − 1.96 standard deviations.
    pub low: f64,
    /// Mean + 1.96 standard deviations.
    pub high: f64,
}

impl Estimate {
    pub(crate) fn new(mean: f64, deviation: f64) -> Self {
        Self { mean, low: mean - 1.96 * deviation, high: mean + 1.96 * deviation }
    }

    /// The mean of values, with the interval of that mean. Of a single value the interval is the value; of none all is 0.
    #[must_use]
    #[inline]
    pub fn of(values: &[f64]) -> Self {
        let count = to_float(values.len()).max(1.0);
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        Self::new(mean, (squares / (count - 1.0).max(1.0) / count).sqrt())
    }
}

/// The model's answer: what a team without anybody would score, and what each of the pool adds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fit {
    pub(crate) intercept: Estimate,
    pub(crate) agents: Vec<Estimate>,
}

const AGENT_PRECISION: f64 = 1.0;
const INTERCEPT_PRECISION: f64 = 1e-6;

/// Fits `score = intercept + Σ skill of members + noise`, prior precision 1 for skills. O(teams · members² + pool³).
#[inline]
pub(crate) fn fit(pool: usize, teams: &[TeamSums]) -> Result<Fit, BrigadeError> {
    let size = pool + 1;
    let mut normal = Augmented::new(size);
    let mut right = vec![0.0; size];
    for team in teams {
        let columns = columns(team);
        for row in &columns {
            right[*row] += team.sum;
            let row = normal.row(*row);
            columns.iter().for_each(|column| row[*column] += team.games);
        }
    }
    for index in 0..size {
        normal.row(index)[index] += if index == 0 { INTERCEPT_PRECISION } else { AGENT_PRECISION };
    }
    let inverse = normal.invert()?;
    let means: Vec<f64> =
        inverse.chunks_exact(size).map(|row| row.iter().zip(&right).map(|(entry, sum)| entry * sum).sum()).collect();
    let (mut residual, mut games) = (0.0, 0.0);
    for team in teams {
        let predicted: f64 = columns(team).iter().map(|column| means[*column]).sum();
        residual += team.squares - 2.0 * predicted * team.sum + team.games * predicted * predicted;
        games += team.games;
    }
    let variance = residual.max(0.0) / (games - to_float(size)).max(1.0);
    let estimate =
        |index: usize| Estimate::new(means[index], (variance * inverse[index * size + index].max(0.0)).sqrt());
    Ok(Fit { intercept: estimate(0), agents: (1..size).map(estimate).collect() })
}

#[expect(clippy::cast_precision_loss, reason = "counts of agents and games")]
fn to_float(number: usize) -> f64 {
    number as f64
}

/// Column 0, and those of the members, ascending: sums are formed in this order.
#[inline]
fn columns(team: &TeamSums) -> Vec<usize> {
    let mut columns = vec![0];
    for member in &team.members {
        // Teams are small, and a sort is a lot of code for a page to load.
        if let Err(place) = columns.binary_search(&(member + 1)) {
            columns.insert(place, member + 1);
        }
    }
    columns
}

/// A square matrix, and beside it what it is turned into.
struct Augmented {
    size: usize,
    /// Row after row: the matrix's entries, then those of what began as the unit matrix.
    entries: Vec<f64>,
}

impl Augmented {
    #[inline]
    fn new(size: usize) -> Self {
        let mut matrix = Self { size, entries: vec![0.0; size * size * 2] };
        for index in 0..size {
            matrix.row(index)[size + index] = 1.0;
        }
        matrix
    }

    fn row(&mut self, index: usize) -> &mut [f64] {
        let width = self.size * 2;
        &mut self.entries[index * width..(index + 1) * width]
    }

    /// The inverse, row after row. Gauss-Jordan with row exchange; the matrices here are positive definite by their prior.
    #[inline]
    fn invert(mut self) -> Result<Vec<f64>, BrigadeError> {
        let (size, width) = (self.size, self.size * 2);
        for pivot in 0..size {
            let magnitude = |row: usize| self.entries[row * width + pivot].abs();
            let larger = |best: usize, row: usize| if magnitude(row) >= magnitude(best) { row } else { best };
            let best = (pivot..size).fold(pivot, larger);
            if best != pivot {
                let (above, below) = self.entries.split_at_mut(best * width);
                above[pivot * width..(pivot + 1) * width].swap_with_slice(&mut below[..width]);
            }
            let scale = self.row(pivot)[pivot];
            if !scale.is_finite() || scale.abs() < 1e-300 {
                return Err(BrigadeError::Parameter { field: "team scores", value: scale, allowed: "of finite size" });
            }
            self.row(pivot).iter_mut().for_each(|entry| *entry /= scale);
            let upper = self.row(pivot).to_vec();
            for row in (0..size).filter(|row| *row != pivot) {
                let row = self.row(row);
                let factor = row[pivot];
                row.iter_mut().zip(&upper).for_each(|(entry, above)| *entry -= factor * above);
            }
        }
        Ok(self.entries.chunks_exact(width).flat_map(|row| &row[size..]).copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{TeamSums, fit};

    #[test]
    fn additive_skills_are_found_again() {
        let skills = [3.0, -1.0, 10.0];
        let teams: Vec<TeamSums> = [(0, 1), (0, 2), (1, 2), (0, 0), (2, 2)]
            .into_iter()
            .map(|(one, other)| {
                let score = 50.0 + skills[one] + if one == other { 0.0 } else { skills[other] };
                TeamSums {
                    members: vec![one, other],
                    games: 1000.0,
                    sum: 1000.0 * score,
                    squares: 1000.0 * score * score,
                }
            })
            .collect();
        let fit = fit(3, &teams).unwrap();
        assert!((fit.intercept.mean - 50.0).abs() < 0.2, "{fit:?}");
        for (estimate, skill) in fit.agents.iter().zip(skills) {
            assert!((estimate.mean - skill).abs() < 0.2, "{fit:?}");
            assert!(estimate.low <= estimate.mean && estimate.mean <= estimate.high);
        }
    }
}
