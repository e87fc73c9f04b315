//! Westfall and Young's permutation correction, which knows how the tests depend on one another.

use crate::brigade::Pcg64;
use crate::mining::error::MiningError;
use crate::mining::limits::PERMUTATIONS_MAX;
use crate::sort;

/// Fisher-Yates: every order is equally likely.
pub(crate) fn shuffle<T>(values: &mut [T], draws: &mut Pcg64) {
    for last in (1..values.len()).rev() {
        let other = draws.next_below(last as u64 + 1);
        values.swap(last, usize::try_from(other).unwrap_or(last));
    }
}

/// Family-wise p-values by the step-down minimum (Westfall and Young 1993, algorithm 2.8), counted as (1 + hits) over
/// (1 + permutations) (Phipson and Smyth 2010), so never 0.
///
/// `permuted` draws one relabelling and writes the p-value of each test under it. The order of the answer is that of
/// `observed`. O(permutations · (m + cost of `permuted`)).
///
/// # Errors
/// [`MiningError::Range`] for no permutation or more than [`PERMUTATIONS_MAX`].
pub fn westfall_young(
    observed: &[f64],
    permutations: u32,
    seed: u64,
    mut permuted: impl FnMut(&mut Pcg64, &mut [f64]),
) -> Result<Vec<f64>, MiningError> {
    MiningError::expect_range("permutations", permutations as usize, 1, u64::from(PERMUTATIONS_MAX))?;
    let mut order: Vec<usize> = (0..observed.len()).collect();
    sort::by(&mut order, |one, other| observed[*one].total_cmp(&observed[*other]).then(one.cmp(other)));
    let mut draws = Pcg64::new(seed);
    let mut hits = vec![0_u32; observed.len()];
    let mut drawn = vec![1.0; observed.len()];
    for _ in 0..permutations {
        permuted(&mut draws, &mut drawn);
        let mut least = f64::INFINITY;
        for index in order.iter().rev() {
            least = least.min(drawn[*index]);
            // The same table gives the same bits, but sums of other tables may differ in the last ones.
            hits[*index] += u32::from(least <= observed[*index] * (1.0 + 1e-12));
        }
    }
    let mut adjusted = vec![1.0; observed.len()];
    let mut largest: f64 = 0.0;
    for index in order {
        largest = largest.max((1.0 + f64::from(hits[index])) / (1.0 + f64::from(permutations)));
        adjusted[index] = largest;
    }
    Ok(adjusted)
}
