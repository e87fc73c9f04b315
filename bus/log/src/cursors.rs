//! Named positions: how far a consumer has come. One small file each, replaced atomically.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::LogError;
use crate::fs::{Access, Filesystem};
use crate::limits::{CURSOR_NAME_BYTES_MAX, CURSORS_MAX};

const MAGIC: [u8; 8] = *b"LUDOCUR\n";
const FILE_BYTES: usize = 20;
const TEMPORARY_PREFIX: &str = ".tmp-";

/// The cursors of a log, read once and kept.
#[derive(Debug)]
pub(crate) struct Cursors {
    dir: PathBuf,
    positions: BTreeMap<String, u64>,
}

impl Cursors {
    /// Reads every cursor. What a crash left of one being saved is no cursor and is ignored.
    pub(crate) fn load(fs: &dyn Filesystem, dir: PathBuf) -> Result<Self, LogError> {
        let mut positions = BTreeMap::new();
        for name in fs.list(&dir).map_err(|error| LogError::io("list", &dir, error))? {
            if is_valid_name(&name) {
                let position = read_cursor(fs, &dir.join(&name), &name)?;
                positions.insert(name, position);
            }
        }
        Ok(Self { dir, positions })
    }

    /// No cursor can have come further than the log: if one has, records are gone.
    pub(crate) fn check(&self, end: u64) -> Result<(), LogError> {
        match self.positions.iter().find(|(_, position)| **position > end) {
            None => Ok(()),
            Some((name, position)) => Err(LogError::CursorAhead { name: name.clone(), position: *position, end }),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Result<Option<u64>, LogError> {
        check_name(name)?;
        Ok(self.positions.get(name).copied())
    }

    pub(crate) fn all(&self) -> Vec<(String, u64)> {
        self.positions.iter().map(|(name, position)| (name.clone(), *position)).collect()
    }

    /// The position every cursor has reached; `None` without cursors.
    pub(crate) fn least(&self) -> Option<u64> {
        self.positions.values().copied().min()
    }

    /// Writes beside the old file, syncs, renames over it, syncs the directory: a crash leaves the old or the new.
    pub(crate) fn save(&mut self, fs: &dyn Filesystem, name: &str, position: u64) -> Result<(), LogError> {
        check_name(name)?;
        if !self.positions.contains_key(name) && self.positions.len() >= CURSORS_MAX {
            return Err(LogError::TooManyCursors { limit: CURSORS_MAX });
        }
        let path = self.dir.join(name);
        let temporary = self.dir.join(format!("{TEMPORARY_PREFIX}{name}"));
        if let Err(error) = write_file(fs, &temporary, &encode(name, position)) {
            // Best effort: the next save of this cursor replaces it, and loading ignores it.
            let _ = fs.remove(&temporary);
            return Err(error);
        }
        fs.rename(&temporary, &path).map_err(|error| LogError::io("rename", &temporary, error))?;
        fs.sync_dir(&self.dir).map_err(|error| LogError::poison("sync", &self.dir, error))?;
        self.positions.insert(name.to_owned(), position);
        Ok(())
    }

    pub(crate) fn remove(&mut self, fs: &dyn Filesystem, name: &str) -> Result<bool, LogError> {
        check_name(name)?;
        if !self.positions.contains_key(name) {
            return Ok(false);
        }
        let path = self.dir.join(name);
        fs.remove(&path).map_err(|error| LogError::io("remove", &path, error))?;
        fs.sync_dir(&self.dir).map_err(|error| LogError::poison("sync", &self.dir, error))?;
        self.positions.remove(name);
        Ok(true)
    }
}

fn write_file(fs: &dyn Filesystem, path: &Path, bytes: &[u8]) -> Result<(), LogError> {
    let file = fs.create(path).map_err(|error| LogError::io("create", path, error))?;
    file.write_all_at(bytes, 0).map_err(|error| LogError::io("write", path, error))?;
    file.sync_all().map_err(|error| LogError::poison("sync", path, error))
}

fn encode(name: &str, position: u64) -> [u8; FILE_BYTES] {
    let mut bytes = [0; FILE_BYTES];
    bytes[..8].copy_from_slice(&MAGIC);
    bytes[8..16].copy_from_slice(&position.to_le_bytes());
    // The name is part of it, so that a file copied to another name is not that cursor.
    let crc = crc32c::crc32c_append(crc32c::crc32c(&bytes[..16]), name.as_bytes());
    bytes[16..].copy_from_slice(&crc.to_le_bytes());
    bytes
}

fn read_cursor(fs: &dyn Filesystem, path: &Path, name: &str) -> Result<u64, LogError> {
    let io = |error| LogError::io("read", path, error);
    let mut bytes = [0; FILE_BYTES + 1];
    let got = fs.open(path, Access::Read).map_err(io)?.read_at(&mut bytes, 0).map_err(io)?;
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[8..16]);
    let position = u64::from_le_bytes(word);
    if got != FILE_BYTES || bytes[..FILE_BYTES] != encode(name, position) {
        return Err(LogError::corrupt(path, 0, "the cursor does not check"));
    }
    Ok(position)
}

fn is_valid_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !name.is_empty() && name.len() <= CURSOR_NAME_BYTES_MAX && !name.starts_with('.') && name.bytes().all(is_allowed)
}

fn check_name(name: &str) -> Result<(), LogError> {
    if is_valid_name(name) { Ok(()) } else { Err(LogError::InvalidCursorName { name: name.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_leave_the_directory_or_look_temporary_are_refused() {
        for name in ["", ".", "..", "a/b", ".tmp-x", "ä", "a b", &"x".repeat(129)] {
            assert!(matches!(check_name(name), Err(LogError::InvalidCursorName { .. })), "{name}");
        }
        for name in ["questdb", "graph-1.v2_x", "A", &"x".repeat(128)] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }
}
