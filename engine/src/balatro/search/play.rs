//! The best play: which of the held cards, in which order, with the jokers in which order.

use serde::Serialize;

use crate::balatro::error::BalatroError;
use crate::balatro::model::card::Card;
use crate::balatro::model::hand_type::HandType;
use crate::balatro::model::state::{Hand, Luck, PLAYED_MAX};
use crate::balatro::score::hooked;
use crate::balatro::score::scene::Given;
use crate::sort;

use super::arrangement::judge;
use super::budget::Budget;
use super::order::bound;
use super::problem::{Freedom, Search};

/// The best play found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BestPlay {
    /// The cards to play, as places among the held ones, in the order in which to play them.
    pub cards: Vec<usize>,
    /// The jokers' places in the given hand, left to right.
    pub jokers: Vec<usize>,
    /// The hand that is played.
    pub hand: HandType,
    /// Its score; under [`Luck::Mean`] the expectation.
    pub score: f64,
    /// Whether no other play scores more.
    pub proven: bool,
    /// No play scores more than this; the score itself where that is proven. Infinite where a search among more than
    /// 2,000 plays was cut short.
    pub at_most: f64,
    /// Orders compared, orders built in part, lineups bounded, plays bounded.
    pub nodes: u64,
}

/// How many plays are bounded one by one where the search was cut short.
const PLAYS_BOUNDED_MAX: usize = 2000;

/// The most held cards a play is sought among: 83,681 plays.
pub const PLAYABLE_MAX: usize = 25;

/// Finds the best play of 1 to 5 of the held cards, their order and the jokers' order together, and proves it unless
/// the budget ends first. `hand.played` is of no matter. Of equal plays, the one stays that
/// scores most as cards and jokers lie; of equals among those, few cards before many and cards to the left before cards
/// to the right.
///
/// Complexity: plays × [`super::order::best_order`]'s; what cannot beat the best found is not searched.
///
/// # Errors
/// [`Hand::check`]'s, and [`BalatroError::Count`] for no held card or more than [`PLAYABLE_MAX`].
pub fn best_play(hand: &Hand, luck: Luck, budget: &mut Budget<'_>) -> Result<BestPlay, BalatroError> {
    hand.check_held()?;
    let found = hand.held.len();
    if !(1..=PLAYABLE_MAX).contains(&found) {
        return Err(BalatroError::Count { what: "held", found, least: 1, most: PLAYABLE_MAX });
    }
    let spent_before = budget.nodes();
    let plays = Plays::new(hand, luck, budget);
    let mut search = Search::new(Freedom::ALL, luck, budget);
    let mut best = plays.order.first().copied().unwrap_or(1);
    let (mut cards, mut rest) = (Vec::new(), Vec::new());
    for play in &plays.order {
        split(&hand.held, *play, &mut cards, &mut rest);
        if search.improve(Given { played: &cards, held: &rest, jokers: &hand.jokers, table: &hand.table }) {
            best = *play;
        }
        if search.budget.spent() {
            search.complete = false;
            break;
        }
    }
    let chosen: Vec<usize> = ones(best).collect();
    let cards: Vec<usize> = search.cards.iter().filter_map(|place| chosen.get(*place).copied()).collect();
    let jokers: Vec<usize> = search.best.jokers.iter().map(|joker| usize::from(*joker)).collect();
    let complete = search.complete;
    let judged = judge(&played(hand, &cards, &jokers), luck)?;
    let proven = complete && !hooked(hand.given()) && !judged.correlated;
    let mut at_most = judged.score;
    if !proven && plays.order.len() > PLAYS_BOUNDED_MAX {
        at_most = f64::INFINITY;
    } else if !proven {
        for play in &plays.order {
            let (mut cards, mut rest) = (Vec::new(), Vec::new());
            split(&hand.held, *play, &mut cards, &mut rest);
            let given = Given { played: &cards, held: &rest, jokers: &hand.jokers, table: &hand.table };
            at_most = at_most.max(bound(given, Freedom::ALL, luck, &judged));
        }
    }
    let nodes = budget.nodes() - spent_before;
    Ok(BestPlay { cards, jokers, hand: judged.hand, score: judged.score, proven, at_most, nodes })
}

/// The plays in the order in which they are searched: those that score most as the cards and jokers lie first.
struct Plays {
    order: Vec<u32>,
}

impl Plays {
    fn new(hand: &Hand, luck: Luck, budget: &mut Budget<'_>) -> Self {
        let mut plays: Vec<(f64, u32)> = Vec::new();
        let (mut cards, mut rest) = (Vec::new(), Vec::new());
        let fixed = Freedom { jokers: false, cards: false };
        for size in 1..=PLAYED_MAX.min(hand.held.len()) {
            for play in subsets(hand.held.len(), size) {
                // Out of time, the rest is not looked at; one play always is.
                if budget.spent() && !plays.is_empty() {
                    plays.push((f64::NEG_INFINITY, play));
                    continue;
                }
                split(&hand.held, play, &mut cards, &mut rest);
                let given = Given { played: &cards, held: &rest, jokers: &hand.jokers, table: &hand.table };
                let mut search = Search::new(fixed, luck, budget);
                search.improve(given);
                plays.push((search.best.value, play));
            }
        }
        sort::by(&mut plays, |(one, _), (other, _)| other.total_cmp(one));
        Self { order: plays.into_iter().map(|(_, play)| play).collect() }
    }
}

/// The hand in which these of the held cards are played, the jokers in this order.
pub(crate) fn played(hand: &Hand, cards: &[usize], jokers: &[usize]) -> Hand {
    let held = hand.held.iter().enumerate().filter(|(place, _)| !cards.contains(place));
    Hand {
        played: cards.iter().filter_map(|card| hand.held.get(*card).copied()).collect(),
        held: held.map(|(_, card)| *card).collect(),
        jokers: jokers.iter().filter_map(|joker| hand.jokers.get(*joker).copied()).collect(),
        table: hand.table.clone(),
    }
}

/// The cards of a play, and those left.
pub(crate) fn split(held: &[Card], play: u32, cards: &mut Vec<Card>, rest: &mut Vec<Card>) {
    cards.clear();
    rest.clear();
    for (place, card) in held.iter().enumerate() {
        if play >> place & 1 != 0 { cards.push(*card) } else { rest.push(*card) }
    }
}

/// All sets of so many out of `count`, one bit for each, those to the left first.
pub(crate) fn subsets(count: usize, size: usize) -> impl Iterator<Item = u32> {
    let mut places: Option<Vec<usize>> = (size <= count).then(|| (0..size).collect());
    std::iter::from_fn(move || {
        let current = places.as_ref()?.iter().fold(0, |bits, place| bits | 1 << place);
        places = places.take().and_then(|mut places| {
            let step = (0..size).rev().find(|index| places[*index] < count - size + index)?;
            places[step] += 1;
            for index in step + 1..size {
                places[index] = places[index - 1] + 1;
            }
            Some(places)
        });
        Some(current)
    })
}

fn ones(bits: u32) -> impl Iterator<Item = usize> {
    (0..32_usize).filter(move |bit| bits >> bit & 1 != 0)
}
