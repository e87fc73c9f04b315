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

/// Rows went from memory to the store.
pub(crate) struct Flushed {
    pub(crate) position: u64,
    pub(crate) took: Duration,
}

impl Flushed {
    #[allow(clippy::cast_precision_loss, reason = "a gauge is a double")]
    pub(crate) fn emit(&self) {
        counter!("ludograph_flushes_total", "outcome" => "done").increment(1);
        histogram!("ludograph_flush_seconds").record(self.took.as_secs_f64());
        gauge!("ludograph_store_position").set(self.position as f64);
        gauge!("ludograph_store_delayed").set(0.0);
    }
}

/// Rows could not go to the store; they stay in memory and in the log, and it is tried again.
pub(crate) struct FlushFailed<'a> {
    pub(crate) position: u64,
    pub(crate) error: &'a str,
}

impl FlushFailed<'_> {
    pub(crate) fn emit(&self) {
        counter!("ludograph_flushes_total", "outcome" => "failed").increment(1);
        gauge!("ludograph_store_delayed").set(1.0);
        tracing::warn!(position = self.position, error = self.error, "the store cannot be written; it is tried again");
    }
}

/// Small files of a table were merged.
pub(crate) struct Merged {
    pub(crate) table: &'static str,
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

impl Merged {
    pub(crate) fn emit(&self) {
        counter!("ludograph_compacted_files_total", "table" => self.table).increment(self.files as u64);
        counter!("ludograph_compacted_bytes_total", "table" => self.table).increment(self.bytes);
    }
}

/// Files of a table could not be looked after; it is tried again.
pub(crate) struct MaintenanceFailed<'a> {
    pub(crate) table: &'static str,
    pub(crate) error: &'a str,
}

impl MaintenanceFailed<'_> {
    pub(crate) fn emit(&self) {
        counter!("ludograph_maintenance_failures_total", "table" => self.table).increment(1);
        tracing::warn!(table = self.table, error = self.error, "the store's files cannot be looked after");
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
