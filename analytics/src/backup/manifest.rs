//! What a back-up holds.

use serde::{Deserialize, Serialize};

/// The format this version writes, and the newest it reads.
pub(super) const FORMAT: u32 = 1;
/// The manifest's name within a back-up.
pub(super) const NAME: &str = "MANIFEST.json";

/// What a back-up holds, and of which moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The back-up's format.
    pub format: u32,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// Position of the log up to which the copied tables hold every row.
    pub stored_position: u64,
    /// Last position of the copied log.
    pub log_position: u64,
    /// Every file.
    pub files: Vec<FileOf>,
}

/// One file of a back-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOf {
    /// Its path within the back-up.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// CRC-32C of its content.
    pub crc32c: u32,
}

impl Manifest {
    /// Bytes of all files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}
