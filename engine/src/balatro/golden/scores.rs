//! Recorded scores: least and most luck, by both forms of the scorer.

use serde_json::Value;

use super::case::expected;
use super::compare::{same_number, same_score, same_word};
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::score;

pub(super) fn verify(case: &Value) -> Result<(), String> {
    let hand = Hand::from_value(case).map_err(|error| error.to_string())?;
    let of = |luck| score(&hand, luck).map_err(|error| error.to_string());
    let least = of(Luck::Least)?;
    same_word("hand", expected(case, "hand"), least.hand.name())?;
    same_score("score_min", expected(case, "score_min"), least.score)?;
    same_score("score_max", expected(case, "score_max"), of(Luck::Most)?.score)?;
    same_number("chips_min", expected(case, "chips_min"), least.chips)?;
    same_number("mult_min", expected(case, "mult_min"), least.mult)
}
