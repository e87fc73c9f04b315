//! The named scenarios, from `engine/data/brigade/scenarios.json`.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::error::BrigadeError;
use super::scenario::Scenario;

static CATALOG: LazyLock<Vec<(String, Scenario)>> = LazyLock::new(|| {
    let text = include_str!("../../data/brigade/scenarios.json");
    let entries: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    let read = |value: Value| Scenario::from_json(&value.to_string()).ok();
    entries.into_iter().filter_map(|(name, value)| read(value).map(|scenario| (name, scenario))).collect()
});

/// The names of all built-in scenarios, sorted.
pub fn scenario_names() -> impl Iterator<Item = &'static str> {
    CATALOG.iter().map(|(name, _)| name.as_str())
}

/// A built-in scenario. The published ids `<name>-v1` are accepted too.
///
/// # Errors
/// [`BrigadeError::Unknown`] with the nearest name.
pub fn scenario(name: &str) -> Result<&'static Scenario, BrigadeError> {
    let wanted = name.strip_suffix("-v1").unwrap_or(name);
    CATALOG
        .iter()
        .find(|(known, _)| known == wanted)
        .map(|(_, scenario)| scenario)
        .ok_or_else(|| BrigadeError::unknown("scenario", name, scenario_names()))
}

#[cfg(test)]
mod tests {
    use super::{scenario, scenario_names};

    #[test]
    fn all_eighteen_are_there() {
        assert_eq!(scenario_names().count(), 18);
        assert_eq!(scenario("v2_minimal").unwrap().num_houses, 2);
        assert_eq!(scenario("hard-v1").unwrap(), scenario("hard").unwrap());
    }

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest() {
        let error = scenario("chain_reacton").unwrap_err();
        assert_eq!(error.to_string(), "unknown scenario `chain_reacton`; did you mean `chain_reaction`?");
        assert_eq!(scenario("xyzzy").unwrap_err().to_string(), "unknown scenario `xyzzy`");
    }
}
