//! Compares what is mined from recorded runs with what other tools found in the same runs.

mod expected;
mod pairs;
mod patterns;

use super::error::MiningError;
use super::runs::Runs;

use expected::Expected;

/// What a verification came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MiningReport {
    /// Cases that came out as expected. A case is an itemset, a pair, a sequence or a planted pattern.
    pub passed: u64,
    /// Cases that did not.
    pub failed: u64,
    /// One line for each failed case: which it is, what was expected, and what was found.
    pub mismatches: Vec<String>,
}

impl MiningReport {
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

/// Verifies recorded runs (JSON lines, see [`Runs::from_json_lines`]) against `expected.json`: the frequent itemsets, the
/// pairs' figures, the frequent sequences, each planted set's significance, the share of wins. Parts that are absent are
/// passed over.
///
/// # Errors
/// [`MiningError::Json`] for text that cannot be read. What differs is a failed case, not an error.
pub fn verify(runs_text: &str, expected_text: &str) -> Result<MiningReport, MiningError> {
    let runs = Runs::from_json_lines(runs_text)?;
    let expected = Expected::read(expected_text)?;
    let mut report = MiningReport::default();
    expected.check_rows(&runs, &mut report);
    patterns::check_itemsets(&runs, &expected, &mut report)?;
    patterns::check_sequences(&runs, &expected, &mut report)?;
    pairs::check_pairs(&runs, &expected, &mut report)?;
    pairs::check_planted(&runs, &expected, &mut report)?;
    Ok(report)
}

/// Whether two numbers agree to `relative` of the larger, or both are too small for a double to tell from 0.
fn agree(name: &str, expected: f64, found: f64, relative: f64) -> Result<(), String> {
    let scale = expected.abs().max(found.abs());
    if (expected - found).abs() <= relative * scale || scale < 1e-300 {
        Ok(())
    } else {
        Err(format!("{name}: expected {expected}, got {found}"))
    }
}
