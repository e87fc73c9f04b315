//! Many small files become few.

use std::sync::Arc;

use futures::StreamExt as _;

use super::encode::{Effort, Encoder};
use super::error::StoreError;
use super::file_name::FileKind;
use super::merge::merged;
use super::store::Store;
use super::table::{Change, ColdFile, ColdView, NewFile, Outcome};
use crate::store::Table;

/// Files one merge that someone has asked for reads at most.
const FILES_MAX: usize = 64;
/// A file is of the same size as another where neither is this many times the other.
const TIER: u64 = 4;

/// What a compaction did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Files there are no more.
    pub files_before: usize,
    /// Files in their place.
    pub files_after: usize,
    /// Bytes read.
    pub bytes_before: u64,
    /// Bytes written.
    pub bytes_after: u64,
}

impl Compacted {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            files_before: self.files_before + other.files_before,
            files_after: self.files_after + other.files_after,
            bytes_before: self.bytes_before + other.bytes_before,
            bytes_after: self.bytes_after + other.bytes_after,
        }
    }
}

/// Merges small files of a table once; `None` where there are not enough of them. `all` merges whatever is not full yet.
/// The rows stay the same, so queries and flushes go on meanwhile. Memory: the files' bytes, a page of each column of each
/// file, and the new file.
pub(crate) async fn compact(store: &Store, table: Table, all: bool) -> Result<Option<Compacted>, StoreError> {
    let options = store.options();
    let view = store.view(table).await;
    // What a flush that was cut short has brought stays apart, or nobody could tell it from the rest.
    let stored = store.view(Table::Events).await.position;
    let view = view.up_to(stored);
    let Some(files) = choose(&view, options.file_bytes_max, options.small_files_max, all) else { return Ok(None) };
    let mut done = Compacted { files_before: files.len(), ..Compacted::default() };
    done.bytes_before = files.iter().map(|file| file.bytes).sum();
    let effort = if all { Effort::Utmost } else { Effort::Lasting };
    let new = rewrite(store, table, &files, effort).await?;
    let mut cold = store.table(table).lock().await;
    let mut change = Change { remove: files, is_rewrite: true, ..Change::default() };
    for file in new {
        done.bytes_after += file.encoded.bytes.len() as u64;
        done.files_after += 1;
        change.add.push(cold.put(file).await?);
    }
    let is_there = |file: &Arc<ColdFile>| cold.view().files.iter().any(|other| other.name == file.name);
    if !change.remove.iter().all(is_there) {
        // Someone else has rewritten them meanwhile; what was put is no one's, and vacuumed in time.
        return Ok(None);
    }
    match cold.commit(&change).await? {
        Outcome::Committed => Ok(Some(done)),
        Outcome::Reloaded => Ok(None),
    }
}

/// Small final files of about the same size, the oldest first. Merging equals with equals, a row is rewritten once a
/// tier, however long the store lives.
fn choose(view: &ColdView, file_bytes_max: u64, small_files_max: usize, all: bool) -> Option<Vec<Arc<ColdFile>>> {
    let is_small = |file: &&Arc<ColdFile>| file.is_final() && file.bytes < file_bytes_max / 2;
    let mut small: Vec<Arc<ColdFile>> = view.files.iter().filter(is_small).cloned().collect();
    if all {
        return (small.len() > 1).then(|| first_of(small, file_bytes_max, FILES_MAX));
    }
    small.sort_by_key(|file| file.bytes);
    let tiers = small.chunk_by(|one, other| other.bytes / TIER <= one.bytes.max(1));
    let full = tiers.filter(|tier| tier.len() >= small_files_max.max(2)).max_by_key(|tier| tier.len())?;
    let mut chosen = full.to_vec();
    chosen.sort_by(|one, other| one.name.cmp(&other.name));
    Some(first_of(chosen, file_bytes_max, small_files_max))
}

/// As many of some files as make one that is full, two at least and `files_max` at most: a merge holds all of their bytes and those
/// of the new file, and some megabytes for each of them while it is read.
fn first_of(mut files: Vec<Arc<ColdFile>>, file_bytes_max: u64, files_max: usize) -> Vec<Arc<ColdFile>> {
    let mut bytes = 0_u64;
    let fit = files.iter().take_while(|file| {
        bytes = bytes.saturating_add(file.bytes);
        bytes <= file_bytes_max
    });
    files.truncate(fit.count().clamp(2, files_max.max(2)));
    files
}

/// The rows of some files in new ones.
pub(super) async fn rewrite(
    store: &Store,
    table: Table,
    files: &[Arc<ColdFile>],
    effort: Effort,
) -> Result<Vec<NewFile>, StoreError> {
    let mut rows = merged(store.place(), table, files).map_err(|error| unreadable(table, &error))?;
    let mut new = Vec::new();
    let mut encoder: Option<Encoder> = None;
    let positions = span(files);
    let expected = expected(files, store.options().file_bytes_max);
    while let Some(batch) = rows.next().await {
        let batch = batch.map_err(|error| unreadable(table, &error))?;
        let open = match &mut encoder {
            Some(open) => open,
            None => encoder.insert(Encoder::new(&table.schema(), table.sort_keys(), expected, effort)?),
        };
        open.write(&batch)?;
        if open.bytes() as u64 >= store.options().file_bytes_max
            && let Some(full) = encoder.take()
        {
            new.push(NewFile { kind: FileKind::Final, positions, encoded: full.finish()? });
        }
        // The merge never waits for long, and others of this thread should not have to.
        tokio::task::yield_now().await;
    }
    if let Some(last) = encoder.filter(|encoder| encoder.rows() > 0) {
        new.push(NewFile { kind: FileKind::Final, positions, encoded: last.finish()? });
    }
    Ok(new)
}

/// Rows and bytes of the file some become: pressed at least as hard as they were, and ended at the row group that fills it.
pub(super) fn expected(files: &[Arc<ColdFile>], file_bytes_max: u64) -> (usize, usize) {
    let sum = |of: fn(&ColdFile) -> u64| files.iter().map(|file| of(file)).fold(0, u64::saturating_add);
    let bytes = sum(|file| file.bytes).min(file_bytes_max.saturating_add(file_bytes_max / 8));
    let usize = |number| usize::try_from(number).unwrap_or(usize::MAX);
    (usize(sum(ColdFile::rows)), usize(bytes))
}

/// The positions from which the rows of some files come.
pub(super) fn span(files: &[Arc<ColdFile>]) -> (u64, u64) {
    let known = files.iter().filter_map(|file| file.parsed).map(|name| name.positions);
    known.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))).unwrap_or_default()
}

pub(super) fn unreadable(table: Table, error: &datafusion::error::DataFusionError) -> StoreError {
    StoreError::Corrupt { path: table.name().to_owned(), reason: error.strip_backtrace() }
}
