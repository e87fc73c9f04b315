//! The network of games that are played for it.

use std::ops::Range;

use super::counts::CooperationCounts;
use super::measures::CooperationNetwork;
use crate::brigade::error::BrigadeError;
use crate::brigade::play::{Match, play_parts};

/// Plays the games of all seeds and measures who worked for whom. With the feature `rayon` on all threads; the result
/// does not depend on their number.
///
/// # Errors
/// As [`crate::brigade::Player::new`].
pub fn cooperation(play: &Match, seeds: Range<u64>) -> Result<CooperationNetwork, BrigadeError> {
    let empty = CooperationCounts::new(&play.scenario, play.agents.len())?;
    let parts = play_parts(play, seeds, |player, seeds| {
        let mut counts = empty.clone();
        for seed in seeds {
            player.try_play_nights(seed, |night| counts.add(night))?;
        }
        Ok(counts)
    })?;
    let mut counts = empty;
    parts.iter().try_for_each(|part| counts.merge(part))?;
    counts.network()
}
