//! The simulated disk as a filesystem: every call the log may make of it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::disk::{Change, SimFs, stopped, to_index};
use super::inode::Inode;
use crate::fs::{Access, FileEntry, Filesystem, LockGuard, LockOutcome, LogFile};
use crate::sync::lock;

/// The process id the simulation's lock names.
const SIMULATED_PID: u32 = 4242;

/// How often a write is followed by the system writing pages of the file on its own.
const WRITE_BACK_PERMILLE: u64 = 50;

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

    fn list_files(&self, dir: &Path) -> io::Result<Vec<FileEntry>> {
        self.change(|disk| {
            let inside = disk.names.iter().filter(|(path, _)| path.parent() == Some(dir));
            let entry = |(path, inode): (&PathBuf, &u64)| {
                let name = path.file_name()?.to_str()?.to_owned();
                let bytes = disk.inodes.get(inode).map_or(0, |inode| inode.len() as u64);
                Some(FileEntry { name, bytes, modified: UNIX_EPOCH })
            };
            Ok(inside.filter_map(entry).collect())
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

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|disk| {
            let inode = disk.find(from)?;
            if disk.names.contains_key(to) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            disk.names.insert(to.to_path_buf(), inode);
            disk.record(Change::Create(to.to_path_buf(), inode));
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
        let fails = std::mem::take(&mut disk.fail_write);
        // A call that does not come to its end has written any part of it.
        let is_whole = !stops && !fails && full.is_ok();
        let count = if is_whole { bytes.len() } else { to_index(disk.prng.below(bytes.len() as u64 + 1)) };
        let room = if full.is_err() { disk.inode(self.inode).len().saturating_sub(offset) } else { bytes.len() };
        disk.inode(self.inode).write(&bytes[..count.min(room)], offset);
        if disk.prng.permille(WRITE_BACK_PERMILLE) {
            let disk = &mut *disk;
            disk.inodes.entry(self.inode).or_default().write_back(&mut disk.prng);
        }
        full?;
        match (stops, fails) {
            (true, _) => Err(stopped()),
            (_, true) => Err(io::Error::other("the device did not take the data")),
            _ => Ok(()),
        }
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

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(UNIX_EPOCH)
    }

    fn len(&self) -> io::Result<u64> {
        let (mut disk, stops) = self.fs.call(Some(self.life))?;
        if stops {
            return Err(stopped());
        }
        Ok(disk.inode(self.inode).len() as u64)
    }
}

fn failed_sync() -> io::Error {
    io::Error::other("the device reported an error")
}
