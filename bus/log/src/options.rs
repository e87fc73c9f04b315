//! How a log is opened.

use crate::error::LogError;
use crate::limits::{SEGMENT_BYTES_MAX, SEGMENT_BYTES_MIN, SEGMENT_HEADER_BYTES};

/// Sizes and bounds of a log. None of them is written to disk: each opening may choose anew.
#[derive(Debug, Clone)]
pub struct LogOptions {
    /// Size a segment is preallocated to, header included.
    pub segment_bytes: u64,
    /// Most bytes that may wait to become durable; above it `append` answers `Busy`.
    pub pending_bytes_max: usize,
    /// Most bytes written and synced at once; a larger batch forms a group of its own.
    pub group_bytes_max: usize,
    /// Bytes `retain` aims for; `None` keeps everything.
    pub retain_bytes_max: Option<u64>,
    /// Bytes all segments together may take; 0 sets no limit.
    pub log_bytes_max: u64,
}

impl Default for LogOptions {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            pending_bytes_max: 64 << 20,
            group_bytes_max: 8 << 20,
            retain_bytes_max: None,
            log_bytes_max: 0,
        }
    }
}

impl LogOptions {
    pub(crate) fn validate(&self) -> Result<(), LogError> {
        let reason = if self.segment_bytes < SEGMENT_BYTES_MIN {
            "segment_bytes is below 8 KiB"
        } else if self.segment_bytes > SEGMENT_BYTES_MAX {
            "segment_bytes is above 1 GiB"
        } else if self.pending_bytes_max == 0 || self.pending_bytes_max as u64 > SEGMENT_BYTES_MAX {
            "pending_bytes_max is not between 1 byte and 1 GiB"
        } else if self.group_bytes_max == 0 {
            "group_bytes_max is 0"
        } else if self.log_bytes_max != 0 && self.log_bytes_max < self.segment_bytes + SEGMENT_HEADER_BYTES {
            "log_bytes_max does not hold one segment"
        } else {
            return Ok(());
        };
        Err(LogError::InvalidOptions { reason })
    }
}
