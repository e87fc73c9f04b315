//! What happens in this crate, as small structs that count themselves. Per batch and per query, never per event.

use std::time::Duration;

use metrics::{counter, gauge, histogram};

/// A batch of the log became rows.
pub(crate) struct BatchApplied {
    pub(crate) events: u64,
    pub(crate) position: u64,
    pub(crate) hot_bytes: u64,
    pub(crate) open_games: usize,
    pub(crate) took: Duration,
}

impl BatchApplied {
    #[allow(clippy::cast_precision_loss, reason = "a gauge is a double")]
    pub(crate) fn emit(&self) {
        counter!("ludograph_applied_events_total").increment(self.events);
        histogram!("ludograph_apply_seconds").record(self.took.as_secs_f64());
        gauge!("ludograph_hot_position").set(self.position as f64);
        gauge!("ludograph_hot_bytes").set(self.hot_bytes as f64);
        gauge!("ludograph_open_games").set(self.open_games as f64);
    }
}

/// Events came for games that are sealed already: they stand in `events`, and change no facts.
pub(crate) struct SealedGameTouched {
    pub(crate) events: u64,
}

impl SealedGameTouched {
    pub(crate) fn emit(&self) {
        if self.events > 0 {
            counter!("ludograph_sealed_game_events_total").increment(self.events);
        }
    }
}

/// A query was answered, refused or has failed.
pub(crate) struct QueryFinished {
    pub(crate) outcome: &'static str,
    pub(crate) took: Duration,
}

impl QueryFinished {
    pub(crate) fn emit(&self) {
        counter!("ludograph_queries_total", "outcome" => self.outcome).increment(1);
        histogram!("ludograph_query_seconds").record(self.took.as_secs_f64());
    }
}

/// The feed has stopped for a reason it cannot mend.
pub(crate) struct FeedFailed<'a> {
    pub(crate) position: u64,
    pub(crate) error: &'a str,
}

impl FeedFailed<'_> {
    pub(crate) fn emit(&self) {
        counter!("ludograph_feed_failures_total").increment(1);
        tracing::error!(position = self.position, error = self.error, "the tables no longer follow the log");
    }
}
