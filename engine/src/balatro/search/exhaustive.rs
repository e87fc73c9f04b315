//! Every order of the jokers, each hand walked: for the few states in which a copy joker can change the held cards.

use crate::balatro::compiled::hand::narrow;
use crate::balatro::model::state::Luck;
use crate::balatro::score::in_order;
use crate::balatro::score::rolls::Extreme;
use crate::balatro::score::scene::Given;
use crate::balatro::score::score_given;
use crate::balatro::score::trace::Silent;

use super::problem::Search;

/// Tries all orders from the user's on; O(jokers! · cards). Under [`Luck::Mean`] it follows the least lucky course,
/// and says that nothing is proven.
pub(super) fn improve(search: &mut Search<'_, '_>, given: Given<'_>) -> bool {
    let mut order = in_order(given);
    let mut improved = false;
    search.complete &= search.luck != Luck::Mean;
    loop {
        let score = score_given(given, &order, &mut Extreme::of(search.luck), &mut Silent);
        let value = if score.blocked { 0.0 } else { score.chips * score.mult };
        if search.best.offer(value, &narrow(&order), [0, 1, 2, 3, 4]) {
            search.cards = (0..given.played.len()).collect();
            improved = true;
        }
        let go_on = search.budget.spend();
        if !search.freedom.jokers || !next_permutation(&mut order) {
            return improved;
        }
        if !go_on {
            search.complete = false;
            return improved;
        }
    }
}

/// The next order in lexicographic order; `false` after the last one.
pub(crate) fn next_permutation(order: &mut [usize]) -> bool {
    let Some(pivot) = (1..order.len()).rev().find(|place| order[place - 1] < order[*place]) else { return false };
    let Some(swap) = (pivot..order.len()).rev().find(|place| order[*place] > order[pivot - 1]) else { return false };
    order.swap(pivot - 1, swap);
    order[pivot..].reverse();
    true
}
