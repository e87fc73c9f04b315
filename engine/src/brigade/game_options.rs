//! How a game is played, and how it stands.

use super::limits::NIGHTS_MAX_DEFAULT;
use super::rules::RuleSet;

/// How a game is played, apart from its scenario and its agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GameOptions {
    /// The rules.
    pub rules: RuleSet,
    /// The seed of the random stream.
    pub seed: u64,
    /// The cap on nights, at least 1: a game that reaches it is truncated, not done.
    pub nights_max: u32,
}

impl Default for GameOptions {
    fn default() -> Self {
        Self { rules: RuleSet::default(), seed: 42, nights_max: NIGHTS_MAX_DEFAULT }
    }
}

/// Where a game stands after a night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It goes on.
    Running,
    /// The rules ended it.
    Done,
    /// The cap on nights ended it.
    Truncated,
}
