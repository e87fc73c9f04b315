//! Bucket Brigade from outside: recorded games, rules by hand, arbitrary input, agents, batches, replays.

#![allow(clippy::unwrap_used, clippy::float_cmp, reason = "tests")]

mod agents;
mod arbitrary;
mod batches;
#[cfg(feature = "arrow")]
mod bulk;
mod errors;
mod evolution;
mod golden;
mod networks;
mod observations;
mod oracle;
mod replays;
mod rules;
mod states;
mod tournaments;
