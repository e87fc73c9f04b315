//! Every order walked: for the hands whose worth no table tells. These are means in which one roll acts in two places,
//! hands from which The Hook takes cards, and many jokers that change cards before scoring.

use crate::balatro::compiled::affine::ROUNDING;
use crate::balatro::error::BalatroError;
use crate::balatro::expectation::COURSES_MAX;
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::hooked;

use super::arrangement::{Judged, arranged, judge};
use super::budget::Budget;
use super::exhaustive::next_permutation;
use super::problem::Freedom;

/// The most walks of a hand, each course of its rolls and each choice of The Hook being one: one or two seconds.
const WALKS_MAX: u64 = 1 << 20;

/// An order of jokers and cards, and what it scores.
pub(super) struct Walked {
    pub jokers: Vec<usize>,
    pub cards: Vec<usize>,
    pub judged: Judged,
}

/// The best of all orders, the given one of equals; `None` where they are too many or the budget ends.
/// O(jokers! · cards! · courses).
///
/// # Errors
/// [`Hand::check`]'s.
pub(super) fn best(
    hand: &Hand,
    freedom: Freedom,
    luck: Luck,
    budget: &mut Budget<'_>,
) -> Result<Option<Walked>, BalatroError> {
    let (jokers, cards): (Vec<usize>, Vec<usize>) =
        ((0..hand.jokers.len()).collect(), (0..hand.played.len()).collect());
    let orders = |free: bool, items: &[usize]| if free { factorial(items.len()) } else { 1 };
    let all = orders(freedom.jokers, &jokers).saturating_mul(orders(freedom.cards, &cards));
    if all.saturating_mul(walks_of_one(hand, luck)) > WALKS_MAX {
        return Ok(None);
    }
    let judged = judge(hand, luck)?;
    let mut best = Walked { jokers: jokers.clone(), cards: cards.clone(), judged };
    let mut of_jokers = jokers;
    loop {
        let mut of_cards = cards.clone();
        loop {
            if !budget.spend_walk() {
                return Ok(None);
            }
            let judged = judge(&arranged(hand, &of_jokers, &of_cards), luck)?;
            if judged.score > best.judged.score * (1.0 + ROUNDING) {
                best = Walked { jokers: of_jokers.clone(), cards: of_cards.clone(), judged };
            }
            if !freedom.cards || !next_permutation(&mut of_cards) {
                break;
            }
        }
        if !freedom.jokers || !next_permutation(&mut of_jokers) {
            return Ok(Some(best));
        }
    }
}

/// How often one order is walked at most.
fn walks_of_one(hand: &Hand, luck: Luck) -> u64 {
    let held = hand.held.len() as u64;
    let choices = if hooked(hand.given()) && held > 2 { held * (held - 1) / 2 } else { 1 };
    choices * if luck == Luck::Mean { u64::from(COURSES_MAX) } else { 1 }
}

fn factorial(count: usize) -> u64 {
    (1..=count as u64).fold(1, u64::saturating_mul)
}
