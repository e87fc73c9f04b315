//! The simulated disk: its state, and what can be done to it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use super::Prng;
use super::inode::{Inode, PAGE_BYTES, Survival};
use crate::sync::lock;

/// A filesystem in memory that loses, in a crash, whatever a real one may lose.
///
/// File content is lost page by page and torn by sector unless synced; entries of a directory are lost one by one
/// unless the directory was synced. Directories themselves are not modelled. Clones are the same disk.
#[derive(Debug, Clone)]
pub struct SimFs {
    pub(super) disk: Arc<Mutex<Disk>>,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "faults to come, one switch each")]
pub(super) struct Disk {
    pub(super) prng: Prng,
    pub(super) inodes: BTreeMap<u64, Inode>,
    pub(super) inode_count: u64,
    pub(super) names: BTreeMap<PathBuf, u64>,
    durable_names: BTreeMap<PathBuf, u64>,
    /// Changes of directories since they were synced, in order.
    changes: Vec<Change>,
    /// Handles and locks of earlier lives are void.
    pub(super) life: u64,
    stopped: bool,
    calls_left: Option<u64>,
    pub(super) fail_sync: bool,
    pub(super) fail_write: bool,
    pub(super) lying_sync: bool,
    pages_max: Option<usize>,
    /// The process that holds the lock.
    pub(super) holder: Option<u32>,
}

#[derive(Debug)]
pub(super) enum Change {
    Create(PathBuf, u64),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf, u64),
}

impl Change {
    fn is_in(&self, dir: &Path) -> bool {
        let (Self::Create(path, _) | Self::Remove(path) | Self::Rename(path, ..)) = self;
        path.parent() == Some(dir)
    }

    fn apply(self, names: &mut BTreeMap<PathBuf, u64>) {
        match self {
            Self::Create(path, inode) => {
                names.insert(path, inode);
            }
            Self::Remove(path) => {
                names.remove(&path);
            }
            Self::Rename(from, to, inode) => {
                names.remove(&from);
                names.insert(to, inode);
            }
        }
    }
}

/// What the holder of the disk does to it.
impl SimFs {
    /// An empty disk whose chances follow from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let disk = Disk {
            prng: Prng::new(seed),
            inodes: BTreeMap::new(),
            inode_count: 0,
            names: BTreeMap::new(),
            durable_names: BTreeMap::new(),
            changes: Vec::new(),
            life: 0,
            stopped: false,
            calls_left: None,
            fail_sync: false,
            fail_write: false,
            lying_sync: false,
            pages_max: None,
            holder: None,
        };
        Self { disk: Arc::new(Mutex::new(disk)) }
    }

    /// Lets the machine stop in the middle of the call after so many more.
    pub fn stop_after(&self, calls: u64) {
        lock(&self.disk).calls_left = Some(calls);
    }

    /// Calls off the faults that were to come.
    pub fn calm(&self) {
        let mut disk = lock(&self.disk);
        disk.calls_left = None;
        disk.fail_sync = false;
        disk.fail_write = false;
    }

    /// Whether the machine has stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        lock(&self.disk).stopped
    }

    /// Starts the machine again after a loss of power: what was not synced survives by chance.
    pub fn restart(&self) {
        lock(&self.disk).restart();
    }

    /// Ends the process: its handles and its lock are gone, the page cache stays.
    pub fn kill(&self) {
        lock(&self.disk).kill();
    }

    /// Drops clean pages from the cache, which shows what a failed sync lost.
    pub fn evict(&self) {
        lock(&self.disk).inodes.values_mut().for_each(Inode::evict);
    }

    /// Lets the next sync fail.
    pub fn fail_next_sync(&self) {
        lock(&self.disk).fail_sync = true;
    }

    /// Lets the next write fail, with any part of it done.
    pub fn fail_next_write(&self) {
        lock(&self.disk).fail_write = true;
    }

    /// Lets syncs of files succeed without doing anything.
    pub fn set_lying_sync(&self, lying: bool) {
        lock(&self.disk).lying_sync = lying;
    }

    /// Bytes in use, in whole pages.
    #[must_use]
    pub fn used_bytes(&self) -> u64 {
        (lock(&self.disk).used_pages() * PAGE_BYTES) as u64
    }

    /// Sets the size of the disk; `None` for one without end.
    pub fn set_capacity(&self, bytes: Option<u64>) {
        lock(&self.disk).pages_max = bytes.map(|bytes| to_index(bytes) / PAGE_BYTES);
    }

    /// Changes one bit of a file.
    ///
    /// # Panics
    /// If there is no such file.
    pub fn flip_bit(&self, path: &Path, bit: u64) {
        let mut disk = lock(&self.disk);
        let inode = disk.names[path];
        disk.inode(inode).flip(to_index(bit));
    }

    /// Zeros a stretch of a file, as a write that went elsewhere does.
    ///
    /// # Panics
    /// If there is no such file.
    pub fn zero(&self, path: &Path, range: std::ops::Range<u64>) {
        let mut disk = lock(&self.disk);
        let inode = disk.names[path];
        disk.inode(inode).zero(to_index(range.start)..to_index(range.end));
    }

    /// The paths of all files and their lengths.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, u64)> {
        let disk = lock(&self.disk);
        disk.names.iter().map(|(path, inode)| (path.clone(), disk.inodes[inode].len() as u64)).collect()
    }

    /// Takes the disk for one call, unless the machine is stopped. True: the machine stops during this call.
    pub(super) fn call(&self, life: Option<u64>) -> io::Result<(MutexGuard<'_, Disk>, bool)> {
        let mut disk = lock(&self.disk);
        if disk.stopped || life.is_some_and(|life| life != disk.life) {
            return Err(stopped());
        }
        match disk.calls_left {
            Some(0) => {
                disk.stopped = true;
                Ok((disk, true))
            }
            left => {
                disk.calls_left = left.map(|left| left - 1);
                Ok((disk, false))
            }
        }
    }

    /// A call that either happens or does not; if the machine stops, its caller never learns which.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Disk) -> io::Result<T>) -> io::Result<T> {
        let (mut disk, stops) = self.call(None)?;
        if stops && disk.prng.permille(500) {
            return Err(stopped());
        }
        let result = change(&mut disk)?;
        // A lock that nobody gets takes the disk once more to be given back.
        drop(disk);
        if stops { Err(stopped()) } else { Ok(result) }
    }
}

impl Disk {
    pub(super) fn inode(&mut self, inode: u64) -> &mut Inode {
        self.inodes.entry(inode).or_default()
    }

    pub(super) fn find(&self, path: &Path) -> io::Result<u64> {
        self.names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn used_pages(&self) -> usize {
        self.names.values().filter_map(|inode| self.inodes.get(inode)).map(Inode::pages).sum()
    }

    /// Makes sure a file can grow to `len`.
    pub(super) fn reserve(&self, inode: u64, len: usize) -> io::Result<()> {
        let Some(pages_max) = self.pages_max else { return Ok(()) };
        let now = self.inodes.get(&inode).map_or(0, Inode::pages);
        let more = len.div_ceil(PAGE_BYTES).saturating_sub(now);
        if more == 0 || self.used_pages() + more <= pages_max {
            return Ok(());
        }
        Err(io::ErrorKind::StorageFull.into())
    }

    pub(super) fn record(&mut self, change: Change) {
        self.changes.push(change);
    }

    pub(super) fn sync_dir(&mut self, dir: &Path) {
        let (synced, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.changes).into_iter().partition(|change| change.is_in(dir));
        self.changes = rest;
        for change in synced {
            change.apply(&mut self.durable_names);
        }
    }

    fn restart(&mut self) {
        let survival = match self.prng.below(4) {
            0 => Survival::Nothing,
            1 => Survival::Everything,
            _ => Survival::Mixed,
        };
        for change in std::mem::take(&mut self.changes) {
            let survives = match survival {
                Survival::Nothing => false,
                Survival::Everything => true,
                Survival::Mixed => self.prng.permille(500),
            };
            if survives {
                change.apply(&mut self.durable_names);
            }
        }
        self.names.clone_from(&self.durable_names);
        let names = &self.names;
        self.inodes.retain(|inode, _| names.values().any(|named| named == inode));
        for inode in self.inodes.values_mut() {
            inode.crash(survival, &mut self.prng);
        }
        self.kill();
    }

    fn kill(&mut self) {
        self.life += 1;
        self.stopped = false;
        self.calls_left = None;
        self.holder = None;
        self.fail_sync = false;
        self.fail_write = false;
    }
}

pub(super) fn to_index(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

pub(super) fn stopped() -> io::Error {
    io::Error::other("the machine stopped")
}
