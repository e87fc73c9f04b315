//! The best order of jokers and cards for a hand.

use serde::Serialize;

use crate::balatro::error::BalatroError;
use crate::balatro::model::hand_type::HandType;
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::hooked;
use crate::balatro::score::scene::Given;

use super::arrangement::{Judged, arranged, judge};
use super::budget::Budget;
use super::exact;
use super::problem::{Freedom, Search, at_most};

/// The best order found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BestOrder {
    /// The jokers' places in the given hand, left to right.
    pub jokers: Vec<usize>,
    /// The played cards' places in the given hand, left to right.
    pub cards: Vec<usize>,
    /// The hand that is played.
    pub hand: HandType,
    /// Its score; under [`Luck::Mean`] the expectation.
    pub score: f64,
    /// The score in the given order.
    pub score_as_given: f64,
    /// Whether no other order scores more.
    pub proven: bool,
    /// No order scores more than this; the score itself where that is proven.
    pub at_most: f64,
    /// Orders compared, orders built in part, lineups bounded.
    pub nodes: u64,
}

/// Finds the best order, and proves it unless the budget ends first. Equals keep the given order.
///
/// Without copy jokers and where no two parts of the hand disagree about an order, this is a sort: O(jokers² · cards).
/// Copy jokers multiply it by the ways to place them; disagreement is settled by branch and bound.
///
/// Where tables do not tell (under [`Luck::Mean`] where one roll acts in two places, see
/// [`super::super::expected_score`]; where The Hook takes cards; with more than four jokers that change cards before
/// scoring) every order is walked, up to a million walks; beyond, nothing is proven.
///
/// # Errors
/// [`Hand::check`]'s.
pub fn best_order(
    hand: &Hand,
    freedom: Freedom,
    luck: Luck,
    budget: &mut Budget<'_>,
) -> Result<BestOrder, BalatroError> {
    hand.check()?;
    let given = hand.given();
    let spent_before = budget.nodes();
    let mut search = Search::new(freedom, luck, budget);
    search.improve(given);
    let (complete, jokers, cards) = (search.complete, search.best.jokers, search.cards);
    let jokers: Vec<usize> = jokers.iter().map(|joker| usize::from(*joker)).collect();
    let as_given = judge(hand, luck)?;
    let found = judge(&arranged(hand, &jokers, &cards), luck)?;
    let proven = complete && !hooked(given) && !found.correlated;
    if !proven && let Some(walked) = exact::best(hand, freedom, luck, budget)? {
        return Ok(BestOrder {
            jokers: walked.jokers,
            cards: walked.cards,
            hand: walked.judged.hand,
            score: walked.judged.score,
            score_as_given: as_given.score,
            proven: true,
            at_most: walked.judged.score,
            nodes: budget.nodes() - spent_before,
        });
    }
    let kept = found.score <= as_given.score;
    let best = if kept { as_given } else { found };
    let own = |count: usize| (0..count).collect();
    Ok(BestOrder {
        jokers: if kept { own(hand.jokers.len()) } else { jokers },
        cards: if kept { own(hand.played.len()) } else { cards },
        hand: best.hand,
        score: best.score,
        score_as_given: as_given.score,
        proven,
        at_most: if proven { best.score } else { bound(given, freedom, luck, &best) },
        nodes: budget.nodes() - spent_before,
    })
}

/// A bound where nothing is proven.
pub(crate) fn bound(given: Given<'_>, freedom: Freedom, luck: Luck, best: &Judged) -> f64 {
    if hooked(given) || best.correlated { f64::INFINITY } else { at_most(given, freedom, luck).max(best.score).ceil() }
}
