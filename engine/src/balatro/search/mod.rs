//! Searches: the best order of jokers and cards, the best play, the best discard.

pub(crate) mod arrangement;
pub(crate) mod budget;
pub(crate) mod discard;
pub(crate) mod exact;
pub(crate) mod exhaustive;
pub(crate) mod incumbent;
pub(crate) mod lineups;
pub(crate) mod order;
pub(crate) mod play;
pub(crate) mod problem;
pub(crate) mod relaxed;
pub(crate) mod units;
