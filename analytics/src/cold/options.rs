//! Limits of the store, each with its default.

use std::time::Duration;

/// When rows go to the store, and what is done with its files.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// Rows in memory from which on they are flushed.
    pub flush_rows: usize,
    /// Bytes in memory from which on they are flushed.
    pub flush_bytes: u64,
    /// Age of the oldest row in memory from which on all are flushed.
    pub flush_age: Duration,
    /// Pause after a flush that has failed.
    pub retry: Duration,
    /// How often the files are looked over for work; `None` for never.
    pub maintenance: Option<Duration>,
    /// Bytes up to which files are merged into one. A merge holds about twice as many.
    pub file_bytes_max: u64,
    /// Small files from which on a table's are merged.
    pub small_files_max: usize,
    /// How long a file that is no longer of the table stays, for whoever still reads it.
    pub vacuum_after: Duration,
    /// How long rows are kept, by table; a table that is not named keeps its rows.
    pub retention: Vec<(String, Duration)>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            flush_rows: 250_000,
            flush_bytes: 64 << 20,
            flush_age: Duration::from_secs(10),
            retry: Duration::from_secs(1),
            maintenance: Some(Duration::from_secs(30)),
            file_bytes_max: 32 << 20,
            small_files_max: 8,
            vacuum_after: Duration::from_hours(24),
            retention: Vec::new(),
        }
    }
}
