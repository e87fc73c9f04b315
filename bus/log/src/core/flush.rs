//! Making one group durable, or failing it and all behind it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::Core;
use super::writer::{Active, Writer};
use crate::error::LogError;
use crate::format::header::SegmentHeader;
use crate::internal_events::{GroupFailed, GroupSynced, SegmentRolled};
use crate::limits::SEGMENT_HEADER_BYTES;
use crate::queue::Group;
use crate::segments::Segment;
use crate::sync::lock;

/// What [`Core::flush_one`] did.
#[derive(Debug, Clone)]
pub enum Flush {
    /// Nothing was pending.
    Idle,
    /// The records with these positions are durable now.
    Durable {
        /// Position of the first.
        first: u64,
        /// Position of the last.
        last: u64,
    },
    /// The records with these positions, and all pending behind them, failed.
    Failed {
        /// Position of the first.
        first: u64,
        /// Position of the last in the group that was tried.
        last: u64,
        /// Why.
        error: LogError,
    },
}

impl Core {
    /// Takes what is pending, up to the size of a group, and makes it durable.
    ///
    /// # Panics
    /// On a broken invariant of the log itself.
    pub fn flush_one(&self) -> Flush {
        let mut writer = lock(&self.writer);
        let taken = lock(&self.queue).take_group(self.options.group_bytes_max);
        let Some(mut group) = taken else {
            drop(writer);
            self.tell_observers();
            return Flush::Idle;
        };
        let (first, last) = (group.first, group.last);
        assert!(first == self.catalogue.durable() + 1, "a group follows what is durable");
        let started = Instant::now();
        let result = self.write_group(&mut writer, &mut group);
        let flush = match result {
            Ok(()) => {
                self.publish(&group, started.elapsed());
                Flush::Durable { first, last }
            }
            Err(error) => {
                GroupFailed { first, last, error: &error }.emit();
                lock(&self.queue).fail(error.clone());
                Flush::Failed { first, last, error }
            }
        };
        self.done.notify_all();
        drop(writer);
        self.tell_observers();
        flush
    }

    fn write_group(&self, writer: &mut Writer, group: &mut Group) -> Result<(), LogError> {
        match &mut writer.active {
            Some(active) if active.fits(group.bytes) => {}
            // The next segment would have the same name.
            Some(active) if active.is_empty() => {
                let bytes = active.bytes_to_fit(group.bytes);
                self.make_room(bytes.saturating_sub(active.capacity))?;
                active.grow(bytes)?;
            }
            _ => self.roll(writer, group)?,
        }
        match &mut writer.active {
            Some(active) => active.write(group, &mut writer.buffer),
            None => unreachable!("rolling made a segment"),
        }
    }

    /// Readers first, so that whoever hears of a durable position can read it.
    fn publish(&self, group: &Group, took: Duration) {
        let records = group.last - group.first + 1;
        self.catalogue.advance(group.last);
        self.counters.groups.fetch_add(1, Ordering::Relaxed);
        self.counters.records.fetch_add(records, Ordering::Relaxed);
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.counters.last_sync_us.store(took_us, Ordering::Relaxed);
        GroupSynced { records, bytes: group.bytes, took }.emit();
        lock(&self.queue).complete(group.last);
    }

    /// Starts the segment that begins with `group`. The one before is complete and durable at this point.
    fn roll(&self, writer: &mut Writer, group: &Group) -> Result<(), LogError> {
        let bytes = self.options.segment_bytes.max(SEGMENT_HEADER_BYTES + group.bytes as u64);
        self.make_room(bytes)?;
        let previous = writer.active.as_ref().map_or(0, |active| active.segment.first());
        let header = SegmentHeader { first: group.first, previous, salt: self.catalogue.fs.unique() };
        if let Some(active) = &mut writer.active {
            // Whatever is left of a creation that fails starts where this segment ends, as long as it ends here.
            active.sealed = true;
        }
        let fs = &*self.catalogue.fs;
        let (segment, file) = match Segment::create(fs, &self.catalogue.dir, header, bytes) {
            Ok(created) => created,
            Err(error) => {
                // Best effort, to give the room back: the next try replaces the file, and recovery removes it.
                let _ = fs.remove(&Segment::path_of(&self.catalogue.dir, header.first));
                return Err(error);
            }
        };
        let segment = Arc::new(segment);
        self.catalogue.push(Arc::clone(&segment));
        SegmentRolled { first: header.first, bytes }.emit();
        let active = Active { segment, file, end: SEGMENT_HEADER_BYTES, capacity: bytes, sealed: false };
        if let Some(finished) = writer.active.replace(active) {
            finished.trim();
        }
        Ok(())
    }

    /// Holds the log's own size limit, by retention if that can help.
    fn make_room(&self, bytes: u64) -> Result<(), LogError> {
        let limit_bytes = self.options.log_bytes_max;
        if limit_bytes == 0 || self.catalogue.bytes_on_disk() + bytes <= limit_bytes {
            return Ok(());
        }
        self.retain()?;
        let bytes = self.catalogue.bytes_on_disk() + bytes;
        if bytes <= limit_bytes { Ok(()) } else { Err(LogError::Exhausted { bytes, limit_bytes }) }
    }
}
