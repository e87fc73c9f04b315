//! Logistic regression with a ridge penalty, by Newton's method.
//!
//! Maximises `Σ ln P(outcome) − ½ Σ ridge · coefficient²` (Cessie and van Houwelingen 1992), which is also the mode
//! under a normal prior of variance 1/ridge. Standard errors come from the inverse of the penalised information, that
//! is, from the normal approximation at the mode.

use super::cholesky::{Triangle, row_start};
use super::normal::normal_two_sided;
use crate::mining::error::MiningError;
use crate::mining::limits::MODEL_COLUMNS_MAX;

/// Observations: sparse rows with the number of trials and of successes. Column 0 is the intercept, present in each.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticDesign {
    columns: usize,
    ends: Vec<usize>,
    entries: Vec<(u32, f64)>,
    successes: Vec<f64>,
    trials: Vec<f64>,
}

impl LogisticDesign {
    /// No observations yet; `columns` counts the intercept.
    ///
    /// # Errors
    /// [`MiningError::Range`] for no column or more than [`MODEL_COLUMNS_MAX`].
    pub fn new(columns: usize) -> Result<Self, MiningError> {
        MiningError::expect_range("columns", columns, 1, MODEL_COLUMNS_MAX as u64)?;
        Ok(Self { columns, ends: vec![0], entries: Vec::new(), successes: Vec::new(), trials: Vec::new() })
    }

    /// Adds `trials` observations that share their `entries` (column, value), of which `successes` succeeded. Columns
    /// ascend.
    ///
    /// # Errors
    /// [`MiningError::Range`] for a column that is not in `1..columns` or not above the one before, [`MiningError::Parameter`] for a value that is
    /// not finite, or successes that are not in `0..=trials`.
    pub fn push(&mut self, entries: &[(u32, f64)], successes: f64, trials: f64) -> Result<(), MiningError> {
        MiningError::expect_between("trials", trials, 0.0, f64::MAX, "finite and not negative")?;
        MiningError::expect_between("successes", successes, 0.0, trials, "between 0 and the trials")?;
        let mut least = 1;
        for (column, value) in entries {
            MiningError::expect_range("column", *column as usize, least, (self.columns as u64).saturating_sub(1))?;
            least = u64::from(*column) + 1;
            MiningError::expect_between("value", *value, f64::MIN, f64::MAX, "finite")?;
        }
        self.entries.extend_from_slice(entries);
        self.ends.push(self.entries.len());
        self.successes.push(successes);
        self.trials.push(trials);
        Ok(())
    }

    /// How many columns there are, the intercept included.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    fn observations(&self) -> impl Iterator<Item = (&[(u32, f64)], f64, f64)> {
        let rows = self.ends.windows(2).map(|ends| &self.entries[ends[0]..ends[1]]);
        rows.zip(self.successes.iter().zip(&self.trials)).map(|(row, (successes, trials))| (row, *successes, *trials))
    }
}

/// How a model is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogisticOptions {
    /// The penalty on every coefficient but the intercept's; > 0.
    pub ridge: f64,
    /// The penalty on the intercept: small, and there only so that an outcome that never varies has a finite answer.
    pub intercept_ridge: f64,
    /// The most Newton steps.
    pub steps_max: u32,
    /// Converged when no coefficient moves by more than this.
    pub tolerance: f64,
}

impl Default for LogisticOptions {
    fn default() -> Self {
        Self { ridge: 1.0, intercept_ridge: 1e-4, steps_max: 50, tolerance: 1e-9 }
    }
}

impl LogisticOptions {
    pub(in crate::mining) fn check(&self) -> Result<(), MiningError> {
        let positive = "positive and finite";
        MiningError::expect_between("ridge", self.ridge, f64::MIN_POSITIVE, f64::MAX, positive)?;
        MiningError::expect_between("intercept_ridge", self.intercept_ridge, f64::MIN_POSITIVE, f64::MAX, positive)?;
        MiningError::expect_between("tolerance", self.tolerance, f64::MIN_POSITIVE, f64::MAX, positive)?;
        MiningError::expect_range("steps_max", self.steps_max as usize, 1, 10_000)
    }

    fn penalty(&self, column: usize) -> f64 {
        if column == 0 { self.intercept_ridge } else { self.ridge }
    }
}

/// A fitted model; the default one has no column and says ½ to everything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Logistic {
    /// Log odds for each column; the intercept first.
    pub coefficients: Vec<f64>,
    /// Newton steps taken.
    pub steps: u32,
    /// Whether the last step was below the tolerance.
    pub converged: bool,
    /// The penalised log likelihood at the coefficients.
    pub objective: f64,
    factor: Triangle,
}

/// `1 / (1 + e^−x)` without overflow.
#[must_use]
pub(crate) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let power = x.exp();
        power / (1.0 + power)
    }
}

fn predictor(row: &[(u32, f64)], coefficients: &[f64]) -> f64 {
    row.iter().fold(coefficients[0], |sum, (column, value)| sum + coefficients[*column as usize] * value)
}

/// The penalised log likelihood at any coefficients.
pub(super) fn objective(design: &LogisticDesign, options: &LogisticOptions, coefficients: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (row, successes, trials) in design.observations() {
        let x = predictor(row, coefficients);
        // ln(1 + e^x), without overflow for large x.
        let softplus = x.max(0.0) + (-x.abs()).exp().ln_1p();
        sum += successes * x - trials * softplus;
    }
    let penalty: f64 =
        coefficients.iter().enumerate().map(|(column, value)| options.penalty(column) * value * value).sum();
    sum - 0.5 * penalty
}

/// Gradient of the objective and the information (its negative Hessian) at the coefficients.
pub(super) fn derivatives(
    design: &LogisticDesign,
    options: &LogisticOptions,
    coefficients: &[f64],
) -> (Vec<f64>, Triangle) {
    let mut gradient = vec![0.0; design.columns];
    let mut information = Triangle::zero(design.columns);
    for (row, successes, trials) in design.observations() {
        let chance = sigmoid(predictor(row, coefficients));
        let residual = successes - trials * chance;
        let weight = trials * chance * (1.0 - chance);
        gradient[0] += residual;
        information.entries[0] += weight;
        for (index, (column, value)) in row.iter().enumerate() {
            let column = *column as usize;
            gradient[column] += residual * value;
            let start = row_start(column);
            information.entries[start] += weight * value;
            for (other, other_value) in &row[..=index] {
                information.entries[start + *other as usize] += weight * value * other_value;
            }
        }
    }
    for (column, coefficient) in coefficients.iter().enumerate() {
        gradient[column] -= options.penalty(column) * coefficient;
        information.entries[row_start(column) + column] += options.penalty(column);
    }
    (gradient, information)
}

impl Logistic {
    /// Fits a model. O(steps · (Σ entries² + columns³ / 6)).
    ///
    /// # Errors
    /// [`MiningError::Parameter`] or [`MiningError::Range`] for options out of range, [`MiningError::Singular`] where
    /// values are so large that the equations overflow.
    pub fn fit(design: &LogisticDesign, options: &LogisticOptions) -> Result<Self, MiningError> {
        options.check()?;
        let mut coefficients = vec![0.0; design.columns];
        let mut reached = objective(design, options, &coefficients);
        let (mut steps, mut converged) = (0, false);
        while steps < options.steps_max && !converged {
            steps += 1;
            let (mut step, mut information) = derivatives(design, options, &coefficients);
            information.factorise()?;
            information.solve(&mut step);
            let (next, value) = improve(design, options, &coefficients, &step, reached);
            let moved = next.iter().zip(&coefficients).fold(0.0, |most: f64, (new, old)| most.max((new - old).abs()));
            (coefficients, reached, converged) = (next, value, moved <= options.tolerance);
        }
        let (_, mut factor) = derivatives(design, options, &coefficients);
        factor.factorise()?;
        Ok(Self { coefficients, steps, converged, objective: reached, factor })
    }

    /// Standard error of a coefficient; `None` past the last column. O(columns²).
    #[must_use]
    pub fn deviation(&self, column: usize) -> Option<f64> {
        (column < self.factor.size).then(|| self.combined_deviation(&[(column, 1.0)]))
    }

    /// Standard error of a weighted sum of coefficients; weights of unknown columns count as 0. O(columns²).
    #[must_use]
    pub fn combined_deviation(&self, weights: &[(usize, f64)]) -> f64 {
        let mut right = vec![0.0; self.factor.size];
        for (column, weight) in weights {
            if let Some(entry) = right.get_mut(*column) {
                *entry += weight;
            }
        }
        self.factor.solve_lower(&mut right);
        right.iter().map(|entry| entry * entry).sum::<f64>().sqrt()
    }

    /// Wald's two-sided p of a coefficient being 0; `None` past the last column. O(columns²).
    #[must_use]
    pub fn p_value(&self, column: usize) -> Option<f64> {
        let deviation = self.deviation(column)?;
        self.coefficients.get(column).map(|value| normal_two_sided(value / deviation))
    }

    /// The probability of success at a row of (column, value); unknown columns count as 0.
    #[must_use]
    pub fn probability(&self, row: &[(u32, f64)]) -> f64 {
        sigmoid(self.predictor(row))
    }

    /// The log odds of success at a row of (column, value); unknown columns count as 0.
    #[must_use]
    pub fn predictor(&self, row: &[(u32, f64)]) -> f64 {
        let at = |column: usize| self.coefficients.get(column).copied().unwrap_or(0.0);
        row.iter().fold(at(0), |sum, (column, value)| sum + at(*column as usize) * value)
    }
}

/// The Newton step, halved until it does not make things worse: far from the optimum a whole step may overshoot.
fn improve(
    design: &LogisticDesign,
    options: &LogisticOptions,
    from: &[f64],
    step: &[f64],
    reached: f64,
) -> (Vec<f64>, f64) {
    let mut share = 1.0;
    for _ in 0..40 {
        let next: Vec<f64> = from.iter().zip(step).map(|(value, change)| value + share * change).collect();
        let value = objective(design, options, &next);
        if value >= reached {
            return (next, value);
        }
        share *= 0.5;
    }
    (from.to_vec(), reached)
}
