//! What the log counts and logs about itself: one struct per happening, per group and never per record.

use std::path::Path;
use std::time::Duration;

use metrics::{counter, histogram};
use tracing::{debug, error, info, warn};

use crate::core::RecoveryReport;
use crate::error::LogError;

/// A group is durable.
pub(crate) struct GroupSynced {
    pub(crate) records: u64,
    pub(crate) bytes: usize,
    pub(crate) took: Duration,
}

impl GroupSynced {
    pub(crate) fn emit(&self) {
        counter!("ludograph_log_groups_total").increment(1);
        counter!("ludograph_log_records_total").increment(self.records);
        counter!("ludograph_log_bytes_total").increment(self.bytes as u64);
        histogram!("ludograph_log_sync_seconds").record(self.took.as_secs_f64());
    }
}

/// A group, and all that was pending behind it, failed.
pub(crate) struct GroupFailed<'a> {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) error: &'a LogError,
}

impl GroupFailed<'_> {
    pub(crate) fn emit(&self) {
        counter!("ludograph_log_failures_total", "class" => self.error.class()).increment(1);
        error!(first = self.first, last = self.last, error = %self.error, "a group could not be made durable");
    }
}

/// A sync outside of writing a group failed.
pub(crate) struct Poisoned<'a> {
    pub(crate) error: &'a LogError,
}

impl Poisoned<'_> {
    pub(crate) fn emit(&self) {
        counter!("ludograph_log_failures_total", "class" => self.error.class()).increment(1);
        error!(error = %self.error, "the log accepts nothing until it is opened again");
    }
}

/// A new segment began.
pub(crate) struct SegmentRolled {
    pub(crate) first: u64,
    pub(crate) bytes: u64,
}

impl SegmentRolled {
    pub(crate) fn emit(&self) {
        debug!(first = self.first, bytes = self.bytes, "a new segment begins");
    }
}

/// Retention removed a segment.
pub(crate) struct SegmentDropped {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) bytes: u64,
}

impl SegmentDropped {
    pub(crate) fn emit(&self) {
        info!(first = self.first, last = self.last, bytes = self.bytes, "a segment was dropped");
    }
}

/// A log was opened.
pub(crate) struct Recovered<'a> {
    pub(crate) dir: &'a Path,
    pub(crate) report: &'a RecoveryReport,
}

impl Recovered<'_> {
    pub(crate) fn emit(&self) {
        let RecoveryReport { segments, records, end_position, torn_bytes, .. } = self.report;
        let dir = self.dir.display();
        info!(%dir, segments, records, end_position, "the log is open");
        if let Some(torn) = &self.report.torn_segment {
            warn!(segment = %torn.path.display(), offset = torn.offset, torn_bytes, "dropped a torn tail");
        }
    }
}
