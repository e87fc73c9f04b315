//! What a team of jokers is worth to a hand.

use crate::balatro::error::BalatroError;
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::search::budget::{Budget, NODES_MAX};
use crate::balatro::search::problem::{Freedom, Search};

/// The most jokers whose subsets are all valued.
pub const TEAM_MAX: usize = 10;

/// v(S) for every subset S of the hand's jokers: the best score over their orders, the cards as they lie and with the
/// least luck. Entry `mask` is for the jokers whose bits are set; O(2^n · order search).
///
/// # Errors
/// [`Hand::check`]'s; [`BalatroError::Count`] for more than [`TEAM_MAX`] jokers.
pub fn team_values(hand: &Hand) -> Result<Vec<f64>, BalatroError> {
    hand.check()?;
    let jokers = hand.jokers.len();
    if jokers > TEAM_MAX {
        return Err(BalatroError::Count { what: "jokers", found: jokers, least: 0, most: TEAM_MAX });
    }
    let mut part = Hand { jokers: Vec::with_capacity(jokers), ..hand.clone() };
    let mut value = |mask: usize| {
        part.jokers.clear();
        part.jokers.extend(
            hand.jokers.iter().enumerate().filter(|(joker, _)| mask >> joker & 1 != 0).map(|(_, joker)| *joker),
        );
        best_value(&part)
    };
    Ok((0..1_usize << jokers).map(&mut value).collect())
}

/// The best score over the orders of a hand's jokers.
pub(super) fn best_value(hand: &Hand) -> f64 {
    let mut never = || false;
    let mut budget = Budget::new(NODES_MAX, &mut never);
    let mut search = Search::new(Freedom::JOKERS, Luck::Least, &mut budget);
    search.improve(hand.given());
    search.best.value.floor()
}

/// The logarithm in which jokers are compared: that multiplying jokers are independent then shows as 0. Scores below
/// 1 count as 1.
#[must_use]
pub fn log_value(value: f64) -> f64 {
    value.max(1.0).ln()
}
