//! Why a query has no answer, by whose fault it is.

use std::time::Duration;

use thiserror::Error;

/// Why a query has no answer.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The statement would write, or read what is no table.
    #[error("{what} is refused: this door only reads, and only its own tables")]
    Refused {
        /// What was refused.
        what: String,
    },
    /// The statement is no valid query.
    #[error("{message}{}", did_you_mean(suggestion.as_deref()))]
    Invalid {
        /// What is wrong with it.
        message: String,
        /// The name that was perhaps meant.
        suggestion: Option<String>,
    },
    /// The query needs more than it may have.
    #[error("the query needs more than {limit}")]
    Exhausted {
        /// The limit.
        limit: String,
    },
    /// The query took too long.
    #[error("the query took longer than {} s", time_max.as_secs_f64())]
    Timeout {
        /// The time it may take.
        time_max: Duration,
    },
    /// Too many queries are under way.
    #[error("{queries_max} queries are under way, and no more may be; try again")]
    Busy {
        /// How many may be.
        queries_max: usize,
    },
    /// A stored file that the query needs cannot be read.
    #[error("{what}; `ludograph store check --quarantine` sets damaged files aside")]
    Unreadable {
        /// The file and what is wrong with it, as far as it is known.
        what: String,
    },
    /// Our own mistake.
    #[error("a bug while answering the query: {message}")]
    Internal {
        /// What is known of it.
        message: String,
    },
}

impl QueryError {
    pub(crate) fn refused(what: impl Into<String>) -> Self {
        Self::Refused { what: what.into() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), suggestion: None }
    }

    /// A stable word for the kind of error.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::Invalid { .. } => "invalid",
            Self::Exhausted { .. } => "exhausted",
            Self::Timeout { .. } => "timeout",
            Self::Busy { .. } => "busy",
            Self::Unreadable { .. } => "unreadable",
            Self::Internal { .. } => "internal",
        }
    }
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}
