//! Which teams play a tournament, and what its games come to.

use ludograph_engine::brigade::{Design, Estimate, TournamentTally};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Refused;
use crate::input::read_json;

/// The teams of a design over a pool of so many agents, as a JSON list of lists of indices. `random` teams are drawn; 0
/// stands for every multiset once.
///
/// # Errors
/// `argument` for numbers outside their ranges.
#[wasm_bindgen]
pub fn design_teams(pool: u32, size: u32, random: u32, games: u64, seed: u64) -> Result<String, Refused> {
    let design = if random == 0 { Design::RoundRobin } else { Design::Random { teams: random as usize } };
    Ok(json!(design.teams(pool as usize, size as usize, games, seed)?).to_string())
}

/// Mean, lower and upper end of a 95 % interval.
#[wasm_bindgen]
#[must_use]
pub fn estimate_of(values: &[f64]) -> Vec<f64> {
    let estimate = Estimate::of(values);
    vec![estimate.mean, estimate.low, estimate.high]
}

/// A tournament in one scenario, added up team by team.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ReportCore {
    tally: TournamentTally,
}

#[wasm_bindgen]
impl ReportCore {
    /// Nothing played yet, by a pool of so many agents.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(pool: u32) -> Self {
        // A pool of more agents than there are seats in all teams of a tournament cannot be.
        Self { tally: TournamentTally::new((pool as usize).min(1 << 20)) }
    }

    /// Adds all games of a team, in the order of their seeds: `scores` has one number a game and seat.
    ///
    /// # Errors
    /// `argument` for a member that is not in the pool, `count` for scores that are no whole games.
    pub fn add(&mut self, members: &[u32], scores: &[f32]) -> Result<(), Refused> {
        let members: Vec<usize> = members.iter().map(|member| *member as usize).collect();
        Ok(self.tally.add(&members, scores.chunks(members.len().max(1)))?)
    }

    /// The report as JSON; `labels` is a JSON list of the pool's names. Ends the tournament.
    ///
    /// # Errors
    /// `json`, `count`, `argument`.
    pub fn finish(self, labels: &str) -> Result<String, Refused> {
        let labels: Vec<String> = read_json("labels", labels)?;
        let report = self.tally.report(&labels)?;
        let teams: Vec<Value> = report
            .teams
            .iter()
            .map(|team| json!({"members": team.members, "score": estimate_json(&team.score)}))
            .collect();
        let standings: Vec<Value> = report
            .standings
            .iter()
            .map(|standing| {
                json!({
                    "agent": standing.agent,
                    "label": standing.label,
                    "skill": estimate_json(&standing.skill),
                    "ownScore": standing.own_score,
                    "winRate": standing.win_rate,
                    "seats": standing.seats,
                })
            })
            .collect();
        let intercept = estimate_json(&report.intercept);
        Ok(json!({"teams": teams, "standings": standings, "intercept": intercept}).to_string())
    }
}

fn estimate_json(estimate: &Estimate) -> Value {
    json!({"mean": estimate.mean, "low": estimate.low, "high": estimate.high})
}
