//! What can go wrong with a back-up.

use std::path::PathBuf;

use thiserror::Error;

use crate::cold::StoreError;

/// Why a back-up cannot be made or restored.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The target holds something already.
    #[error("{place} is not empty (it holds {example}); a back-up or a restored folder needs a place of its own")]
    NotEmpty {
        /// The target.
        place: String,
        /// One of the things it holds.
        example: String,
    },
    /// There is no back-up.
    #[error("{place} holds no back-up: it has no MANIFEST.json")]
    NoManifest {
        /// Where one was looked for.
        place: String,
    },
    /// The back-up was made by a later version of this program.
    #[error("the back-up has format {found}, made by a newer version; this version reads up to {known}")]
    Newer {
        /// Its format.
        found: u32,
        /// The newest format this version reads.
        known: u32,
    },
    /// A file differs from what the manifest says of it.
    #[error("{path} of the back-up is damaged: {reason}")]
    Damaged {
        /// Its path within the back-up.
        path: String,
        /// How it differs.
        reason: String,
    },
    /// The log let go what the copied store does not hold, again and again.
    #[error("the log was trimmed {tries} times while it was copied; try again when less is written")]
    Trimmed {
        /// How often it was tried.
        tries: u32,
    },
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log cannot be read.
    #[error("the log: {0}")]
    Log(#[from] ludograph_log::LogError),
    /// A file of this machine cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Its path.
        path: PathBuf,
        /// The system's own error.
        #[source]
        source: std::io::Error,
    },
}
