//! The best discard, by the expected value of the next hand: an estimate, never a proof.

use serde::Serialize;

use crate::balatro::error::BalatroError;
use crate::balatro::model::card::Card;
use crate::balatro::model::state::{Hand, Luck, PLAYED_MAX};
use crate::balatro::score::scene::Given;
use crate::brigade::Pcg64;
use crate::sort;

use super::budget::Budget;
use super::play::{PLAYABLE_MAX, split, subsets};
use super::problem::{Freedom, Search};

/// How a discard is estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiscardOptions {
    /// Draws for the discards that stay in the race to the end.
    pub draws: u32,
    /// The seed of the draws; the same for every discard, so that they are compared on the same luck.
    pub seed: u64,
    /// How rolls are taken when the next hand is played.
    pub luck: Luck,
}

impl Default for DiscardOptions {
    fn default() -> Self {
        Self { draws: 64, seed: 0, luck: Luck::Least }
    }
}

/// The best discard found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BestDiscard {
    /// The cards to discard, as places among the held ones.
    pub cards: Vec<usize>,
    /// The mean of the next hand's score over the draws.
    pub expected: f64,
    /// The standard error of that mean; infinite for a single draw.
    pub standard_error: f64,
    /// What the best hand scores without a discard, measured the same way.
    pub without: f64,
    /// How often the next hand was drawn for it.
    pub draws: u32,
    /// How many discards were compared at least once.
    pub compared: usize,
    /// Whether all draws were made; nothing is proven by drawing.
    pub complete: bool,
    /// Never: the expectation is estimated from draws.
    pub proven: bool,
    /// Plays scored.
    pub nodes: u64,
}

/// A discard in the race.
#[derive(Debug, Clone, Copy)]
struct Runner {
    discard: u32,
    sum: f64,
    squares: f64,
    draws: u32,
}

impl Runner {
    fn mean(&self) -> f64 {
        if self.draws == 0 { 0.0 } else { self.sum / f64::from(self.draws) }
    }

    fn standard_error(&self) -> f64 {
        let draws = f64::from(self.draws);
        if self.draws < 2 {
            return f64::INFINITY;
        }
        ((self.squares - self.sum * self.sum / draws).max(0.0) / (draws - 1.0) / draws).sqrt()
    }
}

/// Estimates which 1 to 5 held cards to discard. For every discard, as many cards are drawn from `deck` (the cards
/// still to come, in any order), and the best hand is played with the jokers and cards as they lie. All discards start;
/// after each round the worse half drops out (successive halving), and the draws of the rest are doubled.
///
/// What jokers earn or lose by the discard itself is not counted. `hand.played` is of no matter.
///
/// # Errors
/// [`Hand::check`]'s; [`BalatroError::Count`] for no held card or too many to play from, or no discard left.
pub fn best_discard(
    hand: &Hand,
    deck: &[Card],
    options: &DiscardOptions,
    budget: &mut Budget<'_>,
) -> Result<BestDiscard, BalatroError> {
    hand.check_held()?;
    let found = hand.held.len();
    if !(1..=PLAYABLE_MAX).contains(&found) {
        return Err(BalatroError::Count { what: "held", found, least: 1, most: PLAYABLE_MAX });
    }
    if hand.table.discards_left == 0 {
        return Err(BalatroError::Count { what: "discards left", found: 0, least: 1, most: usize::MAX });
    }
    let spent_before = budget.nodes();
    let without = best_as_given(hand, &hand.held, options.luck, budget);
    let mut next = hand.clone();
    next.table.discards_left -= 1;
    let sizes = 1..=PLAYED_MAX.min(found);
    let mut race: Vec<Runner> = sizes
        .flat_map(|size| subsets(found, size))
        .map(|discard| Runner { discard, sum: 0.0, squares: 0.0, draws: 0 })
        .collect();
    let mut draws = 1;
    let mut compared = 0;
    while !budget.spent() {
        for runner in &mut race {
            while runner.draws < draws && !budget.spent() {
                draw(&next, deck, options, runner, budget);
            }
            compared += usize::from(draws == 1 && runner.draws > 0);
        }
        // Means of the same draws; equals keep their order, few cards first.
        sort::by(&mut race, |one, other| other.mean().total_cmp(&one.mean()));
        if draws >= options.draws.max(1) || race.len() == 1 && draws > 1 {
            break;
        }
        race.truncate(race.len().div_ceil(2).max(2));
        draws = (draws * 2).min(options.draws.max(1));
    }
    let best = race.first().copied().unwrap_or(Runner { discard: 1, sum: 0.0, squares: 0.0, draws: 0 });
    Ok(BestDiscard {
        cards: (0..found).filter(|place| best.discard >> place & 1 != 0).collect(),
        expected: best.mean(),
        standard_error: best.standard_error(),
        without,
        draws: best.draws,
        compared,
        complete: !budget.spent(),
        proven: false,
        nodes: budget.nodes() - spent_before,
    })
}

/// Draws once more for a discard, and plays.
fn draw(hand: &Hand, deck: &[Card], options: &DiscardOptions, runner: &mut Runner, budget: &mut Budget<'_>) {
    let (mut gone, mut kept) = (Vec::new(), Vec::new());
    split(&hand.held, runner.discard, &mut gone, &mut kept);
    let mut draws = Pcg64::new(options.seed.wrapping_add(u64::from(runner.draws)));
    let mut left: Vec<&Card> = deck.iter().collect();
    for _ in 0..gone.len().min(left.len()) {
        let place = usize::try_from(draws.next_below(left.len() as u64)).unwrap_or(0);
        kept.push(*left.swap_remove(place));
    }
    let value = best_as_given(hand, &kept, options.luck, budget);
    runner.sum += value;
    runner.squares += value * value;
    runner.draws += 1;
}

/// The best of all plays with cards and jokers as they lie.
fn best_as_given(hand: &Hand, held: &[Card], luck: Luck, budget: &mut Budget<'_>) -> f64 {
    let (mut cards, mut rest) = (Vec::new(), Vec::new());
    let mut search = Search::new(Freedom { jokers: false, cards: false }, luck, budget);
    for play in (1..=PLAYED_MAX.min(held.len())).flat_map(|size| subsets(held.len(), size)) {
        split(held, play, &mut cards, &mut rest);
        search.improve(Given { played: &cards, held: &rest, jokers: &hand.jokers, table: &hand.table });
    }
    search.best.value.max(0.0).floor()
}
