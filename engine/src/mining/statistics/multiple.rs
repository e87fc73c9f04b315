//! The false discovery rate of many tests.

use crate::mining::numbers::float;
use crate::sort;

/// q-values of p-values, in the order given: the smallest false discovery rate at which each is still a discovery
/// (Benjamini and Hochberg 1995): `q(i) = min over j ≥ i of p(j) · m / j` over ascending p. NaN counts as 1.
/// O(m log m).
#[must_use]
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let value = |index: usize| if p_values[index].is_nan() { 1.0 } else { p_values[index] };
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    sort::by(&mut order, |one, other| value(*one).total_cmp(&value(*other)).then(one.cmp(other)));
    let tests = float(p_values.len());
    let mut q_values = vec![1.0; p_values.len()];
    let mut least: f64 = 1.0;
    for (rank, index) in order.iter().enumerate().rev() {
        least = least.min(value(*index) * tests / float(rank + 1));
        q_values[*index] = least;
    }
    q_values
}

/// q-values over those tests that can reach significance at all (Gilbert 2005); the others get 1, an untested entry
/// stays `None`.
pub(crate) fn q_of_testable(p_values: &[Option<f64>], testable: &[bool]) -> Vec<Option<f64>> {
    let tested: Vec<f64> =
        p_values.iter().zip(testable).filter(|(_, can)| **can).filter_map(|(p_value, _)| *p_value).collect();
    let mut q_values = benjamini_hochberg(&tested).into_iter();
    p_values
        .iter()
        .zip(testable)
        .map(|(p_value, can)| p_value.map(|_| if *can { q_values.next().unwrap_or(1.0) } else { 1.0 }))
        .collect()
}
