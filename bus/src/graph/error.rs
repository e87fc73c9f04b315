//! What can go wrong with the sink, by whose fault it is.

use std::io;
use std::path::{Path, PathBuf};

use ludograph_log::LogError;
use thiserror::Error;

/// Why the sink cannot be started, or cannot go on.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GraphSinkError {
    /// The address is none.
    #[error("`{uri}` is no address of a Bolt server: bolt://host:7687, bolt+s://… or bolt+ssc://…")]
    Address {
        /// The address given.
        uri: String,
    },
    /// The client cannot be set up, as where no certificates are found for TLS.
    #[error("the client for {uri} cannot be set up: {reason}")]
    Client {
        /// The address.
        uri: String,
        /// Why.
        reason: String,
    },
    /// The log cannot be read, or a cursor not be saved.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A file of the sink's own cannot be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A fault of our own.
    #[error("internal: {0}")]
    Internal(String),
}

impl GraphSinkError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}
