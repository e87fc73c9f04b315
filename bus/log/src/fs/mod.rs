//! The few calls the log makes of a filesystem, so that every one of them can be made to fail.

mod real;

pub use real::RealFs;

use std::fmt::Debug;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// Whether a file is opened to be read only or also written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads only.
    Read,
    /// Reads and writes.
    Write,
}

/// What asking for the lock of a directory led to.
#[derive(Debug)]
pub enum LockOutcome {
    /// The lock is held until the guard is dropped.
    Acquired(Box<dyn LockGuard>),
    /// Someone else has it; the process id they left, where it could be read.
    Held(Option<u32>),
}

/// A file of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Its name within the directory.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was last written; the epoch where that is not known.
    pub modified: SystemTime,
}

/// Keeps a lock as long as it lives.
pub trait LockGuard: Debug + Send + Sync {}

/// A filesystem as the log sees it. `RealFs` is the machine's, [`SimFs`](crate::sim::SimFs) a simulated one.
///
/// A change of a directory (`create`, `remove`, `rename`, `link`) counts as lost in a crash until `sync_dir` returned for it.
pub trait Filesystem: Debug + Send + Sync + 'static {
    /// Opens a new empty file, in place of what has the name now.
    ///
    /// # Errors
    /// Any failure of the filesystem, as for every call here.
    fn create(&self, path: &Path) -> io::Result<Box<dyn LogFile>>;

    /// Opens an existing file.
    ///
    /// # Errors
    /// `NotFound`, or any other failure of the filesystem.
    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn LogFile>>;

    /// Makes a directory and those above it; none of them need be new.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Names of the entries of a directory, sorted.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;

    /// The files of a directory, sorted by name; what is no file is left out.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn list_files(&self, dir: &Path) -> io::Result<Vec<FileEntry>>;

    /// Removes a file's name; open handles keep reading.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Gives a file another name in the same directory, atomically, replacing what has it.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file a second name in the same directory, atomically, and only where nothing has that name.
    ///
    /// # Errors
    /// `AlreadyExists`, or any other failure of the filesystem.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes the entries of a directory durable.
    ///
    /// # Errors
    /// Any failure of the filesystem; the caller must assume nothing about the entries then.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;

    /// Takes the lock file, creating it if need be, and leaves the process id in it. Never blocks.
    ///
    /// # Errors
    /// Any failure but someone else holding it.
    fn lock(&self, path: &Path) -> io::Result<LockOutcome>;

    /// A number that no other call returned before, in this process or another, as far as chance allows.
    fn unique(&self) -> u64;
}

/// An open file.
pub trait LogFile: Debug + Send + Sync {
    /// Writes all of `bytes` at `offset`, or fails with any part of them written.
    ///
    /// # Errors
    /// Any failure of the filesystem, as for every call here.
    fn write_all_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Reads at `offset` into `buffer` until it is full or the file ends; returns how many bytes.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Makes the content and the length durable.
    ///
    /// # Errors
    /// Any failure; afterwards what was written since the last sync may be lost even if a later sync succeeds.
    fn sync_data(&self) -> io::Result<()>;

    /// Makes the content and all metadata durable; fails like [`sync_data`](Self::sync_data).
    ///
    /// # Errors
    /// As for `sync_data`.
    fn sync_all(&self) -> io::Result<()>;

    /// Reserves space up to `len` and lengthens the file with zeros to it; never shortens.
    ///
    /// # Errors
    /// `StorageFull` where there is no room, or any other failure.
    fn allocate(&self, len: u64) -> io::Result<()>;

    /// Shortens the file; what is beyond `len` is gone even if the file grows again.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn truncate(&self, len: u64) -> io::Result<()>;

    /// When the file was last written; the epoch where that is not known.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn modified(&self) -> io::Result<SystemTime>;

    /// The length in bytes.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn len(&self) -> io::Result<u64>;

    /// Whether the file has no bytes.
    ///
    /// # Errors
    /// Any failure of the filesystem.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
}
