//! The named ten-vectors, from `engine/data/brigade/archetypes.json`.

use std::sync::LazyLock;

use serde_json::Value;

use crate::brigade::by_hand::ten;
use crate::brigade::error::BrigadeError;
use crate::json::{Members, Read, value};

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

/// Tables by name, in each the vectors by name, both sorted.
type Tables = Vec<(String, Vec<(String, [f64; 10])>)>;

static TABLES: LazyLock<Tables> = LazyLock::new(|| read().unwrap_or_default());

fn read() -> Read<Tables> {
    let tables = value(include_str!("../../../data/brigade/archetypes.json"));
    let vector = |(name, vector): (&str, &Value)| Ok((name.to_owned(), ten(vector)?));
    let mut found = Tables::new();
    for (name, table) in Members::of(&tables)?.each() {
        found.push((name.to_owned(), Members::of(table)?.each().map(vector).collect::<Read<_>>()?));
    }
    Ok(found)
}

/// What a sorted list has under a name.
fn named<'a, T>(list: &'a [(String, T)], name: &str) -> Option<&'a T> {
    list.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// The names in a table: `python` (five, as used by the published analyses) or `web` (ten, as the web page has them).
pub fn archetype_names(table: &str) -> impl Iterator<Item = &'static str> {
    named(&TABLES, table).into_iter().flatten().map(|(name, _)| name.as_str())
}

/// The ten-vector of an archetype.
///
/// # Errors
/// [`BrigadeError::Unknown`] for a table or a name nobody knows.
pub fn archetype(table: &str, name: &str) -> Result<[f64; 10], BrigadeError> {
    let found = named(&TABLES, table).ok_or_else(|| {
        BrigadeError::unknown("table of archetypes", table, TABLES.iter().map(|(name, _)| name.as_str()))
    })?;
    let known = || found.iter().map(|(name, _)| name.as_str());
    named(found, name).copied().ok_or_else(|| BrigadeError::unknown("archetype", name, known()))
}
