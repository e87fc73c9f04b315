//! Means of strata, their errors, and whether they differ from nothing.

use crate::mining::statistics::normal_two_sided;

/// A sum of numbers, for a mean and its error.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sample {
    pub count: f64,
    mean: f64,
    squares: f64,
}

impl Sample {
    /// Welford's update.
    pub(super) fn add(&mut self, value: f64) {
        self.count += 1.0;
        let before = value - self.mean;
        self.mean += before / self.count;
        self.squares += before * (value - self.mean);
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance of the mean.
    fn error_squared(&self) -> f64 {
        if self.count < 2.0 { f64::INFINITY } else { self.squares / (self.count - 1.0) / self.count }
    }
}

/// Mean and standard error over strata of equal weight.
pub(super) fn stratified(strata: &[Sample]) -> (f64, f64) {
    let count: f64 = strata.iter().map(|_| 1.0).sum();
    let mean = strata.iter().map(Sample::mean).sum::<f64>() / count;
    let error = strata.iter().map(Sample::error_squared).sum::<f64>() / (count * count);
    (mean, error.sqrt())
}

/// The two-sided p of a mean that is normal with this standard error.
pub(super) fn p_value(mean: f64, error: f64) -> f64 {
    if error > 0.0 {
        normal_two_sided(mean / error)
    } else if mean == 0.0 {
        1.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "tests")]

    use super::*;
    use crate::mining::statistics::NORMAL_95;

    #[test]
    fn tails_are_those_of_the_tables() {
        assert!((p_value(NORMAL_95, 1.0) - 0.05).abs() < 1e-9);
        assert!((p_value(-3.0, 1.0) / 0.002_699_796_063 - 1.0).abs() < 1e-9);
        assert_eq!((p_value(0.0, 0.0), p_value(1.0, 0.0)), (1.0, 0.0));
    }

    #[test]
    fn strata_weigh_the_same() {
        let mut strata = [Sample::default(); 2];
        [1.0, 3.0].iter().for_each(|value| strata[0].add(*value));
        [10.0, 10.0, 10.0].iter().for_each(|value| strata[1].add(*value));
        let (mean, error) = stratified(&strata);
        assert_eq!(mean, 6.0);
        assert!((error - 0.5).abs() < 1e-12, "{error}");
    }
}
