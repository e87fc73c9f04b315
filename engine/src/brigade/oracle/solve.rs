//! Equilibria of small games in normal form, by regret matching (Hart and Mas-Colell 2000; the variant with regrets cut
//! at zero and linear averages of Tammelin 2014).

use super::options::ORACLE_CELLS_MAX;
use crate::brigade::error::BrigadeError;

/// The most iterations of [`solve`].
pub const SOLVE_ITERATIONS_MAX: u32 = 1_000_000;
/// How many iterations pass between two looks at how good the mixtures are.
const LOOK_EVERY: u32 = 16;
/// Probabilities below this are taken for traces of the way to a solution.
const TRACE: f64 = 1e-3;

/// What every player gets for every choice of all.
#[derive(Debug, Clone, PartialEq)]
pub struct NormalForm {
    choices: Vec<usize>,
    payoffs: Vec<Vec<f64>>,
    symmetric: bool,
}

impl NormalForm {
    /// A game of players with choices of their own. `payoffs[i]` is what player i gets: profiles in the order of
    /// counting, the last player's choice counting fastest.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for tables of the wrong number or length, [`BrigadeError::Range`] for a player without
    /// choices, or more profiles than [`ORACLE_CELLS_MAX`], [`BrigadeError::Parameter`] for a payoff that is not finite.
    pub fn new(choices: Vec<usize>, payoffs: Vec<Vec<f64>>) -> Result<Self, BrigadeError> {
        BrigadeError::expect_count("payoff tables", choices.len(), payoffs.len())?;
        Self::checked(choices, payoffs, false)
    }

    /// A game that looks the same to all of `players`: `payoffs` is what the first one gets. The others' places in a
    /// profile must not matter; solved for one mixture that all use.
    ///
    /// # Errors
    /// As [`NormalForm::new`].
    pub fn symmetric(players: usize, choices: usize, payoffs: Vec<f64>) -> Result<Self, BrigadeError> {
        // Bounded before it is reserved; that many players have too many profiles unless they have no choice.
        let wrong = |field, value: usize| range(field, value, 64);
        if !(1..=64).contains(&players) {
            return Err(wrong("players", players));
        }
        Self::checked(vec![choices; players], vec![payoffs], true)
    }

    fn checked(choices: Vec<usize>, payoffs: Vec<Vec<f64>>, symmetric: bool) -> Result<Self, BrigadeError> {
        let profiles = choices.iter().try_fold(1_usize, |all, some| all.checked_mul(*some)).unwrap_or(usize::MAX);
        if choices.is_empty() || !(1..=ORACLE_CELLS_MAX).contains(&profiles) {
            return Err(range("profiles", if choices.is_empty() { 0 } else { profiles }, ORACLE_CELLS_MAX));
        }
        for table in &payoffs {
            BrigadeError::expect_count("payoffs", profiles, table.len())?;
            if let Some(value) = table.iter().copied().find(|value| !value.is_finite()) {
                return Err(BrigadeError::Parameter { field: "payoff", value, allowed: "finite" });
            }
        }
        Ok(Self { choices, payoffs, symmetric })
    }

    /// How many mixtures a solution has: one for each player, or one for all.
    fn classes(&self) -> usize {
        self.payoffs.len()
    }

    /// What each choice of each class is worth where all others mix. O(profiles · players²).
    fn values(&self, mixtures: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let class = |player: usize| if self.symmetric { 0 } else { player };
        let mut values: Vec<Vec<f64>> = self.choices[..self.classes()].iter().map(|some| vec![0.0; *some]).collect();
        let mut profile = vec![0; self.choices.len()];
        for cell in 0..self.payoffs[0].len() {
            for (seat, (table, values)) in self.payoffs.iter().zip(&mut values).enumerate() {
                let others = profile.iter().enumerate().filter(|(player, _)| *player != seat);
                let weight: f64 = others.map(|(player, choice)| mixtures[class(player)][*choice]).product();
                values[profile[seat]] += weight * table[cell];
            }
            for (digit, choices) in profile.iter_mut().zip(&self.choices).rev() {
                *digit += 1;
                if *digit < *choices {
                    break;
                }
                *digit = 0;
            }
        }
        values
    }
}

fn range(field: &'static str, value: usize, most: usize) -> BrigadeError {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    BrigadeError::Range { field, value: whole(value), least: 1, most: whole(most) }
}

/// The best mixtures that were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// By player (one for all in a symmetric game), then choice: its probability.
    pub mixtures: Vec<Vec<f64>>,
    /// By player: what it gets.
    pub values: Vec<f64>,
    /// The most that a player would gain by another choice, the others unchanged: 0 in an equilibrium.
    pub exploitability: f64,
    /// After how many iterations the search ended.
    pub iterations: u32,
}

/// Searches for an equilibrium until nobody gains more than `tolerance` by another choice, or for `iterations`
/// (at most [`SOLVE_ITERATIONS_MAX`]). Two-player zero-sum games converge; others need not, and say so by what remains of
/// the exploitability. O(iterations · profiles · players²).
#[must_use]
pub fn solve(game: &NormalForm, tolerance: f64, iterations: u32) -> Solution {
    let even = |choices: &usize| vec![1.0 / count(*choices); *choices];
    let mut current: Vec<Vec<f64>> = game.choices[..game.classes()].iter().map(even).collect();
    let mut regrets: Vec<Vec<f64>> = current.iter().map(|mixture| vec![0.0; mixture.len()]).collect();
    let mut sums = regrets.clone();
    let mut best = rate(game, current.clone(), 0);
    for iteration in 1..=iterations.min(SOLVE_ITERATIONS_MAX) {
        if best.exploitability <= tolerance {
            break;
        }
        let values = game.values(&current);
        for (((mixture, regrets), sums), values) in current.iter_mut().zip(&mut regrets).zip(&mut sums).zip(&values) {
            let mean = dot(mixture, values);
            regrets.iter_mut().zip(values).for_each(|(regret, value)| *regret = (*regret + value - mean).max(0.0));
            if let Some(next) = normalized(regrets) {
                *mixture = next;
            }
            sums.iter_mut().zip(&*mixture).for_each(|(sum, share)| *sum += f64::from(iteration) * share);
        }
        if iteration.is_multiple_of(LOOK_EVERY) || iteration == iterations {
            let averages: Vec<Vec<f64>> = sums.iter().map(|sums| normalized(sums).unwrap_or_default()).collect();
            let cleared = averages.iter().map(|average| without_traces(average)).collect();
            for mixtures in [averages.clone(), cleared, current.clone()] {
                let found = rate(game, mixtures, iteration);
                if found.exploitability < best.exploitability {
                    best = found;
                }
            }
            best.iterations = iteration;
        }
    }
    best
}

fn rate(game: &NormalForm, mixtures: Vec<Vec<f64>>, iterations: u32) -> Solution {
    let worth = game.values(&mixtures);
    let values: Vec<f64> = mixtures.iter().zip(&worth).map(|(mixture, values)| dot(mixture, values)).collect();
    let gain = |(values, mean): (&Vec<f64>, &f64)| values.iter().map(|value| value - mean).fold(0.0, f64::max);
    let exploitability = worth.iter().zip(&values).map(gain).fold(0.0, f64::max);
    Solution { mixtures, values, exploitability, iterations }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn normalized(weights: &[f64]) -> Option<Vec<f64>> {
    let sum: f64 = weights.iter().sum();
    (sum > 0.0).then(|| weights.iter().map(|weight| weight / sum).collect())
}

fn without_traces(mixture: &[f64]) -> Vec<f64> {
    let kept: Vec<f64> = mixture.iter().map(|share| if *share < TRACE { 0.0 } else { *share }).collect();
    normalized(&kept).unwrap_or(kept)
}

#[expect(clippy::cast_precision_loss, reason = "choices are few")]
fn count(number: usize) -> f64 {
    number as f64
}
