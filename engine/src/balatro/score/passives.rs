//! Lasting changes of the rules by the jokers owned.

use crate::balatro::model::joker::Joker;
use crate::balatro::model::rule::Passive;

/// Which changes are in force. A debuffed joker changes nothing, and no joker copies such a change.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, one for each joker of this kind")]
pub(crate) struct Passives {
    pub four_fingers: bool,
    pub shortcut: bool,
    pub pareidolia: bool,
    pub splash: bool,
    pub smeared: bool,
    pub chicot: bool,
    /// Chances are multiplied by this: 2 for each Oops! All 6s.
    pub chance: f64,
}

impl Passives {
    pub(crate) fn of(jokers: &[Joker]) -> Self {
        let mut passives = Self { chance: 1.0, ..Self::default() };
        for joker in jokers.iter().filter(|joker| !joker.debuffed) {
            match joker.info().passive() {
                Some(Passive::FourFingers) => passives.four_fingers = true,
                Some(Passive::Shortcut) => passives.shortcut = true,
                Some(Passive::Pareidolia) => passives.pareidolia = true,
                Some(Passive::Splash) => passives.splash = true,
                Some(Passive::Smeared) => passives.smeared = true,
                Some(Passive::Chicot) => passives.chicot = true,
                Some(Passive::Oops) => passives.chance *= 2.0,
                None => {}
            }
        }
        passives
    }

    /// The chance of what happens once in `odds` times, at most 1.
    pub(crate) fn chance_of(&self, odds: f64) -> f64 {
        (self.chance / odds).min(1.0)
    }
}
