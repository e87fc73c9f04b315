//! Agents by name, by vector or by script: what replays, commands and doors pass about.

use std::str::FromStr;
use std::sync::LazyLock;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::archetypes::{HEURISTIC_PARAMETERS, archetype, archetype_names};
use super::script::Script;
use super::{Agent, Heuristic, RandomAgent, ScriptedAgent, UpstreamHeuristic};
use crate::brigade::error::BrigadeError;

static SCRIPTS: LazyLock<Vec<Script>> =
    LazyLock::new(|| crate::json::read(include_str!("../../../data/brigade/agents.json")).unwrap_or_default());

/// Which heuristic reads a ten-vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeuristicKind {
    /// [`Heuristic`]: all ten.
    #[default]
    Full,
    /// [`UpstreamHeuristic`]: four of them.
    UpstreamRust,
}

/// What makes an agent. In JSON: a name; `{"heuristic": "full", "parameters": [..10]}`; or a [`Script`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AgentSpec {
    /// One of [`agent_names`].
    Named(String),
    /// A heuristic with numbers of its own.
    Vector {
        /// Which heuristic.
        heuristic: HeuristicKind,
        /// Each in 0..=1.
        parameters: [f64; 10],
    },
    /// Rules.
    Script(Script),
}

/// Told apart by what it is: text, an object with a `heuristic`, another object.
impl<'de> Deserialize<'de> for AgentSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Vector {
            heuristic: HeuristicKind,
            parameters: [f64; 10],
        }
        let value = Value::deserialize(deserializer)?;
        let read = match &value {
            Value::String(name) => return Ok(Self::Named(name.clone())),
            Value::Object(members) if members.contains_key("heuristic") => Vector::deserialize(&value)
                .map(|Vector { heuristic, parameters }| Self::Vector { heuristic, parameters }),
            other => Script::deserialize(other).map(Self::Script),
        };
        read.map_err(D::Error::custom)
    }
}

/// Every name an [`AgentSpec::Named`] can have, sorted.
#[must_use]
pub fn agent_names() -> Vec<String> {
    let mut names: Vec<String> = ["random", "uniform"].map(str::to_owned).into();
    names.extend(archetype_names("python").map(str::to_owned));
    names.extend(archetype_names("python").map(|name| format!("upstream_rust:{name}")));
    names.extend(archetype_names("web").map(|name| format!("web:{name}")));
    names.extend(SCRIPTS.iter().map(|script| script.name.clone()));
    names.sort();
    names
}

/// What an [`AgentSpec`] stands for: everything that makes the agent, and no name that has to be looked up.
#[derive(Debug, Clone, PartialEq)]
pub enum AgentKind {
    /// A [`RandomAgent`].
    Random {
        /// Whether its signal is drawn on its own; else it is the mode.
        independent_signal: bool,
    },
    /// A heuristic.
    Vector {
        /// Which.
        heuristic: HeuristicKind,
        /// Each in 0..=1.
        parameters: [f64; 10],
    },
    /// Rules.
    Script(Script),
}

impl AgentKind {
    /// Makes the agent.
    ///
    /// # Errors
    /// [`BrigadeError::Parameter`] for a heuristic's number outside 0..=1, and as [`Script::validate`].
    pub fn build(self) -> Result<Box<dyn Agent>, BrigadeError> {
        Ok(match self {
            Self::Random { independent_signal: true } => Box::new(RandomAgent::uniform()),
            Self::Random { independent_signal: false } => Box::new(RandomAgent::honest()),
            Self::Vector { heuristic, parameters } => {
                for (field, value) in HEURISTIC_PARAMETERS.into_iter().zip(parameters) {
                    if !(0.0..=1.0).contains(&value) {
                        return Err(BrigadeError::Parameter { field, value, allowed: "in 0..=1" });
                    }
                }
                match heuristic {
                    HeuristicKind::Full => Box::new(Heuristic::new(parameters)),
                    HeuristicKind::UpstreamRust => Box::new(UpstreamHeuristic::new(parameters)),
                }
            }
            Self::Script(script) => {
                script.validate()?;
                Box::new(ScriptedAgent::new(script))
            }
        })
    }
}

impl AgentSpec {
    /// What it stands for.
    ///
    /// # Errors
    /// [`BrigadeError::Unknown`] for a name nobody knows.
    pub fn kind(&self) -> Result<AgentKind, BrigadeError> {
        match self {
            Self::Named(name) => named(name),
            Self::Vector { heuristic, parameters } => {
                Ok(AgentKind::Vector { heuristic: *heuristic, parameters: *parameters })
            }
            Self::Script(script) => Ok(AgentKind::Script(script.clone())),
        }
    }

    /// Makes the agent.
    ///
    /// # Errors
    /// As [`AgentSpec::kind`] and [`AgentKind::build`].
    pub fn build(&self) -> Result<Box<dyn Agent>, BrigadeError> {
        self.kind()?.build()
    }

    /// What it is called in tables.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::Vector { heuristic: HeuristicKind::Full, .. } => "heuristic",
            Self::Vector { heuristic: HeuristicKind::UpstreamRust, .. } => "upstream_rust",
            Self::Script(script) => &script.name,
        }
    }
}

impl FromStr for AgentSpec {
    type Err = BrigadeError;

    /// A name that is known.
    fn from_str(name: &str) -> Result<Self, BrigadeError> {
        let spec = Self::Named(name.to_owned());
        spec.build()?;
        Ok(spec)
    }
}

/// The script that comes with the engine under a name.
pub(crate) fn script_named(name: &str) -> Option<&'static Script> {
    SCRIPTS.iter().find(|script| script.name == name)
}

fn named(name: &str) -> Result<AgentKind, BrigadeError> {
    if let Some(script) = script_named(name) {
        return Ok(AgentKind::Script(script.clone()));
    }
    let (table, own, heuristic) = match name.split_once(':') {
        _ if name == "random" => return Ok(AgentKind::Random { independent_signal: false }),
        _ if name == "uniform" => return Ok(AgentKind::Random { independent_signal: true }),
        Some(("upstream_rust", own)) => ("python", own, HeuristicKind::UpstreamRust),
        Some(("web", own)) => ("web", own, HeuristicKind::Full),
        _ => ("python", name, HeuristicKind::Full),
    };
    archetype(table, own).map(|parameters| AgentKind::Vector { heuristic, parameters }).map_err(|_| {
        let names = agent_names();
        BrigadeError::unknown("agent", name, names.iter().map(String::as_str))
    })
}

#[cfg(test)]
mod tests {
    use super::{AgentSpec, agent_names};

    #[test]
    fn every_name_makes_an_agent() {
        let names = agent_names();
        assert!(names.len() >= 30, "{names:?}");
        for name in names {
            assert!(name.parse::<AgentSpec>().is_ok(), "{name}");
        }
    }

    #[test]
    fn a_misspelt_agent_is_answered_with_the_nearest() {
        let error = "free_ridr".parse::<AgentSpec>().unwrap_err();
        assert_eq!(error.to_string(), "unknown agent `free_ridr`; did you mean `free_rider`?");
    }
}
