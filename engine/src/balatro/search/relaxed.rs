//! A bound for a whole hand: every copy joker does at once the best that any joker does, on every card and in the
//! pass, and everything adds before it multiplies.

use crate::balatro::compiled::affine::Affine;
use crate::balatro::compiled::arrange::{CardOrder, arrange};
use crate::balatro::compiled::setting::{base, dynamic_pass, rides, uncertain_levels};
use crate::balatro::compiled::tables::{Cell, Tables};
use crate::balatro::model::state::{JOKERS_MAX, Luck, PLAYED_MAX};
use crate::balatro::score::scene::{OBSERVATORY_FACTOR, Scene};

use super::lineups::Copies;

/// No order of the jokers gets more than this; O(jokers · cards).
pub(crate) fn at_most(tables: &Tables, scene: &Scene<'_>, cards: CardOrder, luck: Luck) -> f64 {
    Relaxed::new(tables, scene, luck).value(cards)
}

struct Relaxed<'r, 'a> {
    tables: &'r Tables,
    scene: &'r Scene<'a>,
    luck: Luck,
    /// Jokers that act for themselves.
    own: Vec<usize>,
    /// Those of them that can be copied.
    copyable: Vec<usize>,
    copies: usize,
}

impl<'r, 'a> Relaxed<'r, 'a> {
    fn new(tables: &'r Tables, scene: &'r Scene<'a>, luck: Luck) -> Self {
        let jokers = scene.given.jokers;
        let live =
            |index: &usize| jokers.get(*index).is_some_and(|joker| !joker.debuffed && joker.info().copies().is_none());
        let own: Vec<usize> = (0..jokers.len()).filter(live).collect();
        let copied = |index: &usize| jokers.get(*index).is_some_and(|joker| joker.info().copyable);
        let copyable = own.iter().copied().filter(copied).collect();
        Self { tables, scene, luck, own, copyable, copies: Copies::of(jokers).count() }
    }

    /// The sum over the jokers, and for each copy the most any of them gives.
    fn sum(&self, of: impl Fn(usize) -> f64) -> f64 {
        let total = self.own.iter().fold(0.0, |sum, joker| sum + of(*joker));
        let best = self.copyable.iter().fold(0.0, |best: f64, joker| best.max(of(*joker)));
        (0..self.copies).fold(total, |sum, _| sum + best)
    }

    fn product(&self, of: impl Fn(usize) -> f64) -> f64 {
        let total = self.own.iter().fold(1.0, |product, joker| product * of(*joker));
        let best = self.copyable.iter().fold(1.0, |best: f64, joker| best.max(of(*joker)));
        (0..self.copies).fold(total, |product, _| product * best)
    }

    fn block(&self, own: Affine, index: usize) -> Affine {
        let op = |joker: usize| self.tables.cell(index, joker).op;
        own.then(Affine::add(self.sum(|joker| op(joker).a))).then(Affine::times(self.product(|joker| op(joker).x)))
    }

    fn value(&self, cards: CardOrder) -> f64 {
        let (scene, tables) = (self.scene, self.tables);
        let column = |joker: usize, of: fn(&crate::balatro::compiled::tables::Column) -> f64| {
            tables.columns.get(joker).map_or(0.0, of)
        };
        let levels = self.sum(|joker| column(joker, |column| column.copied_levels));
        let (mut chips, mut mult) = base(scene, levels, uncertain_levels(scene, self.luck));
        let mut money = scene.money + self.sum(|joker| column(joker, |column| column.copied_dollars));
        let mut grown = [0.0; JOKERS_MAX];
        let mut blocks = [Affine::IDENTITY; PLAYED_MAX];
        let mut held = Affine::IDENTITY;
        for (index, row) in tables.scored.iter().chain(&tables.held).enumerate() {
            let cell = |joker: usize| -> &Cell { tables.cell(index, joker) };
            let times = f64::from(row.triggers) + self.sum(|joker| f64::from(cell(joker).repeats));
            let keep = self.sum(|joker| cell(joker).keep);
            chips += times * (row.chips + self.sum(|joker| cell(joker).chips)) + keep * times * (times - 1.0) / 2.0;
            money += times * (row.dollars + self.sum(|joker| cell(joker).dollars));
            grown
                .iter_mut()
                .enumerate()
                .take(tables.jokers)
                .for_each(|(joker, place)| *place += times * cell(joker).grows);
            let mut block = Affine::IDENTITY;
            let (mut done, once) = (0.0, self.block(row.own, index));
            while done < times {
                block = block.then(once);
                done += 1.0;
            }
            match blocks.get_mut(index).filter(|_| index < tables.scored.len()) {
                Some(place) => *place = block,
                None => held = held.then(block),
            }
        }
        let cards = if cards == CardOrder::AsPlayed { cards } else { CardOrder::Free { first: None, face: None } };
        let scored = blocks.get(..tables.scored.len()).unwrap_or(&blocks);
        mult = held.of(arrange(mult, scored, 0, cards).0);
        let (more, mult) = self.pass(mult, &grown, money);
        self.balance(chips + more, mult)
    }

    /// Chips and mult of the pass over the jokers and what follows.
    fn pass(&self, mult: f64, grown: &[f64; JOKERS_MAX], money: f64) -> (f64, f64) {
        let (scene, tables) = (self.scene, self.tables);
        let mut ops = [(Affine::IDENTITY, 0.0); JOKERS_MAX];
        for joker in &self.own {
            let Some(column) = tables.columns.get(*joker) else { continue };
            let growth = grown.get(*joker).copied().unwrap_or(0.0);
            let op = if column.dynamic {
                dynamic_pass(scene, *joker, growth, money, self.luck)
            } else {
                (column.pass, column.pass_chips)
            };
            if let Some(place) = ops.get_mut(*joker) {
                *place = op;
            }
        }
        let op = |joker: usize| ops.get(joker).copied().unwrap_or((Affine::IDENTITY, 0.0));
        let mut sum = self.sum(|joker| op(joker).0.a);
        let mut product = self.product(|joker| op(joker).0.x);
        let mut chips = self.sum(|joker| op(joker).1);
        let rider = self.product(|joker| tables.columns.get(joker).map_or(1.0, |column| column.rider));
        for (joker, (first, foil, last)) in scene.given.jokers.iter().zip(&tables.editions) {
            sum += first.a;
            chips += foil;
            product *= last.x * if rides(joker) { rider } else { 1.0 };
        }
        let planets: f64 = (0..scene.planets()).map(|_| OBSERVATORY_FACTOR).product();
        (chips, (mult + sum) * product * planets)
    }

    fn balance(&self, chips: f64, mult: f64) -> f64 {
        if self.scene.given.table.plasma { f64::midpoint(chips, mult).powi(2) } else { chips * mult }
    }
}
