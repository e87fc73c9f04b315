//! A distribution of mult, split by what rolls have changed besides it.

use crate::balatro::compiled::affine::Affine;
use crate::sort;

/// What a case is told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Key {
    /// Dollars earned.
    pub dollars: i64,
    /// Triggers of lucky cards that came out.
    pub successes: u32,
    /// Whether the trigger at hand came out.
    pub success: bool,
}

/// One case: its probability, and the moments of mult over it (both weighted with the probability).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Atom {
    pub key: Key,
    pub weight: f64,
    pub first: f64,
    pub second: f64,
    pub chips: f64,
}

impl Atom {
    pub(super) fn apply(&mut self, op: Affine) {
        let Affine { x, a } = op;
        self.second = x * x * self.second + 2.0 * x * a * self.first + a * a * self.weight;
        self.first = x * self.first + a * self.weight;
    }

    /// Adds a whole number from 0 to `most`, all equally likely.
    pub(super) fn add_up_to(&mut self, most: f64) {
        let (mean, square) = (most / 2.0, most * (2.0 * most + 1.0) / 6.0);
        self.second += 2.0 * mean * self.first + square * self.weight;
        self.first += mean * self.weight;
    }

    fn scaled(self, by: f64) -> Self {
        Self { weight: self.weight * by, first: self.first * by, second: self.second * by, ..self }
    }
}

/// All cases, each key once.
#[derive(Debug, Clone)]
pub(super) struct Atoms(pub Vec<Atom>);

impl Atoms {
    pub(super) fn certain(mult: f64, chips: f64) -> Self {
        Self(vec![Atom { key: Key::default(), weight: 1.0, first: mult, second: mult * mult, chips }])
    }

    pub(super) fn each(&mut self, change: impl Fn(&mut Atom)) {
        self.0.iter_mut().for_each(change);
    }

    /// Lets something happen with this chance.
    pub(super) fn roll(&mut self, chance: f64, change: impl Fn(&mut Atom)) {
        if chance <= 0.0 {
            return;
        }
        let happened: Vec<Atom> = self
            .0
            .iter()
            .map(|atom| {
                let mut changed = atom.scaled(chance);
                change(&mut changed);
                changed
            })
            .collect();
        if chance < 1.0 {
            self.each(|atom| *atom = atom.scaled(1.0 - chance));
            self.0.extend(happened);
        } else {
            self.0 = happened;
        }
        self.merge();
    }

    /// Makes one of cases that have become equal.
    pub(super) fn merge(&mut self) {
        sort::by_key(&mut self.0, |atom| atom.key);
        self.0.dedup_by(|next, kept| {
            let equal = next.key == kept.key;
            if equal {
                kept.weight += next.weight;
                kept.first += next.first;
                kept.second += next.second;
            }
            equal
        });
    }
}
