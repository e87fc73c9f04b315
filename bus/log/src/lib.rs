#![doc = include_str!("../FORMAT.md")]

mod batch;
mod core;
mod cursors;
mod error;
mod format;
mod fs;
mod inspect;
mod internal_events;
pub mod limits;
mod log;
mod options;
mod queue;
mod reader;
mod segments;
pub mod sim;
mod stats;
mod sync;

pub use batch::{Batch, Ticket};
pub use core::{Core, Flush, Progress, RecoveryReport, RetentionReport, TornTail};
pub use error::LogError;
pub use fs::{Access, FileEntry, Filesystem, LockGuard, LockOutcome, LogFile, RealFs};
pub use inspect::{Inspection, VerifyReport};
pub use log::Log;
pub use options::LogOptions;
pub use reader::{Reader, Records};
pub use stats::LogStats;
