//! The named ten-vectors, from `engine/data/brigade/archetypes.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::brigade::error::BrigadeError;

/// What the ten numbers of a heuristic are, in order.
pub const HEURISTIC_PARAMETERS: [&str; 10] = [
    "honesty_bias",
    "work_tendency",
    "neighbor_help_bias",
    "own_house_priority",
    "risk_aversion",
    "coordination_weight",
    "exploration_rate",
    "fatigue_memory",
    "rest_reward_bias",
    "altruism_factor",
];

type Tables = BTreeMap<String, BTreeMap<String, [f64; 10]>>;

static TABLES: LazyLock<Tables> =
    LazyLock::new(|| crate::json::read(include_str!("../../../data/brigade/archetypes.json")).unwrap_or_default());

/// The names in a table: `python` (five, as used by the published analyses) or `web` (ten, as the web page has them).
pub fn archetype_names(table: &str) -> impl Iterator<Item = &'static str> {
    TABLES.get(table).into_iter().flat_map(|table| table.keys().map(String::as_str))
}

/// The ten-vector of an archetype.
///
/// # Errors
/// [`BrigadeError::Unknown`] for a table or a name nobody knows.
pub fn archetype(table: &str, name: &str) -> Result<[f64; 10], BrigadeError> {
    let found = TABLES
        .get(table)
        .ok_or_else(|| BrigadeError::unknown("table of archetypes", table, TABLES.keys().map(String::as_str)))?;
    found.get(name).copied().ok_or_else(|| BrigadeError::unknown("archetype", name, found.keys().map(String::as_str)))
}
