//! Playing in bulk: waves of batches, each wave played while the one before is handed over.

use std::ops::Range;
use std::sync::Arc;

use arrow::error::ArrowError;

use super::ids::RunId;
use super::options::{BatchError, BulkOptions, BulkReport, GameBatches};
use super::rows::{Rows, RunFacts};
use super::tally::GameTally;
use crate::brigade::catalog::{scenario, scenario_names};
use crate::brigade::error::BrigadeError;
use crate::brigade::plan::Plan;
use crate::brigade::play::{Match, Player};

/// Plays the games of all seeds and hands their rows to `deliver`, batch by batch in the order of the games.
///
/// With the feature `rayon` the games are spread over its threads, and batches are played while others are handed over;
/// the rows do not depend on the number of threads. Holds two waves of one batch per thread at a time, whatever the
/// number of games. Game i has the seed `seeds.start + i`.
///
/// # Errors
/// [`BatchError::Brigade`] as [`Player::new`], and [`BrigadeError::Range`] for `rows_per_batch` or, where nights are
/// recorded, `nights_max` outside its bounds: then nothing was handed over. [`BatchError::Receiver`] as soon as
/// `deliver` returns an error, which is also how to stop early.
pub fn simulate_batches<E: Send>(
    play: &Match,
    seeds: Range<u64>,
    options: &BulkOptions,
    mut deliver: impl FnMut(GameBatches) -> Result<(), E> + Send,
) -> Result<BulkReport, BatchError<E>> {
    let run = Run::new(play, seeds, options)?;
    let mut report = BulkReport { run_id: run.facts.run_id, games: 0, nights: 0 };
    let mut next = 0..run.wave.min(run.batches);
    let mut played = run.play_wave(next.clone())?;
    while !played.is_empty() {
        for part in &played {
            report.games += part.games;
            report.nights += part.nights;
        }
        next = next.end..next.end.saturating_add(run.wave).min(run.batches);
        let hand_over = || played.into_iter().try_for_each(|part| deliver(part.batches));
        let (handed_over, following) = beside(hand_over, || run.play_wave(next.clone()));
        handed_over.map_err(BatchError::Receiver)?;
        played = following?;
    }
    Ok(report)
}

/// The rows of one batch.
struct Part {
    games: u64,
    nights: u64,
    batches: GameBatches,
}

/// A simulation laid out in batches.
struct Run<'a> {
    play: &'a Match,
    plan: Arc<Plan>,
    facts: RunFacts,
    seeds: Range<u64>,
    games_per_batch: u64,
    batches: u64,
    /// Batches of a wave: one for each thread.
    wave: u64,
    nights: bool,
}

/// Why a batch could not be played.
enum PartError {
    Brigade(BrigadeError),
    Arrow(ArrowError),
}

impl<E> From<PartError> for BatchError<E> {
    fn from(error: PartError) -> Self {
        match error {
            PartError::Brigade(error) => Self::Brigade(error),
            PartError::Arrow(error) => Self::Arrow(error),
        }
    }
}

impl<'a> Run<'a> {
    fn new(play: &'a Match, seeds: Range<u64>, options: &BulkOptions) -> Result<Self, BrigadeError> {
        let plan = Arc::new(Plan::new(&play.scenario, play.agents.len(), play.rules)?);
        // A match that cannot be played is refused even if there is no game to play.
        Player::of_plan(play, Arc::clone(&plan))?;
        let games_per_batch = options.games_per_batch(play.agents.len(), play.nights_max)?;
        let batches = seeds.end.saturating_sub(seeds.start).div_ceil(games_per_batch);
        let name = options.scenario.clone().or_else(|| built_in_name(play));
        let facts = RunFacts::new(RunId::new(play, seeds.start, &options.key)?, name, play);
        Ok(Self { play, plan, facts, seeds, games_per_batch, batches, wave: threads(), nights: options.nights })
    }

    fn play_wave(&self, batches: Range<u64>) -> Result<Vec<Part>, PartError> {
        in_order(batches, |batch| self.play_batch(batch))
    }

    fn play_batch(&self, batch: u64) -> Result<Part, PartError> {
        let first = batch * self.games_per_batch;
        let games = (self.seeds.end - self.seeds.start - first).min(self.games_per_batch);
        let mut player = Player::of_plan(self.play, Arc::clone(&self.plan)).map_err(PartError::Brigade)?;
        let (mut rows, mut tally) = (Rows::new(self.nights), GameTally::new(&self.plan));
        let mut nights = 0;
        for index in first..first + games {
            let seed = self.seeds.start + index;
            tally.begin();
            let watched = player.play_nights(seed, |night| {
                tally.add(&self.plan, night);
                rows.add_night(&self.facts, index, night);
            });
            watched.map_err(PartError::Brigade)?;
            nights += u64::from(tally.nights);
            rows.add_game(&self.facts, &self.plan, index, seed, player.game(), &tally);
        }
        Ok(Part { games, nights, batches: rows.finish(first).map_err(PartError::Arrow)? })
    }
}

fn built_in_name(play: &Match) -> Option<String> {
    let equal = |name: &&str| scenario(name).is_ok_and(|known| *known == play.scenario);
    scenario_names().find(equal).map(str::to_owned)
}

#[cfg(feature = "rayon")]
fn threads() -> u64 {
    rayon::current_num_threads().max(1) as u64
}

#[cfg(not(feature = "rayon"))]
fn threads() -> u64 {
    1
}

#[cfg(feature = "rayon")]
fn in_order(batches: Range<u64>, play: impl Fn(u64) -> Result<Part, PartError> + Sync) -> Result<Vec<Part>, PartError> {
    use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
    let numbers: Vec<u64> = batches.collect();
    let parts: Vec<_> = numbers.into_par_iter().map(&play).collect();
    parts.into_iter().collect()
}

#[cfg(not(feature = "rayon"))]
fn in_order(batches: Range<u64>, play: impl Fn(u64) -> Result<Part, PartError> + Sync) -> Result<Vec<Part>, PartError> {
    batches.map(play).collect()
}

/// Both results, worked out side by side where there are threads.
#[cfg(feature = "rayon")]
fn beside<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

#[cfg(not(feature = "rayon"))]
fn beside<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}
