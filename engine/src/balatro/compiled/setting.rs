//! Tables with every copy joker resolved: how often each card triggers, the chips, what each slot does in the pass.

use crate::balatro::model::joker::{Joker, Rarity};
use crate::balatro::model::rule::When;
use crate::balatro::model::state::{JOKERS_MAX, Luck, PLAYED_MAX};
use crate::balatro::score::scene::{OBSERVATORY_FACTOR, Scene};
use crate::balatro::score::value::Asked;

use super::affine::Affine;
use super::tables::{Tables, pass};

/// For each joker, by index: whose effects it has.
pub(crate) type Effective = [Option<u8>; JOKERS_MAX];

/// What does not depend on the order of the jokers once it is known who copies whom.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub effective: Effective,
    /// Triggers of each scored row.
    pub triggers: [u32; PLAYED_MAX],
    /// Further triggers of every held card.
    pub held_triggers: Vec<u32>,
    pub chips: f64,
    /// Mult before the first card.
    pub mult: f64,
    /// What each joker does at its slot in the pass, its edition and the riders included.
    pub pass: [Affine; JOKERS_MAX],
    /// What comes after the jokers.
    pub after: f64,
}

impl Setting {
    pub(crate) fn empty() -> Self {
        Self {
            effective: [None; JOKERS_MAX],
            triggers: [0; PLAYED_MAX],
            held_triggers: Vec::new(),
            chips: 0.0,
            mult: 1.0,
            pass: [Affine::IDENTITY; JOKERS_MAX],
            after: 1.0,
        }
    }

    /// Works it out; O(jokers · cards).
    pub(crate) fn fill(&mut self, tables: &Tables, scene: &Scene<'_>, effective: &Effective, luck: Luck) {
        self.effective = *effective;
        let jokers = tables.jokers;
        let columns = |joker: usize| {
            let source = effective.get(joker).copied().flatten()?;
            Some((usize::from(source), tables.columns.get(usize::from(source))?))
        };
        let (mut levels, mut money, mut rider) = (0.0, scene.money, 1.0);
        for joker in 0..jokers {
            if let Some((source, column)) = columns(joker) {
                rider *= column.rider;
                if source != joker {
                    levels += column.copied_levels;
                    money += column.copied_dollars;
                }
            }
        }
        let (chips, mult) = base(scene, levels, uncertain_levels(scene, luck));
        (self.chips, self.mult) = (chips, mult);
        let mut grown = [0.0; JOKERS_MAX];
        money += self.count_cards(tables, &mut grown);
        self.after = (0..scene.planets()).map(|_| OBSERVATORY_FACTOR).product();
        for joker in 0..jokers {
            let (first, foil, last) =
                tables.editions.get(joker).copied().unwrap_or((Affine::IDENTITY, 0.0, Affine::IDENTITY));
            let mut slot = first;
            self.chips += foil;
            if let Some((source, column)) = columns(joker) {
                let growth = grown.get(source).copied().unwrap_or(0.0);
                let (op, chips) = if column.dynamic {
                    dynamic_pass(scene, source, growth, money, luck)
                } else {
                    (column.pass, column.pass_chips)
                };
                slot = slot.then(op);
                self.chips += chips;
            }
            let uncommon = scene.given.jokers.get(joker).is_some_and(rides);
            slot = slot.then(Affine::times(if uncommon { rider } else { 1.0 })).then(last);
            if let Some(place) = self.pass.get_mut(joker) {
                *place = slot;
            }
        }
    }

    /// Counts triggers and chips of all cards, adds up growth; returns the dollars earned.
    fn count_cards(&mut self, tables: &Tables, grown: &mut [f64; JOKERS_MAX]) -> f64 {
        let mut money = 0.0;
        self.held_triggers.clear();
        for (index, row) in tables.scored.iter().chain(&tables.held).enumerate() {
            let (mut triggers, mut chips, mut dollars, mut keep) = (row.triggers, row.chips, row.dollars, 0.0);
            if row.counted != 0 {
                for source in self.effective.iter().take(tables.jokers).flatten() {
                    if row.counted >> source & 1 != 0 {
                        let cell = tables.cell(index, usize::from(*source));
                        triggers += cell.repeats;
                        chips += cell.chips;
                        dollars += cell.dollars;
                        keep += cell.keep;
                    }
                }
            }
            let times = f64::from(triggers);
            self.chips += times * chips + keep * times * (times - 1.0) / 2.0;
            money += times * dollars;
            if row.counted != 0 {
                for (source, place) in grown.iter_mut().enumerate().take(tables.jokers) {
                    *place += times * tables.cell(index, source).grows;
                }
            }
            match self.triggers.get_mut(index).filter(|_| index < tables.scored.len()) {
                Some(place) => *place = triggers,
                None => self.held_triggers.push(triggers),
            }
        }
        money
    }
}

/// Whether riders act at its slot.
pub(crate) fn rides(joker: &Joker) -> bool {
    !joker.debuffed && joker.info().rarity == Rarity::Uncommon
}

/// The pass rules of a source whose counters grew so often, and with so much money.
pub(crate) fn dynamic_pass(scene: &Scene<'_>, source: usize, growth: f64, money: f64, luck: Luck) -> (Affine, f64) {
    let Some(joker) = scene.given.jokers.get(source) else { return (Affine::IDENTITY, 0.0) };
    let mut state = scene.states.get(source).copied().unwrap_or_default();
    let growth = if scene.given.table.grown || joker.debuffed { 0.0 } else { growth };
    for rule in joker.info().rules.iter().filter(|rule| rule.when == When::Scored && rule.grows()) {
        state.chips += growth * rule.grow_chips;
        state.mult += growth * rule.grow_mult;
        state.x_mult += growth * rule.grow_x_mult;
    }
    let asked = Asked { source, at: None, money, state, lucky_success: false };
    let rules = joker.info().rules.iter().filter(|rule| rule.when == When::Pass);
    rules.fold((Affine::IDENTITY, 0.0), |(op, chips), rule| {
        let (next, more) = pass(scene, rule, &asked, luck);
        (op.then(next), chips + more)
    })
}

/// Levels the jokers themselves may give before scoring, that the scene does not hold: their mean under
/// [`Luck::Mean`], where the scene was prepared with the least luck.
pub(crate) fn uncertain_levels(scene: &Scene<'_>, luck: Luck) -> f64 {
    if luck != Luck::Mean {
        return 0.0;
    }
    let rules = scene.given.jokers.iter().filter(|joker| !joker.debuffed).flat_map(|joker| &joker.info().rules);
    let odds =
        rules.filter(|rule| rule.code == Some(crate::balatro::model::rule::Code::LevelUp)).filter_map(|rule| rule.odds);
    odds.map(|odds| scene.passives.chance_of(odds)).filter(|chance| *chance < 1.0).sum()
}

/// Chips and mult so many levels up; between two levels, what lies between.
pub(crate) fn base(scene: &Scene<'_>, copied: f64, uncertain: f64) -> (f64, f64) {
    let levels = copied + uncertain;
    let mut whole = 0_u32;
    while f64::from(whole) + 1.0 <= levels {
        whole += 1;
    }
    let part = levels - f64::from(whole);
    let (chips, mult) = scene.base(whole);
    if part <= 0.0 {
        return (chips, mult);
    }
    let (more_chips, more_mult) = scene.base(whole + 1);
    (chips + part * (more_chips - chips), mult + part * (more_mult - mult))
}
