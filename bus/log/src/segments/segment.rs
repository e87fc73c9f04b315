//! One segment: its name, its header, its sparse index.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::LogError;
use crate::format::header::{HeaderFault, SegmentHeader};
use crate::format::used_len;
use crate::fs::{Access, Filesystem, LogFile};
use crate::limits::{FORMAT_VERSION, INDEX_SPACING_BYTES, SEGMENT_HEADER_BYTES};
use crate::sync::lock;

const SUFFIX: &str = ".log";
const NAME_DIGITS: usize = 20;

/// A segment whose header is durable.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) header: SegmentHeader,
    pub(crate) path: PathBuf,
    /// Offset after the last durable record, where known; otherwise the end of the file bounds it.
    end: AtomicU64,
    /// Bytes the file takes.
    bytes: AtomicU64,
    /// Position and offset of some groups, ascending. Empty for a segment this process neither wrote nor scanned.
    index: Mutex<Vec<(u64, u64)>>,
}

/// What the start of a segment file holds.
#[derive(Debug)]
pub(crate) enum Opened {
    Valid(Segment),
    /// No header and no other bytes either: the file was being created.
    Unborn,
}

impl Segment {
    pub(crate) fn new(header: SegmentHeader, path: PathBuf, bytes: u64) -> Self {
        let end = AtomicU64::new(u64::MAX);
        Self { header, path, end, bytes: AtomicU64::new(bytes), index: Mutex::new(Vec::new()) }
    }

    pub(crate) fn first(&self) -> u64 {
        self.header.first
    }

    /// The file of the segment that starts with `first`.
    pub(crate) fn path_of(dir: &Path, first: u64) -> PathBuf {
        dir.join(format!("{first:0NAME_DIGITS$}{SUFFIX}"))
    }

    /// The first position a file name stands for; `None` if it is no segment's.
    pub(crate) fn parse_name(name: &str) -> Option<u64> {
        let digits = name.strip_suffix(SUFFIX)?;
        let is_position = digits.len() == NAME_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_position.then(|| digits.parse().ok()).flatten().filter(|first| *first > 0)
    }

    /// Creates the file, reserves its room, and makes it and its name durable before anyone writes to it.
    pub(crate) fn create(
        fs: &dyn Filesystem,
        dir: &Path,
        header: SegmentHeader,
        len: u64,
    ) -> Result<(Self, Box<dyn LogFile>), LogError> {
        assert!(len > SEGMENT_HEADER_BYTES, "a segment has room for records");
        let path = Self::path_of(dir, header.first);
        let file = fs.create(&path).map_err(|error| LogError::io("create", &path, error))?;
        file.allocate(len).map_err(|error| LogError::io("allocate", &path, error))?;
        file.write_all_at(&header.encode(), 0).map_err(|error| LogError::io("write", &path, error))?;
        file.sync_all().map_err(|error| LogError::poison("sync", &path, error))?;
        fs.sync_dir(dir).map_err(|error| LogError::poison("sync", dir, error))?;
        let segment = Self::new(header, path, len);
        segment.set_end(SEGMENT_HEADER_BYTES);
        Ok((segment, file))
    }

    /// Reads the header of the segment named after `first`.
    pub(crate) fn open(fs: &dyn Filesystem, dir: &Path, first: u64) -> Result<Opened, LogError> {
        let path = Self::path_of(dir, first);
        let io = |error| LogError::io("read", &path, error);
        let file = fs.open(&path, Access::Read).map_err(io)?;
        let len = file.len().map_err(io)?;
        let mut block = vec![0; to_usize(SEGMENT_HEADER_BYTES)];
        let got = file.read_at(&mut block, 0).map_err(io)?;
        match SegmentHeader::decode(&block[..got]) {
            Ok(header) if header.first == first => Ok(Opened::Valid(Self::new(header, path, len))),
            Ok(header) => {
                let reason = format!("the header says it starts with {}", header.first);
                Err(LogError::corrupt(&path, 0, reason))
            }
            Err(HeaderFault::Newer(found)) => Err(LogError::NewerVersion { path, found, supported: FORMAT_VERSION }),
            Err(HeaderFault::Invalid) if got < block.len() || is_zero_after_header(&*file, len).map_err(io)? => {
                Ok(Opened::Unborn)
            }
            Err(HeaderFault::Invalid) => Err(LogError::corrupt(&path, 0, "the segment header does not check")),
        }
    }

    pub(crate) fn end(&self) -> u64 {
        self.end.load(Ordering::Acquire)
    }

    pub(crate) fn set_end(&self, end: u64) {
        assert!(end >= SEGMENT_HEADER_BYTES, "records come after the header");
        self.end.store(end, Ordering::Release);
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn set_bytes(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    /// Remembers where a group starts, unless the last place remembered is near.
    pub(crate) fn note_group(&self, position: u64, offset: u64) {
        let mut index = lock(&self.index);
        let is_far = |(_, at): &(u64, u64)| offset >= at + INDEX_SPACING_BYTES;
        if index.last().is_none_or(is_far) {
            index.push((position, offset));
        }
    }

    /// The nearest place known at or before `position`, as position and offset.
    pub(crate) fn seek(&self, position: u64) -> (u64, u64) {
        assert!(position >= self.first(), "the position lies in this segment");
        let index = lock(&self.index);
        let after = index.partition_point(|(at, _)| *at <= position);
        let known = after.checked_sub(1).map(|at| index[at]);
        known.unwrap_or((self.first(), SEGMENT_HEADER_BYTES))
    }
}

/// Whether nothing but zeros lies behind the header.
fn is_zero_after_header(file: &dyn LogFile, len: u64) -> std::io::Result<bool> {
    const WINDOW_BYTES: usize = 1 << 20;
    let mut window = vec![0; WINDOW_BYTES.min(to_usize(len))];
    let mut at = SEGMENT_HEADER_BYTES;
    while at < len {
        let got = file.read_at(&mut window, at)?;
        if used_len(&window[..got]) != 0 {
            return Ok(false);
        }
        if got == 0 {
            break;
        }
        at += got as u64;
    }
    Ok(true)
}

/// An offset within a segment as an index; segments are far smaller than any address space.
pub(crate) fn to_usize(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
