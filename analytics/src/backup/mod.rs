//! Copies of a data folder, made while it is written, and verified.
//!
//! A back-up holds `log/…` and `store/…` as the data folder does, and `MANIFEST.json`, written last: every file with its
//! length and CRC-32C. What has no manifest is no back-up. The store is copied as of one version of each table, the log
//! after it, so the log always reaches back to where the copied tables end.

mod error;
mod manifest;
mod read;
mod write;

pub use error::BackupError;
pub use manifest::Manifest;
pub use read::restore;
pub use write::Backup;

const STORE: &str = "store";
const LOG: &str = "log";
