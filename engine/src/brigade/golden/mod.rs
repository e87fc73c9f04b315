//! Replays recorded data of the upstream's engines and says where this engine differs.
//!
//! A file is recognised by its shape; which rules apply follows from it (`golden/brigade/README.md`).

mod baselines;
mod games;
mod generators;
mod heuristics;
mod mersenne;
mod scenarios;

use serde_json::Value;

use super::error::BrigadeError;

pub use baselines::{Baseline, measure_baseline};

/// What a file's verification came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// What the file was taken for.
    pub kind: &'static str,
    /// Cases that came out as recorded. A case is a game under one rule set, a scenario, a generator or a statistic.
    pub passed: u64,
    /// Cases that did not.
    pub failed: u64,
    /// One line for each failed case: which it is and what differs first.
    pub mismatches: Vec<String>,
}

impl VerifyReport {
    fn of(kind: &'static str) -> Self {
        Self { kind, ..Self::default() }
    }

    fn add(&mut self, case: &str, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(difference) => {
                self.failed += 1;
                self.mismatches.push(format!("{case}: {difference}"));
            }
        }
    }
}

/// Verifies a file of recorded games, generators, scenarios or statistics. Statistics are measured over
/// [`VERIFY_GAMES`] games a scenario.
///
/// # Errors
/// [`BrigadeError::Json`] for text that is no JSON or has none of the known shapes. A case that cannot be read or
/// played is a failed case, not an error.
pub fn verify(json_text: &str) -> Result<VerifyReport, BrigadeError> {
    let file: Value = serde_json::from_str(json_text).map_err(|error| BrigadeError::json("golden file", &error))?;
    let report = match &file {
        Value::Array(cases) => verify_list(cases),
        _ if file.get("episodes").is_some() => Some(heuristics::verify(&file)),
        _ if file.get("rust_pcg64").is_some() || file.get("numpy_RandomState_mt19937").is_some() => {
            Some(generators::verify(&file))
        }
        _ if file.get("manifest").is_some() => Some(baselines::verify(&file, VERIFY_GAMES)),
        _ if file.get("python").is_some_and(Value::is_object) || file.get("rust").is_some_and(Value::is_object) => {
            Some(scenarios::verify(&file))
        }
        _ => None,
    };
    report.ok_or_else(|| BrigadeError::Json { what: "golden file", message: "none of the known shapes".to_owned() })
}

/// How many games [`verify`] plays for each published statistic.
pub const VERIFY_GAMES: u32 = 10_000;

fn verify_list(cases: &[Value]) -> Option<VerifyReport> {
    let first = cases.first()?;
    let has = |name: &str| first.get(name).is_some();
    if !has("scenario") {
        return None;
    }
    let kind = if has("rho_schedule") {
        "scheduled"
    } else if has("steps") {
        "seeded games"
    } else if first.get("python").is_some_and(Value::is_object) || first.get("rust").is_some_and(Value::is_object) {
        "fuzz"
    } else if has("python") || has("rust") {
        "deterministic"
    } else {
        return None;
    };
    let mut report = VerifyReport::of(kind);
    for (index, case) in cases.iter().enumerate() {
        let name = case.get("id").and_then(Value::as_str).map_or_else(|| format!("case {index}"), str::to_owned);
        games::verify_case(&name, case, &mut report);
    }
    Some(report)
}
