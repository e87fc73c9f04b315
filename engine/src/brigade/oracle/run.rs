//! The rounds of the double oracle.

use super::cells::Cells;
use super::options::{ORACLE_CELLS_MAX, ORACLE_POOL_MAX, Oracle, OracleReport, OracleRound, Symmetry};
use super::respond::{Mixture, breed, worth_of_pool};
use super::solve::{NormalForm, Solution, solve};
use crate::brigade::agent::AgentSpec;
use crate::brigade::error::BrigadeError;

/// Iterations of one restricted game, which end early once it is solved.
const ITERATIONS: u32 = 20_000;
/// The share of the tolerance that a restricted game may be off.
const SHARE_OF_TOLERANCE: f64 = 0.1;

impl Oracle {
    /// Searches. With the feature `rayon` the cells are played on all threads; the result does not depend on their
    /// number.
    ///
    /// # Errors
    /// As [`super::super::Player::new`]; [`BrigadeError::Range`] and [`BrigadeError::Parameter`] for a bound that is not
    /// kept, [`BrigadeError::Range`] also as soon as the agents of a round have more than [`ORACLE_CELLS_MAX`] profiles.
    pub fn run(&self) -> Result<OracleReport, BrigadeError> {
        self.run_watched(|_| {})
    }

    /// [`Oracle::run`], telling each round.
    ///
    /// # Errors
    /// As [`Oracle::run`].
    pub fn run_watched(&self, mut watch: impl FnMut(&OracleRound)) -> Result<OracleReport, BrigadeError> {
        self.validate()?;
        let classes = if self.symmetry == Symmetry::Symmetric { 1 } else { self.seats };
        let mut search =
            Search { oracle: self, cells: Cells::new(self)?, pool: self.pool.clone(), choices: vec![vec![0]; classes] };
        let mut rounds = Vec::new();
        loop {
            let (solution, mut round) = search.solve_round()?;
            let last = rounds.len() + 1 >= self.rounds_max;
            if !last {
                search.extend(&solution, &mut round)?;
            }
            watch(&round);
            let exploitability = round.exploitability;
            let done = last || round.joined.is_empty();
            rounds.push(round);
            if done {
                return Ok(search.report(&solution, exploitability, rounds));
            }
        }
    }
}

fn most(answers: &[(usize, f64)]) -> f64 {
    answers.iter().map(|(_, gain)| *gain).fold(0.0, f64::max)
}

struct Search<'a> {
    oracle: &'a Oracle,
    cells: Cells<'a>,
    pool: Vec<AgentSpec>,
    /// By class, indices into the pool.
    choices: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Solves the game of the agents so far, and sees who of the pool would gain.
    fn solve_round(&mut self) -> Result<(Solution, OracleRound), BrigadeError> {
        let game = self.restricted()?;
        let solution = solve(&game, self.oracle.tolerance * SHARE_OF_TOLERANCE, ITERATIONS);
        let restricted = solution.exploitability;
        let exploitability = most(&self.answers(&solution)?).max(restricted);
        let choices = self.choices.clone();
        Ok((solution, OracleRound { choices, restricted, exploitability, joined: Vec::new() }))
    }

    /// Lets those join who gain; where nobody does, those who are bred and gain.
    fn extend(&mut self, solution: &Solution, round: &mut OracleRound) -> Result<(), BrigadeError> {
        let answers = self.answers(solution)?;
        round.joined = self.gainers(&answers);
        if round.joined.is_empty()
            && let Some(options) = self.oracle.evolution
        {
            let mixtures = self.mixtures(solution);
            for class in 0..self.choices.len() {
                if self.pool.len() < ORACLE_POOL_MAX {
                    let bred = breed(self.oracle, &self.cells, &self.pool, &mixtures, class, &options)?;
                    self.pool.push(bred);
                }
            }
            let answers = self.answers(solution)?;
            round.exploitability = round.exploitability.max(most(&answers));
            round.joined = self.gainers(&answers);
        }
        for (class, agent) in &round.joined {
            self.choices[*class].push(*agent);
        }
        Ok(())
    }

    /// By class, the best of the pool and what it gains; of equals the first.
    fn answers(&mut self, solution: &Solution) -> Result<Vec<(usize, f64)>, BrigadeError> {
        let mixtures = self.mixtures(solution);
        let mut answers = Vec::new();
        for class in 0..self.choices.len() {
            let worth = worth_of_pool(&mut self.cells, &self.pool, &mixtures, class)?;
            let value: f64 = mixtures[class].iter().map(|(agent, share)| worth[*agent] * share).sum();
            let best = (0..worth.len()).rev().max_by(|one, other| worth[*one].total_cmp(&worth[*other])).unwrap_or(0);
            answers.push((best, worth[best] - value));
        }
        Ok(answers)
    }

    /// By class, who gains and is not among the agents yet.
    fn gainers(&self, answers: &[(usize, f64)]) -> Vec<(usize, usize)> {
        let gains = |(class, (agent, gain)): &(usize, &(usize, f64))| {
            *gain > self.oracle.tolerance && !self.choices[*class].contains(agent)
        };
        answers.iter().enumerate().filter(gains).map(|(class, (agent, _))| (class, *agent)).collect()
    }

    /// The game of the agents so far.
    fn restricted(&mut self) -> Result<NormalForm, BrigadeError> {
        let seats = self.oracle.seats;
        let of_seat: Vec<Vec<usize>> = (0..seats).map(|seat| self.choices[self.class(seat)].clone()).collect();
        let profiles = of_seat.iter().try_fold(1_usize, |all, some| all.checked_mul(some.len())).unwrap_or(usize::MAX);
        if profiles > ORACLE_CELLS_MAX {
            let [value, most] = [profiles, ORACLE_CELLS_MAX].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
            return Err(BrigadeError::Range { field: "profiles", value, least: 1, most });
        }
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for choices in &of_seat {
            all = all.iter().flat_map(|part| choices.iter().map(|choice| [&part[..], &[*choice]].concat())).collect();
        }
        self.cells.play(&self.pool, all.iter().cloned())?;
        let table = |seat: usize| all.iter().map(|profile| self.cells.payoff(profile, seat)).collect::<Vec<f64>>();
        match self.oracle.symmetry {
            Symmetry::Symmetric => NormalForm::symmetric(seats, self.choices[0].len(), table(0)),
            Symmetry::Heterogeneous => {
                NormalForm::new(of_seat.iter().map(Vec::len).collect(), (0..seats).map(table).collect())
            }
        }
    }

    fn class(&self, seat: usize) -> usize {
        if self.oracle.symmetry == Symmetry::Symmetric { 0 } else { seat }
    }

    /// By seat, the agents that are played at all.
    fn mixtures(&self, solution: &Solution) -> Vec<Mixture> {
        let of_class = |class: usize| {
            let shares = self.choices[class].iter().copied().zip(solution.mixtures[class].iter().copied());
            shares.filter(|(_, share)| *share > 0.0).collect()
        };
        (0..self.oracle.seats).map(|seat| of_class(self.class(seat))).collect()
    }

    fn report(self, solution: &Solution, exploitability: f64, rounds: Vec<OracleRound>) -> OracleReport {
        let mut mixtures = vec![vec![0.0; self.pool.len()]; solution.mixtures.len()];
        // The last round's choices: those who joined after it are not part of its solution.
        let choices = rounds.last().map_or(&[][..], |round| &round.choices);
        for ((row, mixture), choices) in mixtures.iter_mut().zip(&solution.mixtures).zip(choices) {
            for (agent, share) in choices.iter().zip(mixture) {
                row[*agent] = *share;
            }
        }
        OracleReport {
            mixtures,
            values: solution.values.clone(),
            exploitability,
            converged: exploitability <= self.oracle.tolerance,
            rounds,
            cells: self.cells.len(),
            pool: self.pool,
        }
    }
}
