//! The graph behind the server.

mod dump;
mod parse;
mod run;
mod store;
mod token;
mod transaction;

use thiserror::Error;

pub use dump::{Dump, EdgeDump, NodeDump};
pub use parse::Statement;
pub use transaction::Graph;
pub(crate) use transaction::{Answer, Transaction};

/// Why a statement was not carried out, in Memgraph's words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GraphError {
    /// Another transaction has written and not ended.
    #[error(
        "Cannot resolve conflicting transactions. You can retry this transaction when the conflicting transaction is finished"
    )]
    Conflict,
    /// The text is no statement this server knows.
    #[error("line 1:{at} {reason}")]
    Syntax {
        /// Which character.
        at: usize,
        /// What was expected.
        reason: String,
    },
    /// The statement cannot be carried out.
    #[error("{0}")]
    Semantic(String),
    /// A value that must be there once is there twice.
    #[error("Unable to commit due to unique constraint violation on :{label}({property})")]
    Unique {
        /// The label.
        label: String,
        /// The property.
        property: String,
    },
}

impl GraphError {
    /// The code that goes with it: four words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Conflict => "Memgraph.TransientError.MemgraphError.MemgraphError",
            _ => "Memgraph.ClientError.MemgraphError.MemgraphError",
        }
    }
}
