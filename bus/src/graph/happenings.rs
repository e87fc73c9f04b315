//! What happens in the sink: each happening counts itself, and is logged where somebody should know.

use std::time::Duration;

use ludograph_engine::graph::Value;
use metrics::{counter, gauge, histogram};

use super::blame::Trouble;
use super::deliver::Delivered;

/// The server has a batch.
pub(super) struct BatchDelivered<'a> {
    pub(super) delivered: &'a Delivered,
    pub(super) took: Duration,
}

impl BatchDelivered<'_> {
    pub(super) fn emit(&self) {
        counter!("ludograph_graph_batches_total").increment(1);
        counter!("ludograph_graph_rows_total").increment(self.delivered.rows as u64);
        counter!("ludograph_graph_transactions_total").increment(self.delivered.transactions as u64);
        histogram!("ludograph_graph_batch_seconds").record(self.took.as_secs_f64());
        gauge!("ludograph_graph_connected").set(1.0);
    }
}

/// An attempt failed; there will be another.
pub(super) struct AttemptFailed<'a> {
    pub(super) trouble: &'a Trouble,
    pub(super) pause: Duration,
    /// Whether the attempt before it failed for the same kind of reason.
    pub(super) is_known: bool,
}

impl AttemptFailed<'_> {
    pub(super) fn emit(&self) {
        counter!("ludograph_graph_retries_total", "reason" => self.trouble.kind()).increment(1);
        gauge!("ludograph_graph_connected").set(0.0);
        let (why, pause_ms) = (self.trouble.words(), self.pause.as_millis());
        match self.trouble {
            _ if self.is_known => tracing::debug!(why, pause_ms, "the graph still cannot be fed"),
            Trouble::Stranger(_) | Trouble::Refused(_) => {
                tracing::error!(why, pause_ms, "the graph cannot be fed until somebody mends this");
            }
            _ => tracing::warn!(why, pause_ms, "the graph cannot be fed for now; nothing is lost"),
        }
    }
}

/// The server is there, and the graph stands somewhere.
pub(super) struct Connected {
    pub(super) position: Option<u64>,
}

impl Connected {
    pub(super) fn emit(&self) {
        gauge!("ludograph_graph_connected").set(1.0);
        tracing::info!(position = self.position, "the graph's server is there");
    }
}

/// A row was refused for good and left out.
pub(super) struct RowRefused<'a> {
    pub(super) position: u64,
    pub(super) statement: &'a str,
    pub(super) keys: &'a [(&'static str, Value)],
    pub(super) why: &'a str,
    pub(super) is_logged: bool,
}

impl RowRefused<'_> {
    pub(super) fn emit(&self) {
        counter!("ludograph_graph_dead_letters_total").increment(1);
        if self.is_logged {
            let Self { position, statement, keys, why, .. } = self;
            tracing::error!(position, statement, ?keys, why, "the graph's server refuses a row; it is left out");
        }
    }
}

/// The graph holds less than it did: what it lacks is sent again.
pub(super) struct WentBack {
    pub(super) from: u64,
    pub(super) to: u64,
}

impl WentBack {
    pub(super) fn emit(&self) {
        counter!("ludograph_graph_rewinds_total").increment(1);
        let Self { from, to } = self;
        tracing::warn!(from, to, "the graph has lost what it held, or is another; sending it again");
    }
}

/// What the graph lacks is in the log no more.
pub(super) struct GapFound {
    pub(super) after: u64,
    pub(super) first: u64,
}

impl GapFound {
    pub(super) fn emit(&self) {
        let missing = self.first.saturating_sub(self.after + 1);
        counter!("ludograph_graph_gap_events_total").increment(missing);
        let Self { after, first } = self;
        tracing::error!(after, first, "the log begins after the graph ends; the events between are in no graph");
    }
}

/// A record of the log is no event.
pub(super) struct RecordUnreadable<'a> {
    pub(super) position: u64,
    pub(super) why: &'a str,
}

impl RecordUnreadable<'_> {
    pub(super) fn emit(&self) {
        counter!("ludograph_graph_records_unreadable_total").increment(1);
        tracing::error!(
            position = self.position,
            why = self.why,
            "a record of the log is no event; the graph is without it"
        );
    }
}

/// What is needed to go on could not be written down or read; it is folded anew from the log.
pub(super) struct CheckpointFailed<'a> {
    pub(super) why: &'a str,
}

impl CheckpointFailed<'_> {
    pub(super) fn emit(&self) {
        counter!("ludograph_graph_checkpoint_failures_total").increment(1);
        tracing::warn!(why = self.why, "what is known of open games cannot be kept; the log is held instead");
    }
}

/// The sink has ended for good.
pub(super) struct SinkEnded<'a> {
    pub(super) position: u64,
    pub(super) why: &'a str,
}

impl SinkEnded<'_> {
    pub(super) fn emit(&self) {
        tracing::error!(position = self.position, why = self.why, "the graph sink has ended");
    }
}
