//! The hand, step by step, as the game plays it: the reference that explains, and that the compiled form must equal.

use crate::balatro::model::card::Edition;
use crate::balatro::model::joker::{Joker, Rarity};
use crate::balatro::model::rule::{Rule, When};
use crate::balatro::model::tables::tables;
use crate::number::shown;

use super::rolls::Rolls;
use super::scene::{OBSERVATORY_FACTOR, Scene};
use super::trace::{Phase, Step, Trace, joker_name};
use super::value::{Asked, CardAt, Wanted};
use super::view::CardView;

/// Where chips, mult and money stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stand {
    pub chips: f64,
    pub mult: f64,
    pub money: f64,
}

/// A hand being scored.
pub(crate) struct Walk<'s, 'a, R, T> {
    scene: &'s mut Scene<'a>,
    order: &'s [usize],
    sources: &'s [Option<usize>],
    rolls: &'s mut R,
    trace: &'s mut T,
    stand: Stand,
    phase: Phase,
    /// The card that triggers, and how often it has.
    card: Option<(usize, u32)>,
    lucky_success: bool,
}

/// Scores a prepared hand; the scene's counters grow with it.
pub(crate) fn walk<R: Rolls, T: Trace>(
    scene: &mut Scene<'_>,
    order: &[usize],
    sources: &[Option<usize>],
    rolls: &mut R,
    trace: &mut T,
) -> Stand {
    let (chips, mult) = scene.base(0);
    let stand = Stand { chips, mult, money: scene.money };
    let mut walk =
        Walk { scene, order, sources, rolls, trace, stand, phase: Phase::Base, card: None, lucky_success: false };
    let level = walk.scene.level;
    let hand = walk.scene.detected.hand;
    walk.say(|| hand.to_string(), || format!("level {level}: {} chips × {} mult", shown(chips), shown(mult)));
    walk.scored_cards();
    walk.held_cards();
    walk.jokers();
    walk.planets_and_deck();
    walk.stand
}

impl<R: Rolls, T: Trace> Walk<'_, '_, R, T> {
    fn scored_cards(&mut self) {
        self.phase = Phase::Scored;
        let first_face = self.scene.scoring.iter().position(|(_, card)| card.face);
        for place in 0..self.scene.scoring.len() {
            let Some((_, card)) = self.scene.scoring.get(place).copied().filter(|(_, card)| card.live) else {
                continue;
            };
            for trigger in 1..=1 + self.repeats(When::Scored, place, &card, first_face) {
                self.card = Some((place, trigger));
                // Read anew: Hiker leaves chips on the card.
                let Some((_, card)) = self.scene.scoring.get(place).copied() else { continue };
                self.card_itself(&card);
                self.jokers_on_card(When::Scored, place, &card, first_face);
            }
        }
        self.card = None;
    }

    fn held_cards(&mut self) {
        self.phase = Phase::Held;
        for place in 0..self.scene.held.len() {
            let Some(card) = self.scene.held.get(place).copied().filter(|card| card.live) else { continue };
            for trigger in 1..=1 + self.repeats(When::Held, place, &card, None) {
                self.card = Some((place, trigger));
                self.times(card.held_x, || "steel card".to_owned());
                self.jokers_on_card(When::Held, place, &card, None);
            }
        }
        self.card = None;
    }

    /// How often a card triggers again.
    fn repeats(&self, when: When, place: usize, card: &CardView, first_face: Option<usize>) -> u32 {
        let seal = if card.red_seal { tables().red_seal } else { 0 };
        let mut repeats = seal;
        for source in self.sources.iter().flatten() {
            let asked = self.asked(*source, Some(CardAt { card, place, first_face }));
            let rules = self.scene.given.jokers.get(*source).map_or(&[][..], |joker| &joker.info().rules);
            let of_joker = rules.iter().filter(|rule| rule.when == when && rule.repeat > 0);
            repeats +=
                of_joker.filter(|rule| self.scene.holds(rule.condition, &asked)).map(|rule| rule.repeat).sum::<u32>();
        }
        repeats
    }

    fn card_itself(&mut self, card: &CardView) {
        let name = || "card".to_owned();
        self.lucky_success = false;
        self.add_chips(card.chips, name);
        self.add_mult(card.mult, name);
        if card.lucky {
            let [mult, money] = tables().lucky;
            if self.rolls.happens(self.scene.passives.chance_of(mult.odds.1 / mult.odds.0)) {
                self.lucky_success = true;
                self.add_mult(mult.worth.add_mult, || "lucky card".to_owned());
            }
            if self.rolls.happens(self.scene.passives.chance_of(money.odds.1 / money.odds.0)) {
                self.lucky_success = true;
                self.earn(money.worth.dollars, || "lucky card".to_owned());
            }
        }
        self.earn(card.dollars, name);
        self.times(card.x_mult, name);
        self.add_mult(card.edition_mult, || "edition".to_owned());
        self.times(card.edition_x, || "edition".to_owned());
    }

    fn jokers_on_card(&mut self, when: When, place: usize, card: &CardView, first_face: Option<usize>) {
        for slot in 0..self.order.len() {
            let (Some(joker), Some(source)) =
                (self.order.get(slot).copied(), self.sources.get(slot).copied().flatten())
            else {
                continue;
            };
            let Some(info) = self.scene.given.jokers.get(source).map(Joker::info) else { continue };
            for rule in info.rules.iter().filter(|rule| rule.when == when && rule.repeat == 0) {
                let asked = self.asked(source, Some(CardAt { card, place, first_face }));
                if self.scene.holds(rule.condition, &asked) {
                    self.apply(rule, joker, source, &asked);
                }
            }
        }
    }

    fn jokers(&mut self) {
        self.phase = Phase::Jokers;
        for slot in 0..self.order.len() {
            let Some(index) = self.order.get(slot).copied() else { continue };
            let Some(joker) = self.scene.given.jokers.get(index).filter(|joker| !joker.debuffed) else { continue };
            let edition = joker.edition.map(|edition: Edition| tables().edition(edition)).unwrap_or_default();
            let name = || format!("{} (edition)", joker.info().name);
            self.add_chips(edition.add_chips, name);
            self.add_mult(edition.add_mult, name);
            if let Some(source) = self.sources.get(slot).copied().flatten() {
                self.joker_itself(index, source);
            }
            self.riders(index, joker.info().rarity);
            self.times(edition.x_mult, name);
        }
    }

    fn joker_itself(&mut self, index: usize, source: usize) {
        let Some(info) = self.scene.given.jokers.get(source).map(Joker::info) else { return };
        for rule in info.rules.iter().filter(|rule| rule.when == When::Pass) {
            let asked = self.asked(source, None);
            if self.scene.holds(rule.condition, &asked) {
                self.apply(rule, index, source, &asked);
            }
        }
    }

    /// What other jokers do at this joker's slot.
    fn riders(&mut self, index: usize, rarity: Rarity) {
        for slot in 0..self.order.len() {
            let (Some(rider), Some(source)) =
                (self.order.get(slot).copied(), self.sources.get(slot).copied().flatten())
            else {
                continue;
            };
            let Some(info) = self.scene.given.jokers.get(source).map(Joker::info) else { continue };
            for rule in info.rules.iter().filter(|rule| rule.when == When::Other) {
                if rarity == Rarity::Uncommon && source != index {
                    let asked = self.asked(source, None);
                    self.apply(rule, rider, source, &asked);
                }
            }
        }
    }

    /// Does what a rule says: chips, mult, dollars, factor; then what grows.
    fn apply(&mut self, rule: &Rule, joker: usize, source: usize, asked: &Asked<'_>) {
        if rule.odds.is_some_and(|odds| !self.rolls.happens(self.scene.passives.chance_of(odds))) {
            return;
        }
        let given = self.scene.given;
        let name = || joker_name(&given, joker, (joker != source).then_some(source));
        let wanted = |scene: &Scene<'_>, amount, kind| scene.amount(amount, kind, asked);
        if let Some(amount) = rule.add_chips {
            self.add_chips(wanted(self.scene, amount, Wanted::Chips), name);
        }
        if let Some(amount) = rule.add_mult {
            self.add_mult(wanted(self.scene, amount, Wanted::Mult), name);
        }
        if let Some(most) = rule.add_mult_up_to {
            let rolled = self.rolls.up_to(most);
            self.add_mult(rolled, name);
        }
        if let Some(dollars) = rule.dollars {
            self.earn(dollars, name);
        }
        if let Some(amount) = rule.x_mult {
            self.times(wanted(self.scene, amount, Wanted::Factor), name);
        }
        if rule.keep_chips > 0.0
            && let Some((_, card)) = self.card.and_then(|(place, _)| self.scene.scoring.get_mut(place))
        {
            card.chips += rule.keep_chips;
        }
        // Counters given as they stand after the hand have grown already.
        if joker == source
            && rule.grows()
            && !given.table.grown
            && let Some(state) = self.scene.states.get_mut(source)
        {
            state.chips += rule.grow_chips;
            state.mult += rule.grow_mult;
            state.x_mult += rule.grow_x_mult;
            self.say(name, || "grows".to_owned());
        }
    }

    fn planets_and_deck(&mut self) {
        self.phase = Phase::Planets;
        for _ in 0..self.scene.planets() {
            self.times(OBSERVATORY_FACTOR, || "held planet".to_owned());
        }
        if self.scene.given.table.plasma {
            self.phase = Phase::Deck;
            let balanced = f64::midpoint(self.stand.chips, self.stand.mult).floor();
            self.stand.chips = balanced;
            self.stand.mult = balanced;
            self.say(|| "Plasma Deck".to_owned(), || "balances chips and mult".to_owned());
        }
    }

    fn asked<'c>(&self, source: usize, at: Option<CardAt<'c>>) -> Asked<'c> {
        let state = self.scene.states.get(source).copied().unwrap_or_default();
        Asked { source, at, money: self.stand.money, state, lucky_success: self.lucky_success }
    }

    fn add_chips(&mut self, chips: f64, source: impl FnOnce() -> String) {
        if chips != 0.0 {
            self.stand.chips += chips;
            self.say(source, || format!("+{} chips", shown(round(chips))));
        }
    }

    fn add_mult(&mut self, mult: f64, source: impl FnOnce() -> String) {
        if mult != 0.0 {
            self.stand.mult += mult;
            self.say(source, || format!("+{} mult", shown(round(mult))));
        }
    }

    fn times(&mut self, factor: f64, source: impl FnOnce() -> String) {
        if factor > 1.0 {
            self.stand.mult *= factor;
            self.say(source, || format!("×{} mult", shown(round(factor))));
        }
    }

    fn earn(&mut self, dollars: f64, source: impl FnOnce() -> String) {
        if dollars != 0.0 {
            self.stand.money += dollars;
            self.say(source, || format!("+${}", shown(dollars)));
        }
    }

    fn say(&mut self, source: impl FnOnce() -> String, effect: impl FnOnce() -> String) {
        let Stand { chips, mult, money } = self.stand;
        let (phase, at, given) = (self.phase, self.card, self.scene.given);
        let scoring = &self.scene.scoring;
        self.trace.add(|| {
            let card = at.and_then(|(place, _)| match phase {
                Phase::Held => given.held.get(place).map(|card| (place, card)),
                _ => scoring.get(place).and_then(|(played, _)| given.played.get(*played).map(|card| (*played, card))),
            });
            Step {
                phase,
                card: card
                    .map_or_else(String::new, |(place, card)| format!("{}:{}{}", place + 1, card.rank, card.suit)),
                trigger: at.map_or(0, |(_, trigger)| trigger),
                source: source(),
                effect: effect(),
                chips,
                mult,
                dollars: money - given.table.money,
            }
        });
    }
}

/// At most four decimals, for reading.
fn round(number: f64) -> f64 {
    let rounded = (number * 1e4).round() / 1e4;
    if rounded.is_finite() { rounded } else { number }
}
