//! Replays recorded cases and says where this engine differs.
//!
//! A file is JSON Lines, a JSON list or one JSON object; every case is recognised by its own shape, so that files can
//! be joined.

mod case;
mod compare;
mod orders;
mod peers;
mod scores;
mod synergy;

use serde_json::Value;

use super::error::BalatroError;
pub use case::Standing;

/// What a file's verification came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Which shapes were found, in the order in which they were met.
    pub kinds: Vec<&'static str>,
    /// Cases that came out as recorded.
    pub passed: u64,
    /// Cases that did not.
    pub failed: u64,
    /// Disputed cases that came out as recorded.
    pub disputed_passed: u64,
    /// Disputed cases that did not; no failures.
    pub disputed_differ: u64,
    /// One line for each failed case: which it is, what was expected, what came out.
    pub mismatches: Vec<String>,
    /// The same for disputed cases.
    pub disputes: Vec<String>,
}

impl VerifyReport {
    fn add(&mut self, kind: &'static str, name: &str, standing: Standing, outcome: Result<(), String>) {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        match (standing, outcome) {
            (Standing::Settled, Ok(())) => self.passed += 1,
            (Standing::Disputed, Ok(())) => self.disputed_passed += 1,
            (Standing::Settled, Err(difference)) => {
                self.failed += 1;
                self.mismatches.push(format!("{name}: {difference}"));
            }
            (Standing::Disputed, Err(difference)) => {
                self.disputed_differ += 1;
                self.disputes.push(format!("{name}: {difference}"));
            }
        }
    }
}

/// Verifies a file of recorded scores, orders, plays, other calculators' tests or synergies.
///
/// # Errors
/// [`BalatroError::Json`] for text that is no JSON or JSON Lines, or holds no case. A case that cannot be read is a
/// failed case, not an error.
pub fn verify(text: &str) -> Result<VerifyReport, BalatroError> {
    let mut report = VerifyReport::default();
    let cases = read_cases(text)?;
    if cases.is_empty() {
        return Err(BalatroError::Json { what: "golden file", message: "no case in it".to_owned() });
    }
    for (index, case) in cases.iter().enumerate() {
        let name = case.get("id").and_then(Value::as_str).map_or_else(|| format!("case {}", index + 1), str::to_owned);
        let (kind, standing, outcome) = verify_case(case);
        report.add(kind, &name, standing, outcome);
    }
    Ok(report)
}

fn verify_case(case: &Value) -> (&'static str, Standing, Result<(), String>) {
    let standing = case::standing(case);
    let expected = |field: &str| case.get("expected").and_then(|expected| expected.get(field)).is_some();
    if case.get("peer_expected").is_some() {
        ("peer tests", standing, peers::verify(case))
    } else if case.get("v_by_mask").is_some() {
        ("synergy", standing, synergy::verify(case))
    } else if expected("best_score") && case.get("hand_cards").is_some() {
        ("best play", standing, orders::verify_play(case))
    } else if expected("best_score") && expected("one_best_card_order") {
        ("best order of jokers and cards", standing, orders::verify_both(case))
    } else if expected("best_score") {
        ("best order of jokers", standing, orders::verify_jokers(case))
    } else if expected("score_min") {
        ("scores", standing, scores::verify(case))
    } else {
        ("unknown shape", standing, Err("expected a case of a known shape, got none".to_owned()))
    }
}

fn read_cases(text: &str) -> Result<Vec<Value>, BalatroError> {
    match serde_json::from_str(text) {
        Ok(Value::Array(cases)) => Ok(cases),
        Ok(case) => Ok(vec![case]),
        Err(_) => {
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let read = |(number, line): (usize, &str)| {
                serde_json::from_str(line).map_err(|error| BalatroError::Json {
                    what: "golden file",
                    message: format!("line {}: {error}", number + 1),
                })
            };
            lines.map(read).collect()
        }
    }
}
