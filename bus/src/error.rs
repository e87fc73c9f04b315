//! What can go wrong on the bus, by whose fault it is.

use std::sync::Arc;

use ludograph_log::LogError;
use thiserror::Error;

/// Why the bus could not take a body.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum BusError {
    /// The bus is being closed; nothing of the body was stored.
    #[error("the bus is shutting down")]
    ShuttingDown,
    /// A sink asks for a pause; nothing of the body was stored.
    #[error("{sink} takes no more for now: {reason}")]
    SinkFull {
        /// The sink.
        sink: String,
        /// Its own words.
        reason: String,
    },
    /// The log could not take it, or could not make it durable.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A worker of ours went away.
    #[error("internal: {0}")]
    Internal(Arc<str>),
}

impl BusError {
    /// Whether the same request may succeed later. Nothing that failed so was stored.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::ShuttingDown | Self::SinkFull { .. } => true,
            Self::Log(error) => !matches!(
                error,
                LogError::EmptyBatch
                    | LogError::RecordTooLarge { .. }
                    | LogError::BatchTooLong { .. }
                    | LogError::BatchTooLarge { .. }
                    | LogError::Corrupt { .. }
            ),
            Self::Internal(_) => false,
        }
    }
}
