//! How a batch is played, and where it writes.

use std::fmt;
use std::str::FromStr;

use super::error::BrigadeError;
use super::game_options::GameOptions;
use super::observe::Layout;

/// What happens to a lane whose game has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AutoReset {
    /// Its next game begins within the same step: the flags and rewards are those of the last night, the observation is
    /// the first of the new game. The lane's random stream goes on.
    #[default]
    SameStep,
    /// The step after the end begins the next game: it ignores the lane's actions, pays nothing and raises no flag.
    NextStep,
    /// It rests: no rewards, the flags stay raised, until [`Batch::reset`].
    Off,
}

impl AutoReset {
    /// All ways, the default first.
    pub const ALL: [Self; 3] = [Self::SameStep, Self::NextStep, Self::Off];

    /// The name in bindings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SameStep => "same_step",
            Self::NextStep => "next_step",
            Self::Off => "off",
        }
    }
}

impl fmt::Display for AutoReset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for AutoReset {
    type Err = BrigadeError;

    fn from_str(name: &str) -> Result<Self, BrigadeError> {
        let found = Self::ALL.into_iter().find(|way| way.name() == name);
        found.ok_or_else(|| BrigadeError::unknown("auto-reset", name, Self::ALL.map(Self::name)))
    }
}

/// How a batch is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BatchOptions {
    /// Rules, cap on nights, and the seed: lane i begins with `seed + i`, wrapping.
    pub game: GameOptions,
    /// What happens at a game's end.
    pub auto_reset: AutoReset,
    /// How observations are laid out.
    pub layout: Layout,
}

/// Where a step of a batch writes. L lanes, N agents; everything lies lane after lane.
#[derive(Debug)]
pub struct BatchOutput<'a> {
    /// L·N rewards.
    pub rewards: &'a mut [f32],
    /// L flags, 1 where the rules ended the game.
    pub done: &'a mut [u8],
    /// L flags, 1 where the cap on nights ended it.
    pub truncated: &'a mut [u8],
    /// L·N rows of [`Batch::observation_len`] numbers, or nothing.
    pub observations: Option<&'a mut [f32]>,
}
