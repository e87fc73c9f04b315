//! The loop of a search, whatever vectors are judged by.

use std::ops::Range;

use super::breed::{Vector, first, next, ranked};
use super::options::{EvolutionOptions, EvolutionReport, Generation};
use crate::brigade::error::BrigadeError;
use crate::brigade::play::run_tasks;
use crate::brigade::ranking::Estimate;
use crate::brigade::rng::Pcg64;

/// Breeding draws from a stream of its own, not from that of the first game.
const BREEDING: u64 = 0x6272_6565_6469_6E67;

/// Searches for the vector with the largest mean of `scores`, which plays the games of seeds and returns one score each.
/// Checks nothing: see [`EvolutionOptions::validate`].
///
/// # Errors
/// What `scores` returns.
pub(crate) fn search(
    options: &EvolutionOptions,
    mut watch: impl FnMut(usize, &Generation),
    scores: impl Fn(&Vector, Range<u64>) -> Result<Vec<f64>, BrigadeError> + Sync,
) -> Result<EvolutionReport, BrigadeError> {
    let mut draws = Pcg64::new(options.seed ^ BREEDING);
    let mut vectors = first(options, &mut draws);
    let mut history = Vec::with_capacity(options.generations);
    let seeds = |generation: usize| {
        let begin = options.seed.saturating_add((generation as u64).saturating_mul(options.games));
        begin..begin.saturating_add(options.games)
    };
    let mut best = vectors[0];
    for generation in 0..options.generations {
        let judge = |index: u64| {
            let vector = usize::try_from(index).ok().and_then(|index| vectors.get(index)).unwrap_or(&best);
            Ok(Estimate::of(&scores(vector, seeds(generation))?).mean)
        };
        let fitness = run_tasks(vectors.len() as u64, judge)?;
        let order = ranked(&fitness);
        let leader = order.first().copied().unwrap_or(0);
        best = vectors[leader];
        let sum: f64 = fitness.iter().sum();
        let mean = sum / fitness.iter().fold(0.0, |count, _| count + 1.0);
        history.push(Generation { best: fitness[leader], mean, vector: best });
        if let Some(reached) = history.last() {
            watch(generation, reached);
        }
        if generation + 1 < options.generations {
            vectors = next(options, &vectors, &order, &mut draws);
        }
    }
    let score = Estimate::of(&scores(&best, seeds(options.generations))?);
    Ok(EvolutionReport { vector: best, score, history })
}
