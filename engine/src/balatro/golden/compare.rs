//! When two numbers are the same.

use serde_json::Value;

/// Scores may differ by one: a floor can fall on either side of a rounding error.
const ABSOLUTE: f64 = 1.0;
const RELATIVE: f64 = 1e-9;

/// Compares scores within 1 or 1e-9 relative.
pub(super) fn same_score(field: &str, expected: Option<&Value>, got: f64) -> Result<(), String> {
    same(field, expected, got, ABSOLUTE)
}

/// Compares anything else within 1e-9, absolute or relative.
pub(super) fn same_number(field: &str, expected: Option<&Value>, got: f64) -> Result<(), String> {
    same(field, expected, got, RELATIVE)
}

fn same(field: &str, expected: Option<&Value>, got: f64, absolute: f64) -> Result<(), String> {
    let Some(expected) = expected.and_then(Value::as_f64) else {
        return Err(format!("{field}: expected a number, the case has none; got {got}"));
    };
    if close(expected, got, absolute) { Ok(()) } else { Err(format!("{field}: expected {expected}, got {got}")) }
}

pub(super) fn close(expected: f64, got: f64, absolute: f64) -> bool {
    let difference = (expected - got).abs();
    difference <= absolute || difference <= RELATIVE * expected.abs() || expected.total_cmp(&got).is_eq()
}

/// Compares words.
pub(super) fn same_word(field: &str, expected: Option<&Value>, got: &str) -> Result<(), String> {
    match expected.and_then(Value::as_str) {
        Some(word) if word == got => Ok(()),
        Some(word) => Err(format!("{field}: expected {word}, got {got}")),
        None => Err(format!("{field}: expected a word, the case has none; got {got}")),
    }
}
