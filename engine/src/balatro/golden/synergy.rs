//! Recorded values of all subsets of a team, and what follows from them.

use serde_json::Value;

use super::compare::close;
use crate::balatro::model::state::Hand;
use crate::balatro::synergy::shapley::{shapley_interactions, shapley_values};
use crate::balatro::synergy::team::{log_value, team_values};

/// Logarithms of scores that may differ by one.
const TOLERANCE: f64 = 1e-6;

pub(super) fn verify(case: &Value) -> Result<(), String> {
    let hand = Hand::from_value(case).map_err(|error| error.to_string())?;
    let values = team_values(&hand).map_err(|error| error.to_string())?;
    same_list("v_by_mask", case.get("v_by_mask"), &values, 1.0)?;
    let logs: Vec<f64> = values.iter().map(|value| log_value(*value)).collect();
    let known = "team_values gives a value for every subset";
    same_list("shapley_v", case.get("shapley_v"), &shapley_values(&values).ok_or(known)?, 1.0)?;
    same_list("shapley_log_v", case.get("shapley_log_v"), &shapley_values(&logs).ok_or(known)?, TOLERANCE)?;
    let interactions = shapley_interactions(&logs).ok_or(known)?;
    let Some(recorded) = case.get("sii_log_v").and_then(Value::as_object) else {
        return Err("sii_log_v: expected an object, the case has none".to_owned());
    };
    for (pair, expected) in recorded {
        let places = pair.split_once(',').and_then(|(one, other)| Some((one.parse().ok()?, other.parse().ok()?)));
        let got = places.and_then(|(one, other): (usize, usize)| interactions.get(one)?.get(other).copied());
        match (expected.as_f64(), got) {
            (Some(expected), Some(got)) if close(expected, got, TOLERANCE) => {}
            _ => return Err(format!("sii_log_v {pair}: expected {expected}, got {got:?}")),
        }
    }
    Ok(())
}

fn same_list(field: &str, expected: Option<&Value>, got: &[f64], absolute: f64) -> Result<(), String> {
    let Some(expected) = expected.and_then(Value::as_array) else {
        return Err(format!("{field}: expected a list, the case has none"));
    };
    if expected.len() != got.len() {
        return Err(format!("{field}: expected {} values, got {}", expected.len(), got.len()));
    }
    for (place, (expected, got)) in expected.iter().zip(got).enumerate() {
        if !expected.as_f64().is_some_and(|expected| close(expected, *got, absolute)) {
            return Err(format!("{field}[{place}]: expected {expected}, got {got}"));
        }
    }
    Ok(())
}
