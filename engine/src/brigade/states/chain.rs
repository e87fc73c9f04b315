//! An absorbing Markov chain: how it ends from each of its states, and when.

use super::components::Rows;
use super::solve::System;
use crate::brigade::error::BrigadeError;

/// How a game ends for the town.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The rules ended the game before the town was lost.
    Survival = 0,
    /// At least so many houses are in ruins as count as a lost town.
    Ruin = 1,
    /// The cap on nights ended the game before the rules did.
    Cut = 2,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Survival, Self::Ruin, Self::Cut];
}

/// What lies ahead of a state, exactly (up to rounding) for its chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Probability of survival.
    pub survival: f64,
    /// Probability of ruin.
    pub ruin: f64,
    /// Probability that the cap ends it.
    pub cut: f64,
    /// Probability that it never ends.
    pub never: f64,
    /// Expected nights until the end; infinite if it may never end.
    pub nights: f64,
    /// Expected nights of the games that end in survival; `None` if none can.
    pub nights_to_survival: Option<f64>,
    /// Expected nights of the games that end in ruin; `None` if none can.
    pub nights_to_ruin: Option<f64>,
}

/// A chain by rows: the steps between states, and the ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Chain {
    pub(super) steps: Rows,
    /// By state, the probability of each [`Outcome`] at once.
    pub(super) ends: Vec<[f64; 3]>,
    /// How many nights an end takes: 0 if the last night already led into the state, 1 if it leads out of it.
    pub(super) nights_of_end: f64,
}

/// The chain's exact answers, by state.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    /// By [`Outcome`]: the probability.
    pub(super) reaches: [Vec<f64>; 3],
    /// Expected nights; infinite where the end may never come.
    pub(super) nights: Vec<f64>,
    /// By [`Outcome`]: expected nights times the indicator of the outcome.
    pub(super) nights_with: [Vec<f64>; 3],
}

impl Chain {
    /// Whether an end can be reached from a state: backwards from the ends. O(entries).
    fn ending(&self) -> Vec<bool> {
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        for (from, row) in self.steps.iter().enumerate() {
            row.iter().filter(|(_, share)| *share > 0.0).for_each(|(to, _)| before[*to as usize].push(from));
        }
        let mut ending: Vec<bool> = self.ends.iter().map(|ends| ends.iter().any(|share| *share > 0.0)).collect();
        let mut open: Vec<usize> = (0..ending.len()).filter(|state| ending[*state]).collect();
        while let Some(state) = open.pop() {
            for from in &before[state] {
                if !ending[*from] {
                    ending[*from] = true;
                    open.push(*from);
                }
            }
        }
        ending
    }

    /// The steps without the states from which nothing ends: those have no probability of any outcome.
    pub(super) fn system(&self) -> System {
        let ending = self.ending();
        let row = |(from, row): (usize, &Vec<(u32, f64)>)| {
            let kept = row.iter().filter(|(to, share)| ending[from] && ending[*to as usize] && *share > 0.0);
            kept.copied().collect()
        };
        System::new(self.steps.iter().enumerate().map(row).collect())
    }

    /// Solves for every outcome and time.
    ///
    /// # Errors
    /// [`BrigadeError::Unsolved`].
    pub(super) fn solve(&self, system: &System) -> Result<Solved, BrigadeError> {
        let by_outcome = |each: &dyn Fn(usize) -> Result<Vec<f64>, BrigadeError>| Ok([each(0)?, each(1)?, each(2)?]);
        let end = |outcome: usize| self.ends.iter().map(|ends| ends[outcome]).collect::<Vec<f64>>();
        let reaches = by_outcome(&|outcome| system.solve(&end(outcome)))?;
        let nights_with = by_outcome(&|outcome| {
            // A step takes a night in every game that then ends so: m = P m + P h, and an end what it takes.
            let ahead = self.steps.iter().zip(&self.ends).map(|(row, ends)| {
                let later: f64 = row.iter().map(|(to, share)| share * reaches[outcome][*to as usize]).sum();
                later + self.nights_of_end * ends[outcome]
            });
            system.solve(&ahead.collect::<Vec<f64>>())
        })?;
        let nights = (0..self.steps.len()).map(|state| {
            let total: f64 = reaches.iter().map(|reach| reach[state]).sum();
            let sum: f64 = nights_with.iter().map(|nights| nights[state]).sum();
            if total < 1.0 - NEVER_ROUNDING { f64::INFINITY } else { sum }
        });
        Ok(Solved { nights: nights.collect(), reaches, nights_with })
    }
}

/// A probability of no end below this is rounding.
const NEVER_ROUNDING: f64 = 1e-9;

impl Solved {
    /// The outlook from a distribution over states, `(state, share)`.
    pub(super) fn outlook(&self, from: &[(usize, f64)]) -> Outlook {
        let mean = |values: &[f64]| from.iter().map(|(state, share)| share * values[*state]).sum::<f64>();
        let [survival, ruin, cut] = [0, 1, 2].map(|outcome| mean(&self.reaches[outcome]).clamp(0.0, 1.0));
        let given = |outcome: usize, reached: f64| (reached > 0.0).then(|| mean(&self.nights_with[outcome]) / reached);
        let never = 1.0 - survival - ruin - cut;
        Outlook {
            survival,
            ruin,
            cut,
            never: if never > NEVER_ROUNDING { never } else { 0.0 },
            nights: mean(&self.nights),
            nights_to_survival: given(Outcome::Survival as usize, survival),
            nights_to_ruin: given(Outcome::Ruin as usize, ruin),
        }
    }
}
