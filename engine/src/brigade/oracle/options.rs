//! What the double oracle is asked, and what it answers.

use crate::brigade::agent::AgentSpec;
use crate::brigade::error::BrigadeError;
use crate::brigade::evolution::EvolutionOptions;
use crate::brigade::limits::{AGENTS_MAX, NIGHTS_MAX_DEFAULT};
use crate::brigade::rules::RuleSet;
use crate::brigade::scenario::Scenario;

/// The most agents of a pool, those that evolution adds included.
pub const ORACLE_POOL_MAX: usize = 64;
/// The most cells of a game that is solved: choices to the power of seats.
pub const ORACLE_CELLS_MAX: usize = 16_384;
/// The most games of a cell.
const GAMES_MAX: u64 = 1_000_000;

/// Who may mix differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Symmetry {
    /// All players use one mixture. A team is turned by one seat from game to game, so that every member has every seat
    /// equally often: seats differ in how many houses they own.
    #[default]
    Symmetric,
    /// Every seat has a mixture of its own.
    Heterogeneous,
}

impl Symmetry {
    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Symmetric => "symmetric",
            Self::Heterogeneous => "heterogeneous",
        }
    }
}

/// The question.
#[derive(Debug, Clone, PartialEq)]
pub struct Oracle {
    /// What is played.
    pub scenario: Scenario,
    /// The rules.
    pub rules: RuleSet,
    /// The cap on nights.
    pub nights_max: u32,
    /// Whom players may choose, 1 to [`ORACLE_POOL_MAX`]; the first is where the search begins.
    pub pool: Vec<AgentSpec>,
    /// How many players.
    pub seats: usize,
    /// Who may mix differently.
    pub symmetry: Symmetry,
    /// Games of a cell, on the seeds `seed..seed + games`; in a symmetric game rounded up to a multiple of the seats.
    pub games: u64,
    /// The first seed.
    pub seed: u64,
    /// A gain of no more than this, in points of a game's score, is none.
    pub tolerance: f64,
    /// How many times the agents may be added to, at least 1.
    pub rounds_max: usize,
    /// Whether, when nobody of the pool gains, a better answer is bred; its first seed is not used, the question's is.
    pub evolution: Option<EvolutionOptions>,
}

/// One round.
#[derive(Debug, Clone, PartialEq)]
pub struct OracleRound {
    /// By player (one for all in a symmetric game): the agents that were chosen from, as indices into the pool.
    pub choices: Vec<Vec<usize>>,
    /// The most a player would gain by another of those.
    pub restricted: f64,
    /// The most a player would gain by anybody of the pool.
    pub exploitability: f64,
    /// Who joined, with the player: indices into the pool.
    pub joined: Vec<(usize, usize)>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct OracleReport {
    /// Whom players could choose: the pool, then those who were bred.
    pub pool: Vec<AgentSpec>,
    /// By player (one for all in a symmetric game), then agent of the pool: its probability.
    pub mixtures: Vec<Vec<f64>>,
    /// By player: the mean score of a game.
    pub values: Vec<f64>,
    /// The most that a player would gain, in points of a game's score, by choosing anybody of the pool instead; measured
    /// on the games of the cells, so exact for those seeds only.
    pub exploitability: f64,
    /// Whether that is within the tolerance.
    pub converged: bool,
    /// Round by round.
    pub rounds: Vec<OracleRound>,
    /// How many cells were played.
    pub cells: usize,
}

impl Oracle {
    /// The symmetric question for four players of a pool, under the default rules, 200 games a cell.
    #[must_use]
    pub fn new(scenario: &Scenario, pool: Vec<AgentSpec>) -> Self {
        Self {
            scenario: scenario.clone(),
            rules: RuleSet::default(),
            nights_max: NIGHTS_MAX_DEFAULT,
            pool,
            seats: 4,
            symmetry: Symmetry::default(),
            games: 200,
            seed: 42,
            tolerance: 1.0,
            rounds_max: 32,
            evolution: None,
        }
    }

    pub(super) fn validate(&self) -> Result<(), BrigadeError> {
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let check = |field, value: usize, most: usize| {
            let wrong = BrigadeError::Range { field, value: whole(value), least: 1, most: whole(most) };
            if (1..=most).contains(&value) { Ok(()) } else { Err(wrong) }
        };
        check("pool", self.pool.len(), ORACLE_POOL_MAX)?;
        check("seats", self.seats, AGENTS_MAX)?;
        check("rounds_max", self.rounds_max, 1_000)?;
        if !(1..=GAMES_MAX).contains(&self.games) {
            let value = i64::try_from(self.games).unwrap_or(i64::MAX);
            return Err(BrigadeError::Range { field: "games", value, least: 1, most: 1_000_000 });
        }
        if !(0.0..=1e9).contains(&self.tolerance) {
            return Err(BrigadeError::Parameter { field: "tolerance", value: self.tolerance, allowed: "in 0..=1e9" });
        }
        self.evolution.map_or(Ok(()), |options| options.validate())
    }
}
