//! A small genetic search over the ten parameters of a heuristic: tournament selection, uniform crossover, bounded
//! mutation, an elite that lives on.
//!
//! All of a generation play the same seeds, so that what differs between two of them is they themselves; the next
//! generation plays others, so that no luck is bred. The seed decides everything, whatever the number of threads.

mod breed;
mod options;
mod search;

pub use options::{Aim, Evolution, EvolutionOptions, EvolutionReport, GENERATIONS_MAX, Generation, POPULATION_MAX};
pub(super) use search::search;
