//! The match and the seeds that a call asks for.

use std::ops::Range;

use datafusion::common::plan_err;
use datafusion::error::{DataFusionError, Result};
use ludograph_engine::brigade::{AgentSpec, BrigadeError, Match, NIGHTS_MAX_DEFAULT};

use super::arguments::Arguments;

const SCENARIO: &str = "default";
const AGENTS: &str = "hero,hero,liar,free_rider";
const RULES: &str = "paper";
const GAMES: u64 = 1000;
/// The largest cap on nights.
const NIGHTS_MAX: u64 = 1000;

/// What is to be played.
#[derive(Debug, Clone)]
pub(super) struct Played {
    pub(super) play: Match,
    /// The scenario's name in the catalog.
    pub(super) scenario: String,
    pub(super) seeds: Range<u64>,
}

impl Played {
    /// Reads what is played, of at most `seats_max` seats over all games.
    pub(super) fn read(arguments: &Arguments<'_>, seats_max: u64) -> Result<Self> {
        let scenario = arguments.text("scenario", SCENARIO)?;
        let (agents, rules) = (arguments.text("agents", AGENTS)?, arguments.text("rules", RULES)?);
        let mut play = match Match::named(&scenario, &agents, &rules) {
            Ok(play) => play,
            Err(error) => return plan_err!("{}: {error}", arguments.function()),
        };
        let nights_max = arguments.whole("nights_max", u64::from(NIGHTS_MAX_DEFAULT), 1..=NIGHTS_MAX)?;
        play.nights_max = u32::try_from(nights_max).unwrap_or(NIGHTS_MAX_DEFAULT);
        let games_max = (seats_max / (play.agents.len() as u64).max(1)).max(1);
        let games = arguments.whole("games", GAMES.min(games_max), 1..=games_max)?;
        let seed = arguments.whole("seed", 0, 0..=u64::MAX - games)?;
        let scenario = scenario.strip_suffix("-v1").unwrap_or(&scenario).to_owned();
        Ok(Self { play, scenario, seeds: seed..seed + games })
    }

    /// The names of the agents in the order of their seats.
    pub(super) fn labels(&self) -> Vec<&str> {
        self.play.agents.iter().map(AgentSpec::label).collect()
    }
}

/// What the engine refuses while rows are made.
pub(super) fn refused(error: &BrigadeError) -> DataFusionError {
    DataFusionError::Execution(error.to_string())
}

/// A count as a column has it.
pub(super) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A seat as a column has it.
pub(super) fn seat(seat: usize) -> i64 {
    i64::try_from(seat).unwrap_or(i64::MAX)
}
