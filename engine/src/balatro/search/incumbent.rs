//! The best found so far.

use crate::balatro::compiled::affine::ROUNDING;
use crate::balatro::model::state::PLAYED_MAX;

/// The best order found so far. Only what is better by more than rounding takes its place, so equals keep what came
/// first: the user's own order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Incumbent {
    /// Chips times mult before the last floor.
    pub value: f64,
    /// Jokers, left to right.
    pub jokers: Vec<u8>,
    /// The rows that score, in order, and how many there are.
    pub rows: [u8; PLAYED_MAX],
}

impl Incumbent {
    pub(crate) fn none() -> Self {
        Self { value: f64::NEG_INFINITY, jokers: Vec::new(), rows: [0, 1, 2, 3, 4] }
    }

    /// Whether something that gets no more than this need not be looked at.
    #[inline]
    pub(crate) fn beats(&self, at_most: f64) -> bool {
        at_most <= self.value + self.value.abs() * ROUNDING
    }

    /// Takes the place if it is better.
    pub(crate) fn offer(&mut self, value: f64, jokers: &[u8], rows: [u8; PLAYED_MAX]) -> bool {
        if self.beats(value) {
            return false;
        }
        self.value = value;
        self.jokers.clear();
        self.jokers.extend_from_slice(jokers);
        self.rows = rows;
        true
    }
}
