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
pub(crate) fn fit(pool: usize, teams: &[TeamSums]) -> Result<Fit, BrigadeError> {
    let size = pool + 1;
    let mut normal = vec![vec![0.0; size]; size];
    let mut right = vec![0.0; size];
    let columns = |team: &TeamSums| {
        let mut columns: Vec<usize> = team.members.iter().map(|member| member + 1).chain([0]).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    };
    for team in teams {
        let columns = columns(team);
        for row in &columns {
            right[*row] += team.sum;
            columns.iter().for_each(|column| normal[*row][*column] += team.games);
        }
    }
    for (index, row) in normal.iter_mut().enumerate() {
        row[index] += if index == 0 { INTERCEPT_PRECISION } else { AGENT_PRECISION };
    }
    let inverse = invert(normal)?;
    let means: Vec<f64> =
        inverse.iter().map(|row| row.iter().zip(&right).map(|(entry, sum)| entry * sum).sum()).collect();
    let (mut residual, mut games) = (0.0, 0.0);
    for team in teams {
        let predicted: f64 = columns(team).iter().map(|column| means[*column]).sum();
        residual += team.squares - 2.0 * predicted * team.sum + team.games * predicted * predicted;
        games += team.games;
    }
    let variance = residual.max(0.0) / (games - to_float(size)).max(1.0);
    let estimate = |index: usize| Estimate::new(means[index], (variance * inverse[index][index].max(0.0)).sqrt());
    Ok(Fit { intercept: estimate(0), agents: (1..size).map(estimate).collect() })
}

#[expect(clippy::cast_precision_loss, reason = "counts of agents and games")]
fn to_float(number: usize) -> f64 {
    number as f64
}

/// Gauss-Jordan with row exchange; the matrices here are positive definite by their prior.
fn invert(mut matrix: Vec<Vec<f64>>) -> Result<Vec<Vec<f64>>, BrigadeError> {
    let size = matrix.len();
    let mut inverse: Vec<Vec<f64>> =
        (0..size).map(|row| (0..size).map(|column| if row == column { 1.0 } else { 0.0 }).collect()).collect();
    for pivot in 0..size {
        let best = (pivot..size).max_by(|one, other| matrix[*one][pivot].abs().total_cmp(&matrix[*other][pivot].abs()));
        let best = best.unwrap_or(pivot);
        matrix.swap(pivot, best);
        inverse.swap(pivot, best);
        let scale = matrix[pivot][pivot];
        if !scale.is_finite() || scale.abs() < 1e-300 {
            return Err(BrigadeError::Parameter { field: "team scores", value: scale, allowed: "of finite size" });
        }
        for entry in matrix[pivot].iter_mut().chain(&mut inverse[pivot]) {
            *entry /= scale;
        }
        let (pivot_row, pivot_inverse) = (matrix[pivot].clone(), inverse[pivot].clone());
        for row in (0..size).filter(|row| *row != pivot) {
            let factor = matrix[row][pivot];
            matrix[row].iter_mut().zip(&pivot_row).for_each(|(entry, above)| *entry -= factor * above);
            inverse[row].iter_mut().zip(&pivot_inverse).for_each(|(entry, above)| *entry -= factor * above);
        }
    }
    Ok(inverse)
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
