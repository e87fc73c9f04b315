//! Runs as lines of JSON.

use super::{NamedRun, Runs};
use crate::mining::error::MiningError;

pub(super) fn read(text: &str) -> Result<Runs, MiningError> {
    let mut runs = Runs::default();
    for (index, text) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let run: NamedRun = crate::json::read(text).map_err(|error| MiningError::Json {
            what: "runs",
            line: index + 1,
            message: error.to_string(),
        })?;
        runs.push_named(&run)?;
    }
    Ok(runs)
}
