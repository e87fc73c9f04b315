//! What the mod does not tell.

use serde::Serialize;

use crate::balatro::model::blind::BlindEffect;
use crate::balatro::model::rule::{Amount, Condition, Quantity, Rule};
use crate::balatro::model::state::Hand;

/// Something a score depends on that could not be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// What it is.
    pub what: String,
    /// What was taken instead.
    pub assumed: String,
}

impl Unknown {
    pub(super) fn new(what: impl Into<String>, assumed: impl Into<String>) -> Self {
        Self { what: what.into(), assumed: assumed.into() }
    }
}

/// What no state of the mod tells, as far as it changes a score with these jokers; `given` are the members of
/// `balatro-score-case/1` that the caller knows.
pub(super) fn never_told(hand: &Hand, given: &dyn Fn(&str) -> bool) -> Vec<Unknown> {
    let mut unknown = Vec::new();
    let mut add = |member: &str, matters: bool, what: &str, assumed: &str| {
        if matters && !given(member) {
            unknown.push(Unknown::new(what, assumed));
        }
    };
    let rules: Vec<&Rule> = hand.jokers.iter().flat_map(|joker| &joker.info().rules).collect();
    let asks = |condition: Condition| rules.iter().any(|rule| rule.condition == Some(condition));
    let counts = |quantity: Quantity| {
        let counted = |amount: Option<Amount>| matches!(amount, Some(Amount::Per { per, .. }) if per == quantity);
        rules.iter().any(|rule| counted(rule.add_chips) || counted(rule.add_mult) || counted(rule.x_mult))
    };
    let blind = hand.table.blind.map_or(BlindEffect::Nothing, |blind| blind.info().effect);
    add("hand_levels", true, "levels and counts of the poker hands", "level 1, none played");
    add("deck", true, "the deck", "one that does not balance chips and mult");
    add("observatory", true, "vouchers", "no Observatory");
    add("debuffed", true, "cards and jokers debuffed other than by the blind's suit or face", "none");
    add("joker_slots", counts(Quantity::FreeJokerSlots), "joker slots", "5");
    add("tarots_used", counts(Quantity::TarotsUsed), "tarot cards used", "0");
    add("blinds_skipped", counts(Quantity::BlindsSkipped), "blinds skipped", "0");
    add("targets", asks(Condition::IdolCard), "The Idol's card", "none");
    add("targets", asks(Condition::AncientSuit), "Ancient Joker's suit", "none");
    add("targets", asks(Condition::ListedHand), "To Do List's hand", "none");
    let by_round =
        matches!(blind, BlindEffect::NoRepeats | BlindEffect::OneHandType) || asks(Condition::PlayedThisRound);
    add("hand_levels", by_round, "hand types played in this round", "none");
    unknown
}
