//! Recorded best scores over orders and plays. Which of the best orders was recorded is of no matter; that it scores
//! what is said, and that nothing better exists, is.

use serde_json::Value;

use super::case::expected;
use super::compare::{same_score, same_word};
use crate::balatro::error::BalatroError;
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::score;
use crate::balatro::search::arrangement::arranged;
use crate::balatro::search::budget::{Budget, NODES_MAX};
use crate::balatro::search::order::best_order;
use crate::balatro::search::problem::Freedom;

pub(super) fn verify_jokers(case: &Value) -> Result<(), String> {
    verify_order(case, Freedom::JOKERS)
}

pub(super) fn verify_both(case: &Value) -> Result<(), String> {
    verify_order(case, Freedom::ALL)
}

fn verify_order(case: &Value, freedom: Freedom) -> Result<(), String> {
    let hand = Hand::from_value(case).map_err(said)?;
    let cards = indexes(case, "one_best_card_order").unwrap_or_else(|| (0..hand.played.len()).collect());
    if let Some(jokers) = indexes(case, "one_best_joker_order") {
        let recorded = score(&arranged(&hand, &jokers, &cards), Luck::Least).map_err(said)?;
        same_score("score of the recorded order", expected(case, "best_score"), recorded.score)?;
    }
    let best = best_order(&hand, freedom, Luck::Least, &mut Budget::new(NODES_MAX, &mut || false)).map_err(said)?;
    same_score("best_score", expected(case, "best_score"), best.score)?;
    let again = score(&arranged(&hand, &best.jokers, &best.cards), Luck::Least).map_err(said)?;
    if !best.proven {
        return Err(format!("proven: expected true, got false after {} nodes", best.nodes));
    }
    if again.score.total_cmp(&best.score).is_ne() {
        return Err(format!("score of the found order: expected {}, got {}", best.score, again.score));
    }
    Ok(())
}

pub(super) fn verify_play(case: &Value) -> Result<(), String> {
    let hand = Hand::from_value(case).map_err(said)?;
    let played = indexes(case, "one_best_played_indexes").unwrap_or_default();
    if let Some(jokers) = indexes(case, "one_best_joker_order") {
        let recorded =
            score(&crate::balatro::search::play::played(&hand, &played, &jokers), Luck::Least).map_err(said)?;
        same_score("score of the recorded play", expected(case, "best_score"), recorded.score)?;
    }
    let best = crate::balatro::search::play::best_play(&hand, Luck::Least, &mut Budget::new(NODES_MAX, &mut || false))
        .map_err(said)?;
    same_score("best_score", expected(case, "best_score"), best.score)?;
    if !best.proven {
        return Err(format!("proven: expected true, got false after {} nodes", best.nodes));
    }
    let again =
        score(&crate::balatro::search::play::played(&hand, &best.cards, &best.jokers), Luck::Least).map_err(said)?;
    if again.score.total_cmp(&best.score).is_ne() {
        return Err(format!("score of the found play: expected {}, got {}", best.score, again.score));
    }
    same_word("hand", expected(case, "hand"), best.hand.name()).or_else(|difference| {
        // Another hand of the same score is as good.
        let number = expected(case, "best_score").and_then(Value::as_f64);
        if number == Some(best.score) { Ok(()) } else { Err(difference) }
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err asks for")]
fn said(error: BalatroError) -> String {
    error.to_string()
}

fn indexes(case: &Value, field: &str) -> Option<Vec<usize>> {
    let list = expected(case, field)?.as_array()?;
    list.iter().map(|index| index.as_u64().and_then(|index| usize::try_from(index).ok())).collect()
}
