//! What is searched for, how, and what comes of it.

use std::sync::Arc;

use super::search::search;
use crate::brigade::agent::{AgentSpec, HeuristicKind, Stream};
use crate::brigade::error::BrigadeError;
use crate::brigade::limits::{AGENTS_MAX, NIGHTS_MAX_DEFAULT};
use crate::brigade::plan::Plan;
use crate::brigade::play::{Match, Player};
use crate::brigade::ranking::Estimate;
use crate::brigade::rules::RuleSet;
use crate::brigade::scenario::Scenario;

/// The most vectors of a generation.
pub const POPULATION_MAX: usize = 1_000;
/// The most generations of a search.
pub const GENERATIONS_MAX: usize = 10_000;
/// The most games a vector plays in a generation.
const GAMES_MAX: u64 = 1_000_000;

/// How a search goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EvolutionOptions {
    /// Vectors of a generation, 2 to [`POPULATION_MAX`].
    pub population: usize,
    /// How many generations are judged, 1 to [`GENERATIONS_MAX`].
    pub generations: usize,
    /// How many games each vector plays in each generation, 1 to 1,000,000; the result plays as many, on other seeds.
    pub games: u64,
    /// How many are drawn for a parent, the best of whom it becomes; 1 (no selection) to `population`.
    pub rivals: usize,
    /// How many of the best live on unchanged, fewer than `population`.
    pub elite: usize,
    /// The probability that a child has two parents.
    pub crossover: f64,
    /// The probability that a parameter of a child changes.
    pub mutation: f64,
    /// The largest change of a parameter, in 0..=1; small changes are likelier (triangular).
    pub step: f64,
    /// The first seed: games, first generation and breeding follow from it.
    pub seed: u64,
}

impl Default for EvolutionOptions {
    fn default() -> Self {
        Self {
            population: 40,
            generations: 30,
            games: 200,
            rivals: 3,
            elite: 2,
            crossover: 0.7,
            mutation: 0.2,
            step: 0.3,
            seed: 42,
        }
    }
}

impl EvolutionOptions {
    /// Checks all bounds.
    ///
    /// # Errors
    /// [`BrigadeError::Range`], [`BrigadeError::Parameter`].
    pub fn validate(&self) -> Result<(), BrigadeError> {
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let check = |field, value: usize, least: usize, most: usize| {
            let wrong = BrigadeError::Range { field, value: whole(value), least: whole(least), most: whole(most) };
            if (least..=most).contains(&value) { Ok(()) } else { Err(wrong) }
        };
        check("population", self.population, 2, POPULATION_MAX)?;
        check("generations", self.generations, 1, GENERATIONS_MAX)?;
        check("rivals", self.rivals, 1, self.population)?;
        check("elite", self.elite, 0, self.population - 1)?;
        if !(1..=GAMES_MAX).contains(&self.games) {
            let value = i64::try_from(self.games).unwrap_or(i64::MAX);
            return Err(BrigadeError::Range { field: "games", value, least: 1, most: 1_000_000 });
        }
        for (field, value) in [("crossover", self.crossover), ("mutation", self.mutation), ("step", self.step)] {
            if !(0.0..=1.0).contains(&value) {
                return Err(BrigadeError::Parameter { field, value, allowed: "in 0..=1" });
            }
        }
        Ok(())
    }
}

/// What a vector is judged by.
#[derive(Debug, Clone, PartialEq)]
pub enum Aim {
    /// So many copies of it are a team: the team's score.
    Team {
        /// How many.
        seats: usize,
    },
    /// It takes a seat of a team: its own score.
    Seat {
        /// The seat.
        seat: usize,
        /// The team; who is in that seat does not matter.
        team: Vec<AgentSpec>,
    },
}

/// A search for a good vector.
#[derive(Debug, Clone, PartialEq)]
pub struct Evolution {
    /// What is played.
    pub scenario: Scenario,
    /// The rules.
    pub rules: RuleSet,
    /// The cap on nights.
    pub nights_max: u32,
    /// Which heuristic reads the vectors.
    pub heuristic: HeuristicKind,
    /// What they are judged by.
    pub aim: Aim,
    /// How the search goes.
    pub options: EvolutionOptions,
}

/// One generation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Generation {
    /// The mean score of its best vector.
    pub best: f64,
    /// The mean over all its vectors.
    pub mean: f64,
    /// Its best vector.
    pub vector: [f64; 10],
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct EvolutionReport {
    /// The best vector of the last generation, in the order of [`super::super::HEURISTIC_PARAMETERS`].
    pub vector: [f64; 10],
    /// Its mean score on seeds that no generation played, so that it does not owe its mean to having been chosen by it.
    pub score: Estimate,
    /// The generations in order. Their figures stem from different seeds.
    pub history: Vec<Generation>,
}

impl Evolution {
    /// A search for a vector four of which are the best team, under the default rules, at most 100 nights.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            scenario: scenario.clone(),
            rules: RuleSet::default(),
            nights_max: NIGHTS_MAX_DEFAULT,
            heuristic: HeuristicKind::default(),
            aim: Aim::Team { seats: 4 },
            options: EvolutionOptions::default(),
        }
    }

    /// Searches. With the feature `rayon` on all threads; the result does not depend on their number.
    /// O(generations · population · games).
    ///
    /// # Errors
    /// As [`EvolutionOptions::validate`] and [`Player::new`]; [`BrigadeError::Range`] for a team of no seats or a seat
    /// the team does not have.
    pub fn run(&self) -> Result<EvolutionReport, BrigadeError> {
        self.run_watched(|_, _| {})
    }

    /// [`Evolution::run`], telling after each generation its number (from 0) and what it came to.
    ///
    /// # Errors
    /// As [`Evolution::run`].
    pub fn run_watched(&self, watch: impl FnMut(usize, &Generation)) -> Result<EvolutionReport, BrigadeError> {
        self.options.validate()?;
        let seats = match &self.aim {
            Aim::Team { seats } => *seats,
            Aim::Seat { team, .. } => team.len(),
        };
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let wrong = |field, value, least, most| BrigadeError::Range { field, value: whole(value), least, most };
        if !(1..=AGENTS_MAX).contains(&seats) {
            return Err(wrong("seats", seats, 1, whole(AGENTS_MAX)));
        }
        if let Aim::Seat { seat, .. } = self.aim
            && seat >= seats
        {
            return Err(wrong("seat", seat, 0, whole(seats - 1)));
        }
        let plan = Arc::new(Plan::new(&self.scenario, seats, self.rules)?);
        search(&self.options, watch, |vector, seeds| {
            let play = self.match_of(vector);
            let mut player = Player::of_plan(&play, Arc::clone(&plan))?;
            let mut score = |seed: u64| {
                let game = player.play(seed)?;
                Ok(match self.aim {
                    Aim::Team { .. } => game.team_score(),
                    Aim::Seat { seat, .. } => game.scores.get(seat).map_or(0.0, |score| f64::from(*score)),
                })
            };
            seeds.map(&mut score).collect()
        })
    }

    fn match_of(&self, vector: &[f64; 10]) -> Match {
        let candidate = AgentSpec::Vector { heuristic: self.heuristic, parameters: *vector };
        let agents = match &self.aim {
            Aim::Team { seats } => vec![candidate; *seats],
            Aim::Seat { seat, team } => {
                let choose = |(index, agent): (usize, &AgentSpec)| {
                    if index == *seat { candidate.clone() } else { agent.clone() }
                };
                team.iter().enumerate().map(choose).collect()
            }
        };
        Match {
            scenario: self.scenario.clone(),
            agents,
            rules: self.rules,
            nights_max: self.nights_max,
            stream: Stream::PerAgent,
        }
    }
}
