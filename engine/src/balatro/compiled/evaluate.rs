//! Mult for an order of the jokers, and bounds on it.

use crate::balatro::model::state::PLAYED_MAX;

use super::affine::Affine;
use super::arrange::{CardOrder, arrange};
use super::setting::Setting;
use super::tables::{Row, Tables};

/// Tables and the setting they are asked in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evaluator<'e> {
    pub tables: &'e Tables,
    pub setting: &'e Setting,
    pub cards: CardOrder,
    pub plasma: bool,
}

impl Evaluator<'_> {
    /// The source whose effects a joker has.
    #[inline]
    pub(crate) fn source(&self, joker: u8) -> Option<u8> {
        self.setting.effective.get(usize::from(joker)).copied().flatten()
    }

    /// What a joker does to mult on one trigger of a row.
    #[inline]
    pub(crate) fn on_row(&self, index: usize, row: &Row, joker: u8) -> Affine {
        match self.source(joker) {
            Some(source) if row.touched >> source & 1 != 0 => self.tables.cell(index, usize::from(source)).op,
            _ => Affine::IDENTITY,
        }
    }

    /// What a joker does at its slot.
    #[inline]
    pub(crate) fn at_slot(&self, joker: u8) -> Affine {
        self.setting.pass.get(usize::from(joker)).copied().unwrap_or(Affine::IDENTITY)
    }

    /// How often a row triggers.
    pub(crate) fn triggers(&self, index: usize) -> u32 {
        let scored = self.tables.scored.len();
        let found = if index < scored {
            self.setting.triggers.get(index)
        } else {
            self.setting.held_triggers.get(index - scored)
        };
        found.copied().unwrap_or(1)
    }

    /// All rows with their index.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        self.tables.scored.iter().chain(&self.tables.held).enumerate()
    }

    /// Mult at the end with the jokers in this order, and the order of the scored rows; O(jokers · cards).
    pub(crate) fn mult(&self, order: &[u8]) -> (f64, [u8; PLAYED_MAX]) {
        self.through(
            |index, row| {
                order.iter().fold(row.own, |block, joker| {
                    let op = self.on_row(index, row, *joker);
                    if row.touched == 0 { block } else { block.then(op) }
                })
            },
            self.cards,
            |mult| order.iter().fold(mult, |mult, joker| self.at_slot(*joker).of(mult)),
        )
    }

    /// No order that begins with `order` gets more mult than this: after what is placed, everything else adds first
    /// and multiplies then, on every row, and the cards lie as is best for that.
    pub(crate) fn mult_at_most(&self, order: &[u8], rest: u32) -> f64 {
        let relaxed = |start: Affine, op: &dyn Fn(u8) -> Affine| {
            let (mut sum, mut product) = (0.0, 1.0);
            let mut left = rest;
            while left != 0 {
                let joker = left.trailing_zeros();
                left &= left - 1;
                let op = op(u8::try_from(joker).unwrap_or(0));
                sum += op.a;
                product *= op.x;
            }
            // What one joker adds after multiplying is not multiplied by itself: taking it as if it were is no less.
            start.then(Affine::add(sum)).then(Affine::times(product))
        };
        let cards = match self.cards {
            CardOrder::AsPlayed => CardOrder::AsPlayed,
            CardOrder::Free { .. } => CardOrder::Free { first: None, face: None },
        };
        let block = |index: usize, row: &Row| {
            if row.touched == 0 {
                return row.own;
            }
            let placed = order.iter().fold(row.own, |block, joker| block.then(self.on_row(index, row, *joker)));
            relaxed(placed, &|joker| self.on_row(index, row, joker))
        };
        let pass = |mult: f64| {
            let placed = order.iter().fold(mult, |mult, joker| self.at_slot(*joker).of(mult));
            relaxed(Affine::IDENTITY, &|joker| self.at_slot(joker)).of(placed)
        };
        self.through(block, cards, pass).0
    }

    fn through(
        &self,
        block: impl Fn(usize, &Row) -> Affine,
        cards: CardOrder,
        pass: impl Fn(f64) -> f64,
    ) -> (f64, [u8; PLAYED_MAX]) {
        let mut blocks = [Affine::IDENTITY; PLAYED_MAX];
        let (mut count, mut faces) = (0, 0);
        let scored = self.tables.scored.len();
        for ((index, row), place) in self.tables.scored.iter().enumerate().zip(&mut blocks) {
            *place = block(index, row).repeated(self.triggers(index));
            faces |= u32::from(row.face) << index;
            count += 1;
        }
        let (mut mult, rows) = arrange(self.setting.mult, blocks.get(..count).unwrap_or(&[]), faces, cards);
        for (index, row) in self.tables.held.iter().enumerate() {
            let block = block(scored + index, row);
            for _ in 0..self.triggers(scored + index) {
                mult = block.of(mult);
            }
        }
        (pass(mult) * self.setting.after, rows)
    }

    /// Chips times mult, before the last floor.
    pub(crate) fn value(&self, mult: f64) -> f64 {
        if self.plasma {
            let balanced = f64::midpoint(self.setting.chips, mult).floor();
            balanced * balanced
        } else {
            self.setting.chips * mult
        }
    }
}
