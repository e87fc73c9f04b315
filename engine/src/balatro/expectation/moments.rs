//! The walk of a hand over all courses of its rolls at once.

use crate::balatro::compiled::affine::Affine;
use crate::balatro::model::joker::{Joker, JokerState, Rarity};
use crate::balatro::model::rule::{Code, Condition, Rule, When};
use crate::balatro::model::tables::tables;
use crate::balatro::score::before::prepare;
use crate::balatro::score::copies::sources;
use crate::balatro::score::in_order;
use crate::balatro::score::rolls::Extreme;
use crate::balatro::score::scene::{Given, OBSERVATORY_FACTOR, Scene};
use crate::balatro::score::trace::Silent;
use crate::balatro::score::value::{Asked, CardAt, Wanted};
use crate::balatro::score::view::CardView;

use super::atoms::{Atom, Atoms, Key};

/// The expectation of chips times mult. What is rolled before scoring is only how many levels the hand rises.
pub(super) fn expected(given: Given<'_>) -> f64 {
    let order = in_order(given);
    let sources = sources(given.jokers, &order);
    let scene = prepare(given, &order, &sources, &mut Extreme { most: false }, &mut Silent);
    if scene.blocked() {
        return 0.0;
    }
    let rises = rises(&scene, &sources);
    let of_rise = |(rise, chance): (u32, &f64)| {
        let raised = Scene { level: scene.level.saturating_add(rise), ..scene.clone() };
        chance * Course::new(raised, &sources).run()
    };
    (0..).zip(&rises).map(of_rise).sum()
}

/// How likely the hand is to rise by so many levels, beyond what is certain.
fn rises(scene: &Scene<'_>, sources: &[Option<usize>]) -> Vec<f64> {
    let rules = sources.iter().flatten().filter_map(|source| scene.given.jokers.get(*source));
    let rules = rules.flat_map(|joker| &joker.info().rules).filter(|rule| rule.code == Some(Code::LevelUp));
    let mut chances = vec![1.0];
    for chance in
        rules.filter_map(|rule| rule.odds).map(|odds| scene.passives.chance_of(odds)).filter(|chance| *chance < 1.0)
    {
        chances.push(0.0);
        for rise in (0..chances.len()).rev() {
            let from_below = rise.checked_sub(1).and_then(|below| chances.get(below)).copied().unwrap_or(0.0);
            if let Some(place) = chances.get_mut(rise) {
                *place = *place * (1.0 - chance) + from_below * chance;
            }
        }
    }
    chances
}

struct Course<'c, 'a> {
    scene: Scene<'a>,
    sources: &'c [Option<usize>],
    atoms: Atoms,
}

impl<'c, 'a> Course<'c, 'a> {
    fn new(scene: Scene<'a>, sources: &'c [Option<usize>]) -> Self {
        let (chips, mult) = scene.base(0);
        Self { scene, sources, atoms: Atoms::certain(mult, chips) }
    }

    fn run(mut self) -> f64 {
        let first_face = self.scene.scoring.iter().position(|(_, card)| card.face);
        for place in 0..self.scene.scoring.len() {
            let Some((_, card)) = self.scene.scoring.get(place).copied().filter(|(_, card)| card.live) else {
                continue;
            };
            for _ in 0..=self.repeats(When::Scored, place, &card, first_face) {
                let Some((_, card)) = self.scene.scoring.get(place).copied() else { continue };
                self.card_itself(&card);
                self.jokers_on_card(When::Scored, place, &card, first_face);
                self.atoms.each(|atom| atom.key.success = false);
                self.atoms.merge();
            }
        }
        for place in 0..self.scene.held.len() {
            let Some(card) = self.scene.held.get(place).copied().filter(|card| card.live) else { continue };
            for _ in 0..=self.repeats(When::Held, place, &card, None) {
                self.atoms.each(|atom| atom.apply(Affine::times(card.held_x)));
                self.jokers_on_card(When::Held, place, &card, None);
            }
        }
        self.pass();
        self.finish()
    }

    fn rules(&self, source: usize) -> &'static [Rule] {
        self.scene.given.jokers.get(source).map_or(&[][..], |joker| &joker.info().rules)
    }

    fn asked<'k>(&self, source: usize, at: Option<CardAt<'k>>) -> Asked<'k> {
        let state = self.scene.states.get(source).copied().unwrap_or_default();
        Asked { source, at, money: self.scene.money, state, lucky_success: true }
    }

    fn repeats(&self, when: When, place: usize, card: &CardView, first_face: Option<usize>) -> u32 {
        let seal = if card.red_seal { tables().red_seal } else { 0 };
        let of_source = |source: &usize| {
            let asked = self.asked(*source, Some(CardAt { card, place, first_face }));
            let rules = self.rules(*source).iter().filter(|rule| rule.when == when);
            rules.filter(|rule| self.scene.holds(rule.condition, &asked)).map(|rule| rule.repeat).sum::<u32>()
        };
        seal + self.sources.iter().flatten().map(of_source).sum::<u32>()
    }

    fn card_itself(&mut self, card: &CardView) {
        self.atoms.each(|atom| {
            atom.chips += card.chips;
            atom.apply(Affine::add(card.mult));
        });
        if card.lucky {
            let [mult, money] = tables().lucky;
            self.atoms.roll(self.scene.passives.chance_of(mult.odds.1 / mult.odds.0), |atom| {
                atom.apply(Affine::add(mult.worth.add_mult));
                succeed(&mut atom.key);
            });
            self.atoms.roll(self.scene.passives.chance_of(money.odds.1 / money.odds.0), |atom| {
                earn(atom, money.worth.dollars);
                succeed(&mut atom.key);
            });
        }
        self.atoms.each(|atom| {
            earn(atom, card.dollars);
            atom.apply(Affine::times(card.x_mult));
            atom.apply(Affine::add(card.edition_mult).then(Affine::times(card.edition_x)));
        });
        self.atoms.merge();
    }

    fn jokers_on_card(&mut self, when: When, place: usize, card: &CardView, first_face: Option<usize>) {
        for slot in 0..self.sources.len() {
            let Some(source) = self.sources.get(slot).copied().flatten() else { continue };
            for rule in self.rules(source).iter().filter(|rule| rule.when == when) {
                let asked = self.asked(source, Some(CardAt { card, place, first_face }));
                if !self.scene.holds(rule.condition, &asked) {
                    continue;
                }
                let chance = rule.odds.map_or(1.0, |odds| self.scene.passives.chance_of(odds));
                let amount = |amount: Option<_>, wanted| amount.map(|amount| self.scene.amount(amount, wanted, &asked));
                let chips = amount(rule.add_chips, Wanted::Chips).unwrap_or(0.0);
                let added = Affine::add(amount(rule.add_mult, Wanted::Mult).unwrap_or(0.0));
                let op = added.then(Affine::times(amount(rule.x_mult, Wanted::Factor).unwrap_or(1.0)));
                let dollars = rule.dollars.unwrap_or(0.0);
                self.atoms.roll(chance, |atom| {
                    atom.chips += chips;
                    atom.apply(op);
                    earn(atom, dollars);
                });
                self.grow(rule, slot, source, when, place);
            }
        }
    }

    /// What grows for certain; what grows by luck is in the cases' keys.
    fn grow(&mut self, rule: &Rule, slot: usize, source: usize, when: When, place: usize) {
        if let Some((_, card)) = self.scene.scoring.get_mut(place).filter(|_| when == When::Scored) {
            card.chips += rule.keep_chips;
        }
        let certain =
            slot == source && !self.scene.given.table.grown && rule.condition != Some(Condition::LuckySuccess);
        if let Some(state) = self.scene.states.get_mut(source).filter(|_| certain) {
            state.chips += rule.grow_chips;
            state.mult += rule.grow_mult;
            state.x_mult += rule.grow_x_mult;
        }
    }

    fn pass(&mut self) {
        for (slot, joker) in self.scene.given.jokers.iter().enumerate().filter(|(_, joker)| !joker.debuffed) {
            let edition = joker.edition.map(|edition| tables().edition(edition)).unwrap_or_default();
            self.atoms.each(|atom| {
                atom.chips += edition.add_chips;
                atom.apply(Affine::add(edition.add_mult));
            });
            if let Some(source) = self.sources.get(slot).copied().flatten() {
                for rule in self.rules(source).iter().filter(|rule| rule.when == When::Pass) {
                    let scene = &self.scene;
                    self.atoms.each(|atom| pass_rule(scene, rule, source, atom));
                }
            }
            self.riders(joker);
            self.atoms.each(|atom| atom.apply(Affine::times(edition.x_mult)));
        }
    }

    fn riders(&mut self, joker: &Joker) {
        if joker.info().rarity != Rarity::Uncommon {
            return;
        }
        for source in self.sources.iter().flatten() {
            for rule in self.rules(*source).iter().filter(|rule| rule.when == When::Other) {
                let asked = self.asked(*source, None);
                let factor = rule.x_mult.map_or(1.0, |x| self.scene.amount(x, Wanted::Factor, &asked));
                self.atoms.each(|atom| atom.apply(Affine::times(factor)));
            }
        }
    }

    fn finish(mut self) -> f64 {
        for _ in 0..self.scene.planets() {
            self.atoms.each(|atom| atom.apply(Affine::times(OBSERVATORY_FACTOR)));
        }
        let plasma = self.scene.given.table.plasma;
        let of_atom = |atom: &Atom| {
            let Atom { weight, first, second, chips, .. } = *atom;
            if plasma { (chips * chips * weight + 2.0 * chips * first + second) / 4.0 } else { chips * first }
        };
        self.atoms.0.iter().map(of_atom).sum()
    }
}

/// One rule of the pass in one case, with the case's own money and counters.
fn pass_rule(scene: &Scene<'_>, rule: &Rule, source: usize, atom: &mut Atom) {
    let mut state = scene.states.get(source).copied().unwrap_or_default();
    if !scene.given.table.grown {
        grow_by_luck(scene, source, atom.key.successes, &mut state);
    }
    #[expect(clippy::cast_precision_loss, reason = "dollars of one hand")]
    let money = scene.money + atom.key.dollars as f64;
    let asked = Asked { source, at: None, money, state, lucky_success: false };
    if !scene.holds(rule.condition, &asked) {
        return;
    }
    let amount = |amount: Option<_>, wanted| amount.map(|amount| scene.amount(amount, wanted, &asked));
    atom.chips += amount(rule.add_chips, Wanted::Chips).unwrap_or(0.0);
    atom.apply(Affine::add(amount(rule.add_mult, Wanted::Mult).unwrap_or(0.0)));
    if let Some(most) = rule.add_mult_up_to {
        atom.add_up_to(most);
    }
    atom.apply(Affine::times(amount(rule.x_mult, Wanted::Factor).unwrap_or(1.0)));
}

fn grow_by_luck(scene: &Scene<'_>, source: usize, successes: u32, state: &mut JokerState) {
    let rules = scene.given.jokers.get(source).map_or(&[][..], |joker| &joker.info().rules);
    for rule in rules.iter().filter(|rule| rule.condition == Some(Condition::LuckySuccess)) {
        state.x_mult += f64::from(successes) * rule.grow_x_mult;
    }
}

fn succeed(key: &mut Key) {
    if !key.success {
        key.success = true;
        key.successes += 1;
    }
}

fn earn(atom: &mut Atom, dollars: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "whole dollars of one hand")]
    let whole = dollars.round() as i64;
    atom.key.dollars += whole;
}
