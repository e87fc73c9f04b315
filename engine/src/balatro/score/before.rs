//! Everything before the first card scores: the boss, the hand's name, and the jokers that act first.

use crate::balatro::model::blind::BlindEffect;
use crate::balatro::model::card::{Card, Enhancement};
use crate::balatro::model::joker::JokerState;
use crate::balatro::model::rule::{Code, Condition, Rule, When};
use crate::number::shown;

use super::detect::{Detected, detect};
use super::passives::Passives;
use super::rolls::Rolls;
use super::scene::{Given, Scene};
use super::trace::{Phase, Step, Trace};
use super::view::CardView;

/// What grew by each scoring card a Vampire fed on.
const VAMPIRE_STEP: f64 = 0.1;
/// What an Obelisk grows by.
const OBELISK_STEP: f64 = 0.2;

/// What changes while the jokers act before scoring.
struct Before<'a> {
    given: Given<'a>,
    passives: Passives,
    detected: Detected,
    played: Vec<Card>,
    held: Vec<Card>,
    states: Vec<JokerState>,
    money: f64,
    level: u32,
}

/// Plays the hand up to its first scored card. `order` and `sources` say which joker is in which slot, and whose
/// effects act there.
pub(crate) fn prepare<'a>(
    given: Given<'a>,
    order: &[usize],
    sources: &[Option<usize>],
    rolls: &mut impl Rolls,
    trace: &mut impl Trace,
) -> Scene<'a> {
    #[cfg(target_arch = "wasm32")]
    let (rolls, trace) = (&mut super::rolls::AnyRolls(rolls), &mut super::trace::AnyTrace(trace.steps()));
    prepared(given, order, sources, rolls, trace)
}

fn prepared<'a>(
    given: Given<'a>,
    order: &[usize],
    sources: &[Option<usize>],
    rolls: &mut impl Rolls,
    trace: &mut impl Trace,
) -> Scene<'a> {
    let passives = Passives::of(given.jokers);
    let blind = given.blind_effect(&passives);
    let debuff = |cards: &[Card]| -> Vec<Card> {
        let debuffed = |card: &Card| card.debuffed || blind.debuffs(card, passives.pareidolia, passives.smeared);
        cards.iter().map(|card| Card { debuffed: debuffed(card), ..*card }).collect()
    };
    let played = debuff(given.played);
    let mut views = [CardView::default(); crate::balatro::model::state::PLAYED_MAX];
    let seen = views.iter_mut().zip(&played).map(|(view, card)| *view = CardView::of(card, &passives)).count();
    let detected = detect(&views[..seen], &passives);
    let mut level = given.table.level(detected.hand).level;
    if blind == BlindEffect::LoseLevel {
        level = level.saturating_sub(1).max(1);
    }
    let paid = if blind == BlindEffect::PayPerCard { given.played.iter().map(|_| 1.0).sum() } else { 0.0 };
    let states = given.jokers.iter().map(|joker| joker.state).collect();
    let money = given.table.money - paid;
    let mut before = Before { given, passives, detected, played, held: debuff(given.held), states, money, level };
    for (slot, source) in order.iter().zip(sources) {
        if let Some(source) = *source {
            before.act(*slot, source, rolls, trace);
        }
    }
    before.into_scene(blind)
}

impl<'a> Before<'a> {
    /// Lets the joker `slot` act with the rules of `source`, which is another joker where it copies.
    fn act(&mut self, slot: usize, source: usize, rolls: &mut impl Rolls, trace: &mut impl Trace) {
        let Some(joker) = self.given.jokers.get(source) else { return };
        for rule in joker.info().rules.iter().filter(|rule| rule.when == When::Before) {
            let copied = slot != source;
            if (copied && !rule.copied) || (self.given.table.grown && rule_grows(rule)) || !self.holds(rule) {
                continue;
            }
            if rule.odds.is_some_and(|odds| !rolls.happens(self.passives.chance_of(odds))) {
                continue;
            }
            let Some(what) = self.apply(source, rule) else { continue };
            trace.add(|| Step::before(Phase::Before, &self.given, slot, copied.then_some(source), what));
        }
    }

    fn holds(&self, rule: &Rule) -> bool {
        let table = self.given.table;
        match rule.condition {
            None => true,
            Some(Condition::Hand(hands)) => self.detected.contains & hands.0 != 0,
            Some(Condition::PlayedExactly(cards)) => self.played.len() == cards,
            Some(Condition::ListedHand) => table.listed_hand == Some(self.detected.hand),
            Some(Condition::FirstHandOfOne) => self.played.len() == 1 && table.hands_this_round() == 0,
            Some(_) => false,
        }
    }

    /// Does it; says what was done, if anything was.
    fn apply(&mut self, source: usize, rule: &Rule) -> Option<String> {
        let state = self.states.get_mut(source)?;
        state.chips += rule.grow_chips;
        state.mult += rule.grow_mult;
        if let Some(dollars) = rule.dollars {
            self.money += dollars;
            return Some(format!("+${}", shown(dollars)));
        }
        match rule.code {
            None if rule.grow_chips != 0.0 => Some(format!("grows to +{} chips", shown(state.chips))),
            None if rule.grow_mult != 0.0 => Some(format!("grows to +{} mult", shown(state.mult))),
            Some(Code::RideTheBus) => Some(self.ride_the_bus(source)),
            Some(Code::Obelisk) => Some(self.obelisk(source)),
            Some(Code::Vampire) => self.vampire(source),
            Some(Code::Midas) => self.midas(),
            Some(Code::LevelUp) => {
                self.level = self.level.saturating_add(1);
                Some(format!("{} rises to level {}", self.detected.hand, self.level))
            }
            Some(Code::CopyPlayedCard) => {
                let card = *self.played.first()?;
                self.held.push(card);
                Some(format!("a copy of {card} joins the held cards"))
            }
            _ => None,
        }
    }

    fn is_scoring(&self, place: usize) -> bool {
        self.detected.scoring >> place & 1 != 0
    }

    /// Whether any scoring card is a face card.
    fn faces(&self) -> impl Iterator<Item = usize> + '_ {
        let face = |card: &Card| CardView::of(card, &self.passives).face;
        self.played
            .iter()
            .enumerate()
            .filter(move |(place, card)| self.is_scoring(*place) && face(card))
            .map(|(place, _)| place)
    }

    fn ride_the_bus(&mut self, source: usize) -> String {
        let missed = self.faces().next().is_some();
        let Some(state) = self.states.get_mut(source) else { return String::new() };
        state.mult = if missed { 0.0 } else { state.mult + 1.0 };
        format!("{} to +{} mult", if missed { "falls" } else { "grows" }, shown(state.mult))
    }

    fn obelisk(&mut self, source: usize) -> String {
        let table = self.given.table;
        let plays = table.level(self.detected.hand).plays.saturating_add(1);
        let others = table.levels.iter().enumerate().filter(|(hand, _)| *hand != self.detected.hand.index());
        let most_played = others.map(|(_, level)| level.plays).all(|other| other < plays);
        let Some(state) = self.states.get_mut(source) else { return String::new() };
        state.x_mult = if most_played { 1.0 } else { state.x_mult + OBELISK_STEP };
        format!("{} to ×{} mult", if most_played { "falls" } else { "grows" }, shown(state.x_mult))
    }

    /// Strips the scoring cards that are not debuffed of their enhancements.
    fn vampire(&mut self, source: usize) -> Option<String> {
        let mut fed = 0.0;
        let scoring = self.detected.scoring;
        for (place, card) in self.played.iter_mut().enumerate() {
            if scoring >> place & 1 != 0 && !card.debuffed && card.enhancement.take().is_some() {
                fed += 1.0;
            }
        }
        let state = self.states.get_mut(source)?;
        if !self.given.table.grown {
            state.x_mult += VAMPIRE_STEP * fed;
        }
        (fed > 0.0).then(|| format!("feeds on {} cards, grows to ×{} mult", shown(fed), shown(state.x_mult)))
    }

    /// Turns the scoring face cards to gold; what they were before is lost.
    fn midas(&mut self) -> Option<String> {
        let faces: Vec<usize> = self.faces().collect();
        for place in &faces {
            if let Some(card) = self.played.get_mut(*place) {
                card.enhancement = Some(Enhancement::Gold);
            }
        }
        (!faces.is_empty()).then(|| format!("turns {} cards to gold", faces.len()))
    }

    fn into_scene(self, blind: BlindEffect) -> Scene<'a> {
        let view = |card: &Card| CardView::of(card, &self.passives);
        let scoring = (0..self.played.len())
            .filter(|place| self.is_scoring(*place))
            .filter_map(|place| self.played.get(place).map(|card| (place, view(card))))
            .collect();
        let held: Vec<CardView> = self.held.iter().map(view).collect();
        // The last one among equals.
        let lowest_held =
            (0..held.len()).filter(|place| held[*place].number != 0).rev().min_by_key(|place| held[*place].number);
        Scene {
            given: self.given,
            passives: self.passives,
            blind,
            detected: self.detected,
            scoring,
            held,
            states: self.states,
            money: self.money,
            level: self.level,
            lowest_held,
        }
    }
}

/// Whether the rule changes the joker's own counters.
fn rule_grows(rule: &Rule) -> bool {
    let grows = matches!(rule.code, Some(Code::RideTheBus | Code::Obelisk));
    grows || rule.grows()
}
