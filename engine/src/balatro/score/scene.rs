//! A hand just before its cards score: what was played, what the jokers have grown to, where chips and mult start.

use crate::balatro::model::blind::BlindEffect;
use crate::balatro::model::card::Card;
use crate::balatro::model::hand_type::HandType;
use crate::balatro::model::joker::{Joker, JokerState};
use crate::balatro::model::state::Table;

use super::detect::Detected;
use super::passives::Passives;
use super::view::CardView;

/// What a hand is scored from; borrowed, so that a search need not copy it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    pub played: &'a [Card],
    pub held: &'a [Card],
    pub jokers: &'a [Joker],
    pub table: &'a Table,
}

impl Given<'_> {
    /// What the blind does, unless it is disabled.
    pub(crate) fn blind_effect(&self, passives: &Passives) -> BlindEffect {
        match self.table.blind {
            Some(kind) if !passives.chicot => kind.info().effect,
            _ => BlindEffect::Nothing,
        }
    }
}

/// A hand after everything that comes before scoring.
#[derive(Debug, Clone)]
pub(crate) struct Scene<'a> {
    pub given: Given<'a>,
    pub passives: Passives,
    pub blind: BlindEffect,
    pub detected: Detected,
    /// The scoring cards in played order: their place among the played ones, and as they score.
    pub scoring: Vec<(usize, CardView)>,
    pub held: Vec<CardView>,
    /// The jokers' counters, grown with this hand.
    pub states: Vec<JokerState>,
    /// Money before scoring: owned, and earned so far in this hand.
    pub money: f64,
    /// The level at which the base is read.
    pub level: u32,
    /// The place in `held` of the lowest card.
    pub lowest_held: Option<usize>,
}

impl Scene<'_> {
    /// Chips and mult before any card, `more` levels up.
    pub(crate) fn base(&self, more: u32) -> (f64, f64) {
        let (chips, mult) = self.detected.hand.base(self.level.saturating_add(more));
        if self.blind == BlindEffect::Halve {
            ((chips / 2.0 + 0.5).floor().max(0.0), (mult / 2.0 + 0.5).floor().max(1.0))
        } else {
            (chips, mult)
        }
    }

    /// Whether the blind lets this hand score nothing.
    pub(crate) fn blocked(&self) -> bool {
        blocked(self.blind, self.given, self.detected.hand)
    }

    /// The factor of the held planets of the played hand, by the Observatory.
    pub(crate) fn planets(&self) -> u32 {
        self.given.table.observatory.get(self.detected.hand.index()).copied().unwrap_or(0)
    }
}

fn blocked(blind: BlindEffect, given: Given<'_>, hand: HandType) -> bool {
    let again = given.table.level(hand).round > 0;
    match blind {
        BlindEffect::AtLeast(least) => given.played.len() < least,
        BlindEffect::NoRepeats => again,
        BlindEffect::OneHandType => !again && given.table.hands_this_round() > 0,
        _ => false,
    }
}

/// What a held planet of the played hand multiplies by, with the Observatory.
pub(crate) const OBSERVATORY_FACTOR: f64 = 1.5;
