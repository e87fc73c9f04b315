//! What can go wrong while events become rows.

use thiserror::Error;

use crate::cold::StoreError;

/// Why the tables cannot take in events.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AnalyticsError {
    /// A record of the log is no event. Everything before it is in the tables.
    #[error("the record at position {position} is no event: {reason}")]
    Corrupt {
        /// The record.
        position: u64,
        /// The decoder's own words.
        reason: String,
    },
    /// The threads that run queries could not be started.
    #[error("cannot start the query threads")]
    Threads(#[source] std::io::Error),
    /// The stored tables cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Our own mistake.
    #[error("a bug in the tables: {0}")]
    Bug(String),
}

impl From<arrow::error::ArrowError> for AnalyticsError {
    fn from(error: arrow::error::ArrowError) -> Self {
        Self::Bug(error.to_string())
    }
}
