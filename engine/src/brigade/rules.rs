//! The four rule sets (spec/brigade.md section 0).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::BrigadeError;

/// Which engine's rules a game follows. Part of every replay and of every exported row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSet {
    /// The paper's formal specification: a game ends when no house burns.
    #[default]
    Paper,
    /// Bit for bit the upstream's Rust core: a game ends only when all houses are safe or all are ruined.
    RustCore,
    /// The upstream's Python environment: 64-bit arithmetic, spread in place, and a first night that compares with a
    /// town where all is safe.
    PythonEnv,
    /// `paper`, but fire spreads before it burns out, so that the spread probability matters in Bernoulli mode too.
    ///
    /// A house lit by a neighbour burns on to the next night, as a house lit by a spark does.
    Contagion,
}

impl RuleSet {
    /// All rule sets, the default first.
    pub const ALL: [Self; 4] = [Self::Paper, Self::RustCore, Self::PythonEnv, Self::Contagion];

    /// The name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::RustCore => "rust_core",
            Self::PythonEnv => "python_env",
            Self::Contagion => "contagion",
        }
    }

    /// Whether a game ends as soon as nothing burns (after `min_nights`).
    pub(crate) fn ends_without_fire(self) -> bool {
        self != Self::RustCore
    }

    /// Whether the first night's rewards compare with a town where every house is safe.
    pub(crate) fn first_night_compares_with_safe(self) -> bool {
        self == Self::PythonEnv
    }

    /// Whether a house lit this night can light the next one in the same night.
    pub(crate) fn spreads_in_place(self) -> bool {
        self == Self::PythonEnv
    }

    /// Whether fire spreads before it burns out.
    pub(crate) fn spreads_before_burning_out(self) -> bool {
        self == Self::Contagion
    }

    /// Whether rewards are worked out in 64 bits.
    pub(crate) fn is_double(self) -> bool {
        self == Self::PythonEnv
    }
}

impl fmt::Display for RuleSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for RuleSet {
    type Err = BrigadeError;

    fn from_str(name: &str) -> Result<Self, BrigadeError> {
        Self::ALL
            .into_iter()
            .find(|rules| rules.name() == name)
            .ok_or_else(|| BrigadeError::unknown("rule set", name, Self::ALL.map(Self::name)))
    }
}
