//! The simulated filesystem.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use super::Prng;
use super::inode::{Inode, PAGE_BYTES, Survival};
use crate::fs::{Access, Filesystem, LockGuard, LockOutcome, LogFile};
use crate::sync::lock;

/// The process id the simulation's lock names.
const SIMULATED_PID: u32 = 4242;

/// A filesystem in memory that loses, in a crash, whatever a real one may lose.
///
/// File content is lost page by page and torn by sector unless synced; entries of a directory are lost one by one
/// unless the directory was synced. Directories themselves are not modelled. Clones are the same disk.
#[derive(Debug, Clone)]
pub struct SimFs {
    disk: Arc<Mutex<Disk>>,
}

#[derive(Debug)]
struct Disk {
    prng: Prng,
    inodes: BTreeMap<u64, Inode>,
    inode_count: u64,
    names: BTreeMap<PathBuf, u64>,
    durable_names: BTreeMap<PathBuf, u64>,
    /// Changes of directories since they were synced, in order.
    changes: Vec<Change>,
    /// Handles and locks of earlier lives are void.
    life: u64,
    stopped: bool,
    calls_left: Option<u64>,
    fail_sync: bool,
    lying_sync: bool,
    pages_max: Option<usize>,
    /// The process that holds the lock.
    holder: Option<u32>,
}

#[derive(Debug)]
enum Change {
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

    /// The paths of all files and their lengths.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, u64)> {
        let disk = lock(&self.disk);
        disk.names.iter().map(|(path, inode)| (path.clone(), disk.inodes[inode].len() as u64)).collect()
    }

    /// Takes the disk for one call, unless the machine is stopped. True: the machine stops during this call.
    fn call(&self, life: Option<u64>) -> io::Result<(MutexGuard<'_, Disk>, bool)> {
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
    fn change<T>(&self, change: impl FnOnce(&mut Disk) -> io::Result<T>) -> io::Result<T> {
        let (mut disk, stops) = self.call(None)?;
        let result = change(&mut disk)?;
        // A lock that nobody gets takes the disk once more to be given back.
        drop(disk);
        if stops { Err(stopped()) } else { Ok(result) }
    }
}

impl Disk {
    fn inode(&mut self, inode: u64) -> &mut Inode {
        self.inodes.entry(inode).or_default()
    }

    fn find(&self, path: &Path) -> io::Result<u64> {
        self.names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn used_pages(&self) -> usize {
        self.names.values().filter_map(|inode| self.inodes.get(inode)).map(Inode::pages).sum()
    }

    /// Makes sure a file can grow to `len`.
    fn reserve(&self, inode: u64, len: usize) -> io::Result<()> {
        let Some(pages_max) = self.pages_max else { return Ok(()) };
        let now = self.inodes.get(&inode).map_or(0, Inode::pages);
        let more = len.div_ceil(PAGE_BYTES).saturating_sub(now);
        if more == 0 || self.used_pages() + more <= pages_max {
            return Ok(());
        }
        Err(io::ErrorKind::StorageFull.into())
    }

    fn record(&mut self, change: Change) {
        self.changes.push(change);
    }

    fn sync_dir(&mut self, dir: &Path) {
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
    }
}

impl Filesystem for SimFs {
    fn create(&self, path: &Path) -> io::Result<Box<dyn LogFile>> {
        self.change(|disk| {
            let inode = if let Ok(inode) = disk.find(path) {
                disk.inode(inode).truncate(0);
                inode
            } else {
                disk.inode_count += 1;
                let inode = disk.inode_count;
                disk.inodes.insert(inode, Inode::default());
                disk.names.insert(path.to_path_buf(), inode);
                disk.record(Change::Create(path.to_path_buf(), inode));
                inode
            };
            Ok(Box::new(SimFile { fs: self.clone(), inode, life: disk.life }) as Box<dyn LogFile>)
        })
    }

    fn open(&self, path: &Path, _: Access) -> io::Result<Box<dyn LogFile>> {
        self.change(|disk| {
            let inode = disk.find(path)?;
            Ok(Box::new(SimFile { fs: self.clone(), inode, life: disk.life }) as Box<dyn LogFile>)
        })
    }

    fn create_dir_all(&self, _: &Path) -> io::Result<()> {
        self.change(|_| Ok(()))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        self.change(|disk| {
            let inside = disk.names.keys().filter(|path| path.parent() == Some(dir));
            Ok(inside.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change(|disk| {
            disk.find(path)?;
            disk.names.remove(path);
            disk.record(Change::Remove(path.to_path_buf()));
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        assert_eq!(from.parent(), to.parent(), "within one directory");
        self.change(|disk| {
            let inode = disk.find(from)?;
            disk.names.remove(from);
            disk.names.insert(to.to_path_buf(), inode);
            disk.record(Change::Rename(from.to_path_buf(), to.to_path_buf(), inode));
            Ok(())
        })
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let (mut disk, stops) = self.call(None)?;
        if stops {
            return Err(stopped());
        }
        if std::mem::take(&mut disk.fail_sync) {
            // The journal keeps the changes: they may still become durable.
            return Err(failed_sync());
        }
        disk.sync_dir(dir);
        Ok(())
    }

    fn lock(&self, _: &Path) -> io::Result<LockOutcome> {
        self.change(|disk| {
            if let Some(holder) = disk.holder.replace(SIMULATED_PID) {
                return Ok(LockOutcome::Held(Some(holder)));
            }
            Ok(LockOutcome::Acquired(Box::new(SimLock { fs: self.clone(), life: disk.life })))
        })
    }

    fn unique(&self) -> u64 {
        lock(&self.disk).prng.next_u64()
    }
}

#[derive(Debug)]
struct SimLock {
    fs: SimFs,
    life: u64,
}

impl LockGuard for SimLock {}

impl Drop for SimLock {
    fn drop(&mut self) {
        let mut disk = lock(&self.fs.disk);
        if disk.life == self.life {
            disk.holder = None;
        }
    }
}

#[derive(Debug)]
struct SimFile {
    fs: SimFs,
    inode: u64,
    life: u64,
}

impl SimFile {
    fn sync(&self) -> io::Result<()> {
        let (mut disk, stops) = self.fs.call(Some(self.life))?;
        if stops {
            return Err(stopped());
        }
        if std::mem::take(&mut disk.fail_sync) {
            let disk = &mut *disk;
            disk.inodes.entry(self.inode).or_default().fail_sync(&mut disk.prng);
            return Err(failed_sync());
        }
        if !disk.lying_sync {
            disk.inode(self.inode).sync();
        }
        Ok(())
    }
}

impl LogFile for SimFile {
    fn write_all_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let (mut disk, stops) = self.fs.call(Some(self.life))?;
        let offset = to_index(offset);
        let full = disk.reserve(self.inode, offset + bytes.len());
        // A call that does not come to its end has written any part of it.
        let count =
            if stops || full.is_err() { to_index(disk.prng.below(bytes.len() as u64 + 1)) } else { bytes.len() };
        let room = if full.is_err() { disk.inode(self.inode).len().saturating_sub(offset) } else { bytes.len() };
        disk.inode(self.inode).write(&bytes[..count.min(room)], offset);
        full?;
        if stops { Err(stopped()) } else { Ok(()) }
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let (mut disk, stops) = self.fs.call(Some(self.life))?;
        if stops {
            return Err(stopped());
        }
        Ok(disk.inode(self.inode).read(buffer, to_index(offset)))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.sync()
    }

    fn sync_all(&self) -> io::Result<()> {
        self.sync()
    }

    fn allocate(&self, len: u64) -> io::Result<()> {
        let (mut disk, stops) = self.fs.call(Some(self.life))?;
        disk.reserve(self.inode, to_index(len))?;
        disk.inode(self.inode).extend(to_index(len));
        if stops { Err(stopped()) } else { Ok(()) }
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        let (mut disk, stops) = self.fs.call(Some(self.life))?;
        disk.inode(self.inode).truncate(to_index(len));
        if stops { Err(stopped()) } else { Ok(()) }
    }

    fn len(&self) -> io::Result<u64> {
        let (mut disk, stops) = self.fs.call(Some(self.life))?;
        if stops {
            return Err(stopped());
        }
        Ok(disk.inode(self.inode).len() as u64)
    }
}

fn to_index(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

fn stopped() -> io::Error {
    io::Error::other("the machine stopped")
}

fn failed_sync() -> io::Error {
    io::Error::other("the device reported an error")
}
