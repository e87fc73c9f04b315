//! The steps of a hand, so that a person can follow them.

use serde::Serialize;

use super::scene::Given;

/// The part of a hand in which a step happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Jokers that act before the base is read.
    Before,
    /// The hand's own chips and mult.
    Base,
    /// The scored cards.
    Scored,
    /// The held cards.
    Held,
    /// The jokers, left to right.
    Jokers,
    /// Planets, with the Observatory.
    Planets,
    /// What the deck does last.
    Deck,
}

impl Phase {
    /// One word for a table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Base => "base",
            Self::Scored => "scored",
            Self::Held => "held",
            Self::Jokers => "jokers",
            Self::Planets => "planets",
            Self::Deck => "deck",
        }
    }
}

/// One step: who did what, and where chips, mult and money stand after it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The part of the hand.
    pub phase: Phase,
    /// The card that triggers, as `1:K♥`-like text with its 1-based place; empty outside of cards.
    pub card: String,
    /// Which trigger of the card this is: 1 for the first, more for retriggers, 0 outside of cards.
    pub trigger: u32,
    /// Who acts: a joker with its 1-based slot, a copy with what it copies, or the card itself.
    pub source: String,
    /// What it does, such as `+50 chips` or `×1.5 mult`.
    pub effect: String,
    /// Chips after it.
    pub chips: f64,
    /// Mult after it.
    pub mult: f64,
    /// Dollars earned in this hand after it.
    pub dollars: f64,
}

impl Step {
    /// A step before the base is read, where neither chips nor mult stand yet.
    pub(crate) fn before(phase: Phase, given: &Given<'_>, joker: usize, copies: Option<usize>, effect: String) -> Self {
        let source = joker_name(given, joker, copies);
        Self { phase, card: String::new(), trigger: 0, source, effect, chips: 0.0, mult: 0.0, dollars: 0.0 }
    }
}

/// A joker's name, with what it copies.
pub(crate) fn joker_name(given: &Given<'_>, joker: usize, copies: Option<usize>) -> String {
    let name = |index: usize| given.jokers.get(index).map_or("", |joker| joker.info().name.as_str());
    match copies {
        Some(target) => format!("{} ({})", name(joker), name(target)),
        None => name(joker).to_owned(),
    }
}

/// Takes the steps, or does not care.
pub(crate) trait Trace {
    /// Adds a step; made only if it is kept.
    fn add(&mut self, step: impl FnOnce() -> Step);

    /// Where steps are kept, if they are.
    #[cfg(target_arch = "wasm32")]
    fn steps(&mut self) -> Option<&mut Vec<Step>>;
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Silent;

impl Trace for Silent {
    fn add(&mut self, _: impl FnOnce() -> Step) {}

    #[cfg(target_arch = "wasm32")]
    fn steps(&mut self) -> Option<&mut Vec<Step>> {
        None
    }
}

impl Trace for Vec<Step> {
    fn add(&mut self, step: impl FnOnce() -> Step) {
        self.push(step());
    }

    #[cfg(target_arch = "wasm32")]
    fn steps(&mut self) -> Option<&mut Vec<Step>> {
        Some(self)
    }
}

/// Keeps steps or not, as it turns out: a browser's module holds the walk through a hand once instead of once for each
/// kind of rolls and trace.
#[cfg(target_arch = "wasm32")]
pub(crate) struct AnyTrace<'a>(pub Option<&'a mut Vec<Step>>);

#[cfg(target_arch = "wasm32")]
impl Trace for AnyTrace<'_> {
    fn add(&mut self, step: impl FnOnce() -> Step) {
        if let Some(steps) = &mut self.0 {
            steps.push(step());
        }
    }

    fn steps(&mut self) -> Option<&mut Vec<Step>> {
        self.0.as_deref_mut()
    }
}
