//! Means of strata, their errors, and which of many differ from nothing.

/// The two-sided 95 % quantile of the normal distribution.
pub(super) const QUANTILE_95: f64 = 1.959_963_984_540_054;

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
        complementary_error((mean / error).abs() / std::f64::consts::SQRT_2)
    } else if mean == 0.0 {
        1.0
    } else {
        0.0
    }
}

/// erfc of a number that is not negative, within 1.2e-7 relative (the Chebyshev fit of Numerical Recipes, 6.2).
fn complementary_error(z: f64) -> f64 {
    const FIT: [f64; 10] = [
        -1.265_512_23,
        1.000_023_68,
        0.374_091_96,
        0.096_784_18,
        -0.186_288_06,
        0.278_868_07,
        -1.135_203_98,
        1.488_515_87,
        -0.822_152_23,
        0.170_872_77,
    ];
    let t = 1.0 / (1.0 + 0.5 * z);
    let fit = FIT.iter().rev().fold(0.0, |sum, coefficient| sum * t + coefficient);
    t * (fit - z * z).exp()
}

/// Benjamini and Hochberg's q for each p, in the given order: the smallest false discovery rate at which it counts.
pub(super) fn false_discovery(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    let of = |index: usize| p.get(index).copied().unwrap_or(1.0);
    order.sort_by(|one, other| of(*other).total_cmp(&of(*one)));
    let total: f64 = p.iter().map(|_| 1.0).sum();
    let (mut rank, mut least) = (total, 1.0_f64);
    let mut q = vec![1.0; p.len()];
    for index in order {
        least = least.min(of(index) * total / rank);
        rank -= 1.0;
        if let Some(place) = q.get_mut(index) {
            *place = least;
        }
    }
    q
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "tests")]

    use super::*;

    #[test]
    fn tails_and_false_discoveries_are_those_of_the_tables() {
        assert!((p_value(QUANTILE_95, 1.0) - 0.05).abs() < 1e-6);
        assert!((p_value(-3.0, 1.0) / 0.002_699_796_063 - 1.0).abs() < 1e-6);
        assert_eq!((p_value(0.0, 0.0), p_value(1.0, 0.0)), (1.0, 0.0));
        let q = false_discovery(&[0.01, 0.04, 0.03, 0.5]);
        let expected = [0.04, 0.16 / 3.0, 0.16 / 3.0, 0.5];
        assert!(q.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 1e-12), "{q:?}");
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
