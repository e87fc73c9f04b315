//! Runs as lines of JSON.

use serde::Deserialize;

use super::{Run, Runs};
use crate::mining::error::MiningError;
use crate::mining::vocabulary::Vocabulary;

#[derive(Deserialize)]
struct Line {
    won: bool,
    #[serde(default, alias = "jokers")]
    items: Vec<String>,
    #[serde(default)]
    events: Vec<String>,
    ante: Option<u32>,
    score: Option<f64>,
}

fn ids(names: &[String], vocabulary: &mut Vocabulary) -> Result<Vec<u32>, MiningError> {
    names.iter().map(|name| vocabulary.intern(name)).collect()
}

pub(super) fn read(text: &str) -> Result<Runs, MiningError> {
    let mut runs = Runs::default();
    for (index, text) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(text).map_err(|error| MiningError::Json {
            what: "runs",
            line: index + 1,
            message: error.to_string(),
        })?;
        let items = ids(&line.items, &mut runs.item_names)?;
        let events = ids(&line.events, &mut runs.event_names)?;
        runs.push(&Run { items, events, won: line.won, ante: line.ante, score: line.score })?;
    }
    Ok(runs)
}
