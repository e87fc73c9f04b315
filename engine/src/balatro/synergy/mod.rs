//! Which jokers are worth more together than apart, from scoring.

pub(crate) mod contexts;
pub(crate) mod pairs;
pub(crate) mod shapley;
mod significance;
pub(crate) mod team;
