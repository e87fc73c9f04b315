//! Which teams play a tournament, and what its games come to.

use ludograph_engine::brigade::{Design, Estimate, TournamentReport, TournamentTally};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::refusal::{Refusal, answer};

/// The teams of a design of so many seats over a pool of so many agents, one after the other, as indices into the pool.
/// `random` teams are drawn; 0 stands for every multiset once. Empty for an error.
#[wasm_bindgen]
#[must_use]
pub fn design_teams(pool: usize, size: usize, random: usize, games: u64, seed: u64) -> Vec<u32> {
    let design = if random == 0 { Design::RoundRobin } else { Design::Random { teams: random } };
    match design.teams(pool, size, games, seed) {
        // There are at most 100,000 in a pool.
        Ok(teams) => teams.into_iter().flatten().map(|member| u32::try_from(member).unwrap_or(u32::MAX)).collect(),
        Err(error) => {
            Refusal::from(error).keep();
            Vec::new()
        }
    }
}

/// Mean, lower and upper end of a 95 % interval.
#[wasm_bindgen]
#[must_use]
pub fn estimate_of(values: &[f64]) -> Vec<f64> {
    parts(&Estimate::of(values)).to_vec()
}

/// A tournament in one scenario, added up team by team.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ReportCore {
    pool: usize,
    tally: TournamentTally,
}

#[wasm_bindgen]
impl ReportCore {
    /// Nothing played yet, by a pool of so many agents.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(pool: usize) -> Self {
        // A pool of more agents than there are seats in all teams of a tournament cannot be.
        let pool = pool.min(1 << 20);
        Self { pool, tally: TournamentTally::new(pool) }
    }

    /// Adds all games of a team, in the order of their seeds: `scores` has one number a game and seat. Below 0 an error.
    pub fn add(&mut self, members: &[u32], scores: &[f32]) -> i32 {
        let members: Vec<usize> = members.iter().map(|member| *member as usize).collect();
        answer(self.tally.add(&members, scores.chunks(members.len().max(1))))
    }

    /// Works out the report and ends the tournament. Empty for an error; else the intercept; for each agent of the pool, the
    /// best first, its index, skill, own score, win rate and number of seats; for each team its score. Estimates are three
    /// numbers: mean, low, high.
    #[must_use]
    pub fn finish(self) -> Vec<f64> {
        // Who is who is told by those who named the pool.
        match self.tally.report(&vec![""; self.pool]) {
            Ok(report) => numbers_of(&report),
            Err(error) => {
                Refusal::from(error).keep();
                Vec::new()
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts")]
fn numbers_of(report: &TournamentReport) -> Vec<f64> {
    let mut numbers = parts(&report.intercept).to_vec();
    for standing in &report.standings {
        numbers.push(standing.agent as f64);
        numbers.extend(parts(&standing.skill));
        numbers.extend([standing.own_score, standing.win_rate, standing.seats as f64]);
    }
    for team in &report.teams {
        numbers.extend(parts(&team.score));
    }
    numbers
}

fn parts(estimate: &Estimate) -> [f64; 3] {
    [estimate.mean, estimate.low, estimate.high]
}
