//! A decision for a live game: from what the mod reports to the best play, with reasons and with what is not known.

mod observed;
mod reason;
mod unknown;
mod wire;

use serde::Serialize;
use serde_json::Value;

use super::error::BalatroError;
use super::model::card::Card;
use super::model::state::{Hand, Luck, PLAYED_MAX};
use super::score::{Explanation, explain};
use super::search::arrangement::arranged;
use super::search::budget::Budget;
use super::search::play::{BestPlay, best_play, played};
pub use observed::{Observed, observe};
pub use unknown::Unknown;

/// What to play now, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// The best play: cards as 0-based positions in the observed hand, jokers as 0-based positions among the observed
    /// jokers that are known.
    pub play: BestPlay,
    /// The cards to play, in order, as text.
    pub cards: Vec<String>,
    /// The jokers in the order in which to hold them, as text.
    pub jokers: Vec<String>,
    /// Whether the jokers have to be moved for it.
    pub move_jokers: bool,
    /// What the blind asks for; `None` where the state does not tell.
    pub target: Option<f64>,
    /// What was scored in this round before.
    pub scored: f64,
    /// Whether this play reaches the target.
    pub wins: Option<bool>,
    /// The reason, sentence by sentence.
    pub reason: Vec<String>,
    /// Every step of the score, for the least luck.
    pub explanation: Explanation,
    /// What could not be known, and what was assumed instead.
    pub unknown: Vec<Unknown>,
}

/// Decides what to play in a `GAME_STATE`: an event of the mod, or its payload. `known` may add what the mod does not
/// tell, with the members of `balatro-score-case/1` (`hand_levels`, `deck`, `targets`, …).
///
/// # Errors
/// [`BalatroError::Json`] for what is no such state, or one without a hand; [`Hand::check`]'s; an unknown name in
/// `known`.
pub fn decide(
    state: &Value,
    known: Option<&Value>,
    luck: Luck,
    budget: &mut Budget<'_>,
) -> Result<Decision, BalatroError> {
    let observed = observe(state, known)?;
    decide_observed(&observed, luck, budget)
}

/// The same for a state that was read already.
///
/// # Errors
/// As [`decide`].
pub fn decide_observed(observed: &Observed, luck: Luck, budget: &mut Budget<'_>) -> Result<Decision, BalatroError> {
    let hand = &observed.hand;
    if hand.held.is_empty() {
        return Err(BalatroError::Count { what: "hand", found: 0, least: 1, most: super::search::play::PLAYABLE_MAX });
    }
    let play = best_play(hand, luck, budget)?;
    let chosen = played(hand, &play.cards, &play.jokers);
    let explanation = explain(&chosen, if luck == Luck::Mean { Luck::Least } else { luck })?;
    let move_jokers = play.jokers.iter().enumerate().any(|(slot, joker)| slot != *joker);
    let wins = observed.target.map(|target| observed.scored + play.score >= target);
    let reason = reason::sentences(observed, &play, &chosen, move_jokers, wins, luck)?;
    Ok(Decision {
        cards: chosen.played.iter().map(Card::to_string).collect(),
        jokers: chosen.jokers.iter().map(|joker| joker.info().name.clone()).collect(),
        play,
        move_jokers,
        target: observed.target,
        scored: observed.scored,
        wins,
        reason,
        explanation,
        unknown: observed.unknown.clone(),
    })
}

/// The same cards with the jokers where they are.
fn without_moving(hand: &Hand, play: &BestPlay) -> Hand {
    let jokers: Vec<usize> = (0..hand.jokers.len()).collect();
    let own: Vec<usize> = (0..play.cards.len().min(PLAYED_MAX)).collect();
    arranged(&played(hand, &play.cards, &jokers), &jokers, &own)
}
