//! A hand compiled for any order of its jokers.

use crate::balatro::error::BalatroError;
use crate::balatro::model::card::{Card, Enhancement};
use crate::balatro::model::joker::Joker;
use crate::balatro::model::rule::{Code, Condition, When};
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::before::prepare;
use crate::balatro::score::hooked;
use crate::balatro::score::passives::Passives;
use crate::balatro::score::rolls::Extreme;
use crate::balatro::score::scene::{Given, Scene};
use crate::balatro::score::trace::Silent;

use super::arrange::CardOrder;
use super::copying::{CopyKey, Copying};
use super::evaluate::Evaluator;
use super::setting::{Effective, Setting};
use super::tables::{Firsts, Tables};

/// Prepares a hand with every joker acting for itself before scoring, in this order, and the copies for nothing:
/// what they copy is not known yet.
pub(crate) fn prepare_originals<'a>(given: Given<'a>, order: &[usize], luck: Luck) -> Scene<'a> {
    let own = |joker: &usize| {
        let known = given.jokers.get(*joker).filter(|joker| !joker.debuffed && joker.info().copies().is_none());
        known.map(|_| *joker)
    };
    let sources: Vec<Option<usize>> = order.iter().map(own).collect();
    prepare(given, order, &sources, &mut Extreme::of(luck), &mut Silent)
}

/// The jokers whose order among each other changes what the cards are before they score, or what one of them sees of
/// that. All others that act first ask for the hand played and what it contains, which is settled before any acts.
pub(crate) fn movers(given: Given<'_>) -> Vec<usize> {
    let code = |joker: &usize| {
        let joker = given.jokers.get(*joker).filter(|joker| !joker.debuffed)?;
        joker.info().rules.iter().find(|rule| rule.when == When::Before).and_then(|rule| rule.code)
    };
    let all = 0..given.jokers.len();
    let uncovers = hides_a_face(given) && all.clone().any(|joker| code(&joker) == Some(Code::Vampire));
    let moves = |joker: &usize| match code(joker) {
        Some(Code::Vampire | Code::Midas) => true,
        Some(Code::CopyPlayedCard) => draws_copies(given),
        Some(Code::RideTheBus) => uncovers,
        _ => false,
    };
    let found: Vec<usize> = all.filter(moves).collect();
    let kinds = |wanted: Code| found.iter().filter(|joker| code(joker) == Some(wanted)).count();
    let changers = kinds(Code::Vampire) + kinds(Code::Midas);
    let matters = found.len() >= 2 && changers >= 1 && kinds(Code::Midas) < found.len();
    if matters { found } else { Vec::new() }
}

/// Whether taking a stone off a card uncovers a face card where there was none, and a counter still depends on it.
fn hides_a_face(given: Given<'_>) -> bool {
    let stone = |card: &Card| !card.debuffed && card.is(Enhancement::Stone);
    let hides = |card: &Card| stone(card) && (11..=13).contains(&card.rank.number());
    !given.table.grown && given.played.iter().any(hides) && !Passives::of(given.jokers).pareidolia
}

/// Whether a joker that copies the played card would act.
fn draws_copies(given: Given<'_>) -> bool {
    given.played.len() == 1 && given.table.hands_this_round() == 0
}

/// Whether what the held cards are depends on what is copied: only walking the hand tells.
pub(crate) fn needs_walking(given: Given<'_>) -> bool {
    let live = || given.jokers.iter().filter(|joker| !joker.debuffed).map(Joker::info);
    let draws = |rule: &crate::balatro::model::rule::Rule| rule.condition == Some(Condition::FirstHandOfOne);
    draws_copies(given) && live().any(|info| info.rules.iter().any(draws)) && live().any(|info| info.copies().is_some())
}

/// How many settings a compiled hand remembers: more than two copies among eight jokers can make.
const SETTINGS_MAX: usize = 64;

/// A hand compiled into affine tables. Asking it for a score costs a few multiplications for each card and joker.
#[derive(Debug)]
pub struct CompiledHand<'a> {
    scene: Scene<'a>,
    tables: Tables,
    copying: Copying,
    /// By what is copied: at least one, at most [`SETTINGS_MAX`].
    settings: Vec<(CopyKey, Setting)>,
    /// The one last asked for.
    current: usize,
    luck: Luck,
    walked: bool,
    movers: Vec<usize>,
}

impl<'a> CompiledHand<'a> {
    /// Compiles a hand, its cards in the order in which they were played; O(jokers · cards).
    ///
    /// # Errors
    /// [`Hand::check`]'s; [`BalatroError::Luck`] for [`Luck::Mean`].
    pub fn new(hand: &'a Hand, luck: Luck) -> Result<Self, BalatroError> {
        hand.check()?;
        if luck == Luck::Mean {
            return Err(BalatroError::Luck);
        }
        let given = hand.given();
        let order: Vec<usize> = (0..hand.jokers.len()).collect();
        let scene = prepare_originals(given, &order, luck);
        let tables = Tables::new(&scene, Firsts::as_played(&scene), luck);
        let copying = Copying::of(&hand.jokers);
        let walked = needs_walking(given) || hooked(given);
        let (settings, movers) = (Vec::new(), movers(given));
        let mut compiled = Self { scene, tables, copying, settings, current: 0, luck, walked, movers };
        compiled.settle(&narrow(&order));
        Ok(compiled)
    }

    /// The score with the jokers in this order. O(jokers · cards); where the order changes what the cards are before
    /// they score, or The Hook takes some, the hand is scored as [`super::score`] does it.
    ///
    /// # Errors
    /// [`BalatroError::Order`] for what is no permutation of the jokers.
    pub fn score(&mut self, order: &[u8]) -> Result<f64, BalatroError> {
        let given = self.scene.given;
        check_order(order, given.jokers.len())?;
        if self.walked || !self.keeps_movers(order) {
            return self.walk(order);
        }
        if self.scene.blocked() {
            return Ok(0.0);
        }
        if self.copying.any() {
            self.settle(order);
        }
        let Some((_, setting)) = self.settings.get(self.current) else { return self.walk(order) };
        let (tables, plasma) = (&self.tables, given.table.plasma);
        let evaluator = Evaluator { tables, setting, cards: CardOrder::AsPlayed, plasma };
        Ok(evaluator.value(evaluator.mult(order).0).floor())
    }

    /// Makes the setting of this order the current one: a known one where the copies were the same jokers before.
    fn settle(&mut self, order: &[u8]) {
        let key = self.copying.key(order);
        if self.settings.get(self.current).is_some_and(|(current, _)| *current == key) {
            return;
        }
        if let Some(known) = self.settings.iter().position(|(known, _)| *known == key) {
            self.current = known;
            return;
        }
        let mut setting = Setting::empty();
        setting.fill(&self.tables, &self.scene, &self.copying.effective(order), self.luck);
        if self.settings.len() < SETTINGS_MAX {
            self.current = self.settings.len();
            self.settings.push((key, setting));
        } else {
            self.current = (self.current + 1) % SETTINGS_MAX;
            self.settings[self.current] = (key, setting);
        }
    }

    fn keeps_movers(&self, order: &[u8]) -> bool {
        let moving = order.iter().map(|joker| usize::from(*joker)).filter(|joker| self.movers.contains(joker));
        self.movers.is_empty() || moving.eq(self.movers.iter().copied())
    }

    fn walk(&self, order: &[u8]) -> Result<f64, BalatroError> {
        let given = self.scene.given;
        let jokers = order.iter().filter_map(|joker| given.jokers.get(usize::from(*joker)).copied()).collect();
        let (played, held) = (given.played.to_vec(), given.held.to_vec());
        crate::balatro::score::score(&Hand { played, held, jokers, table: given.table.clone() }, self.luck)
            .map(|score| score.score)
    }
}

fn check_order(order: &[u8], len: usize) -> Result<(), BalatroError> {
    let seen = order.iter().filter(|joker| usize::from(**joker) < len).fold(0_u64, |seen, joker| seen | 1 << joker);
    if order.len() == len && seen.count_ones() as usize == len {
        Ok(())
    } else {
        Err(BalatroError::Order { what: "jokers", len })
    }
}

pub(crate) fn narrow(order: &[usize]) -> Vec<u8> {
    order.iter().filter_map(|joker| u8::try_from(*joker).ok()).collect()
}

/// Whose effects each joker has in this order.
pub(crate) fn effective(given: Given<'_>, order: &[u8]) -> Effective {
    Copying::of(given.jokers).effective(order)
}
