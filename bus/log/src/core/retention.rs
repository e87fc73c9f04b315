//! Dropping the oldest segments.

use super::Core;
use crate::error::LogError;
use crate::internal_events::SegmentDropped;
use crate::sync::lock;

/// What [`retain`](crate::Log::retain) dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionReport {
    /// Segments removed.
    pub segments: usize,
    /// Bytes given back.
    pub bytes: u64,
    /// The first position still there.
    pub first: u64,
    /// The log is still larger than asked for, because a cursor has not passed its oldest segment.
    pub held_back: bool,
}

impl Core {
    /// Drops whole segments, oldest first, while the log is over `retain_bytes_max`. A segment stays as long as one
    /// named cursor has not passed its last record, and the last segment always stays.
    ///
    /// # Errors
    /// `Poisoned`, `Closed`, or a failure of the filesystem; what was dropped before it stays dropped.
    pub fn retain(&self) -> Result<RetentionReport, LogError> {
        // Held throughout, so that no cursor moves back into a segment that is being dropped.
        let cursors = lock(&self.cursors);
        // Closing drains what is pending, which may need room.
        if let Some(error) = lock(&self.queue).poison() {
            return Err(error.clone());
        }
        let mut report = RetentionReport { segments: 0, bytes: 0, first: self.first_position(), held_back: false };
        let Some(retain_bytes_max) = self.options.retain_bytes_max else { return Ok(report) };
        let passed = cursors.least().unwrap_or(u64::MAX);
        while self.catalogue.bytes_on_disk() > retain_bytes_max {
            let Some((segment, last)) = self.catalogue.oldest_sealed() else { break };
            if last > passed {
                report.held_back = true;
                break;
            }
            let fs = &*self.catalogue.fs;
            fs.remove(&segment.path).map_err(|error| LogError::io("remove", &segment.path, error))?;
            self.catalogue.drop_before(last + 1);
            // After every single one: a crash must not leave a later one removed and an earlier one there.
            let dir = &self.catalogue.dir;
            let synced = fs.sync_dir(dir).map_err(|error| LogError::poison("sync", dir, error));
            synced.inspect_err(|error| self.note_poison(error))?;
            report.segments += 1;
            report.bytes += segment.bytes();
            report.first = last + 1;
            SegmentDropped { first: segment.first(), last, bytes: segment.bytes() }.emit();
        }
        Ok(report)
    }
}
