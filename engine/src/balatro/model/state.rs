//! Everything the score of one hand depends on.

use super::blind::BlindKind;
use super::card::{Card, Rank, Suit};
use super::hand_type::{HAND_TYPES, HandLevel, HandType};
use super::joker::Joker;
use crate::balatro::error::BalatroError;

/// The most cards one hand can play.
pub const PLAYED_MAX: usize = 5;
/// The most held cards a state may have.
pub const HELD_MAX: usize = 1024;
/// The most jokers a state may have.
pub const JOKERS_MAX: usize = 32;

/// The most held planets of one hand type a state may have.
pub const PLANETS_MAX: u32 = 1000;

/// How rolls are taken to come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Luck {
    /// Nothing happens that is not certain.
    #[default]
    Least,
    /// Everything happens that can.
    Most,
    /// The expectation over all rolls.
    Mean,
}

/// What is counted in the full deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeckCounts {
    /// Cards in the full deck.
    pub size: u32,
    /// Cards it started with.
    pub starting_size: u32,
    /// Cards left to draw.
    pub remaining: u32,
    /// Steel cards in the full deck.
    pub steel: u32,
    /// Stone cards in the full deck.
    pub stone: u32,
    /// Enhanced cards in the full deck.
    pub enhanced: u32,
}

impl Default for DeckCounts {
    fn default() -> Self {
        Self { size: 52, starting_size: 52, remaining: 52, steel: 0, stone: 0, enhanced: 0 }
    }
}

/// The table at which a hand is played: all but the cards and the jokers.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Whether the deck balances chips and mult (Plasma).
    pub plasma: bool,
    /// The blind, unless it is disabled.
    pub blind: Option<BlindKind>,
    /// Hands left after this one.
    pub hands_left: u32,
    /// Discards left.
    pub discards_left: u32,
    /// Money in dollars; debt is negative.
    pub money: f64,
    /// Joker slots, without those that negative jokers bring.
    pub joker_slots: u32,
    /// Levels and counts before this hand, by [`HandType::index`].
    pub levels: [HandLevel; HAND_TYPES],
    /// Held planets of each hand type, where the Observatory is owned.
    pub observatory: [u32; HAND_TYPES],
    /// What is counted in the deck.
    pub deck: DeckCounts,
    /// Tarot cards used in the run.
    pub tarots_used: u32,
    /// Blinds skipped in the run.
    pub blinds_skipped: u32,
    /// The Idol's card.
    pub idol: Option<(Rank, Suit)>,
    /// Ancient Joker's suit.
    pub ancient: Option<Suit>,
    /// To Do List's hand.
    pub listed_hand: Option<HandType>,
    /// Whether the jokers' counters have already grown with this hand.
    pub grown: bool,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            plasma: false,
            blind: None,
            hands_left: 3,
            discards_left: 3,
            money: 4.0,
            joker_slots: 5,
            levels: [HandLevel::default(); HAND_TYPES],
            observatory: [0; HAND_TYPES],
            deck: DeckCounts::default(),
            tarots_used: 0,
            blinds_skipped: 0,
            idol: None,
            ancient: None,
            listed_hand: None,
            grown: false,
        }
    }
}

impl Table {
    /// Level and counts of a hand type.
    #[must_use]
    pub fn level(&self, hand: HandType) -> HandLevel {
        self.levels.get(hand.index()).copied().unwrap_or_default()
    }

    /// Hands played in this round.
    pub(crate) fn hands_this_round(&self) -> u32 {
        self.levels.iter().fold(0, |sum, level| sum.saturating_add(level.round))
    }
}

/// A hand to score: the cards played in their order, the cards held, the jokers in their order, the table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hand {
    /// The played cards, left to right.
    pub played: Vec<Card>,
    /// The held cards, left to right.
    pub held: Vec<Card>,
    /// The jokers, left to right.
    pub jokers: Vec<Joker>,
    /// The table.
    pub table: Table,
}

impl Hand {
    /// Checks the bounds that scoring and searching rely on.
    ///
    /// # Errors
    /// [`BalatroError::Count`] for too many cards or jokers or no played card, [`BalatroError::Number`] for an amount
    /// that is negative or no number.
    pub fn check(&self) -> Result<(), BalatroError> {
        count("played", self.played.len(), 1, PLAYED_MAX)?;
        self.check_held()
    }

    /// The same for a hand of which nothing is played yet.
    pub(crate) fn check_held(&self) -> Result<(), BalatroError> {
        count("held", self.held.len(), 0, HELD_MAX)?;
        count("jokers", self.jokers.len(), 0, JOKERS_MAX)?;
        if !self.table.money.is_finite() {
            return Err(BalatroError::Number { field: "money", value: self.table.money, allowed: "a number" });
        }
        if let Some(planets) = self.table.observatory.iter().find(|planets| **planets > PLANETS_MAX) {
            let value = f64::from(*planets);
            return Err(BalatroError::Number { field: "observatory", value, allowed: "at most 1000" });
        }
        for card in self.played.iter().chain(&self.held) {
            amount("perma_bonus", card.perma_bonus)?;
        }
        for joker in &self.jokers {
            amount("state.mult", joker.state.mult)?;
            amount("state.chips", joker.state.chips)?;
            amount("state.x_mult", joker.state.x_mult)?;
            amount("sell_value", joker.sell_value)?;
        }
        Ok(())
    }
}

fn count(what: &'static str, found: usize, least: usize, most: usize) -> Result<(), BalatroError> {
    if (least..=most).contains(&found) { Ok(()) } else { Err(BalatroError::Count { what, found, least, most }) }
}

fn amount(field: &'static str, value: f64) -> Result<(), BalatroError> {
    let allowed = "a number of at least 0";
    if value >= 0.0 && value.is_finite() { Ok(()) } else { Err(BalatroError::Number { field, value, allowed }) }
}
