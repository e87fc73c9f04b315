//! Limits, each with its default.

use std::time::Duration;

/// How much the tables and the queries over them may take.
#[derive(Debug, Clone)]
pub struct AnalyticsOptions {
    /// Bytes of the hot tables from which on [`crate::Analytics::full`] asks the doors to refuse new events.
    pub hot_bytes_max: u64,
    /// Bytes one query may hold for sorting, grouping and joining. Nothing is spilled to disk.
    pub query_memory_bytes_max: usize,
    /// Time from a query's start to its last row.
    pub query_time_max: Duration,
    /// Queries under way at the same time.
    pub queries_max: usize,
    /// Rows one query may return; `None` for any number.
    pub rows_max: Option<usize>,
    /// Games whose rows may still change; beyond that, the one idle the longest is sealed.
    pub open_games_max: usize,
    /// Bytes the graph of the log's games may take; it is kept once somebody has asked for it.
    pub graph_bytes_max: u64,
    /// Threads that run queries.
    pub query_threads: usize,
}

impl Default for AnalyticsOptions {
    fn default() -> Self {
        Self {
            hot_bytes_max: 1 << 30,
            query_memory_bytes_max: 256 << 20,
            query_time_max: Duration::from_secs(30),
            queries_max: 8,
            rows_max: None,
            open_games_max: 1024,
            graph_bytes_max: 512 << 20,
            query_threads: 2,
        }
    }
}
