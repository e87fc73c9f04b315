//! Reading durable records in order.

use std::io;
use std::sync::Arc;

use crate::error::LogError;
use crate::format::record::{self, Found, Record};
use crate::fs::{Access, LogFile};
use crate::limits::{READ_BYTES_MAX, READ_BYTES_MIN, RECORD_BYTES_MAX, RECORD_HEADER_BYTES};
use crate::segments::{Catalogue, Segment, to_usize};

/// Records read, in a buffer that is meant to be used again and again.
#[derive(Debug, Default)]
pub struct Records {
    buffer: Vec<u8>,
    /// Position, start and length of each payload.
    entries: Vec<(u64, usize, usize)>,
    payload_bytes: usize,
}

impl Records {
    /// An empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The records: position and payload, ascending without gaps.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u64, &[u8])> {
        self.entries.iter().map(|(position, start, len)| (*position, &self.buffer[*start..start + len]))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes of all payloads.
    #[must_use]
    pub fn payload_bytes(&self) -> usize {
        self.payload_bytes
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.payload_bytes = 0;
    }
}

/// Reads a log from a position on. Never returns a record that is not durable.
///
/// Independent of the log handle: it may outlive it, and then reads what was durable when the log closed.
#[derive(Debug)]
pub struct Reader {
    catalogue: Arc<Catalogue>,
    /// The next position wanted.
    wanted: u64,
    place: Option<Place>,
}

/// Where in the files the reader stands.
#[derive(Debug)]
struct Place {
    segment: Arc<Segment>,
    file: Box<dyn LogFile>,
    /// The record at `offset` has this position; up to `wanted` they are skipped.
    position: u64,
    offset: u64,
}

impl Reader {
    pub(crate) fn new(catalogue: Arc<Catalogue>, from: u64) -> Result<Self, LogError> {
        let first = catalogue.first_position();
        if from < first {
            return Err(LogError::Truncated { first });
        }
        let durable = catalogue.durable();
        if from > durable + 1 {
            return Err(LogError::Beyond { position: from, durable });
        }
        Ok(Self { catalogue, wanted: from, place: None })
    }

    /// The position of the next record it will return.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.wanted
    }

    /// Fills `out` with the next durable records: at least one, and not more than `bytes_max` on disk unless the
    /// first alone is larger. Returns false, and leaves `out` empty, when nothing durable is left.
    ///
    /// # Errors
    /// `Truncated` if retention has overtaken the reader, `Corrupt` if a durable record does not check, `Io`.
    ///
    /// # Panics
    /// On a broken invariant of the log itself.
    pub fn next_batch(&mut self, bytes_max: usize, out: &mut Records) -> Result<bool, LogError> {
        out.clear();
        while out.is_empty() {
            let durable = self.catalogue.durable();
            if self.wanted > durable {
                return Ok(false);
            }
            let last = self.enter_segment()?.unwrap_or(durable).min(durable);
            self.read_chunk(last, bytes_max, out)?;
        }
        assert!(out.entries[0].0 + out.len() as u64 == self.wanted, "positions have no gaps");
        Ok(true)
    }

    /// Opens the segment of the wanted position, if it is not open; returns the segment's last position if sealed.
    fn enter_segment(&mut self) -> Result<Option<u64>, LogError> {
        let truncated = |first| LogError::Truncated { first };
        let Some((segment, last)) = self.catalogue.locate(self.wanted) else {
            return Err(truncated(self.catalogue.first_position()));
        };
        if self.place.as_ref().is_some_and(|place| place.segment.first() == segment.first()) {
            return Ok(last);
        }
        let file = match (self.catalogue.fs.open(&segment.path, Access::Read), last) {
            (Ok(file), _) => file,
            // Retention removes a file before the catalogue forgets it.
            (Err(error), Some(last)) if error.kind() == io::ErrorKind::NotFound => return Err(truncated(last + 1)),
            (Err(error), _) => return Err(LogError::io("open", &segment.path, error)),
        };
        let (position, offset) = segment.seek(self.wanted);
        self.place = Some(Place { segment, file, position, offset });
        Ok(last)
    }

    /// Reads one stretch of the segment and takes the records up to `last` from it. May yield none, if all it
    /// found lies before the wanted position.
    fn read_chunk(&mut self, last: u64, bytes_max: usize, out: &mut Records) -> Result<(), LogError> {
        let Some(place) = self.place.as_mut() else { return Ok(()) };
        assert!(place.position <= self.wanted && self.wanted <= last, "the wanted record lies ahead, in this segment");
        let bytes_max = bytes_max.clamp(1, READ_BYTES_MAX);
        let mut got = place.fill(&mut out.buffer, bytes_max.max(READ_BYTES_MIN))?;
        let mut at = 0;
        while place.position <= last {
            let record = match place.parse(&out.buffer[at..got])? {
                Ok(record) => record,
                Err(_) if at > 0 => break,
                Err(needed) => {
                    got = place.fill(&mut out.buffer, needed)?;
                    if got < needed {
                        return Err(place.damaged("the file ends"));
                    }
                    continue;
                }
            };
            let end = at + record.disk_bytes();
            if record.position >= self.wanted {
                if !out.is_empty() && end - out.entries[0].1 + RECORD_HEADER_BYTES > bytes_max {
                    break;
                }
                out.entries.push((record.position, at + RECORD_HEADER_BYTES, record.payload_bytes));
                out.payload_bytes += record.payload_bytes;
                self.wanted = record.position + 1;
            }
            place.position += 1;
            place.offset += record.disk_bytes() as u64;
            at = end;
        }
        Ok(())
    }
}

impl Place {
    /// Reads up to `len` bytes from the current offset, not past what is known to be durable.
    fn fill(&self, buffer: &mut Vec<u8>, len: usize) -> Result<usize, LogError> {
        assert!(len <= READ_BYTES_MAX.max(RECORD_BYTES_MAX + 2 * RECORD_HEADER_BYTES));
        let len = len.min(to_usize(self.segment.end().saturating_sub(self.offset)));
        if buffer.len() < len {
            buffer.resize(len, 0);
        }
        let io = |error| LogError::io("read", &self.segment.path, error);
        self.file.read_at(&mut buffer[..len], self.offset).map_err(io)
    }

    /// The record at the start of `bytes`, which must be the one expected, or how many bytes it needs.
    fn parse(&self, bytes: &[u8]) -> Result<Result<Record, usize>, LogError> {
        match record::parse(bytes, self.segment.header.salt) {
            Found::Record(record) if record.position == self.position => Ok(Ok(record)),
            Found::Record(record) => Err(self.damaged(&format!("record {} is in its place", record.position))),
            Found::Short(needed) => Ok(Err(needed)),
            Found::Nothing => Err(self.damaged("there is nothing in its place")),
            Found::Invalid(reason) => Err(self.damaged(reason)),
        }
    }

    fn damaged(&self, reason: &str) -> LogError {
        let reason = format!("record {} was durable, but {reason}", self.position);
        LogError::corrupt(&self.segment.path, self.offset, reason)
    }
}
