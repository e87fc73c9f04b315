//! Figures a log gives about itself.

/// The state of a log at one moment. The figures are read one after the other, not as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogStats {
    /// The last durable position.
    pub durable: u64,
    /// The first position still there.
    pub first: u64,
    /// Segments on disk.
    pub segments: usize,
    /// Bytes the segments take, preallocated room included.
    pub bytes_on_disk: u64,
    /// Bytes appended and not yet durable.
    pub pending_bytes: usize,
    /// Groups made durable since opening.
    pub groups: u64,
    /// Records in them.
    pub synced_records: u64,
    /// Microseconds the last group took to be written and synced.
    pub last_sync_us: u64,
    /// Whether a sync has failed since opening.
    pub poisoned: bool,
}
