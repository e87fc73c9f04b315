//! What there is by name.

use ludograph_engine::brigade::{agent_names as names_of_agents, archetype, scenario_names as names_of_scenarios};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Refused;
use crate::input::{read_agent, read_json, read_scenario, scenario_json};

/// The names of the built-in scenarios, sorted, as a JSON list.
#[wasm_bindgen]
#[must_use]
pub fn scenario_names() -> String {
    Value::from(names_of_scenarios().map(Value::from).collect::<Vec<_>>()).to_string()
}

/// All parameters of a scenario, given by name or as JSON, as a JSON object.
///
/// # Errors
/// `unknown_name`, `json`.
#[wasm_bindgen]
pub fn scenario_parameters(input: &str) -> Result<String, Refused> {
    scenario_json(&read_scenario(input)?)
}

/// The names of the built-in agents, sorted, as a JSON list.
#[wasm_bindgen]
#[must_use]
pub fn agent_names() -> String {
    Value::from(names_of_agents()).to_string()
}

/// The ten numbers of an archetype of a table, as a JSON list.
///
/// # Errors
/// `unknown_name`.
#[wasm_bindgen]
pub fn archetype_numbers(table: &str, name: &str) -> Result<String, Refused> {
    Ok(Value::from(archetype(table, name)?.to_vec()).to_string())
}

/// Checks one built-in agent, given as JSON, and answers its label.
///
/// # Errors
/// `json`, `argument`, `unknown_name`, `count`.
#[wasm_bindgen]
pub fn check_agent(json: &str) -> Result<String, Refused> {
    let value: Value = read_json("agent", json)?;
    Ok(read_agent(&value)?.label().to_owned())
}
