//! Tests of another calculator, with its expectations as decimal strings.

use serde_json::Value;

use super::compare::{close, same_word};
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::score;

/// What such a test is: it does not round scores of its own below 10,000, and knows no largest number.
pub(super) fn verify(case: &Value) -> Result<(), String> {
    let hand = Hand::from_value(case).map_err(|error| error.to_string())?;
    let expected = |field: &str| case.get("peer_expected").and_then(|peer| peer.get(field));
    let least = score(&hand, Luck::Least).map_err(|error| error.to_string())?;
    let most = score(&hand, Luck::Most).map_err(|error| error.to_string())?;
    same_word("hand", expected("hand"), least.hand.name())?;
    same_decimal("score_none", expected("score_none"), least.score)?;
    same_decimal("score_all", expected("score_all"), most.score)
}

fn same_decimal(field: &str, expected: Option<&Value>, got: f64) -> Result<(), String> {
    let Some(text) = expected.and_then(Value::as_str) else {
        return Err(format!("{field}: expected a decimal string, the case has none; got {got}"));
    };
    // Beyond the range of a double this reads as infinite, which is what the game shows as well.
    let Ok(number) = text.parse::<f64>() else { return Err(format!("{field}: expected {text}, which is no number")) };
    if close(number.floor(), got, 1.0) { Ok(()) } else { Err(format!("{field}: expected {text}, got {got}")) }
}
