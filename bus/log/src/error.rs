//! What can go wrong, by whose fault it is.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Every failure of the log. Cheap to clone: all who waited for one group get the same.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// Another process (or another handle in this one) has the directory open.
    #[error("{} is locked by {}", path.display(), holder(*pid))]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// The process that holds it, where it could be read.
        pid: Option<u32>,
    },

    /// The directory was written by a newer build. Nothing was changed.
    #[error("{} has format version {found}, this build reads up to {supported}", path.display())]
    NewerVersion {
        /// The segment that says so.
        path: PathBuf,
        /// The version found.
        found: u32,
        /// The newest version this build reads.
        supported: u32,
    },

    /// Bytes that had been durable are not what was written. Never repaired silently.
    #[error("{} is corrupt at byte {offset}: {reason}", path.display())]
    Corrupt {
        /// The damaged file, or the file that shows what is missing.
        path: PathBuf,
        /// Where in the file.
        offset: u64,
        /// What was expected and what was found.
        reason: String,
    },

    /// A cursor stands behind the last record: durable records have been lost.
    #[error("cursor {name} stands at {position}, but the log ends at {end}: records were lost")]
    CursorAhead {
        /// The cursor.
        name: String,
        /// Where it stands.
        position: u64,
        /// The last position of the log.
        end: u64,
    },

    /// Not a name for a cursor: 1 to 128 of `A-Z a-z 0-9 . _ -`, no leading dot.
    #[error("{name:?} is not a cursor name")]
    InvalidCursorName {
        /// The name refused.
        name: String,
    },

    /// One cursor more than the log keeps.
    #[error("the log keeps at most {limit} cursors")]
    TooManyCursors {
        /// The limit.
        limit: usize,
    },

    /// The position asked for has been dropped by retention.
    #[error("the log starts at position {first}")]
    Truncated {
        /// The first position still there.
        first: u64,
    },

    /// The position asked for is more than one past the last durable record.
    #[error("position {position} is beyond the end of the log at {durable}")]
    Beyond {
        /// The position asked for.
        position: u64,
        /// The last durable position.
        durable: u64,
    },

    /// Too much waits to be written. Nothing of the batch was taken; try again later.
    #[error("{pending_bytes} bytes are pending, the limit is {limit_bytes}")]
    Busy {
        /// Bytes pending now.
        pending_bytes: usize,
        /// The limit.
        limit_bytes: usize,
    },

    /// A batch without records was handed in.
    #[error("the batch is empty")]
    EmptyBatch,

    /// A record is larger than the format allows.
    #[error("a record of {bytes} bytes is over the limit of {limit_bytes}")]
    RecordTooLarge {
        /// Its payload.
        bytes: usize,
        /// The limit.
        limit_bytes: usize,
    },

    /// A batch holds too many records.
    #[error("a batch of {records} records is over the limit of {limit}")]
    BatchTooLong {
        /// Its records.
        records: usize,
        /// The limit.
        limit: usize,
    },

    /// A batch is larger than everything that may ever be pending.
    #[error("a batch of {bytes} bytes is over the limit of {limit_bytes}")]
    BatchTooLarge {
        /// Its bytes, headers included.
        bytes: usize,
        /// The limit.
        limit_bytes: usize,
    },

    /// The filesystem is full. The log stays usable and accepts appends again once there is room.
    #[error("no space left to {op} {}", path.display())]
    DiskFull {
        /// What was tried.
        op: &'static str,
        /// On which file.
        path: PathBuf,
    },

    /// The log has reached its own size limit and retention could free nothing.
    #[error("the log holds {bytes} bytes, its limit is {limit_bytes}")]
    Exhausted {
        /// Bytes the log would need.
        bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },

    /// A sync failed: what the disk holds is unknown. Only opening the log again can tell.
    #[error("the log is poisoned until reopened: could not {op} {}: {source}", path.display())]
    Poisoned {
        /// What failed.
        op: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why.
        source: Arc<io::Error>,
    },

    /// The log has been closed.
    #[error("the log is closed")]
    Closed,

    /// The ticket is from before so many failures that its outcome is no longer remembered.
    #[error("the outcome of this append is no longer remembered")]
    Forgotten,

    /// Options that contradict each other or a limit.
    #[error("invalid option: {reason}")]
    InvalidOptions {
        /// Which and why.
        reason: &'static str,
    },

    /// Any other failure of the filesystem.
    #[error("could not {op} {}: {source}", path.display())]
    Io {
        /// What was tried.
        op: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why.
        source: Arc<io::Error>,
    },
}

impl LogError {
    /// A failed call of the filesystem; a full disk keeps its own variant.
    pub(crate) fn io(op: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { op, path },
            _ => Self::Io { op, path, source: Arc::new(source) },
        }
    }

    /// A failed sync, after which nothing may be assumed about the disk.
    pub(crate) fn poison(op: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Poisoned { op, path: path.to_path_buf(), source: Arc::new(source) }
    }

    pub(crate) fn corrupt(path: &Path, offset: u64, reason: impl Into<String>) -> Self {
        Self::Corrupt { path: path.to_path_buf(), offset, reason: reason.into() }
    }

    /// A short word for metrics: low cardinality, stable.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::Locked { .. } => "locked",
            Self::NewerVersion { .. } => "newer_version",
            Self::Corrupt { .. } | Self::CursorAhead { .. } => "corrupt",
            Self::Truncated { .. } | Self::Beyond { .. } => "out_of_range",
            Self::Busy { .. } => "busy",
            Self::DiskFull { .. } => "disk_full",
            Self::Exhausted { .. } => "exhausted",
            Self::Poisoned { .. } => "poisoned",
            Self::Closed => "closed",
            Self::Io { .. } => "io",
            Self::InvalidCursorName { .. }
            | Self::TooManyCursors { .. }
            | Self::EmptyBatch
            | Self::RecordTooLarge { .. }
            | Self::BatchTooLong { .. }
            | Self::BatchTooLarge { .. }
            | Self::Forgotten
            | Self::InvalidOptions { .. } => "invalid",
        }
    }

    /// Whether this failure leaves the log unusable until it is opened again.
    #[must_use]
    pub fn is_poison(&self) -> bool {
        matches!(self, Self::Poisoned { .. })
    }
}

fn holder(pid: Option<u32>) -> String {
    pid.map_or_else(|| "an unknown process".to_owned(), |pid| format!("process {pid}"))
}
