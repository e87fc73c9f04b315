//! Scenarios as JSON, with misspelt names found before anything else is said about them.

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::error::BrigadeError;
use super::scenario::Scenario;

/// The parameters by their names in files, in the order of [`Scenario`].
pub const SCENARIO_FIELDS: [&str; 26] = [
    "num_houses",
    "prob_fire_spreads_to_neighbor",
    "prob_solo_agent_extinguishes_fire",
    "prob_house_catches_fire",
    "team_reward_house_survives",
    "team_penalty_house_burns",
    "reward_own_house_survives",
    "reward_other_house_survives",
    "penalty_own_house_burns",
    "penalty_other_house_burns",
    "cost_to_work_one_night",
    "min_nights",
    "reward_rest",
    "agent_home_positions",
    "distance_cost_alpha",
    "distance_metric",
    "action_shaping_alpha",
    "action_shaping_beta",
    "progress_shaping_coef",
    "team_welfare_lambda",
    "team_welfare_gamma",
    "team_welfare_kind",
    "action_validity_mode",
    "extinguish_mode",
    "suppression_per_worker",
    "commitment_mode",
];

/// The parameters that are names, and the names they may have, the default first.
pub const SCENARIO_CHOICES: [(&str, &[&str]); 5] = [
    ("distance_metric", &["ring_arc"]),
    ("team_welfare_kind", &["none", "team_welfare_closed_form"]),
    ("action_validity_mode", &["always_valid", "adjacent_only"]),
    ("extinguish_mode", &["bernoulli", "continuous"]),
    ("commitment_mode", &["simultaneous", "two_phase"]),
];

/// Refuses the first name that is no parameter of a scenario; `num_agents` may stand beside them.
pub(super) fn check_parameters<'a>(mut names: impl Iterator<Item = &'a str>) -> Result<(), BrigadeError> {
    match names.find(|name| *name != "num_agents" && !SCENARIO_FIELDS.contains(name)) {
        Some(name) => Err(BrigadeError::unknown("scenario parameter", name, SCENARIO_FIELDS)),
        None => Ok(()),
    }
}

impl Scenario {
    /// Reads a scenario. `num_agents`, which the upstream's Python files carry, is passed over. The values are checked
    /// when a game is made, by [`Scenario::validate`].
    ///
    /// # Errors
    /// [`BrigadeError::Unknown`] for a parameter or a choice nobody knows, with the nearest one;
    /// [`BrigadeError::Json`] for text that is no object or lacks a parameter.
    pub fn from_json(text: &str) -> Result<Self, BrigadeError> {
        let fields: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| BrigadeError::json("scenario", &error))?;
        check_parameters(fields.keys().map(String::as_str))?;
        Self::from_fields(fields)
    }

    /// Reads a scenario out of a larger file; parameters nobody knows are ignored, as upstream.
    pub(crate) fn from_fields(fields: Map<String, Value>) -> Result<Self, BrigadeError> {
        for (field, names) in SCENARIO_CHOICES {
            if let Some(Value::String(name)) = fields.get(field)
                && !names.contains(&name.as_str())
            {
                return Err(BrigadeError::unknown(field, name, names.iter().copied()));
            }
        }
        Self::deserialize(&Value::Object(fields)).map_err(|error| BrigadeError::json("scenario", &error))
    }

    /// The scenario with all its parameters, indented.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Plain fields with text keys: this cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
