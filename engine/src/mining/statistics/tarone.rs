//! Tarone's bound: tests that cannot become significant need not be paid for.

use crate::mining::error::MiningError;
use crate::mining::numbers::float;
use crate::sort;

/// Which of many discrete tests count, and what each is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tarone {
    /// What Bonferroni's correction divides by: the smallest k such that at most k tests can reach α / k.
    pub factor: usize,
    /// α / factor: a test whose smallest possible p lies above it cannot be significant.
    pub threshold: f64,
}

impl Tarone {
    /// From the smallest p each test can have, given its margins (Tarone 1990). Without tests the factor is 1.
    /// O(m log m).
    ///
    /// # Errors
    /// [`MiningError::Parameter`] for an `alpha` outside `0..=1`.
    pub fn new(least_p_values: &[f64], alpha: f64) -> Result<Self, MiningError> {
        MiningError::expect_between("alpha", alpha, 0.0, 1.0, "a probability")?;
        let mut least: Vec<f64> = least_p_values.iter().copied().filter(|p_value| !p_value.is_nan()).collect();
        sort::by(&mut least, f64::total_cmp);
        // α / k falls and so does the number of testable ones, while k rises: the first k that holds is the answer.
        let mut factor = 1;
        while least.partition_point(|p_value| *p_value <= alpha / float(factor)) > factor {
            factor += 1;
        }
        Ok(Self { factor, threshold: alpha / float(factor) })
    }

    /// Whether a test with this smallest p can become significant.
    #[must_use]
    pub fn is_testable(self, least_p_value: f64) -> bool {
        least_p_value <= self.threshold
    }
}
