//! Opening a log: what a crash may have left behind, and making it whole before anyone sees it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};

use super::writer::{Active, Writer};
use super::{Core, Counters};
use crate::cursors::Cursors;
use crate::error::LogError;
use crate::format::scan::{Scan, Tail, scan};
use crate::fs::{Access, Filesystem, LockGuard, LockOutcome, LogFile};
use crate::internal_events::Recovered;
use crate::limits::SEGMENT_HEADER_BYTES;
use crate::options::LogOptions;
use crate::queue::Queue;
use crate::segments::{Catalogue, Discovery, Segment, discover, to_usize};

/// File the lock is taken on.
const LOCK_NAME: &str = "LOCK";

/// What opening a log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryReport {
    /// Segments there are.
    pub segments: usize,
    /// Records from the first position to the end.
    pub records: u64,
    /// The last position; 0 in an empty log.
    pub end_position: u64,
    /// Bytes dropped behind the last complete group; 0 after a clean stop.
    pub torn_bytes: u64,
    /// Where they were dropped.
    pub torn_segment: Option<TornTail>,
    /// First position of a segment whose creation had been interrupted, and which was removed.
    pub interrupted_roll: Option<u64>,
}

/// A group that was being written when the writer stopped, or damage that nothing tells from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TornTail {
    /// The segment.
    pub path: PathBuf,
    /// Where the dropped bytes began.
    pub offset: u64,
}

/// The directories of a log.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) segments: PathBuf,
    pub(crate) cursors: PathBuf,
}

impl Layout {
    pub(crate) fn of(dir: &Path) -> Self {
        Self { segments: dir.join("segments"), cursors: dir.join("cursors") }
    }
}

pub(super) fn open(
    fs: Arc<dyn Filesystem>,
    dir: &Path,
    options: LogOptions,
) -> Result<(Core, RecoveryReport), LogError> {
    options.validate()?;
    let layout = Layout::of(dir);
    let guard = prepare(&*fs, dir, &layout)?;
    let Discovery { mut segments, unborn } = discover(&*fs, &layout.segments, &[])?;
    let (mut end_position, mut torn_bytes, mut torn_segment, mut active) = (0, 0, None, None);
    if let Some(last) = segments.pop() {
        let last = Arc::try_unwrap(last).map_err(|_| LogError::Closed)?;
        let tail = recover_last(&*fs, last, &options, unborn)?;
        end_position = tail.scan.last;
        if let Tail::Torn(bytes) = tail.scan.tail {
            torn_bytes = bytes as u64;
            torn_segment = Some(TornTail { path: tail.active.segment.path.clone(), offset: tail.active.end });
        }
        segments.push(Arc::clone(&tail.active.segment));
        active = Some(tail.active);
    }
    let cursors = Cursors::load(&*fs, layout.cursors)?;
    cursors.check(end_position)?;
    if let Some(first) = unborn {
        remove_unborn(&*fs, &layout.segments, first)?;
    }
    let first = segments.first().map_or(end_position + 1, |segment| segment.first());
    let report = RecoveryReport {
        segments: segments.len(),
        records: end_position + 1 - first,
        end_position,
        torn_bytes,
        torn_segment,
        interrupted_roll: unborn,
    };
    Recovered { dir, report: &report }.emit();
    let core = Core {
        options,
        catalogue: Arc::new(Catalogue::new(fs, layout.segments, segments, end_position)),
        queue: Mutex::new(Queue::new(end_position)),
        work: Condvar::new(),
        done: Condvar::new(),
        writer: Mutex::new(Writer { active, buffer: Vec::new() }),
        cursors: Mutex::new(cursors),
        observers: Mutex::default(),
        counters: Counters::default(),
        lock: Mutex::new(Some(guard)),
    };
    Ok((core, report))
}

/// Takes the lock, and makes durable what a killed predecessor left in the page cache of the directories.
fn prepare(fs: &dyn Filesystem, dir: &Path, layout: &Layout) -> Result<Box<dyn LockGuard>, LogError> {
    for path in [&layout.segments, &layout.cursors] {
        fs.create_dir_all(path).map_err(|error| LogError::io("create", path, error))?;
    }
    let lock_path = dir.join(LOCK_NAME);
    let guard = match fs.lock(&lock_path).map_err(|error| LogError::io("lock", &lock_path, error))? {
        LockOutcome::Acquired(guard) => guard,
        LockOutcome::Held(pid) => return Err(LogError::Locked { path: lock_path, pid }),
    };
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    for path in parent.into_iter().chain([dir, &layout.segments, &layout.cursors]) {
        fs.sync_dir(path).map_err(|error| LogError::io("sync", path, error))?;
    }
    Ok(guard)
}

struct RecoveredTail {
    active: Active,
    scan: Scan,
}

/// Scans the last segment, drops a torn tail, and makes the rest durable.
fn recover_last(
    fs: &dyn Filesystem,
    segment: Segment,
    options: &LogOptions,
    unborn: Option<u64>,
) -> Result<RecoveredTail, LogError> {
    let path = segment.path.clone();
    let io = |error| LogError::io("read", &path, error);
    let file = fs.open(&path, Access::Write).map_err(|error| LogError::io("open", &path, error))?;
    let len = file.len().map_err(io)?;
    let mut bytes = vec![0; to_usize(len.saturating_sub(SEGMENT_HEADER_BYTES))];
    let got = file.read_at(&mut bytes, SEGMENT_HEADER_BYTES).map_err(io)?;
    bytes.truncate(got);
    let scan = scan(&bytes, segment.first(), segment.header.salt);
    check_scan(&segment, &scan, unborn)?;
    for (position, offset) in &scan.groups {
        segment.note_group(*position, SEGMENT_HEADER_BYTES + *offset as u64);
    }
    let end = SEGMENT_HEADER_BYTES + scan.end as u64;
    let mut active = Active { segment: Arc::new(segment), file, end, capacity: len.max(end), sealed: false };
    settle(&mut active, &scan, &bytes, options)?;
    active.segment.set_end(end);
    active.segment.set_bytes(active.capacity);
    Ok(RecoveredTail { active, scan })
}

/// Damage to what had been durable is never repaired: it is an error, and nothing has been changed yet.
fn check_scan(segment: &Segment, scan: &Scan, unborn: Option<u64>) -> Result<(), LogError> {
    let end = SEGMENT_HEADER_BYTES + scan.end as u64;
    if let Tail::Corrupt { offset, reason } = &scan.tail {
        let offset = SEGMENT_HEADER_BYTES + *offset as u64;
        return Err(LogError::corrupt(&segment.path, offset, reason.clone()));
    }
    // A segment is created only when everything before it is durable, even if its creation was interrupted.
    match unborn {
        Some(next) if scan.last + 1 != next => {
            let reason = format!("positions {} to {} are missing before the next segment", scan.last + 1, next - 1);
            Err(LogError::corrupt(&segment.path, end, reason))
        }
        _ => Ok(()),
    }
}

/// Removes a torn tail, and writes again what may so far be in the page cache only.
///
/// That is the last group, or the header if there is none: everything before was synced before they were written.
/// A sync that failed in an earlier life has marked their pages clean without writing them, so syncing alone would
/// not do.
fn settle(active: &mut Active, scan: &Scan, bytes: &[u8], options: &LogOptions) -> Result<(), LogError> {
    let path = active.segment.path.clone();
    let write = |file: &dyn LogFile, bytes: &[u8], offset| {
        file.write_all_at(bytes, offset).map_err(|error| LogError::io("write", &path, error))
    };
    match scan.groups.last() {
        Some((_, start)) => {
            write(&*active.file, &bytes[*start..scan.end], SEGMENT_HEADER_BYTES + *start as u64)?;
        }
        None => write(&*active.file, &active.segment.header.encode(), 0)?,
    }
    if matches!(scan.tail, Tail::Torn(_)) {
        return active.cut(active.end, options.segment_bytes);
    }
    // A full disk does not keep a log from being opened and read; the next group will find out.
    if active.file.allocate(options.segment_bytes).is_ok() {
        active.capacity = active.capacity.max(options.segment_bytes);
    }
    active.file.sync_all().map_err(|error| LogError::io("sync", &path, error))
}

/// A segment that was never born held nothing. Its name must be gone for good before its positions go elsewhere.
fn remove_unborn(fs: &dyn Filesystem, dir: &Path, first: u64) -> Result<(), LogError> {
    let path = Segment::path_of(dir, first);
    fs.remove(&path).map_err(|error| LogError::io("remove", &path, error))?;
    fs.sync_dir(dir).map_err(|error| LogError::io("sync", dir, error))
}
