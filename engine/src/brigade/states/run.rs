//! The state graph of games that are played for it.

use std::ops::Range;

use super::graph::{StateGraph, StateGraphOptions};
use crate::brigade::error::BrigadeError;
use crate::brigade::play::{Match, play_parts};

/// Plays the games of all seeds and counts their nights. With the feature `rayon` on all threads; the result does not
/// depend on their number. Memory follows the number of distinct transitions.
///
/// # Errors
/// As [`crate::brigade::Player::new`] and [`StateGraph::new`].
pub fn state_graph(play: &Match, seeds: Range<u64>, options: StateGraphOptions) -> Result<StateGraph, BrigadeError> {
    let mut graph = StateGraph::new(play.scenario.num_houses, options)?;
    // Groups of parts are merged before the next are played, so that not all parts are held at once.
    let mut first = seeds.start;
    loop {
        let last = first.saturating_add(GAMES_AT_ONCE).min(seeds.end).max(first);
        let parts = play_parts(play, first..last, |player, seeds| {
            let mut part = StateGraph::new(play.scenario.num_houses, options)?;
            for seed in seeds {
                player.try_play_nights(seed, |night| part.add(night))?;
            }
            Ok(part)
        })?;
        parts.iter().try_for_each(|part| graph.merge(part))?;
        first = last;
        if first >= seeds.end {
            return Ok(graph);
        }
    }
}

/// How many games are counted before their counts are put together.
const GAMES_AT_ONCE: u64 = 16_384;
