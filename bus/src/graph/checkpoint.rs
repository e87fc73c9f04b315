//! What is known of open games, written down, so that a restart need not read the whole log.
//!
//! `DIR/games` holds the sink's id, a position and what was known there; it is replaced atomically. It belongs to a graph
//! that holds everything up to that position. The log's cursor [`FOLD_CURSOR`] stands where it stands: what comes after it
//! is folded again. Where there is no such file, or it is damaged or of another version, everything the log holds is.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ludograph_engine::graph::SavedBuilder;
use serde::{Deserialize, Serialize};

use super::error::GraphSinkError;

/// The log's cursor that follows what the graph holds.
pub const SENT_CURSOR: &str = "memgraph";
/// The log's cursor that stands where the fold of open games begins.
pub const FOLD_CURSOR: &str = "memgraph.fold";

/// Version of the file's form, and of what is folded into it.
const VERSION: u32 = 1;
const ID_FILE: &str = "id";
const GAMES_FILE: &str = "games";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    version: u32,
    pub(super) position: u64,
    pub(super) saved: SavedBuilder,
}

impl Checkpoint {
    pub(super) fn new(position: u64, saved: SavedBuilder) -> Self {
        Self { version: VERSION, position, saved }
    }

    /// Reads it; `None` where there is none.
    pub(super) fn load(folder: &Path) -> Result<Option<Self>, String> {
        let path = folder.join(GAMES_FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        let Some((sum, rest)) = bytes.split_first_chunk::<8>() else {
            return Err(format!("{} is too short", path.display()));
        };
        if u64::from_le_bytes(*sum) != xxhash_rust::xxh3::xxh3_64(rest) {
            return Err(format!("{} is damaged", path.display()));
        }
        let found: Self = rmp_serde::from_slice(rest).map_err(|error| format!("{}: {error}", path.display()))?;
        if found.version == VERSION {
            Ok(Some(found))
        } else {
            Err(format!("{} is of another version", path.display()))
        }
    }

    /// Writes it, and returns when it is on disk.
    pub(super) fn save(&self, folder: &Path) -> Result<(), GraphSinkError> {
        let bytes = rmp_serde::to_vec(self).map_err(|error| GraphSinkError::Internal(error.to_string()))?;
        let sum = xxhash_rust::xxh3::xxh3_64(&bytes).to_le_bytes();
        replace(folder, GAMES_FILE, &[&sum, &bytes])
    }

    /// Removes it, where there is one.
    pub(super) fn remove(folder: &Path) -> Result<(), GraphSinkError> {
        let path = folder.join(GAMES_FILE);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(GraphSinkError::io(&path, error)),
            _ => Ok(()),
        }
    }
}

/// The name under which the graph knows this log; made where there is none.
pub(super) fn identity(folder: &Path) -> Result<String, GraphSinkError> {
    let path = folder.join(ID_FILE);
    match fs::read_to_string(&path) {
        Ok(id) if !id.trim().is_empty() => return Ok(id.trim().to_owned()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(GraphSinkError::io(&path, error)),
        _ => {}
    }
    fs::create_dir_all(folder).map_err(|error| GraphSinkError::io(folder, error))?;
    let id = uuid::Uuid::now_v7().to_string();
    replace(folder, ID_FILE, &[id.as_bytes()])?;
    Ok(id)
}

/// Writes beside the old file, syncs, renames over it, syncs the folder: a crash leaves the old or the new.
fn replace(folder: &Path, name: &str, pieces: &[&[u8]]) -> Result<(), GraphSinkError> {
    let (path, beside) = (folder.join(name), folder.join(format!("{name}.tmp")));
    let write = |path: &PathBuf| {
        let mut file = File::create(path)?;
        pieces.iter().try_for_each(|piece| file.write_all(piece))?;
        file.sync_all()
    };
    write(&beside).map_err(|error| GraphSinkError::io(&beside, error))?;
    fs::rename(&beside, &path).map_err(|error| GraphSinkError::io(&path, error))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| GraphSinkError::io(folder, error))
}

#[cfg(test)]
mod tests {
    use ludograph_engine::graph::{BuilderOptions, GraphBuilder};

    use super::{Checkpoint, GAMES_FILE, identity};

    #[test]
    fn what_was_written_is_read_and_what_is_damaged_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Checkpoint::load(folder.path()).unwrap().is_none());
        let saved = GraphBuilder::new(BuilderOptions::default()).save();
        Checkpoint::new(7, saved).save(folder.path()).unwrap();
        assert_eq!(Checkpoint::load(folder.path()).unwrap().unwrap().position, 7);
        let path = folder.path().join(GAMES_FILE);
        let whole = std::fs::read(&path).unwrap();
        for end in 0..whole.len() {
            std::fs::write(&path, &whole[..end]).unwrap();
            assert!(Checkpoint::load(folder.path()).is_err(), "cut at {end}");
        }
        Checkpoint::remove(folder.path()).unwrap();
        Checkpoint::remove(folder.path()).unwrap();
        assert!(Checkpoint::load(folder.path()).unwrap().is_none());
    }

    #[test]
    fn the_identity_stays() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("memgraph");
        let id = identity(&inner).unwrap();
        assert_eq!(id.len(), 36);
        assert_eq!(identity(&inner).unwrap(), id);
    }
}
