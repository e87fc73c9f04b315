//! The way of a body into the log: decode, place in a session, drop copies, append, wait for the disk.
//!
//! One stream's bodies are placed one after the other under its lock; the disk is waited for outside of it. A body is
//! appended as one batch of the log, so it is stored whole or not at all.

mod decode;
mod durable;
mod place;
mod restore;
mod salvage;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use ludograph_log::{Batch, Log, Ticket};
use ludograph_proto::pb::Repair;
use uuid::Uuid;

use crate::error::BusError;
use crate::internal_events::BodyTaken;
use crate::limits::{HELD_BACK_LOOK, HELD_BACK_MAX, STREAMS_MAX};
use crate::session::stream::Stream;
use crate::sink::Sink;
use durable::Durable;

/// A body as a door got it.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// The path it was sent to; kept with dead letters.
    pub path: &'a str,
    /// The producer's stream.
    pub stream: &'a str,
    /// When it arrived: microseconds since the epoch.
    pub received_at_us: i64,
}

/// What became of a body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Receipt {
    /// Events stored, those included that came only inside another's changes.
    pub stored: usize,
    /// Events that were stored before.
    pub duplicates: usize,
    /// Parts kept as dead letters.
    pub dead_letters: usize,
    /// What was mended.
    pub repairs: Vec<Repair>,
    /// The first and last position given; `None` where nothing was new.
    pub positions: Option<(u64, u64)>,
}

/// Takes bodies in.
#[derive(Clone)]
pub struct Ingest {
    shared: Arc<Shared>,
}

struct Shared {
    log: Log,
    durable: Durable,
    streams: Mutex<HashMap<String, Arc<Mutex<Stream>>>>,
    sinks: Vec<Arc<dyn Sink>>,
    closing: AtomicBool,
}

impl Ingest {
    /// Reads back the end of the log, to know what producers sent of late, and is ready then.
    ///
    /// # Errors
    /// The log's own, where it cannot be read.
    pub fn open(log: Log, sinks: Vec<Arc<dyn Sink>>) -> Result<Self, BusError> {
        let streams = restore::streams(&log)?;
        let durable = Durable::new(&log);
        let shared = Shared { log, durable, streams: Mutex::new(streams), sinks, closing: AtomicBool::new(false) };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The log behind it.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.shared.log
    }

    /// The sinks that follow the log.
    #[must_use]
    pub fn sinks(&self) -> &[Arc<dyn Sink>] {
        &self.shared.sinks
    }

    /// Wakes whoever follows the log; the value is the durable position.
    pub(crate) fn durable(&self) -> &Durable {
        &self.shared.durable
    }

    /// Refuses every body from now on; those already taken are finished.
    pub fn close(&self) {
        self.shared.closing.store(true, Ordering::Release);
    }

    /// Whether [`close`](Self::close) was called.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.shared.closing.load(Ordering::Acquire)
    }

    /// Takes a body; the answer means that what it held is on disk.
    ///
    /// # Errors
    /// [`BusError`]; whatever it says, nothing of the body counts as stored then.
    pub async fn take(&self, body: Body<'_>) -> Result<Receipt, BusError> {
        self.admit()?;
        self.wait_for_sinks().await?;
        let decoded = decode::decode(body.bytes, body.path);
        let (receipt, tickets) = self.place(&body, decoded)?;
        for ticket in tickets {
            self.shared.durable.wait(&self.shared.log, ticket).await?;
        }
        BodyTaken { receipt: &receipt, bytes: body.bytes.len() }.emit();
        Ok(receipt)
    }

    /// Says no before anything is done, where a retry can help.
    fn admit(&self) -> Result<(), BusError> {
        if self.is_closing() {
            return Err(BusError::ShuttingDown);
        }
        for sink in &self.shared.sinks {
            if let Some(reason) = sink.refuses() {
                return Err(BusError::SinkFull { sink: sink.name().to_owned(), reason });
            }
        }
        Ok(())
    }

    /// Holds a body back while a sink is far behind, so that the log does not run away from what follows it.
    async fn wait_for_sinks(&self) -> Result<(), BusError> {
        let mut held = None;
        loop {
            let behind = self.shared.sinks.iter().find_map(|sink| Some((sink, sink.holds_back()?)));
            let Some((sink, reason)) = behind else { return Ok(()) };
            if held.get_or_insert_with(Instant::now).elapsed() >= HELD_BACK_MAX {
                return Err(BusError::SinkFull { sink: sink.name().to_owned(), reason });
            }
            tokio::time::sleep(HELD_BACK_LOOK).await;
            if self.is_closing() {
                return Err(BusError::ShuttingDown);
            }
        }
    }

    /// Places a decoded body and appends what is new of it; answers the tickets to wait for.
    fn place(&self, body: &Body<'_>, decoded: decode::Decoded) -> Result<(Receipt, Vec<Ticket>), BusError> {
        let stream = self.stream(body.stream, body.received_at_us);
        let mut stream = lock(&stream);
        stream.settle(&self.shared.log);
        let mut batch = Batch::with_capacity(body.bytes.len() + 256);
        let placed = place::place(&mut stream, body, decoded, &mut batch);
        // A copy is only as durable as its original, which may still be on its way.
        let mut tickets = if placed.receipt.duplicates > 0 { stream.tickets_in_flight() } else { Vec::new() };
        let mut receipt = placed.receipt;
        if !batch.is_empty() {
            match self.shared.log.append(batch) {
                Ok(ticket) => {
                    receipt.positions = Some((ticket.first(), ticket.last()));
                    stream.launched(ticket, placed.process, placed.keys);
                    tickets.push(ticket);
                }
                Err(error) => {
                    stream.forget(placed.process, &placed.keys);
                    return Err(error.into());
                }
            }
        }
        Ok((receipt, tickets))
    }

    /// A stream's state; beyond the bound the stream that was silent longest is forgotten.
    fn stream(&self, name: &str, now_us: i64) -> Arc<Mutex<Stream>> {
        let mut streams = lock(&self.shared.streams);
        if let Some(stream) = streams.get(name) {
            lock(stream).used_us = now_us;
            return Arc::clone(stream);
        }
        if streams.len() >= STREAMS_MAX {
            let used = |stream: &Arc<Mutex<Stream>>| stream.try_lock().map_or(i64::MAX, |stream| stream.used_us);
            let oldest = streams.iter().min_by_key(|(name, stream)| (used(stream), (*name).clone()));
            if let Some(oldest) = oldest.map(|(name, _)| name.clone()) {
                streams.remove(&oldest);
            }
        }
        let mut fresh = Stream::default();
        fresh.used_us = now_us;
        let stream = Arc::new(Mutex::new(fresh));
        streams.insert(name.to_owned(), Arc::clone(&stream));
        stream
    }
}

impl std::fmt::Debug for Ingest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ingest").field("closing", &self.is_closing()).finish_non_exhaustive()
    }
}

/// A lock whose holder panicked still guards valid state: placing never leaves it half changed across a call that can
/// panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new id for a run or a game: sortable by time.
fn new_id() -> [u8; 16] {
    Uuid::now_v7().into_bytes()
}
