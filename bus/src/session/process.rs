//! The runs of one producer's program, told apart by rules P1 to P4.
//!
//! * **P1** A `connection_test` begins a run: the mod sends it once, before anything else. The same one again, with
//!   nothing between, is a repetition.
//! * **P2** A batch with an event that is known already belongs to the run that sent it first.
//! * **P3** Otherwise, times that go back by more than [`BACK_MS`] mean another run, unless the batch is late. After
//!   an outage the mod sends its buffers newest first, so late batches are common. A state in the batch tells the two
//!   apart: it carries the wall clock of its making. Before the newest wall clock seen: late. After it: another run.
//! * **P4** Where the wall clock does not tell: another run if the producer was silent for [`SILENCE_US`], or if the
//!   times lie before the first of the run.
//!
//! Times are the producer's monotonic clock; an event that carries wall time instead says nothing here.

use super::dedupe::{Key, Seen};
use super::games::{GameId, Games};

/// How far times may go back within one run, milliseconds: the mod's batches overlap a little.
pub(crate) const BACK_MS: f64 = 1_000.0;
/// A silence after which going back means another run, microseconds.
const SILENCE_US: i64 = 3_000_000;

/// One run of a producer's program.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) id: GameId,
    pub(crate) games: Games,
    pub(crate) seen: Seen,
    pub(crate) clock: Clock,
}

/// What is known of a run's clocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    /// The first and the latest time on the producer's clock.
    pub(crate) first_ms: Option<f64>,
    pub(crate) last_ms: Option<f64>,
    /// The newest wall clock a state carried, seconds.
    pub(crate) wall_s: Option<f64>,
    /// When the last batch arrived, microseconds since the epoch.
    pub(crate) arrived_us: i64,
    /// Only the connection test has come so far.
    pub(crate) fresh: bool,
}

/// What a batch says of its run's clocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct BatchClock {
    pub(crate) first_ms: Option<f64>,
    pub(crate) last_ms: Option<f64>,
    pub(crate) wall_s: Option<f64>,
    pub(crate) arrived_us: i64,
    pub(crate) connection_test: bool,
}

impl Process {
    pub(crate) fn new(id: GameId, game: GameId, since_ms: f64) -> Self {
        Self { id, games: Games::first(game, since_ms), seen: Seen::default(), clock: Clock::default() }
    }

    pub(crate) fn knows_any(&self, keys: &[Key]) -> bool {
        keys.iter().any(|key| self.seen.contains(*key))
    }
}

impl Clock {
    /// P3 and P4: whether a batch with no known event in it comes from another run.
    pub(crate) fn restarted(&self, batch: &BatchClock) -> bool {
        let (Some(batch_last), Some(last), Some(first)) = (batch.last_ms, self.last_ms, self.first_ms) else {
            return false;
        };
        if batch_last >= last - BACK_MS {
            return false;
        }
        match (batch.wall_s, self.wall_s) {
            (Some(now), Some(newest)) if now > newest => true,
            (Some(now), Some(newest)) if now < newest => false,
            _ => batch_last < first - BACK_MS || batch.arrived_us - self.arrived_us >= SILENCE_US,
        }
    }

    /// Takes a batch of this run into account.
    pub(crate) fn advance(&mut self, batch: &BatchClock) {
        let fold = |known: Option<f64>, new: Option<f64>, pick: fn(f64, f64) -> f64| match (known, new) {
            (Some(known), Some(new)) => Some(pick(known, new)),
            (known, new) => known.or(new),
        };
        self.first_ms = fold(self.first_ms, batch.first_ms, f64::min);
        self.last_ms = fold(self.last_ms, batch.last_ms, f64::max);
        self.wall_s = fold(self.wall_s, batch.wall_s, f64::max);
        self.arrived_us = batch.arrived_us;
        self.fresh = batch.connection_test;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(first_ms: f64, last_ms: f64, wall_s: Option<f64>, arrived_us: i64) -> BatchClock {
        BatchClock { first_ms: Some(first_ms), last_ms: Some(last_ms), wall_s, arrived_us, connection_test: false }
    }

    fn after(batches: &[BatchClock]) -> Clock {
        let mut clock = Clock::default();
        batches.iter().for_each(|batch| clock.advance(batch));
        clock
    }

    #[test]
    fn times_that_go_on_or_overlap_a_little_are_the_same_run() {
        let clock = after(&[batch(10_000.0, 20_000.0, None, 0)]);
        assert!(!clock.restarted(&batch(20_000.0, 21_000.0, None, 9_000_000)));
        assert!(!clock.restarted(&batch(19_000.0, 19_500.0, None, 9_000_000)));
    }

    #[test]
    fn p3_the_wall_clock_tells_late_from_restarted() {
        let clock = after(&[batch(10_000.0, 80_000.0, Some(500.0), 0)]);
        assert!(!clock.restarted(&batch(9_000.0, 9_500.0, Some(430.0), 60_000_000)), "made earlier: late");
        assert!(clock.restarted(&batch(20_000.0, 21_000.0, Some(520.0), 0)), "made later on a younger clock");
    }

    #[test]
    fn p4_silence_or_a_time_before_the_first() {
        let clock = after(&[batch(10_000.0, 80_000.0, Some(500.0), 1_000_000)]);
        assert!(!clock.restarted(&batch(20_000.0, 30_000.0, Some(500.0), 1_500_000)), "a storm");
        assert!(clock.restarted(&batch(20_000.0, 30_000.0, None, 9_000_000)), "after silence");
        assert!(clock.restarted(&batch(2_000.0, 3_000.0, None, 1_500_000)), "before the first");
    }
}
