//! Recorded scores: least and most luck, by both forms of the scorer.

use serde_json::Value;

use super::case::expected;
use super::compare::{close, same_number, same_score, same_word};
use crate::balatro::compiled::hand::CompiledHand;
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::score;

pub(super) fn verify(case: &Value) -> Result<(), String> {
    let hand = Hand::from_value(case).map_err(|error| error.to_string())?;
    let of = |luck| score(&hand, luck).map_err(|error| error.to_string());
    let least = of(Luck::Least)?;
    same_word("hand", expected(case, "hand"), least.hand.name())?;
    same_score("score_min", expected(case, "score_min"), least.score)?;
    same_score("score_max", expected(case, "score_max"), of(Luck::Most)?.score)?;
    compiled_agrees(&hand, Luck::Least, least.score)?;
    compiled_agrees(&hand, Luck::Most, of(Luck::Most)?.score)?;
    same_number("chips_min", expected(case, "chips_min"), least.chips)?;
    same_number("mult_min", expected(case, "mult_min"), least.mult)
}

fn compiled_agrees(hand: &Hand, luck: Luck, walked: f64) -> Result<(), String> {
    let order: Vec<u8> = (0..hand.jokers.len()).filter_map(|joker| u8::try_from(joker).ok()).collect();
    let compiled = CompiledHand::new(hand, luck).and_then(|mut hand| hand.score(&order));
    let compiled = compiled.map_err(|error| error.to_string())?;
    if close(walked, compiled, 1.0) {
        Ok(())
    } else {
        Err(format!("compiled score: expected {walked}, got {compiled}"))
    }
}
