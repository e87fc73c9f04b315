//! How chances come out.

use crate::balatro::model::state::Luck;

/// Decides every roll of a hand, in the order in which the game makes them.
pub(crate) trait Rolls {
    /// Whether something of this chance (0..=1) happens.
    fn happens(&mut self, chance: f64) -> bool;

    /// A whole number from 0 to `most`.
    fn up_to(&mut self, most: f64) -> f64;
}

/// Any rolls; see [`super::trace::AnyTrace`].
#[cfg(target_arch = "wasm32")]
pub(crate) struct AnyRolls<'a>(pub &'a mut dyn Rolls);

#[cfg(target_arch = "wasm32")]
impl Rolls for AnyRolls<'_> {
    fn happens(&mut self, chance: f64) -> bool {
        self.0.happens(chance)
    }

    fn up_to(&mut self, most: f64) -> f64 {
        self.0.up_to(most)
    }
}

/// All rolls come out at one end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extreme {
    /// Everything that can happen does; otherwise only what is certain.
    pub most: bool,
}

impl Extreme {
    pub(crate) fn of(luck: Luck) -> Self {
        Self { most: luck == Luck::Most }
    }
}

impl Rolls for Extreme {
    fn happens(&mut self, chance: f64) -> bool {
        chance >= 1.0 || (self.most && chance > 0.0)
    }

    fn up_to(&mut self, most: f64) -> f64 {
        if self.most { most } else { 0.0 }
    }
}

/// Follows a script of outcomes and writes it on where it ends, so that every course of a hand can be walked once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scripted {
    /// For each roll: which outcome was taken, out of how many, with which chance.
    script: Vec<Outcome>,
    at: usize,
}

#[derive(Debug, Clone, Copy)]
struct Outcome {
    taken: u32,
    of: u32,
    chance: f64,
}

impl Scripted {
    fn next(&mut self, of: u32, chance: impl Fn(u32) -> f64) -> u32 {
        if self.at == self.script.len() {
            self.script.push(Outcome { taken: 0, of, chance: chance(0) });
        }
        let taken = self.script.get_mut(self.at).map_or(0, |outcome| {
            outcome.chance = chance(outcome.taken);
            outcome.taken
        });
        self.at += 1;
        taken
    }

    /// The chance of the course that was walked.
    pub(crate) fn chance(&self) -> f64 {
        self.script.iter().map(|outcome| outcome.chance).product()
    }

    /// Turns to the next course; `false` when all were walked.
    pub(crate) fn advance(&mut self) -> bool {
        self.at = 0;
        while let Some(mut last) = self.script.pop() {
            last.taken += 1;
            if last.taken < last.of {
                self.script.push(last);
                return true;
            }
        }
        false
    }
}

impl Rolls for Scripted {
    fn happens(&mut self, chance: f64) -> bool {
        if chance >= 1.0 || chance <= 0.0 {
            return chance >= 1.0;
        }
        self.next(2, |taken| if taken == 1 { chance } else { 1.0 - chance }) == 1
    }

    fn up_to(&mut self, most: f64) -> f64 {
        let of = (0..=1000_u32).take_while(|number| f64::from(*number) <= most).count();
        let of = u32::try_from(of).unwrap_or(1).max(1);
        f64::from(self.next(of, |_| 1.0 / f64::from(of)))
    }
}
