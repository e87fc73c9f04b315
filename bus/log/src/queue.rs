//! What waits to be written, and what became of it. No I/O here.

use std::collections::VecDeque;

use crate::batch::{Batch, Ticket};
use crate::error::LogError;
use crate::limits::FAILURES_KEPT_MAX;

/// Batches that become durable together.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) bytes: usize,
    /// The batches' buffers, in order.
    pub(crate) buffers: Vec<Vec<u8>>,
}

#[derive(Debug)]
struct Pending {
    last: u64,
    buffer: Vec<u8>,
}

/// How the generations up to one ended.
#[derive(Debug)]
struct Failure {
    generation: u64,
    durable: u64,
    error: LogError,
}

/// The state appenders and the flusher share, under one short lock.
#[derive(Debug)]
pub(crate) struct Queue {
    pending: VecDeque<Pending>,
    /// Bytes of all that is pending or in flight.
    pending_bytes: usize,
    in_flight_bytes: usize,
    durable: u64,
    next: u64,
    generation: u64,
    failures: VecDeque<Failure>,
    /// Generations up to and without this one are no longer remembered.
    remembered_from: u64,
    poison: Option<LogError>,
    /// Something failed since the flusher last came by, which it has to tell the observers.
    has_news: bool,
    closed: bool,
}

impl Queue {
    pub(crate) fn new(durable: u64) -> Self {
        Self {
            pending: VecDeque::new(),
            pending_bytes: 0,
            in_flight_bytes: 0,
            durable,
            next: durable + 1,
            generation: 0,
            failures: VecDeque::new(),
            remembered_from: 0,
            poison: None,
            has_news: false,
            closed: false,
        }
    }

    /// Takes a batch whole or not at all, and gives its records their positions.
    pub(crate) fn push(&mut self, batch: Batch, limit_bytes: usize) -> Result<Ticket, LogError> {
        self.usable()?;
        batch.validate(limit_bytes)?;
        if self.pending_bytes + batch.bytes() > limit_bytes {
            return Err(LogError::Busy { pending_bytes: self.pending_bytes, limit_bytes });
        }
        let first = self.next;
        let last = first + batch.len() as u64 - 1;
        self.next = last + 1;
        self.pending_bytes += batch.bytes();
        self.pending.push_back(Pending { last, buffer: batch.into_buffer() });
        Ok(Ticket { first, last, generation: self.generation })
    }

    /// Takes the oldest batches, as many as `bytes_max` allows and at least one.
    pub(crate) fn take_group(&mut self, bytes_max: usize) -> Option<Group> {
        assert!(self.in_flight_bytes == 0, "one group is in flight at a time");
        self.has_news = false;
        if self.poison.is_some() {
            return None;
        }
        let head = self.pending.pop_front()?;
        let first = self.durable + 1;
        let mut group = Group { first, last: head.last, bytes: head.buffer.len(), buffers: vec![head.buffer] };
        while let Some(next) = self.pending.pop_front_if(|next| group.bytes + next.buffer.len() <= bytes_max) {
            group.last = next.last;
            group.bytes += next.buffer.len();
            group.buffers.push(next.buffer);
        }
        self.in_flight_bytes = group.bytes;
        Some(group)
    }

    /// The group in flight is durable up to `last`.
    pub(crate) fn complete(&mut self, last: u64) {
        assert!(last > self.durable && last < self.next, "the group followed what was durable");
        self.durable = last;
        self.pending_bytes -= self.in_flight_bytes;
        self.in_flight_bytes = 0;
        // Something else than this group poisoned the log meanwhile; what waits behind it will not be written.
        if let Some(error) = self.poison.clone() {
            self.fail(error);
        }
    }

    /// Something else than writing a group poisoned the log. A group in flight still gets its own outcome.
    pub(crate) fn poison_with(&mut self, error: LogError) {
        assert!(error.is_poison());
        if self.in_flight_bytes == 0 {
            self.fail(error);
        } else {
            self.poison.get_or_insert(error);
        }
    }

    /// The group in flight failed, and with it all that was to follow: their positions are free again.
    pub(crate) fn fail(&mut self, error: LogError) {
        if error.is_poison() {
            self.poison.get_or_insert_with(|| error.clone());
        }
        self.has_news = true;
        self.pending.clear();
        self.pending_bytes = 0;
        self.in_flight_bytes = 0;
        self.next = self.durable + 1;
        let failure = Failure { generation: self.generation, durable: self.durable, error };
        self.generation += 1;
        // Failures in a row with nothing durable between them answer every question the same way.
        match self.failures.back_mut() {
            Some(last) if last.durable == failure.durable => *last = failure,
            _ => self.failures.push_back(failure),
        }
        if self.failures.len() > FAILURES_KEPT_MAX
            && let Some(oldest) = self.failures.pop_front()
        {
            self.remembered_from = oldest.generation + 1;
        }
    }

    /// What became of a batch; `None` while it is pending or in flight.
    pub(crate) fn outcome(&self, ticket: Ticket) -> Option<Result<(), LogError>> {
        assert!(ticket.generation <= self.generation, "the ticket comes from this log");
        if ticket.generation == self.generation {
            return (ticket.last <= self.durable).then_some(Ok(()));
        }
        if ticket.generation < self.remembered_from {
            return Some(Err(LogError::Forgotten));
        }
        let at = self.failures.partition_point(|failure| failure.generation < ticket.generation);
        // Every generation but the current one ended with a failure, so one is found.
        let failure = &self.failures[at];
        Some(if ticket.last <= failure.durable { Ok(()) } else { Err(failure.error.clone()) })
    }

    /// Whether appends are accepted, and why not.
    pub(crate) fn usable(&self) -> Result<(), LogError> {
        match &self.poison {
            Some(error) => Err(error.clone()),
            None if self.closed => Err(LogError::Closed),
            None => Ok(()),
        }
    }

    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    pub(crate) fn poison(&self) -> Option<&LogError> {
        self.poison.as_ref()
    }

    pub(crate) fn has_work(&self) -> bool {
        self.has_news || !self.pending.is_empty() && self.poison.is_none()
    }

    pub(crate) fn pending_bytes(&self) -> usize {
        self.pending_bytes
    }

    pub(crate) fn durable(&self) -> u64 {
        self.durable
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;

    use super::*;

    const LIMIT_BYTES: usize = 1 << 20;

    fn push(queue: &mut Queue, records: usize) -> Ticket {
        let mut batch = Batch::new();
        (0..records).for_each(|_| batch.push(b"x"));
        queue.push(batch, LIMIT_BYTES).unwrap()
    }

    fn full() -> LogError {
        LogError::DiskFull { op: "write", path: "x".into() }
    }

    #[test]
    fn a_failure_frees_the_positions_and_the_generation_tells_them_apart() {
        let mut queue = Queue::new(0);
        let durable = push(&mut queue, 2);
        queue.take_group(1).unwrap();
        queue.complete(2);
        let failed = push(&mut queue, 3);
        let behind = push(&mut queue, 1);
        queue.take_group(1).unwrap();
        assert!(queue.outcome(failed).is_none());
        queue.fail(full());
        let again = push(&mut queue, 3);
        assert_eq!((again.first, again.last), (failed.first, failed.last));
        assert!(matches!(queue.outcome(durable), Some(Ok(()))));
        for lost in [failed, behind] {
            assert!(matches!(queue.outcome(lost), Some(Err(LogError::DiskFull { .. }))));
        }
        assert!(queue.outcome(again).is_none());
        queue.take_group(1).unwrap();
        queue.complete(5);
        assert!(matches!(queue.outcome(again), Some(Ok(()))));
        assert!(matches!(queue.outcome(failed), Some(Err(_))));
    }

    #[test]
    fn groups_take_whole_batches_up_to_the_limit() {
        let mut queue = Queue::new(10);
        push(&mut queue, 1);
        push(&mut queue, 1);
        push(&mut queue, 1);
        let bytes = 40;
        let group = queue.take_group(2 * bytes).unwrap();
        assert_eq!((group.first, group.last, group.bytes, group.buffers.len()), (11, 12, 2 * bytes, 2));
        queue.complete(12);
        let group = queue.take_group(1).unwrap();
        assert_eq!((group.first, group.last), (13, 13));
        queue.complete(13);
        assert!(queue.take_group(1).is_none());
        assert_eq!(queue.pending_bytes(), 0);
    }

    #[test]
    fn busy_takes_nothing_of_the_batch() {
        let mut queue = Queue::new(0);
        let mut batch = Batch::new();
        batch.push(&[0; 100]);
        let limit_bytes = batch.bytes();
        queue.push(batch, limit_bytes).unwrap();
        let mut batch = Batch::new();
        batch.push(b"");
        assert!(matches!(queue.push(batch, limit_bytes), Err(LogError::Busy { .. })));
        assert_eq!(queue.next, 2);
    }

    #[test]
    fn what_was_forgotten_is_not_called_durable() {
        let mut queue = Queue::new(0);
        let failed = push(&mut queue, 5);
        queue.take_group(1).unwrap();
        queue.fail(full());
        for durable in 1..=FAILURES_KEPT_MAX as u64 + 1 {
            push(&mut queue, 1);
            queue.take_group(1).unwrap();
            queue.complete(durable);
            push(&mut queue, 1);
            queue.take_group(1).unwrap();
            queue.fail(full());
        }
        assert!(matches!(queue.outcome(failed), Some(Err(LogError::Forgotten))));
        assert!(queue.failures.len() <= FAILURES_KEPT_MAX);
    }

    #[test]
    fn poison_from_elsewhere_spares_the_group_in_flight() {
        let mut queue = Queue::new(0);
        let flying = push(&mut queue, 1);
        let behind = push(&mut queue, 1);
        queue.take_group(1).unwrap();
        queue.poison_with(LogError::poison("sync", Path::new("d"), io::Error::other("gone")));
        assert!(queue.outcome(behind).is_none());
        queue.complete(1);
        assert!(matches!(queue.outcome(flying), Some(Ok(()))));
        assert!(matches!(queue.outcome(behind), Some(Err(LogError::Poisoned { .. }))));
        assert!(queue.take_group(1).is_none());
    }
}
