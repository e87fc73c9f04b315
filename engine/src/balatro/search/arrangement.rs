//! A found order applied to a hand, and what the hand then scores.

use crate::balatro::error::BalatroError;
use crate::balatro::expectation::{Expectation, expected_score};
use crate::balatro::model::hand_type::HandType;
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::score;

/// The hand with its jokers and played cards in this order.
pub(crate) fn arranged(hand: &Hand, jokers: &[usize], cards: &[usize]) -> Hand {
    Hand {
        jokers: jokers.iter().filter_map(|joker| hand.jokers.get(*joker).copied()).collect(),
        played: cards.iter().filter_map(|card| hand.played.get(*card).copied()).collect(),
        held: hand.held.clone(),
        table: hand.table.clone(),
    }
}

/// What a hand scores under some luck.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged {
    pub hand: HandType,
    pub score: f64,
    /// Whether the mean is not that of independent parts.
    pub correlated: bool,
}

/// Scores a hand by walking it.
pub(crate) fn judge(hand: &Hand, luck: Luck) -> Result<Judged, BalatroError> {
    if luck == Luck::Mean {
        let Expectation { hand, score, correlated, .. } = expected_score(hand)?;
        return Ok(Judged { hand, score, correlated });
    }
    score(hand, luck).map(|score| Judged { hand: score.hand, score: score.score, correlated: false })
}
