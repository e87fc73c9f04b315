//! Agents described by data: rules tried in order.
//!
//! ```json
//! {"name": "neighbour", "rules": [
//!     {"house": "own_burning", "mode": "work"},
//!     {"house": "nearest_burning", "mode": "work", "when": [{"chance": 0.5}], "signal": "lie"},
//!     {"house": "home", "mode": "rest"}]}
//! ```
//!
//! The first rule whose conditions all hold and whose house exists decides. If none does, the agent rests at home.

use serde::{Deserialize, Serialize};

use crate::brigade::error::BrigadeError;

/// How many rules a script may have.
pub const SCRIPT_RULES_MAX: usize = 256;

/// A scripted agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// What it is called.
    pub name: String,
    /// What it does, first match first.
    pub rules: Vec<ScriptRule>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptRule {
    /// All of these have to hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// Where to go.
    pub house: Target,
    /// What to do there: `work` or `rest`.
    pub mode: Deed,
    /// What to tell the others.
    #[serde(default)]
    pub signal: SignalRule,
}

/// To work or to rest, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Work.
    Work,
    /// Rest.
    Rest,
}

/// What a scripted agent signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalRule {
    /// What it does.
    #[default]
    Honest,
    /// The opposite of what it does.
    Lie,
    /// Work, whatever it does.
    Work,
    /// Rest, whatever it does.
    Rest,
}

/// What a rule depends on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// At least this many houses burn.
    BurningAtLeast(u16),
    /// At most this many houses burn.
    BurningAtMost(u16),
    /// The night's index is at least this.
    NightAtLeast(u32),
    /// At least this many agents signalled work last night.
    WorkSignalsAtLeast(u16),
    /// One draw below this probability. Drawn only if the conditions before it hold.
    Chance(f64),
}

/// The house a rule goes to. Ties go to the lowest number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The agent's home.
    Home,
    /// Where it was last night.
    Stay,
    /// The lowest house it owns (its seat's number); none if it owns none.
    FirstOwned,
    /// The lowest burning house it owns.
    FirstOwnedBurning,
    /// Its home, if that burns.
    OwnBurning,
    /// The house to the left of home, if that burns.
    LeftBurning,
    /// The house to the right of home, if that burns.
    RightBurning,
    /// The lowest burning house.
    FirstBurning,
    /// The burning house nearest to home.
    NearestBurning,
    /// The lowest burning house that did not burn the night before.
    NewestBurning,
    /// The burning house with the fewest workers last night.
    LeastAttendedBurning,
    /// The burning house with most burning neighbours.
    MostSurroundedBurning,
    /// The burning house in the longest row of fires, counting the safe neighbours it exposes.
    LargestClusterBurning,
    /// A burning house by chance; draws only if one burns.
    AnyBurning,
    /// The lowest burning house that has burned for more than this many nights in a row.
    BurningLongerThan(u16),
    /// A fixed house; none if the ring is smaller.
    House(u16),
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// [`BrigadeError::Json`] for anything that is no script, [`BrigadeError::Count`] for more than
    /// [`SCRIPT_RULES_MAX`] rules, [`BrigadeError::Parameter`] for a chance outside 0..=1.
    pub fn from_json(text: &str) -> Result<Self, BrigadeError> {
        let script: Self = crate::json::read(text).map_err(|error| BrigadeError::json("script", &error))?;
        script.validate()?;
        Ok(script)
    }

    /// Checks the number of rules and the chances.
    ///
    /// # Errors
    /// As [`Script::from_json`].
    #[inline]
    pub fn validate(&self) -> Result<(), BrigadeError> {
        if self.rules.len() > SCRIPT_RULES_MAX {
            let found = self.rules.len();
            return Err(BrigadeError::Count { what: "script rules (at most)", expected: SCRIPT_RULES_MAX, found });
        }
        for condition in self.rules.iter().flat_map(|rule| &rule.when) {
            if let Condition::Chance(value) = *condition
                && !(0.0..=1.0).contains(&value)
            {
                return Err(BrigadeError::Parameter { field: "chance", value, allowed: "a probability in 0..=1" });
            }
        }
        Ok(())
    }
}
