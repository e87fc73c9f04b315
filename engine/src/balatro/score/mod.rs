//! The score of a hand: explained step by step, and compiled for searches.

pub(crate) mod before;
pub(crate) mod copies;
pub(crate) mod detect;
pub(crate) mod passives;
pub(crate) mod rolls;
pub(crate) mod scene;
pub(crate) mod table;
pub(crate) mod trace;
pub(crate) mod value;
pub(crate) mod view;
pub(crate) mod walk;

use serde::Serialize;

use super::error::BalatroError;
use super::model::blind::BlindEffect;
use super::model::card::Card;
use super::model::hand_type::HandType;
use super::model::state::{Hand, Luck};
use before::prepare;
use passives::Passives;
use rolls::{Extreme, Rolls};
use scene::Given;
use trace::{Silent, Step, Trace};
use walk::walk;

/// What a hand scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// The hand that is played.
    pub hand: HandType,
    /// Chips at the end.
    pub chips: f64,
    /// Mult at the end.
    pub mult: f64,
    /// floor(chips · mult); 0 where the blind lets the hand score nothing. Infinite beyond 1.797e308.
    pub score: f64,
    /// Dollars earned while scoring.
    pub dollars: f64,
    /// Whether the blind lets the hand score nothing.
    pub blocked: bool,
}

/// A score with the way to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The score.
    pub score: Score,
    /// Every step in order.
    pub steps: Vec<Step>,
}

impl Hand {
    pub(crate) fn given(&self) -> Given<'_> {
        Given { played: &self.played, held: &self.held, jokers: &self.jokers, table: &self.table }
    }
}

/// Scores a hand with every roll at one end. Where The Hook takes two held cards, the worst or the best two for the
/// score go.
///
/// # Errors
/// [`Hand::check`]'s. [`BalatroError::Luck`] for [`Luck::Mean`]: see [`super::expected_score`].
pub fn score(hand: &Hand, luck: Luck) -> Result<Score, BalatroError> {
    hand.check()?;
    let most = extreme(luck)?.most;
    let mut best: Option<Score> = None;
    for_each_hook(hand.given(), |given| {
        let score = score_given(given, &in_order(given), &mut Extreme { most }, &mut Silent);
        if best.is_none_or(|best| if most { score.score > best.score } else { score.score < best.score }) {
            best = Some(score);
        }
    });
    best.ok_or(BalatroError::Count { what: "played", found: 0, least: 1, most: super::model::state::PLAYED_MAX })
}

/// Scores a hand and says how, step by step. The Hook's choice is the one of [`score`].
///
/// # Errors
/// As [`score`].
pub fn explain(hand: &Hand, luck: Luck) -> Result<Explanation, BalatroError> {
    let wanted = score(hand, luck)?;
    let mut rolls = extreme(luck)?;
    let mut explanation = Explanation { score: wanted, steps: Vec::new() };
    let mut found = false;
    for_each_hook(hand.given(), |given| {
        if found {
            return;
        }
        let mut steps = Vec::new();
        let score = score_given(given, &in_order(given), &mut rolls, &mut steps);
        found = score.score.total_cmp(&wanted.score).is_eq();
        explanation = Explanation { score, steps };
    });
    Ok(explanation)
}

fn extreme(luck: Luck) -> Result<Extreme, BalatroError> {
    if luck == Luck::Mean { Err(BalatroError::Luck) } else { Ok(Extreme::of(luck)) }
}

pub(crate) fn in_order(given: Given<'_>) -> Vec<usize> {
    (0..given.jokers.len()).collect()
}

/// Scores a hand with the jokers in some order.
pub(crate) fn score_given(given: Given<'_>, order: &[usize], rolls: &mut impl Rolls, trace: &mut impl Trace) -> Score {
    #[cfg(target_arch = "wasm32")]
    let (rolls, trace) = (&mut rolls::AnyRolls(rolls), &mut trace::AnyTrace(trace.steps()));
    score_walked(given, order, rolls, trace)
}

fn score_walked(given: Given<'_>, order: &[usize], rolls: &mut impl Rolls, trace: &mut impl Trace) -> Score {
    let sources = copies::sources(given.jokers, order);
    let mut scene = prepare(given, order, &sources, rolls, trace);
    let stand = walk(&mut scene, order, &sources, rolls, trace);
    let blocked = scene.blocked();
    Score {
        hand: scene.detected.hand,
        chips: stand.chips,
        mult: stand.mult,
        score: if blocked { 0.0 } else { (stand.chips * stand.mult).floor() },
        dollars: stand.money - given.table.money,
        blocked,
    }
}

/// Whether The Hook takes held cards before scoring.
pub(crate) fn hooked(given: Given<'_>) -> bool {
    given.blind_effect(&Passives::of(given.jokers)) == BlindEffect::DiscardTwo && !given.held.is_empty()
}

/// Calls back with the hand for every choice The Hook has; once where it takes nothing.
pub(crate) fn for_each_hook(given: Given<'_>, mut each: impl FnMut(Given<'_>)) {
    if !hooked(given) {
        return each(given);
    }
    if given.held.len() <= 2 {
        return each(Given { held: &[], ..given });
    }
    for first in 0..given.held.len() {
        for second in first + 1..given.held.len() {
            let kept = given.held.iter().enumerate().filter(|(place, _)| *place != first && *place != second);
            let kept: Vec<Card> = kept.map(|(_, card)| *card).collect();
            each(Given { held: &kept, ..given });
        }
    }
}
