//! What the games mean, as pure functions over plain data: no I/O, no clock, no wire types.
//!
//! * [`balatro::history`] turns what was observed of a Balatro game into facts: hands, rounds, the run and its outcome.
//! * [`balatro`] scores hands of Balatro, explains them, finds the best order and the best play, and decides.
//! * [`brigade`] is the game Bucket Brigade: rules, agents, games in bulk, replays.
//! * [`graph`] turns games into a property graph, keeps one, and measures it.
//! * [`mining`] finds what goes together: itemsets, sequences, contrasts, synergy, communities, suggestions.
//! * [`columns`] holds the Arrow schema and the builder of every table (feature `arrow`).
//!
//! The crate knows nobody. Start with [`balatro::history::Tracker`] for the rules, and with `docs/tables.md` for the
//! meaning of every column.

pub mod balatro;
pub mod brigade;
#[cfg(feature = "arrow")]
pub mod columns;
pub mod graph;
mod json;
pub mod mining;
mod number;
mod sort;
