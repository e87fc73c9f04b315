//! The upstream's replays (spec/brigade.md section 10). They lack the seed and, but for the Rust core's, half of the
//! parameters: they can be looked at, not played again.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::brigade::action::{Action, House, Mode};
use crate::brigade::error::BrigadeError;
use crate::brigade::scenario::Scenario;

/// Who wrote a replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UpstreamShape {
    /// `save_replay` of the Python environment: scenario in part, actions of two parts.
    Python,
    /// `GameResult` of the Rust core: full scenario, final score, scores of the agents.
    RustCore,
    /// `GameReplay` of the web page.
    Web,
}

/// One record of a replay. The first is the town before the first night.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UpstreamNight {
    /// The index of the night; 0 in the record of the start and in that of the first night.
    pub night: u32,
    /// The houses afterwards.
    pub houses: Vec<House>,
    /// One per agent.
    pub signals: Vec<Mode>,
    /// One per agent.
    pub locations: Vec<u16>,
    /// One per agent; where the file has two parts, the signal is the mode.
    pub actions: Vec<Action>,
    /// One per agent.
    pub rewards: Vec<f64>,
}

/// A replay of the upstream.
#[derive(Debug, Clone, PartialEq)]
pub struct UpstreamReplay {
    /// Who wrote it.
    pub shape: UpstreamShape,
    /// The scenario; what the file lacks has its default.
    pub scenario: Scenario,
    /// The start and every night.
    pub nights: Vec<UpstreamNight>,
    /// The agents' scores, if the file has them, else the sums of the nights' rewards.
    pub agent_scores: Vec<f64>,
}

impl UpstreamReplay {
    /// Reads a replay of any of the three shapes.
    ///
    /// # Errors
    /// [`BrigadeError::Json`] for other text, for records that disagree on the number of agents or houses, and for the
    /// abandoned first format, which it names.
    pub fn from_json(text: &str) -> Result<Self, BrigadeError> {
        let file: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| BrigadeError::json("upstream replay", &error))?;
        let scenario = file.get("scenario").and_then(Value::as_object).ok_or_else(|| wrong("it has no scenario"))?;
        if scenario.contains_key("rho_ignite") || scenario.contains_key("beta") {
            return Err(wrong("it is of the first format (beta, kappa, rho_ignite), which no current engine plays"));
        }
        let read = |value: &Value| {
            UpstreamNight::deserialize(value).map_err(|error| BrigadeError::json("upstream replay", &error))
        };
        let nights = file.get("nights").and_then(Value::as_array).ok_or_else(|| wrong("it has no nights"))?;
        let nights = nights.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let scenario = Scenario::from_fields(scenario.clone())?;
        check(&scenario, &nights)?;
        let agents = nights.first().map_or(0, |night| night.rewards.len());
        let sums = (0..agents).map(|agent| nights.iter().map(|night| night.rewards[agent]).sum()).collect();
        let agent_scores = match file.get("agent_scores") {
            None => sums,
            Some(scores) => {
                Deserialize::deserialize(scores).map_err(|error| BrigadeError::json("agent_scores", &error))?
            }
        };
        Ok(Self { shape: shape_of(&file), scenario, nights, agent_scores })
    }

    /// The actions of the nights that were played.
    pub fn actions(&self) -> impl Iterator<Item = &[Action]> {
        self.nights.iter().skip(1).map(|night| night.actions.as_slice())
    }
}

fn wrong(message: &str) -> BrigadeError {
    BrigadeError::Json { what: "upstream replay", message: message.to_owned() }
}

fn check(scenario: &Scenario, nights: &[UpstreamNight]) -> Result<(), BrigadeError> {
    let agents = nights.first().map_or(0, |night| night.actions.len());
    for night in nights {
        BrigadeError::expect_count("houses", usize::from(scenario.num_houses), night.houses.len())?;
        for (what, found) in [
            ("actions", night.actions.len()),
            ("signals", night.signals.len()),
            ("locations", night.locations.len()),
            ("rewards", night.rewards.len()),
        ] {
            BrigadeError::expect_count(what, agents, found)?;
        }
    }
    Ok(())
}

fn shape_of(file: &Map<String, Value>) -> UpstreamShape {
    const WEB: [&str; 5] = ["archetypes", "statistics", "timestamp", "teamName", "scenarioName"];
    if file.contains_key("final_score") {
        UpstreamShape::RustCore
    } else if WEB.iter().any(|name| file.contains_key(*name)) {
        UpstreamShape::Web
    } else {
        UpstreamShape::Python
    }
}
