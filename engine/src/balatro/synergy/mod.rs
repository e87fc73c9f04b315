//! Which jokers are worth more together than apart, from scoring.

pub(crate) mod shapley;
pub(crate) mod team;
