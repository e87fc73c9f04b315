//! What happens on the bus: each happening counts itself.

use ludograph_proto::pb::RepairKind;
use ludograph_proto::repair;
use metrics::{counter, histogram};

use crate::ingest::Receipt;

/// A body was taken and is on disk.
pub(crate) struct BodyTaken<'a> {
    pub(crate) receipt: &'a Receipt,
    pub(crate) bytes: usize,
}

impl BodyTaken<'_> {
    pub(crate) fn emit(&self) {
        counter!("ludograph_bodies_total").increment(1);
        counter!("ludograph_body_bytes_total").increment(self.bytes as u64);
        counter!("ludograph_events_stored_total").increment(self.receipt.stored as u64);
        if self.receipt.duplicates > 0 {
            counter!("ludograph_events_duplicate_total").increment(self.receipt.duplicates as u64);
        }
        if self.receipt.dead_letters > 0 {
            counter!("ludograph_dead_letters_total").increment(self.receipt.dead_letters as u64);
            tracing::warn!(dead_letters = self.receipt.dead_letters, "parts of a body were kept as dead letters");
        }
        for repaired in &self.receipt.repairs {
            let kind = RepairKind::try_from(repaired.kind).unwrap_or(RepairKind::Unspecified);
            counter!("ludograph_repairs_total", "kind" => repair::name(kind)).increment(repaired.count.into());
        }
    }
}

/// A door answered a body.
pub(crate) struct BodyAnswered {
    pub(crate) seconds: f64,
    pub(crate) status: u16,
}

impl BodyAnswered {
    pub(crate) fn emit(&self) {
        histogram!("ludograph_door_seconds").record(self.seconds);
        if self.status == 503 {
            counter!("ludograph_bodies_refused_total").increment(1);
        }
    }
}

/// A command was queued, or handed to a game.
pub(crate) enum Commands {
    Queued(usize),
    Polled(usize),
}

impl Commands {
    pub(crate) fn emit(&self) {
        match self {
            Self::Queued(count) => counter!("ludograph_commands_queued_total").increment(*count as u64),
            Self::Polled(0) => {}
            Self::Polled(count) => counter!("ludograph_commands_polled_total").increment(*count as u64),
        }
    }
}
