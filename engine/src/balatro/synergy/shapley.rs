//! Shapley values and the Shapley interaction index of a set function given by its values on all subsets.

/// The most players: the values of all their subsets have to fit in memory.
pub const PLAYERS_MAX: usize = 16;

/// How many players a list of 2^n values is for.
fn players(values: &[f64]) -> Option<usize> {
    let players = values.len().trailing_zeros() as usize;
    (values.len().is_power_of_two() && players <= PLAYERS_MAX).then_some(players)
}

/// `φ(i) = Σ |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S))` over all S without i. `values[mask]` is v of the players
/// whose bits are set. Σ φ = v(all) − v(none). `None` unless there are 2^n values for n ≤ [`PLAYERS_MAX`]; O(n 2^n).
#[must_use]
pub fn shapley_values(values: &[f64]) -> Option<Vec<f64>> {
    let count = players(values)?;
    let weights = weights(count, 1);
    let value = |mask: usize| values.get(mask).copied().unwrap_or(0.0);
    let of_player = |player: usize| {
        let without = (0..values.len()).filter(|mask| mask >> player & 1 == 0);
        without.map(|mask| weight(&weights, mask) * (value(mask | 1 << player) - value(mask))).sum()
    };
    Some((0..count).map(of_player).collect())
}

/// `I(i, j) = Σ |S|! (n − |S| − 2)! / (n − 1)! · (v(S ∪ ij) − v(S ∪ i) − v(S ∪ j) + v(S))` over all S without i and j
/// (Grabisch and Roubens, 1999). Entry \[i]\[j] of the symmetric matrix, 0 on the diagonal. `None` as
/// [`shapley_values`]; O(n² 2^n).
#[must_use]
pub fn shapley_interactions(values: &[f64]) -> Option<Vec<Vec<f64>>> {
    let count = players(values)?;
    let weights = weights(count, 2);
    let value = |mask: usize| values.get(mask).copied().unwrap_or(0.0);
    let of_pair = |one: usize, other: usize| {
        let (first, second) = (1 << one, 1 << other);
        let without = (0..values.len()).filter(|mask| mask & (first | second) == 0);
        let change =
            |mask: usize| value(mask | first | second) - value(mask | first) - value(mask | second) + value(mask);
        without.map(|mask| weight(&weights, mask) * change(mask)).sum()
    };
    let entry = |one: usize, other: usize| if one == other { 0.0 } else { of_pair(one.min(other), one.max(other)) };
    Some((0..count).map(|one| (0..count).map(|other| entry(one, other)).collect()).collect())
}

/// For each size s: s! (n − s − k)! / (n − k + 1)!.
fn weights(players: usize, taken: usize) -> Vec<f64> {
    let factorial = |number: usize| (1..=u32::try_from(number).unwrap_or(0)).map(f64::from).product::<f64>();
    let sizes = (players + 1).saturating_sub(taken);
    let of_size = |size: usize| factorial(size) * factorial(players - taken - size) / factorial(players + 1 - taken);
    (0..sizes).map(of_size).collect()
}

fn weight(weights: &[f64], mask: usize) -> f64 {
    weights.get(mask.count_ones() as usize).copied().unwrap_or(0.0)
}
