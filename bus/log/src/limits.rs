//! Every bound of the log, by name and unit.

/// Version of the on-disk format this build writes, and the newest it reads.
pub const FORMAT_VERSION: u32 = 1;

/// Bytes at the start of a segment taken by its header; records begin after them.
///
/// One page of its own, so that no later write ever touches the sector the header lies in.
pub const SEGMENT_HEADER_BYTES: u64 = 4096;

/// Bytes of the fixed header in front of every record's payload.
pub const RECORD_HEADER_BYTES: usize = 32;

/// Records start at multiples of this, which bounds the places a search has to try.
pub const RECORD_ALIGN_BYTES: usize = 8;

/// Largest payload of one record.
pub const RECORD_BYTES_MAX: usize = 16 << 20;

/// Most records one batch may hold.
pub const BATCH_RECORDS_MAX: usize = 1 << 16;

/// Smallest segment size accepted, header included.
pub const SEGMENT_BYTES_MIN: u64 = 8 << 10;

/// Largest segment size accepted; recovery holds one segment in memory.
pub const SEGMENT_BYTES_MAX: u64 = 1 << 30;

/// Longest cursor name.
pub const CURSOR_NAME_BYTES_MAX: usize = 128;

/// Most named cursors one log keeps.
pub const CURSORS_MAX: usize = 1024;

/// Least distance between two entries of a segment's sparse index.
pub(crate) const INDEX_SPACING_BYTES: u64 = 64 << 10;

/// Least a reader asks of the filesystem at once.
pub(crate) const READ_BYTES_MIN: usize = 64 << 10;

/// Most a reader asks of the filesystem at once, unless a single record is larger.
pub(crate) const READ_BYTES_MAX: usize = 8 << 20;

/// How many distinct failures are remembered to answer late questions about old tickets.
pub(crate) const FAILURES_KEPT_MAX: usize = 4096;

/// The buffer a group is gathered in is given back to the allocator above this size.
pub(crate) const GROUP_BUFFER_KEPT_BYTES_MAX: usize = 16 << 20;

/// How often an inspection starts over because the directory changed under it.
pub(crate) const INSPECT_ATTEMPTS_MAX: usize = 16;

const _: () = assert!(SEGMENT_HEADER_BYTES.is_multiple_of(RECORD_ALIGN_BYTES as u64));
const _: () = assert!(RECORD_HEADER_BYTES.is_multiple_of(RECORD_ALIGN_BYTES));
const _: () = assert!(SEGMENT_BYTES_MIN > SEGMENT_HEADER_BYTES);
const _: () = assert!(RECORD_BYTES_MAX < u32::MAX as usize);
